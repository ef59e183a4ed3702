# SPDX-License-Identifier: Apache-2.0
"""Pages of long lists: sorted and cut in the database, counted only up to a bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

PAGE_SIZE = 50
BOUND = 1_000


class Sliceable(Protocol):
    """A queryset, or something that is cut and counted like one."""

    def __getitem__(self, cut: slice, /) -> Any: ...
    def count(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a list stands. `is_bound`: there are more than were counted."""

    page: int
    pages: int
    count: int
    is_bound: bool = False

    @property
    def count_text(self) -> str:
        """123件, or 1,000件以上 where counting stopped."""
        return f"{self.count:,}件{'以上' if self.is_bound else ''}"

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after."""
        return self.page < self.pages

    @property
    def previous(self) -> int:
        """The page before."""
        return self.page - 1

    @property
    def next(self) -> int:
        """The page after."""
        return self.page + 1


def bounded_count(found: Sliceable, bound: int = BOUND) -> tuple[int, bool]:
    """How many, and whether counting stopped at the bound."""
    count = found[: bound + 1].count()
    return min(count, bound), count > bound


def page_of(found: Sliceable, page: int, size: int = PAGE_SIZE) -> tuple[Sequence[Any], Paging]:
    """One page of an ordered queryset; a page beyond the last shows the last."""
    count, is_bound = bounded_count(found)
    pages = max(1, -(-count // size))
    page = min(max(page, 1), pages)
    rows = list(found[(page - 1) * size : page * size])
    return rows, Paging(page, pages, count, is_bound)


def page_number(text: str | None) -> int:
    """The page asked for; the first where that is no number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1
