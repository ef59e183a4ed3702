# SPDX-License-Identifier: Apache-2.0
"""Reasons of a change (異動事由), as 標準仕様書 1.2.2 divides them, and what each one does.

The codes are our own (unverified: the official code list is part of the data requirements that
are not in our reference texts): 1xx record, 2xx remove, 3xx correct.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class ReasonGroup(StrEnum):
    """What happens to the resident record."""

    RECORD = "記載"
    REMOVE = "消除"
    CORRECT = "修正"


class ResidentKind(StrEnum):
    """Kind of resident (住民種別)."""

    JAPANESE = "日本人住民"
    FOREIGN = "外国人住民"


class ResidentStatus(StrEnum):
    """State of a resident (住民状態)."""

    RESIDENT = "住民"
    LEAVING = "転出予定"
    MOVED_OUT = "転出"
    DEAD = "死亡"
    REMOVED = "消除"


class Basis(StrEnum):
    """On what ground a record is changed; it decides which date is entered beside the event's."""

    NOTIFICATION = "届出"
    FAMILY_REGISTER = "戸籍届出・通知"
    OFFER = "申出"
    REQUEST = "請求"
    NOTICE = "通知"
    AUTHORITY = "職権"


BASIS_DATE_LABELS = MappingProxyType(
    {
        Basis.NOTIFICATION: "届出日",
        Basis.FAMILY_REGISTER: "戸籍届出・通知日",
        Basis.OFFER: "申出日",
        Basis.REQUEST: "請求日",
        Basis.NOTICE: "通知日",
        Basis.AUTHORITY: "",
    }
)


class Turnover(StrEnum):
    """How population statistics count a change.

    The annual report adds 'その他' to the social change (unverified); it is kept apart here.
    """

    NATURAL = "自然増減"
    SOCIAL = "社会増減"
    OTHER = "その他"
    NONE = "増減なし"


class SpecialAdoption(StrEnum):
    """Words that the remark of a special adoption must hold (1.1.14)."""

    NONE = ""
    MADE = "特別養子縁組"
    DISSOLVED = "特別養子縁組解消"


class Reason(StrEnum):
    """A reason of change; the value is its code."""

    DOMESTIC_MOVE_IN = "101"
    MOVE_IN_FROM_ABROAD = "102"
    BIRTH = "103"
    RECORD_NATURALISED = "104"
    RECORD_NATIONALITY_LOST = "105"
    RECORD_BY_AUTHORITY = "106"
    RENEWAL_RECORD = "107"
    RECONSTRUCTION_RECORD = "108"
    CANCEL_INCREASE = "109"
    DOMESTIC_MOVE_OUT = "201"
    MOVE_OUT_ABROAD = "202"
    DEATH = "203"
    REMOVE_NATURALISED = "204"
    REMOVE_NATIONALITY_LOST = "205"
    REMOVE_BY_AUTHORITY = "206"
    RENEWAL_REMOVE = "207"
    RECONSTRUCTION_REMOVE = "208"
    CANCEL_DECREASE = "209"
    MOVE_WITHIN = "301"
    MINOR_CORRECTION = "302"
    CORRECT_BY_AUTHORITY = "303"
    CLERICAL_CORRECTION = "304"
    INDIVIDUAL_NUMBER_REQUEST = "305"
    INDIVIDUAL_NUMBER_CORRECTION = "306"
    INDIVIDUAL_NUMBER_RECORD = "307"
    RESIDENT_CODE_REQUEST = "308"
    RESIDENT_CODE_RECORD = "309"
    HOUSEHOLD_SPLIT = "310"
    HOUSEHOLD_MERGE = "311"
    HOUSEHOLD_CHANGE = "312"
    HOUSEHOLDER_CHANGE = "313"
    FORMER_SURNAME_RECORD = "314"
    FORMER_SURNAME_CHANGE = "315"
    FORMER_SURNAME_REMOVE = "316"
    ALIAS_RECORD = "317"
    ALIAS_REMOVE = "318"
    CANCEL_CORRECTION = "319"

    @property
    def facts(self) -> ReasonFacts:
        """Everything known of this reason."""
        return REASON_FACTS[self]

    @property
    def label_ja(self) -> str:
        """The Japanese name, as in the standard."""
        return REASON_FACTS[self].label_ja

    @property
    def group(self) -> ReasonGroup:
        """Record, remove or correct."""
        return REASON_FACTS[self].group

    @property
    def effect(self) -> int:
        """Change of the population: +1, −1 or 0."""
        return REASON_FACTS[self].effect


_BOTH = frozenset(ResidentKind)
_JAPANESE = frozenset({ResidentKind.JAPANESE})
_FOREIGN = frozenset({ResidentKind.FOREIGN})


@dataclass(frozen=True, slots=True)
class ReasonFacts:
    """What one reason is: name, group, whom it fits, where it leads, how statistics count it."""

    label_ja: str
    group: ReasonGroup
    bases: tuple[Basis, ...]
    status: ResidentStatus = ResidentStatus.RESIDENT
    kinds: frozenset[ResidentKind] = _BOTH
    effect: int = 0
    turnover: Turnover = Turnover.NONE
    changes_address: bool = False
    changes_household: bool = False


