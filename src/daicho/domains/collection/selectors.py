# SPDX-License-Identifier: Apache-2.0
"""Reads of receivables: what is owed now, by person, by method."""

from __future__ import annotations

from django.db.models import Count, Max, Sum

from daicho.domains.collection.facts import ReceivableTotal
from daicho.domains.collection.models import ReceivablePosting


def receivable_totals(*, tax_kind: str, fiscal_year: int) -> list[ReceivableTotal]:
    """現在調定額 of a tax and year by 徴収区分."""
    rows = (
        ReceivablePosting.objects.filter(tax_kind=tax_kind, fiscal_year=fiscal_year)
        .values("method")
        .annotate(people=Count("addressee_no", distinct=True), total=Sum("amount"))
        .order_by("method")
    )
    return [ReceivableTotal(row["method"], row["people"], row["total"]) for row in rows]


def receivables_of(
    *, addressee_no: int, tax_kind: str, fiscal_year: int
) -> list[dict[str, object]]:
    """Each instalment of a person with what is owed now; instalments at 0 stay visible."""
    return list(
        ReceivablePosting.objects.filter(
            addressee_no=addressee_no, tax_kind=tax_kind, fiscal_year=fiscal_year
        )
        .values("method", "instalment_no", "payer_no")
        .annotate(amount=Sum("amount"), due_date=Max("due_date"))
        .order_by("method", "instalment_no", "payer_no")
    )
