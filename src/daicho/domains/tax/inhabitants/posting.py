# SPDX-License-Identifier: Apache-2.0
"""What is posted for one person and year, and posting what a decision changes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import cast

from daicho.domains.collection.public import CollectionMethod, post_receivables, receivables_of
from daicho.domains.tax.inhabitants.instalments import (
    TAX_KIND,
    Owed,
    owed_differences,
    postings_of_owed,
)


def posted_of(*, addressee_no: int, fiscal_year: int) -> list[Owed]:
    """What every payer owes now."""
    rows = receivables_of(addressee_no=addressee_no, tax_kind=TAX_KIND, fiscal_year=fiscal_year)
    names = ("method", "instalment_no", "payer_no", "due_date", "amount")
    return [Owed(*(cast("int", row[name]) for name in names)) for row in rows]  # type: ignore[arg-type]


def months_of_others(posted: Sequence[Owed], payer_no: int) -> int:
    """Up to which month (1 is June) the salary was withheld by somebody else."""
    return max(
        (
            item.number
            for item in posted
            if item.method == CollectionMethod.SALARY and item.amount and item.payer_no != payer_no
        ),
        default=0,
    )


def post_changes(
    new: Sequence[Owed],
    posted: Sequence[Owed],
    *,
    fiscal_year: int,
    addressee_no: int,
    reason: str,
    source_id: int,
    at: dt.datetime,
    by: str,
    difference: int,
) -> None:
    """Post what is missing; it must come to the difference of the decision."""
    rows = postings_of_owed(
        owed_differences(new, posted),
        fiscal_year=fiscal_year,
        addressee_no=addressee_no,
        reason=reason,
        source_id=source_id,
    )
    _, amount = post_receivables(rows, posted_at=at, by=by)
    if amount != difference:
        raise AssertionError(f"postings {amount} differ from {difference}")
