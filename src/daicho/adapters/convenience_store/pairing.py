# SPDX-License-Identifier: Apache-2.0
"""What a 確報 or 速報取消 does to the 速報 before it, and what is left open.

One payment is known by its slip, day, chain, store and receipt number. Its way is 速報 → 確報, or
速報 → 速報取消; a 確報 may come without a 速報. Everything else is told and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

import pyarrow as pa

from daicho.adapters.convenience_store.notices import NOTICE_JA, NoticeKind
from daicho.adapters.record_files.received_file import RecordProblem
from daicho.kernel.findings import Severity

_ORDER = (NoticeKind.EARLY, NoticeKind.EARLY_CANCELLED, NoticeKind.FINAL)
_KEY = ("slip_code", "paid_on", "chain_code", "store_code", "receipt_number")


class PaymentKey(NamedTuple):
    """One payment at one counter."""

    slip_code: str
    paid_on: int
    chain_code: str
    store_code: str
    receipt_number: str


class PaymentState(Enum):
    """How far a payment has come."""

    EARLY = "速報"
    FINAL = "確報"
    CANCELLED = "取消"


@dataclass(slots=True)
class Pairing:
    """What the notices of some files changed, by payment, in the order received."""

    states: dict[PaymentKey, PaymentState]
    announced: list[PaymentKey] = field(default_factory=list)  # new 速報
    settled: list[PaymentKey] = field(default_factory=list)  # 確報 after 速報
    unannounced: list[PaymentKey] = field(default_factory=list)  # 確報 without 速報
    cancelled: list[PaymentKey] = field(default_factory=list)
    repeated_slips: list[PaymentKey] = field(default_factory=list)  # one slip paid twice
    problems: list[RecordProblem] = field(default_factory=list)

    def still_open(self) -> list[PaymentKey]:
        """速報 that nothing has followed."""
        return [key for key, state in self.states.items() if state is PaymentState.EARLY]


# (state before, notice) → why it is refused; what is not here is allowed.
_REFUSALS = {
    (PaymentState.EARLY, NoticeKind.EARLY): "同じ速報が既にあります",
    (PaymentState.FINAL, NoticeKind.EARLY): "確報の後に速報が来ました",
    (PaymentState.CANCELLED, NoticeKind.EARLY): "取り消された速報がまた来ました",
    (PaymentState.FINAL, NoticeKind.FINAL): "同じ確報が既にあります",
    (PaymentState.CANCELLED, NoticeKind.FINAL): "取り消された速報に確報が来ました",
    (None, NoticeKind.EARLY_CANCELLED): "速報のない取消です",
    (PaymentState.FINAL, NoticeKind.EARLY_CANCELLED): "確報の後に速報取消が来ました",
    (PaymentState.CANCELLED, NoticeKind.EARLY_CANCELLED): "同じ取消が既にあります",
}


def pair_notices(known: Mapping[PaymentKey, PaymentState], rows: pa.Table, *, file: str) -> Pairing:
    """Carry the notices of a file on to the payments known so far.

    速報 are taken first, then 速報取消, then 確報: one file may hold them in any order.
    """
    pairing = Pairing(dict(known))
    by_kind: dict[str, list[dict[str, Any]]] = {kind: [] for kind in _ORDER}
    for row in rows.select(["record_number", "notice_kind", *_KEY]).to_pylist():
        by_kind[row["notice_kind"]].append(row)
    for kind in _ORDER:
        for row in by_kind[kind]:
            _apply(pairing, row, kind, file)
    _find_repeated(pairing, (row for kind in _ORDER for row in by_kind[kind]), file)
    pairing.problems.sort()
    return pairing


def _apply(pairing: Pairing, row: dict[str, Any], kind: NoticeKind, file: str) -> None:
    key = _key_of(row)
    before = pairing.states.get(key)

    def tell(reason: str, severity: Severity) -> None:
        label = NOTICE_JA[kind]
        pairing.problems.append(
            RecordProblem(file, row["record_number"], 0, 0, label, reason, severity)
        )

    if reason := _REFUSALS.get((before, kind)):
        tell(reason, Severity.ERROR)
    elif kind is NoticeKind.EARLY:
        pairing.states[key] = PaymentState.EARLY
        pairing.announced.append(key)
    elif kind is NoticeKind.EARLY_CANCELLED:
        pairing.states[key] = PaymentState.CANCELLED
        pairing.cancelled.append(key)
    else:
        pairing.states[key] = PaymentState.FINAL
        (pairing.settled if before else pairing.unannounced).append(key)
        if before is None:
            tell("速報のない確報です", Severity.WARNING)


def _find_repeated(pairing: Pairing, rows: Iterable[dict[str, Any]], file: str) -> None:
    """New payments of a slip that another payment, not cancelled, has paid already."""
    new = dict.fromkeys((*pairing.announced, *pairing.unannounced))
    records = {_key_of(row): row["record_number"] for row in rows} if new else {}
    paid = {
        key.slip_code
        for key, state in pairing.states.items()
        if key not in new and state is not PaymentState.CANCELLED
    }
    for key in new:
        if pairing.states[key] is PaymentState.CANCELLED:
            continue
        if key.slip_code in paid:
            pairing.repeated_slips.append(key)
            reason = "同じ納付書がもう一度収納されています（二重納付）"
            pairing.problems.append(
                RecordProblem(file, records[key], 0, 0, "収納", reason, Severity.WARNING)
            )
        paid.add(key.slip_code)


def _key_of(row: Mapping[str, Any]) -> PaymentKey:
    return PaymentKey(*(row[name] for name in _KEY))
