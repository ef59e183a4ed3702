# SPDX-License-Identifier: Apache-2.0
"""Whether one who moves in has a record here already (再転入者, 標準仕様書 4.1.1.2).

The same 個人番号, 住民票コード or card number as a removed record: the person continues it under
the old 宛名番号, and a new entry is refused. The same name, sex and birth date: somebody looks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from daicho.domains.register.events.authority_checks import birth_of, named, state_of
from daicho.domains.register.events.base import Now, Plan
from daicho.domains.register.events.move_in_form import Mover
from daicho.domains.register.history import latest_rows
from daicho.domains.register.models import ResidentVersion
from daicho.foundation.vault.keys import lookup_hashes
from daicho.foundation.vault.numbers import find_addressees
from daicho.kernel.numbers import is_individual_number
from daicho.kernel.text import fold_name
from daicho.kernel.uncertain_date import UncertainDate
from daicho.rules.resident_register.readmission import Identity, is_alike, shares_number
from daicho.rules.resident_register.reasons import ResidentStatus
from daicho.rules.resident_register.relationship import Sex

ALIKE_HERE = "register.alike_resident"
NOT_REMOVED = (ResidentStatus.RESIDENT, ResidentStatus.LEAVING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known of a mover: of a slip half typed some of it may be missing."""

    name: str
    birth: UncertainDate | None
    sex: Sex | None
    resident_code: str = ""
    residence_card_no: str = ""
    individual_number: str = field(default="", repr=False)
    addressee_no: int | None = None

    @property
    def is_told(self) -> bool:
        """Whether name, sex and birth date (３情報) are there."""
        return bool(self.name) and self.birth is not None and self.sex is not None

    @property
    def identity(self) -> Identity:
        """What the rules compare."""
        return Identity(
            self.name, Sex.UNKNOWN if self.sex is None else self.sex,
            self.birth if self.is_told else None, individual_number_token=_SAME,
            resident_code=self.resident_code, card_number=self.residence_card_no,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Met:
    """Somebody of the register, as ever written, beside a mover who does not continue them."""

    place: int
    row: ResidentVersion
    spellings: Sequence[Identity]
    is_here: bool


def check_returning(plan: Plan, now: Now, movers: Sequence[Mover]) -> None:
    """Add what the records that may be the movers' own say, each of its mover."""
    asked = [
        Asked(
            name=one.name, birth=one.birth, sex=Sex(one.sex), resident_code=one.resident_code,
            residence_card_no=one.residence_card_no, individual_number=one.individual_number,
            addressee_no=one.addressee_no,
        )
        for one in movers
    ]  # fmt: skip
    for met in _meet(now, asked):
        _judge(plan, met, asked[met.place - 1].identity)


def find_former(now: Now, asked: Sequence[Asked]) -> list[tuple[int, ResidentVersion]]:
    """Of each mover (1, 2, …) the latest removed records alike, the sure ones first."""
    found: list[tuple[bool, int, ResidentVersion]] = []
    for met in _meet(now, asked):
        own = asked[met.place - 1].identity
        is_sure = any(shares_number(own, one) for one in met.spellings)
        if not met.is_here and (is_sure or any(is_alike(own, one) for one in met.spellings)):
            found.append((not is_sure, met.place, met.row))
    found.sort(key=lambda one: (one[1], one[0], one[2].addressee_no))
    return [(place, row) for _, place, row in found]


def _meet(now: Now, asked: Sequence[Asked]) -> list[_Met]:
    same_number = _by_individual_number(asked)
    known: dict[int, list[ResidentVersion]] = defaultdict(list)
    for row in _rows_alike(asked):
        known[row.addressee_no].append(row)
    latest = latest_rows({*known, *same_number.values()})
    standing = now.people(latest)
    met = []
    for place, one in enumerate(asked, start=1):
        for number, row in latest.items():
            if number == one.addressee_no:
                continue
            has_number = same_number.get(place) == number
            spellings = [_identity(each, has_number=has_number) for each in (*known[number], row)]
            is_here = state_of(standing.get(number), row) in NOT_REMOVED
            met.append(_Met(place, row, spellings, is_here))
    return met


def _judge(plan: Plan, met: _Met, own: Identity) -> None:
    spellings, is_here = met.spellings, met.is_here
    subject, detail = f"転入者 {met.place}件目", named(met.row.addressee_no)
    if any(shares_number(own, one) for one in spellings):
        plan.add(_NUMBER_HERE[bool(_has_number(spellings))] if is_here else "E-036",
                 subject=subject, detail=detail)  # fmt: skip
    elif any(is_alike(own, one) for one in spellings):
        if is_here:
            plan.warn(
                ALIKE_HERE,
                f"氏名・性別・生年月日の同じ住民がいます。同一人か確認してください（{detail}）。",
                subject=subject, citation="標準仕様書 4.1.1.2",
            )  # fmt: skip
        else:
            plan.add("A-004", subject=subject, detail=detail)


_NUMBER_HERE = {True: "E-034", False: "E-035"}
_SAME = "同じ"  # stands for the vault's answer: the number itself is in neither


def _has_number(spellings: Sequence[Identity]) -> bool:
    return spellings[0].individual_number_token == _SAME


def _identity(row: ResidentVersion, *, has_number: bool) -> Identity:
    return Identity(
        row.name, Sex(row.sex), birth_of(row), row.addressee_no,
        individual_number_token=_SAME if has_number else "", resident_code=row.resident_code,
        card_number=row.residence_card_no,
    )  # fmt: skip


def _rows_alike(movers: Sequence[Asked]) -> list[ResidentVersion]:
    """Rows that ever held the same code or the same name, sex and birth date."""
    wanted = Q(resident_code__in=[one.resident_code for one in movers if one.resident_code])
    cards = [one.residence_card_no for one in movers if one.residence_card_no]
    wanted |= Q(residence_card_no__in=cards)
    for one in movers:
        if one.birth is not None and one.is_told:
            wanted |= Q(name_folded=fold_name(one.name), sex=one.sex, birth_date=one.birth.day)
    return list(ResidentVersion.objects.filter(wanted))


def _by_individual_number(movers: Sequence[Asked]) -> dict[int, int]:
    """Of each mover (1, 2, …) whose 個人番号 somebody has, that person."""
    numbers = {
        place: one.individual_number
        for place, one in enumerate(movers, start=1)
        if is_individual_number(one.individual_number)
    }
    if not numbers:
        return {}
    hashes = dict(zip(numbers, lookup_hashes(list(numbers.values())), strict=True))
    found = find_addressees(lookups=list(hashes.values()))
    return {place: found[lookup][0] for place, lookup in hashes.items() if lookup in found}
