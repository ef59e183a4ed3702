# SPDX-License-Identifier: Apache-2.0
"""Whether one who moves in has a record here already (再転入者, 標準仕様書 4.1.1.2).

The same 個人番号, 住民票コード or card number as a removed record: the person continues it under
the old 宛名番号, and a new entry is refused. The same name, sex and birth date: somebody looks.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from daicho.domains.register.events.authority_checks import named, state_of
from daicho.domains.register.events.base import Now, Plan
from daicho.domains.register.events.move_in_form import Mover
from daicho.domains.register.history import latest_rows
from daicho.domains.register.models import ResidentVersion
from daicho.foundation.vault.keys import lookup_hashes
from daicho.foundation.vault.numbers import find_addressees
from daicho.kernel.numbers import is_individual_number
from daicho.kernel.text import fold_name
from daicho.rules.resident_register.reasons import ResidentStatus

NOT_REMOVED = (ResidentStatus.RESIDENT, ResidentStatus.LEAVING)


def check_returning(plan: Plan, now: Now, movers: Sequence[Mover]) -> None:
    """Add what the records that may be the movers' own say, each of its mover."""
    same_number = _by_individual_number(movers)
    alike = _rows_alike(movers)
    known = latest_rows({*(row.addressee_no for row in alike), *same_number.values()})
    standing = now.people(known)
    for place, mover in enumerate(movers, start=1):
        subject = f"転入者 {place}件目"
        for number, row in known.items():
            if number == mover.addressee_no:
                continue
            status = state_of(standing.get(number), row)
            is_here = status in NOT_REMOVED
            _judge(plan, mover, row, same_number.get(place) == number, is_here, subject)


def _judge(
    plan: Plan, mover: Mover, row: ResidentVersion, same_number: bool, is_here: bool, subject: str
) -> None:
    """One record that is not the one the mover continues."""
    detail = named(row.addressee_no)
    if same_number and is_here:
        plan.add("E-034", subject=subject, detail=detail)
    elif mover.resident_code and mover.resident_code == row.resident_code and is_here:
        plan.add("E-035", subject=subject, detail=detail)
    elif same_number or _shares_code(mover, row):
        plan.add("E-036", subject=subject, detail=detail)
    elif _is_alike(mover, row):
        plan.add("A-004", subject=subject, detail=detail)


def _shares_code(mover: Mover, row: ResidentVersion) -> bool:
    pairs = (
        (mover.resident_code, row.resident_code),
        (mover.residence_card_no, row.residence_card_no),
    )
    return any(own and own == theirs for own, theirs in pairs)


def _is_alike(mover: Mover, row: ResidentVersion) -> bool:
    return (
        fold_name(mover.name) == row.name_folded
        and mover.sex == row.sex
        and mover.birth.day == row.birth_date
    )


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
