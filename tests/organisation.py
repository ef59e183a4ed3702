# SPDX-License-Identifier: Apache-2.0
"""A small organisation for tests: one 部, two 課 and a 係, and posts in it."""

from __future__ import annotations

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from daicho.foundation.access.models import Post, PostKind, Unit
from daicho.foundation.identity.models import Staff

START = date(2026, 4, 1)
# code, level, name, parent
UNITS = (
    ("D1", "department", "区民生活部", ""),
    ("S1", "section", "税務課", "D1"),
    ("S11", "subsection", "課税係", "S1"),
    ("S2", "section", "区民課", "D1"),
)


def build_units(first: date = START) -> None:
    """All four, without an end."""
    Unit.objects.bulk_create(
        Unit(code=code, level=level, name=name, parent=parent, valid=DateRange(first, None))
        for code, level, name, parent in UNITS
    )


def post(
    staff: Staff, unit: str, title: str = "主事", *, first: date = START, last: date | None = None,
    kind: str = PostKind.MAIN,
) -> Post:  # fmt: skip
    """A post; a title that ends with 長 heads the unit."""
    upper = None if last is None else date.fromordinal(last.toordinal() + 1)
    return Post.objects.create(
        staff=staff, unit=unit, title=title, is_head=title.endswith("長"), kind=kind,
        valid=DateRange(first, upper),
    )  # fmt: skip