def _move_in(label_ja: str) -> ReasonFacts:
    """Arrival by notification, or by authority when nobody notified (4.2.0.2)."""
    bases = (Basis.NOTIFICATION, Basis.OFFER, Basis.AUTHORITY)
    return ReasonFacts(
        label_ja,
        ReasonGroup.RECORD,
        bases,
        effect=1,
        turnover=Turnover.SOCIAL,
        changes_address=True,
        changes_household=True,
    )


def _record(
    label_ja: str,
    *bases: Basis,
    kinds: frozenset[ResidentKind] = _BOTH,
    effect: int = 1,
    turnover: Turnover = Turnover.OTHER,
) -> ReasonFacts:
    return ReasonFacts(
        label_ja,
        ReasonGroup.RECORD,
        bases,
        kinds=kinds,
        effect=effect,
        turnover=turnover if effect else Turnover.NONE,
        changes_household=bool(effect),
    )


def _remove(
    label_ja: str,
    *bases: Basis,
    status: ResidentStatus = ResidentStatus.REMOVED,
    kinds: frozenset[ResidentKind] = _BOTH,
    effect: int = -1,
    turnover: Turnover = Turnover.OTHER,
) -> ReasonFacts:
    return ReasonFacts(
        label_ja,
        ReasonGroup.REMOVE,
        bases,
        status=status,
        kinds=kinds,
        effect=effect,
        turnover=turnover if effect else Turnover.NONE,
        changes_household=bool(effect),
    )


def _correct(
    label_ja: str, *bases: Basis, kinds: frozenset[ResidentKind] = _BOTH, household: bool = False
) -> ReasonFacts:
    return ReasonFacts(
        label_ja, ReasonGroup.CORRECT, bases, kinds=kinds, changes_household=household
    )


_MOVE_OUT = (Basis.NOTIFICATION, Basis.OFFER, Basis.AUTHORITY)
_OFFICE = (Basis.AUTHORITY, Basis.FAMILY_REGISTER, Basis.OFFER, Basis.NOTICE)
_HOUSEHOLD = (Basis.NOTIFICATION, Basis.OFFER, Basis.AUTHORITY)
_NATIONALITY = (Basis.FAMILY_REGISTER, Basis.NOTICE, Basis.AUTHORITY)
_CANCEL = (Basis.AUTHORITY, Basis.OFFER)

