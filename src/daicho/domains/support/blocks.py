# SPDX-License-Identifier: Apache-2.0
"""What other systems are told: who must not be answered for, since when (3.1, 3.2).

Computed anew from measures and restraints and compared with what was told last, so that nothing is
told twice and nothing is forgotten. A temporary release changes nothing here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from daicho.domains.register.public import ResidentVersion
from daicho.domains.support.models import BlockChange
from daicho.domains.support.selectors import measures_of, restraints_about
from daicho.foundation.database.query import lock_until_commit
from daicho.rules.resident_register.restraint import Level

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Block:
    """From which day to which (None: on and on) nothing may be issued; no first day: it may."""

    first: dt.date | None = None
    last: dt.date | None = None
    is_measure: bool = False


def tell_blocks(*, addressee_nos: Collection[int], at: dt.datetime, on: dt.date) -> int:
    """Put down what changed of these persons; gives for how many."""
    numbers = sorted(set(addressee_nos))
    if not numbers:
        return 0
    lock_until_commit("support.blocks")
    now = blocks_of(addressee_nos=numbers, on=on)
    told = _told(numbers)
    changed = [number for number in numbers if now[number] != told.get(number, Block())]
    BlockChange.objects.bulk_create(
        BlockChange(
            addressee_no=number, first=now[number].first, last=now[number].last,
            is_measure=now[number].is_measure, made_at=at,
        )
        for number in changed
    )  # fmt: skip
    return len(changed)


def blocks_of(*, addressee_nos: Collection[int], on: dt.date) -> dict[int, Block]:
    """What blocks the issue for each person, today or from a later day."""
    homes = _homes(addressee_nos, on)
    spans: dict[int, list[Block]] = defaultdict(list)
    for measure in measures_of(addressee_nos=addressee_nos):
        if (block := _of(measure.began_on, measure.ended_on, on, is_measure=True)) is not None:
            spans[measure.addressee_no].append(block)
    steps = restraints_about(
        addressee_nos=addressee_nos, household_nos=[home for home in homes.values() if home]
    )
    for step in steps:
        block = _of(step.first, step.ended_on, on, is_measure=False)
        if block is None or step.issue_level != Level.ERROR:
            continue
        for number in addressee_nos:
            if number == step.addressee_no or step.household_no == homes.get(number, 0):
                spans[number].append(block)
    return {number: _joined(spans[number]) for number in addressee_nos}


def _of(first: dt.date, ended: dt.date | None, on: dt.date, *, is_measure: bool) -> Block | None:
    """Nothing of what is over."""
    if ended is not None and (ended <= on or ended <= first):
        return None
    return Block(first, ended - ONE_DAY if ended else None, is_measure)


def _joined(spans: list[Block]) -> Block:
    if not spans:
        return Block()
    lasts = [one.last for one in spans]
    return Block(
        min(one.first for one in spans if one.first),
        None if None in lasts else max(last for last in lasts if last),
        any(one.is_measure for one in spans),
    )


def _homes(addressee_nos: Collection[int], on: dt.date) -> dict[int, int]:
    """The household of each person on the day."""
    rows = ResidentVersion.objects.filter(
        addressee_no__in=addressee_nos, recorded__upper_inf=True, valid__contains=on,
        household_no__isnull=False,
    )  # fmt: skip
    return dict(rows.values_list("addressee_no", "household_no"))


def _told(numbers: Collection[int]) -> dict[int, Block]:
    """What was told last of each."""
    rows = BlockChange.objects.filter(addressee_no__in=numbers).order_by("addressee_no", "-pk")
    return {
        row.addressee_no: Block(row.first, row.last, row.is_measure)
        for row in rows.distinct("addressee_no")
    }
