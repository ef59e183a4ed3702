# SPDX-License-Identifier: Apache-2.0
"""Seal registration (印鑑登録): size of the impression, names it may show, who may register.

Municipal ordinances follow a model (印鑑登録証明事務処理要領); its text is not in our references,
so all of this is unverified. Lengths are tenths of a millimetre.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from daicho.kernel.dates import attained_age
from daicho.kernel.findings import Finding
from daicho.kernel.text import fold_name, to_full_kana, to_katakana
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.reasons import ResidentKind, ResidentStatus

SMALLEST_SIDE = 80  # the impression does not fit into a square of 8 mm
LARGEST_SIDE = 250  # and fits into one of 25 mm
REGISTRATION_AGE = 15
MAY_BE_LEFT_OUT = ("印", "之印", "の印", "章", "之章")  # words that seals carry beside the name


class SealDefect(StrEnum):
    """Why a seal cannot be registered whatever it says."""

    SOFT = "ゴム印その他の変形しやすいもの"
    UNCLEAR = "印影が不鮮明なもの"
    ILLEGIBLE = "文字の判読が困難なもの"
    NO_FRAME = "外枠のないもの・著しく欠けたもの"
    REVERSED = "逆さ彫り・白抜きで文字が判読できないもの"
    OTHER_MATTER = "職業、資格その他氏名以外の事項を表しているもの"


@dataclass(frozen=True, slots=True)
class SealNames:
    """The names of a person that a seal may show."""

    surname: str = ""
    given: str = ""
    former_surname: str = ""
    alias_surname: str = ""
    alias_given: str = ""
    full_name: str = ""  # as on the record, for names without a surname
    kana: tuple[str, ...] = ()  # the parts of the name in katakana, for foreign residents


@dataclass(frozen=True, slots=True)
class SealApplicant:
    """Who wants to register."""

    birth: dt.date
    kind: ResidentKind
    status: ResidentStatus
    has_capacity: bool  # 意思能力
    has_registration: bool
    names: SealNames
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """The seal as measured and read; sides in tenths of a millimetre."""

    width: int
    height: int
    text: str
    defects: frozenset[SealDefect] = frozenset()
    is_registered_by_another: bool = False


def check_seal_registration(
    applicant: SealApplicant, seal: Seal, *, as_of: dt.date
) -> tuple[Finding, ...]:
    """Every refusal of one application, all at once."""
    return (*check_applicant(applicant, as_of=as_of), *check_seal(applicant, seal))


def check_applicant(applicant: SealApplicant, *, as_of: dt.date) -> tuple[Finding, ...]:
    """15 years old, able to form a will, in the register, without another seal."""
    return tuple(_applicant_findings(applicant, as_of))


def _applicant_findings(applicant: SealApplicant, as_of: dt.date) -> Iterator[Finding]:
    if attained_age(applicant.birth, as_of) < REGISTRATION_AGE:
        yield finding("E-094", subject=applicant.subject, detail="15歳未満")
    if not applicant.has_capacity:
        yield finding("E-094", subject=applicant.subject, detail="意思能力を有しない者")
    if applicant.status not in (ResidentStatus.RESIDENT, ResidentStatus.LEAVING):
        yield finding("E-094", subject=applicant.subject, detail="住民でない者")
    if applicant.has_registration:
        yield finding("E-095", subject=applicant.subject)


def check_seal(applicant: SealApplicant, seal: Seal) -> tuple[Finding, ...]:
    """The seal itself: size, name, make, and that nobody else has it."""
    return tuple(_seal_findings(applicant, seal))


def _seal_findings(applicant: SealApplicant, seal: Seal) -> Iterator[Finding]:
    subject = applicant.subject
    if not is_size_allowed(seal.width, seal.height):
        detail = f"縦{_millimetres(seal.height)}、横{_millimetres(seal.width)}"
        yield finding("E-091", subject=subject, detail=detail)
    if not is_name_allowed(seal.text, applicant.names, kind=applicant.kind):
        yield finding("E-092", subject=subject, detail=f"「{seal.text}」")
    for defect in SealDefect:
        if defect in seal.defects:
            yield finding("E-093", subject=subject, detail=str(defect))
    if seal.is_registered_by_another:
        yield finding("E-096", subject=subject)


def is_size_allowed(width: int, height: int) -> bool:
    """Too big for a square of 8 mm and small enough for one of 25 mm: the longer side decides."""
    return SMALLEST_SIDE < max(width, height) <= LARGEST_SIDE


def _millimetres(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}ミリメートル"


def is_name_allowed(text: str, names: SealNames, *, kind: ResidentKind) -> bool:
    """Whether the words of a seal are the name, one part of it, or parts combined."""
    said = _fold(text)
    allowed = {_fold(each) for each in allowed_texts(names, kind=kind)} - {""}
    ends = ("", *(_fold(end) for end in MAY_BE_LEFT_OUT))
    return any(said == name + end for name in allowed for end in ends)


def _fold(text: str) -> str:
    return fold_name(to_katakana(to_full_kana(text))).replace("・", "")


def allowed_texts(names: SealNames, *, kind: ResidentKind) -> tuple[str, ...]:
    """Everything a seal may read: 氏名, 氏, 名, 旧氏, 通称, and initials of both parts combined."""
    pairs = [(names.surname, names.given)]
    if names.former_surname:
        pairs.append((names.former_surname, names.given))
    if kind is ResidentKind.FOREIGN:
        pairs.append((names.alias_surname, names.alias_given))
    texts = [names.full_name]
    for surname, given in pairs:
        texts += [surname + given, surname, given]
        if surname and given:
            texts += [surname + given[0], surname[0] + given, surname[0] + given[0]]
    if kind is ResidentKind.FOREIGN:
        texts += ["".join(names.kana), *names.kana]
    return tuple(dict.fromkeys(text for text in texts if text))


class SealEnd(StrEnum):
    """How a registration ends."""

    ABOLISHED = "廃止"
    LOST = "亡失"
    MOVED_OUT = "転出"
    DIED = "死亡"
    NAME_CHANGED = "氏名の変更"
    NOT_RESIDENT = "住民でなくなったこと"
    BY_AUTHORITY = "職権"


def ends_registration(
    *,
    seal_text: str,
    status: ResidentStatus,
    names: SealNames,
    kind: ResidentKind,
) -> SealEnd | None:
    """Whether a registration is to be removed by authority after an event, and why.

    A changed name ends it only when the seal no longer shows the name.
    """
    if status is ResidentStatus.MOVED_OUT:
        return SealEnd.MOVED_OUT
    if status is ResidentStatus.DEAD:
        return SealEnd.DIED
    if status is ResidentStatus.REMOVED:
        return SealEnd.NOT_RESIDENT
    return None if is_name_allowed(seal_text, names, kind=kind) else SealEnd.NAME_CHANGED
