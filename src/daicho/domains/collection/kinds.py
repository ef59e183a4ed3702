# SPDX-License-Identifier: Apache-2.0
"""Which postings each kind of entry may have (仕訳の規則); the database refuses any other.

A kind lists, a figure at a time, the accounts of an instalment that it may touch, and the accounts
that stand against them. A reversal (取消し) may have what the reversed kind has, and may move an
instalment between its own accounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from daicho.domains.collection.models import Account, EntryKind, Figure

_SUBJECT = (Account.OPEN, Account.OVERPAID, Account.RECOVERY)
_MEMORANDA = {Figure.PROVISIONAL, Figure.ENTRUSTED, Figure.PLANNED}
_TO_OPEN = (Account.OPEN,)
_FROM_OVERPAID = (Account.OVERPAID,)

SUBJECT_POSTINGS = MappingProxyType(
    {
        EntryKind.ASSESS: {Figure.ASSESSED: _SUBJECT},
        EntryKind.INCREASE: {Figure.ASSESSED: _SUBJECT},
        EntryKind.DECREASE: {Figure.ASSESSED: _SUBJECT},
        EntryKind.MOVE: {Figure.ASSESSED: _SUBJECT},
        EntryKind.FIX_CHARGE: {Figure.ASSESSED: _SUBJECT},
        EntryKind.REDUCE_CHARGE: {Figure.ASSESSED: _SUBJECT},
        EntryKind.DEMAND_FEE: {Figure.ASSESSED: _SUBJECT},
        EntryKind.RECEIVE: {Figure.RECEIVED: _SUBJECT},
        EntryKind.ASSIGN_UNKNOWN: {Figure.RECEIVED: _SUBJECT},
        EntryKind.PROVISION: {Figure.PROVISIONAL: (Account.PROVISIONAL,)},
        EntryKind.SETTLE_PROVISION: {Figure.PROVISIONAL: (Account.PROVISIONAL,)},
        EntryKind.ENTRUST: {Figure.ENTRUSTED: (Account.ENTRUSTED,)},
        EntryKind.SETTLE_ENTRUSTED: {Figure.ENTRUSTED: (Account.ENTRUSTED,)},
        EntryKind.PLAN_REFUND: {Figure.PLANNED: (Account.PLANNED,)},
        EntryKind.DECIDE_REFUND: {Figure.REFUNDED: _FROM_OVERPAID},
        EntryKind.APPROPRIATE: {
            Figure.APPROPRIATED: _TO_OPEN,
            Figure.APPROPRIATED_OUT: _FROM_OVERPAID,
            Figure.PLANNED: (Account.PLANNED,),
        },
        EntryKind.RECOVER: {Figure.RECOVERED: (Account.RECOVERY,)},
        EntryKind.WRITE_OFF: {Figure.WRITTEN_OFF: _TO_OPEN},
        EntryKind.CARRY_OVER: {Figure.NONE: _TO_OPEN},
        EntryKind.REVERSE: dict.fromkeys(set(Figure) - {Figure.NONE} - _MEMORANDA, _SUBJECT),
    }
)

CONTRA_ACCOUNTS = MappingProxyType(
    {
        EntryKind.ASSESS: (Account.ASSESSED,),
        EntryKind.INCREASE: (Account.ASSESSED,),
        EntryKind.DECREASE: (Account.ASSESSED,),
        EntryKind.MOVE: (Account.ASSESSED,),
        EntryKind.FIX_CHARGE: (Account.ASSESSED,),
        EntryKind.REDUCE_CHARGE: (Account.ASSESSED,),
        EntryKind.DEMAND_FEE: (Account.ASSESSED,),
        EntryKind.RECEIVE: (Account.CASH,),
        EntryKind.RECEIVE_UNKNOWN: (Account.CASH, Account.UNKNOWN),
        EntryKind.ASSIGN_UNKNOWN: (Account.UNKNOWN,),
        EntryKind.PROVISION: (Account.PROVISIONAL_CLAIM,),
        EntryKind.SETTLE_PROVISION: (Account.PROVISIONAL_CLAIM,),
        EntryKind.ENTRUST: (Account.ENTRUSTED_PAPER,),
        EntryKind.SETTLE_ENTRUSTED: (Account.ENTRUSTED_PAPER,),
        EntryKind.PLAN_REFUND: (Account.PLANNED_SOURCE,),
        EntryKind.DECIDE_REFUND: (Account.REFUND_DUE, Account.INTEREST),
        EntryKind.APPROPRIATE: (Account.INTEREST, Account.PLANNED_SOURCE),
        EntryKind.PAY_REFUND: (Account.REFUND_DUE, Account.CASH),
        EntryKind.LAPSE_REFUND: (Account.REFUND_DUE, Account.LAPSED),
        EntryKind.RECOVER: (Account.CASH,),
        EntryKind.WRITE_OFF: (Account.WRITTEN_OFF,),
    }
)


def posting_rules() -> Iterator[tuple[int, int, int]]:
    """Every (kind, account, figure) that may be posted."""
    for kind, figures in SUBJECT_POSTINGS.items():
        for figure, accounts in figures.items():
            yield from ((kind.value, account.value, figure.value) for account in accounts)
    for kind, accounts in CONTRA_ACCOUNTS.items():
        yield from ((kind.value, account.value, Figure.NONE.value) for account in accounts)
