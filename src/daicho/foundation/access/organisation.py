# SPDX-License-Identifier: Apache-2.0
"""Questions to the organisation: whose part is what, who works where, who heads it, on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from daicho.foundation.access.models import Post, PostKind, Unit
from daicho.foundation.database.query import rows

# The unit itself and everything above it; a loop in the data ends by UNION.
ABOVE = """
WITH RECURSIVE up AS (
    SELECT u.code, u.parent FROM access_unit u
    WHERE u.code = ANY(%(codes)s) AND u.valid @> %(day)s::date
    UNION
    SELECT u.code, u.parent FROM access_unit u JOIN up ON u.code = up.parent
    WHERE u.valid @> %(day)s::date
) SELECT code FROM up
"""
BELOW = """
WITH RECURSIVE down AS (
    SELECT u.code AS root, u.code FROM access_unit u
    WHERE u.code = ANY(%(codes)s) AND u.valid @> %(day)s::date
    UNION
    SELECT down.root, u.code FROM access_unit u JOIN down ON u.parent = down.code
    WHERE u.valid @> %(day)s::date
) SELECT root, code FROM down
"""


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree: how deep it stands and who works there."""

    unit: Unit
    depth: int
    posts: tuple[Post, ...]

    @property
    def indent(self) -> str:
        """As many wide spaces as the unit stands deep."""
        return "\u3000" * self.depth


def units_above(*, codes: Collection[str], on: date) -> frozenset[str]:
    """These units and all that they are part of."""
    return frozenset(code for (code,) in rows(ABOVE, {"codes": list(codes), "day": on}))


def units_below(*, codes: Collection[str], on: date) -> frozenset[str]:
    """These units and all their parts."""
    return frozenset(code for _, code in rows(BELOW, {"codes": list(codes), "day": on}))


def parts_of_each(*, codes: Collection[str], on: date) -> dict[str, frozenset[str]]:
    """For each of these units itself and all its parts; one that is not there has itself."""
    parts = {code: {code} for code in codes}
    for root, code in rows(BELOW, {"codes": list(codes), "day": on}):
        parts[root].add(code)
    return {root: frozenset(found) for root, found in parts.items()}


def units_on(*, on: date) -> QuerySet[Unit]:
    """Every unit of that day."""
    return Unit.objects.filter(valid__contains=on).order_by("code")


def posts_on(*, on: date) -> QuerySet[Post]:
    """Every post held on that day; who is on leave holds none."""
    return (
        Post.objects.filter(valid__contains=on)
        .exclude(kind=PostKind.LEAVE)
        .select_related("staff")
        .order_by("unit", "-is_head", "staff__login")
    )


def units_of(*, staff_id: int, on: date) -> frozenset[str]:
    """Codes of the units in which the person holds a post."""
    return frozenset(posts_on(on=on).filter(staff=staff_id).values_list("unit", flat=True))


def headed_by(*, staff_id: int, on: date) -> frozenset[str]:
    """Codes of the units that the person heads, with all their parts."""
    own = posts_on(on=on).filter(staff=staff_id, is_head=True).values_list("unit", flat=True)
    return units_below(codes=list(own), on=on) if own else frozenset()


def tree(*, on: date) -> list[Branch]:
    """The organisation of that day from the top, parts below what they are part of."""
    posts: dict[str, list[Post]] = {}
    for post in posts_on(on=on):
        posts.setdefault(post.unit, []).append(post)
    units = list(units_on(on=on))
    known = {unit.code for unit in units}
    parts: dict[str, list[Unit]] = {}
    for unit in units:
        parts.setdefault(unit.parent if unit.parent in known else "", []).append(unit)
    found: list[Branch] = []
    waiting = [(unit, 0) for unit in reversed(parts.get("", []))]
    while waiting:
        unit, depth = waiting.pop()
        found.append(Branch(unit, depth, tuple(posts.get(unit.code, ()))))
        waiting += [(part, depth + 1) for part in reversed(parts.get(unit.code, []))]
    return found


def full_name(*, code: str, on: date) -> str:
    """税務課課税係: the unit with the 課 that it is part of; the code where it is unknown."""
    unit = units_on(on=on).filter(code=code).first()
    if unit is None:
        return code
    if unit.level != "subsection" or not unit.parent:
        return unit.name
    above = units_on(on=on).filter(code=unit.parent).first()
    return f"{above.name}{unit.name}" if above else unit.name
