# SPDX-License-Identifier: Apache-2.0
"""Whether one who moves in has a record here already (再転入者, 標準仕様書 4.1.1.2).

The same 個人番号, 住民票コード or card number as a removed record: the person continues it under
the old 宛名番号, and a new entry is refused. The same name, sex and birth date: somebody looks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

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
from daicho.rules.resident_register.readmission import Identity, is_alike, shares_number
from daicho.rules.resident_register.reasons import ResidentStatus
from daicho.rules.resident_register.relationship import Sex

ALIKE_HERE = "register.alike_resident"
NOT_REMOVED = (ResidentStatus.RESIDENT, ResidentStatus.LEAVING)


def check_returning(plan: Plan, now: Now, movers: Sequence[Mover]) -> None:
    """Add what the records that may be the movers' own say, each of its mover."""
    same_number = _by_individual_number(movers)
    known: dict[int, list[ResidentVersion]] = defaultdict(list)
    for row in _rows_alike(movers):
        known[row.addressee_no].append(row)
    latest = latest_rows({*known, *same_number.values()})
    standing = now.people(latest)
    for place, mover in enumerate(movers, start=1):
        for number, row in latest.items():
            if number == mover.addressee_no:
                continue
            has_number = same_number.get(place) == number
            spellings = [_identity(one, has_number=has_number) for one in (*known[number], row)]
            is_here = state_of(standing.get(number), row) in NOT_REMOVED
            _judge(plan, place, mover, spellings, is_here=is_here)


def _judge(
    plan: Plan, place: int, mover: Mover, spellings: Sequence[Identity], *, is_here: bool
) -> None:
    """One person of the register, as ever written, who is not the one the mover continues."""
    subject, detail = f"転入者 {place}件目", named(spellings[0].addressee_no)
    own = _identity_of(mover)
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


def _identity_of(mover: Mover) -> Identity:
    return Identity(
        mover.name, Sex(mover.sex), mover.birth, individual_number_token=_SAME,
        resident_code=mover.resident_code, card_number=mover.residence_card_no,
    )  # fmt: skip


def _identity(row: ResidentVersion, *, has_number: bool) -> Identity:
    return Identity(
        row.name, Sex(row.sex), birth_of(row), row.addressee_no,
        individual_number_token=_SAME if has_number else "", resident_code=row.resident_code,
        card_number=row.residence_card_no,
    )  # fmt: skip


def _rows_alike(movers: Sequence[Mover]) -> list[ResidentVersion]:
    """Rows that ever held the same code or the same name, sex and birth date."""
    wanted = Q(resident_code__in=[one.resident_code for one in movers if one.resident_code])
    cards = [one.residence_card_no for one in movers if one.residence_card_no]
    wanted |= Q(residence_card_no__in=cards)
    for one in movers:
        wanted |= Q(name_folded=fold_name(one.name), sex=one.sex, birth_date=one.birth.day)
    return list(ResidentVersion.objects.filter(wanted))


def _by_individual_number(movers: Sequence[Mover]) -> dict[int, int]:
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
