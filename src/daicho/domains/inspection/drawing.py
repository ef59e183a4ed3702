# SPDX-License-Identifier: Apache-2.0
"""Whom a list names: the range asked for, without who is protected or restrained, by lot.

The lot is an order by a keyed hash of each number, so the same seed on the same state of the
register draws the same people again, and none is likelier than another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils import timezone

from daicho.domains.inspection.models import Application
from daicho.domains.register.public import ResidentVersion, Seen, residents_as_of, see
from daicho.domains.support.public import restrained_among
from daicho.foundation.access.actor import Context

PIECE = 1_000
HEAD = ("氏名", "住所", "生年月日", "性別")


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rows of a list in its order, and how many were left out."""

    rows: list[ResidentVersion]
    left_out: int


def draw(
    *, application: Application, seed: int | None, day: date, known_at: datetime, context: Context
) -> Drawn:
    """The residents of the range who may be shown; with a number asked for, that many by lot."""
    released = released_for(application)
    numbers = list(_in_range(application, day, known_at))
    if application.most is not None:
        numbers.sort(key=lambda number: _lot(seed or 0, number))
    rows: list[ResidentVersion] = []
    left_out = 0
    waiting = iter(numbers)
    while piece := list(islice(waiting, PIECE)):
        open_rows = _without_hidden(piece, day, known_at, context, released)
        left_out += len(piece) - len(open_rows)
        rows += open_rows
        if application.most is not None and len(rows) >= application.most:
            rows = rows[: application.most]
            break
    rows.sort(key=lambda row: (row.town, row.address, row.addressee_no))
    return Drawn(rows, left_out)


def released_for(application: Application) -> frozenset[int]:
    """The protected persons who may stand on the list, as examined (審査による解除, 3.4)."""
    found = application.releases.filter(is_allowed=True)
    return frozenset(found.values_list("addressee_no", flat=True))


def four_items(
    rows: Sequence[ResidentVersion], context: Context, released: frozenset[int] = frozenset()
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """宛名番号, and 氏名, 住所, 生年月日, 性別 as this actor sees them.

    Never of whom anything is hidden; of protected persons only those who were released.
    """
    for seen in see(rows, actor=context.actor, on=timezone.localtime(context.at).date()):
        is_released = seen.addressee_no in released and not seen.hides_places
        if is_released or not seen.is_protected:
            address = " ".join(
                part for part in (seen.text["address"], seen.text["building"]) if part
            )
            yield seen.addressee_no, (
                seen.text["name"], address, seen.text["birth_date"], seen.text["sex"],
            )  # fmt: skip


def person_of(number: int, context: Context) -> Seen | None:
    """One person as this actor sees them."""
    day = timezone.localtime(context.at).date()
    rows = list(residents_as_of(valid_on=day, known_at=context.at).filter(addressee_no=number))
    return next(iter(see(rows, actor=context.actor, on=day)), None)


def _in_range(application: Application, day: date, known_at: datetime) -> Iterator[int]:
    asked = residents_as_of(valid_on=day, known_at=known_at).filter(town__in=application.towns)
    if application.sex is not None:
        asked = asked.filter(sex=application.sex)
    if application.kind:
        asked = asked.filter(kind=application.kind)
    if application.born_from is not None:
        asked = asked.filter(birth_date__gte=application.born_from)
    if application.born_to is not None:
        asked = asked.filter(birth_date__lte=application.born_to)
    numbers = asked.order_by("addressee_no").values_list("addressee_no", flat=True)
    return iter(numbers.iterator(chunk_size=PIECE))


def _without_hidden(
    numbers: list[int],
    day: date,
    known_at: datetime,
    context: Context,
    released: frozenset[int],
) -> list[ResidentVersion]:
    """In the order given. Who looks does not matter: the list leaves the house."""
    found = residents_as_of(valid_on=day, known_at=known_at).filter(addressee_no__in=numbers)
    by_number = {row.addressee_no: row for row in found}
    rows = [by_number[number] for number in numbers if number in by_number]
    seen = see(rows, actor=context.actor, on=timezone.localtime(context.at).date())
    restrained = restrained_among(rows=rows, context=context)
    return [
        one.row for one in seen
        if (not one.is_protected or one.addressee_no in released)
        and one.addressee_no not in restrained
    ]  # fmt: skip


def hidden_among(numbers: Sequence[int], context: Context) -> set[int]:
    """Those of a list who are under protection now, or share a household with one who is."""
    day = timezone.localtime(context.at).date()
    rows = residents_as_of(valid_on=day, known_at=context.at).filter(addressee_no__in=numbers)
    return {one.addressee_no for one in see(rows, actor=context.actor, on=day) if one.is_protected}


def _lot(seed: int, number: int) -> bytes:
    return hashlib.sha256(f"{seed}/{number}".encode()).digest()
