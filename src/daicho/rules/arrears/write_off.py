# SPDX-License-Identifier: Apache-2.0
"""不納欠損: why a claim is written off, and whether its time has come.

A write-off ends nothing by itself: it records that the claim has ended by law.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from daicho.kernel.dates import format_japanese
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.law import Citation, cite
from daicho.rules.arrears.parameters import TermRules
from daicho.rules.arrears.prescription import Prescription
from daicho.rules.arrears.terms import stay_extinguishes_on

_DAY = dt.timedelta(days=1)


class StayGround(StrEnum):
    """Why execution is stayed (滞納処分の停止)."""

    NO_PROPERTY = "no_property"
    HARDSHIP = "hardship"
    UNKNOWN_WHEREABOUTS = "unknown_whereabouts"

    @property
    def label_ja(self) -> str:
        """As the decision says it."""
        return _STAYS[self][0]

    @property
    def citation(self) -> Citation:
        """The item of the act."""
        return cite(_STAYS[self][1])


_STAYS = {
    StayGround.NO_PROPERTY: ("滞納処分をすることができる財産がない", "地方税法15条の7第1項1号"),
    StayGround.HARDSHIP: ("生活を著しく窮迫させるおそれがある", "地方税法15条の7第1項2号"),
    StayGround.UNKNOWN_WHEREABOUTS: ("所在と財産がともに不明", "地方税法15条の7第1項3号"),
}


class WriteOffCause(StrEnum):
    """The three ways in which a claim ends without being paid."""

    STAY = "stay"
    AT_ONCE = "at_once"
    PRESCRIPTION = "prescription"

    @property
    def label_ja(self) -> str:
        """As the statistics name it."""
        return _CAUSES[self][0]

    @property
    def citation(self) -> Citation:
        """The article."""
        return cite(_CAUSES[self][1])


_CAUSES = {
    WriteOffCause.STAY: ("執行停止後3年の経過", "地方税法15条の7第4項"),
    WriteOffCause.AT_ONCE: ("執行停止と同時の消滅", "地方税法15条の7第5項"),
    WriteOffCause.PRESCRIPTION: ("消滅時効", "地方税法18条第1項"),
}


def first_day_extinct(
    p: TermRules, *, stayed: dt.date | None, found: Prescription
) -> tuple[dt.date, WriteOffCause] | None:
    """Whichever ends the claim first, stay or prescription; None while neither has an end."""
    ends = []
    if found.completes_on is not None:
        ends.append((found.completes_on + _DAY, WriteOffCause.PRESCRIPTION))
    if stayed is not None:
        ends.append((stay_extinguishes_on(p, stayed=stayed) + _DAY, WriteOffCause.STAY))
    return min(ends, default=None)


def check_write_off(
    p: TermRules,
    *,
    cause: WriteOffCause,
    stayed: dt.date | None,
    found: Prescription,
    as_of: dt.date,
) -> tuple[Finding, ...]:
    """Why a write-off may not be entered yet; nothing when it may."""
    if cause is WriteOffCause.PRESCRIPTION:
        last = found.completes_on
        if last is None or last >= as_of:
            until = f"{format_japanese(last)}の満了まで" if last else ""
            return (_refusal(cause, f"時効は{until}完成していません。"),)
        return ()
    if stayed is None:
        return (_refusal(cause, "滞納処分の停止がされていません。"),)
    ends = stay_extinguishes_on(p, stayed=stayed)
    if cause is WriteOffCause.STAY and ends >= as_of:
        return (_refusal(cause, f"停止が3年続くのは{format_japanese(ends)}の満了です。"),)
    return ()


def _refusal(cause: WriteOffCause, message_ja: str) -> Finding:
    return Finding(
        "arrears.write_off_early", Severity.ERROR, message_ja, citation=str(cause.citation)
    )