REASON_FACTS = MappingProxyType(
    {
        Reason.DOMESTIC_MOVE_IN: _move_in("国内転入"),
        Reason.MOVE_IN_FROM_ABROAD: _move_in("国外転入等"),
        Reason.BIRTH: _record(
            "出生", Basis.FAMILY_REGISTER, Basis.AUTHORITY, turnover=Turnover.NATURAL
        ),
        Reason.RECORD_NATURALISED: _record("職権記載（帰化等）", *_NATIONALITY, kinds=_JAPANESE),
        Reason.RECORD_NATIONALITY_LOST: _record(
            "職権記載（国籍喪失）", *_NATIONALITY, kinds=_FOREIGN
        ),
        Reason.RECORD_BY_AUTHORITY: _record("職権記載", *_OFFICE),
        Reason.RENEWAL_RECORD: _record("改製", Basis.AUTHORITY, effect=0),
        Reason.RECONSTRUCTION_RECORD: _record("再製", Basis.AUTHORITY, effect=0),
        Reason.CANCEL_INCREASE: _record("異動の取消し（増）", *_CANCEL),
        Reason.DOMESTIC_MOVE_OUT: _remove(
            "国内転出", *_MOVE_OUT, status=ResidentStatus.MOVED_OUT, turnover=Turnover.SOCIAL
        ),
        Reason.MOVE_OUT_ABROAD: _remove(
            "国外転出", *_MOVE_OUT, status=ResidentStatus.MOVED_OUT, turnover=Turnover.SOCIAL
        ),
        Reason.DEATH: _remove(
            "死亡",
            Basis.FAMILY_REGISTER,
            Basis.AUTHORITY,
            Basis.NOTICE,
            status=ResidentStatus.DEAD,
            turnover=Turnover.NATURAL,
        ),
        Reason.REMOVE_NATURALISED: _remove("職権消除（帰化等）", *_NATIONALITY, kinds=_FOREIGN),
        Reason.REMOVE_NATIONALITY_LOST: _remove(
            "職権消除（国籍喪失）", *_NATIONALITY, kinds=_JAPANESE
        ),
        Reason.REMOVE_BY_AUTHORITY: _remove("職権消除", *_OFFICE),
        Reason.RENEWAL_REMOVE: _remove("改製", Basis.AUTHORITY, effect=0),
        Reason.RECONSTRUCTION_REMOVE: _remove("再製", Basis.AUTHORITY, effect=0),
        Reason.CANCEL_DECREASE: _remove("異動の取消し（減）", *_CANCEL),
        Reason.MOVE_WITHIN: ReasonFacts(
            "転居",
            ReasonGroup.CORRECT,
            _HOUSEHOLD,
            changes_address=True,
            changes_household=True,
        ),
        Reason.MINOR_CORRECTION: _correct("軽微な修正", *_OFFICE),
        Reason.CORRECT_BY_AUTHORITY: _correct("職権修正", *_OFFICE, household=True),
        Reason.CLERICAL_CORRECTION: _correct("誤記修正", Basis.AUTHORITY, Basis.OFFER),
        Reason.INDIVIDUAL_NUMBER_REQUEST: _correct("個人番号の変更請求", Basis.REQUEST),
        Reason.INDIVIDUAL_NUMBER_CORRECTION: _correct("個人番号の職権修正", Basis.AUTHORITY),
        Reason.INDIVIDUAL_NUMBER_RECORD: _correct("個人番号の職権記載", Basis.AUTHORITY),
        Reason.RESIDENT_CODE_REQUEST: _correct("住民票コードの変更請求", Basis.REQUEST),
        Reason.RESIDENT_CODE_RECORD: _correct("住民票コードの職権記載", Basis.AUTHORITY),
        Reason.HOUSEHOLD_SPLIT: _correct("世帯分離", *_HOUSEHOLD, household=True),
        Reason.HOUSEHOLD_MERGE: _correct("世帯合併", *_HOUSEHOLD, household=True),
        Reason.HOUSEHOLD_CHANGE: _correct("世帯変更", *_HOUSEHOLD, household=True),
        Reason.HOUSEHOLDER_CHANGE: _correct("世帯主変更", *_HOUSEHOLD, household=True),
        Reason.FORMER_SURNAME_RECORD: _correct("旧氏の記載", Basis.REQUEST, kinds=_JAPANESE),
        Reason.FORMER_SURNAME_CHANGE: _correct("旧氏の変更", Basis.REQUEST, kinds=_JAPANESE),
        Reason.FORMER_SURNAME_REMOVE: _correct(
            "旧氏の削除", Basis.REQUEST, Basis.AUTHORITY, kinds=_JAPANESE
        ),
        Reason.ALIAS_RECORD: _correct("通称の記載", Basis.OFFER, kinds=_FOREIGN),
        Reason.ALIAS_REMOVE: _correct("通称の削除", Basis.OFFER, Basis.AUTHORITY, kinds=_FOREIGN),
        Reason.CANCEL_CORRECTION: _correct("異動の取消し（修正）", *_CANCEL, household=True),
    }
)

MOVE_OUTS = frozenset({Reason.DOMESTIC_MOVE_OUT, Reason.MOVE_OUT_ABROAD})
MOVE_INS = frozenset({Reason.DOMESTIC_MOVE_IN, Reason.MOVE_IN_FROM_ABROAD})
CANCELLATIONS = frozenset(
    {Reason.CANCEL_INCREASE, Reason.CANCEL_DECREASE, Reason.CANCEL_CORRECTION}
)
# Reasons whose day of event may be a 不詳日: 出生, 死亡, and 失踪 which is removed by authority.
UNCERTAIN_EVENTS = frozenset({Reason.BIRTH, Reason.DEATH, Reason.REMOVE_BY_AUTHORITY})


def reasons_of(group: ReasonGroup, kind: ResidentKind | None = None) -> tuple[Reason, ...]:
    """The reasons of one group, in the standard's order; of one kind of resident when named."""
    return tuple(
        reason
        for reason, facts in REASON_FACTS.items()
        if facts.group is group and (kind is None or kind in facts.kinds)
    )


def cancellation_of(reason: Reason) -> Reason:
    """By which reason an event of `reason` is cancelled (4.6.0.1)."""
    if reason.effect < 0:
        return Reason.CANCEL_INCREASE
    return Reason.CANCEL_DECREASE if reason.effect > 0 else Reason.CANCEL_CORRECTION


def status_after(
    reason: Reason,
    *,
    moved_on: dt.date,
    as_of: dt.date,
    before: ResidentStatus = ResidentStatus.RESIDENT,
) -> ResidentStatus:
    """State of the person on a day after the event was registered.

    Who announced a removal to another place stays a resident until the day before it; a
    correction leaves the state as it was `before`.
    """
    if reason in MOVE_OUTS and as_of < moved_on:
        return ResidentStatus.LEAVING
    return before if reason.effect == 0 else reason.facts.status


def turnover_of(reason: Reason, *, cancelled: Reason | None = None) -> tuple[int, Turnover]:
    """How statistics count an event: effect and kind; a cancellation counts as what it cancels."""
    facts = REASON_FACTS[reason]
    if reason in CANCELLATIONS and cancelled is not None:
        return -cancelled.effect, cancelled.facts.turnover
    return facts.effect, facts.turnover
