# SPDX-License-Identifier: Apache-2.0
"""The lines of a bulk change as a person may see them: both lists of 仮処理 and 本処理.

A line that tells where a protected person lives (支援措置), or one of the same household, shows
neither address to anybody but the officer in charge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from daicho.domains.register.events.bulk_lines import AFTER, BEFORE, people_of
from daicho.domains.register.models import BulkChange, BulkKind, BulkLine, ResidentVersion
from daicho.foundation.access.actor import Actor
from daicho.foundation.access.decision import MASKED_ADDRESS, PROTECTED_VIEW, find_protected


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """One line in words."""

    line: int
    number: int | None
    before: Mapping[str, str] = field(repr=False)
    after: Mapping[str, str] = field(repr=False)
    people: int
    state: str
    fault: str
    event_no: int | None


def list_bulk_lines(
    *, change_no: int, actor: Actor, on: date, only: str = "", first: int = 0, most: int = 100
) -> Sequence[ShownLine]:
    """Lines in the order of the file, of one state when `only` names it."""
    change = BulkChange.objects.get(pk=change_no)
    found = change.lines.order_by("line")
    if only:
        found = found.filter(state=only)
    lines = list(found[first : first + most])
    hidden = frozenset() if PROTECTED_VIEW in actor.functions else _hidden(change, lines, on)
    return [_shown(change, line, hides=line.number in hidden) for line in lines]


def _hidden(change: BulkChange, lines: Sequence[BulkLine], on: date) -> frozenset[int]:
    """The numbers whose line tells of a protected person's home."""
    people = people_of(change.kind, lines, day=on)
    everybody = {one for numbers in people.values() for one in numbers}
    marked = ResidentVersion.objects.filter(
        addressee_no__in=everybody, recorded__upper_inf=True, protected=True
    ).values_list("addressee_no", flat=True)
    guarded = {*find_protected(numbers=everybody, on=on), *marked}
    return frozenset(number for number, own in people.items() if guarded & set(own))


def _shown(change: BulkChange, line: BulkLine, *, hides: bool) -> ShownLine:
    kind = BulkKind(change.kind)
    return ShownLine(
        line=line.line, number=line.number, people=line.people,
        before=_words(BEFORE[kind], line.before, hides=hides),
        after=_words(AFTER[kind], line.after, hides=hides),
        state=line.get_state_display(), fault=line.fault, event_no=line.event_id,
    )  # fmt: skip


def _words(
    columns: Mapping[str, str], values: Mapping[str, str], *, hides: bool
) -> Mapping[str, str]:
    return {
        heading: MASKED_ADDRESS if hides else values.get(item, "")
        for heading, item in columns.items()
    }
