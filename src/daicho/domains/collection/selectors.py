# SPDX-License-Identifier: Apache-2.0
"""Reads of receivables: what is owed now, by person, by method."""

from __future__ import annotations

from django.db.models import Count, F, Max, Q, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from daicho.domains.collection.facts import ReceivableTotal
from daicho.domains.collection.models import Balance, Component, Receivable


def receivable_totals(*, tax_kind: str, fiscal_year: int) -> list[ReceivableTotal]:
    """現在調定額 of a tax and year by 徴収区分."""
    found = (
        Balance.objects.filter(
            component=Component.TAX,
            receivable__tax_kind=tax_kind,
            receivable__fiscal_year=fiscal_year,
        )
        .values(method=F("receivable__method"))
        .annotate(people=Count("receivable__addressee_no", distinct=True), total=Sum("assessed"))
        .order_by("method")
    )
    return [ReceivableTotal(one["method"], one["people"], one["total"]) for one in found]


def receivables_of(
    *, addressee_no: int, tax_kind: str, fiscal_year: int
) -> list[dict[str, object]]:
    """Each instalment of a person with what is assessed now; instalments at 0 stay visible."""
    return list(
        Receivable.objects.filter(
            addressee_no=addressee_no, tax_kind=tax_kind, fiscal_year=fiscal_year
        )
        .values("method", "instalment_no", "payer_no")
        .annotate(
            amount=Coalesce(
                Max("balance__assessed", filter=Q(balance__component=Component.TAX)), Value(0)
            ),
            due=Max(Greatest(F("due_date"), Coalesce("duedatechange__due_date", F("due_date")))),
        )
        .values("method", "instalment_no", "payer_no", "amount", due_date=F("due"))
        .order_by("method", "instalment_no", "payer_no")
    )
