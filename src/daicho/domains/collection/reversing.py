# SPDX-License-Identifier: Apache-2.0
"""Take an entry back (取消し): a new entry that moves the same figures the other way.

It is not the old postings with other signs: what the instalments have become meanwhile counts. A
payment that is void after its excess was refunded leaves the refund to be recovered.
"""

from __future__ import annotations

import datetime as dt

from daicho.domains.collection.ledger import Line, NewEntry, Plain
from daicho.domains.collection.models import (
    Account,
    Component,
    EntryKind,
    Figure,
    JournalEntry,
    Posting,
)

_SUBJECT = {Account.OPEN, Account.OVERPAID, Account.RECOVERY}
# Postings of these figures are debits when the figure rises.
_DEBITS = {Figure.ASSESSED, Figure.REFUNDED, Figure.APPROPRIATED_OUT}


def reversal(
    entry: JournalEntry, *, booked_on: dt.date, effective_on: dt.date, note: str
) -> NewEntry:
    """The entry that takes `entry` back. An entry is taken back once; a reversal never."""
    lines: dict[tuple[int, int, int], int] = {}
    plain = []
    for one in Posting.objects.filter(entry=entry).order_by("pk"):
        if one.figure != Figure.NONE and one.receivable_id is not None:
            key = (one.receivable_id, one.component, one.figure)
            sign = -1 if one.figure in _DEBITS else 1
            lines[key] = lines.get(key, 0) + sign * one.amount
        else:
            plain.append(
                Plain(
                    Account(one.account), Component(one.component), one.book_year, -one.amount,
                    one.receivable_id,
                )
            )  # fmt: skip
    return NewEntry(
        kind=EntryKind.REVERSE, booked_on=booked_on, effective_on=effective_on,
        source="collection.entry", source_id=entry.pk, reverses_id=entry.pk, note=note,
        channel=entry.channel, plain=plain,
        lines=[
            Line(number, Component(component), Figure(figure), amount)
            for (number, component, figure), amount in lines.items()
        ],
    )  # fmt: skip
