# SPDX-License-Identifier: Apache-2.0
"""A posting before it is written, and totals of postings."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class NewPosting(NamedTuple):
    """One amount of one instalment. Fields in the order of the table."""

    tax_kind: str
    fiscal_year: int
    addressee_no: int
    payer_no: int
    method: int
    instalment_no: int
    due_date: dt.date
    amount: int
    reason: str
    source_id: int


class ReceivableTotal(NamedTuple):
    """Sum of the postings of one method."""

    method: int
    count: int  # people
    amount: int
