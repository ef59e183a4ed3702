# SPDX-License-Identifier: Apache-2.0
"""One household while its story is told: who is there on a day, who heads it, where it lives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.lives.book import Book, Items, Told
from daicho.counterparts.ward.lives.cast import Cast
from daicho.counterparts.ward.lives.days import Days
from daicho.counterparts.ward.people import CHILDREN, FEMALE, HEAD, PARENTS, SPOUSE
from daicho.rules.resident_register.reasons import Basis, Reason

NO_MOVE = 10**8
_ORDER = 10  # scenes of one day: who is recorded comes first


@dataclass(slots=True)
class Luck:
    """Draws for everybody, made once for each thing drawn."""

    draws: Draws
    cast: Cast
    _drawn: dict[tuple[str, bool], np.ndarray] = field(default_factory=dict)

    def own(self, what: str, row: int) -> float:
        """A person's share in [0, 1)."""
        return self._of(what, row, is_home=False)

    def home(self, what: str, row: int) -> float:
        """The household's share, the same for all its members."""
        return self._of(what, row, is_home=True)

    def _of(self, what: str, row: int, *, is_home: bool) -> float:
        drawn = self._drawn.get((what, is_home))
        if drawn is None:
            people = self.cast.lives.people
            ids = people.household if is_home else people.id
            drawn = self._drawn[what, is_home] = self.draws.uniform(ids, f"lives {what}")
        return float(drawn[row])


@dataclass(slots=True)
class Stage:
    """What all stories share."""

    cast: Cast
    book: Book
    luck: Luck
    days: Days
    roles: Sequence[int]
    sexes: Sequence[int]
    births: Sequence[int]
    arrives: Sequence[int]
    leaves: Sequence[int]
    ending: Sequence[int]
    foreign: Sequence[bool]
    abroad: Sequence[bool]
    cities: Sequence[str]
    assisted_later: Sequence[bool | None]  # None: as before
    begins: int  # the first day whose events are known
    january: tuple[int, int]
    until: int


Play = Callable[[int], None]


@dataclass(slots=True)
class Scene:
    """Something that happens on a day and is told on another; `play` gets the moment."""

    day: int
    told_on: int
    play: Play
    order: int = _ORDER


@dataclass(slots=True)
class House:
    """The household and its members' places among the lives."""

    stage: Stage
    rows: list[int]
    moves_on: int = NO_MOVE  # from this day on they live in the other home
    starts_old: bool = False  # whether the first home is the one before the residents files'
    before_wedding: dict[int, int] = field(default_factory=dict)  # brides, until when

    @property
    def first(self) -> int:
        """The first member's place, by which the household draws."""
        return self.rows[0]

    def present(self, day: int) -> list[int]:
        """Members on a day."""
        stage = self.stage
        return [r for r in self.rows if stage.arrives[r] <= day < stage.leaves[r]]

    def known(self, rows: list[int], day: int) -> list[int]:
        """Those of the members who are there on a day and have a record already."""
        here = set(self.present(day))
        return [row for row in rows if row in here and self.stage.cast.records[row].rows]

    def head(self, day: int) -> int | None:
        """The householder: the head, or the spouse where the head is gone."""
        present = self.present(day)
        for role in (HEAD, SPOUSE):
            for row in present:
                if self.stage.roles[row] == role:
                    return row
        return None

    def relation(self, row: int, head: int | None, day: int) -> str:
        """続柄, as the residents files have it."""
        role, woman = self.stage.roles[row], self.stage.sexes[row] == FEMALE
        if row == head:
            return "世帯主"
        if role in CHILDREN:
            return "子"
        if role == SPOUSE:
            before = row in self.before_wedding and day < self.before_wedding[row]
            return ("妻" if woman else "夫") + ("（未届）" if before else "")
        if role in PARENTS:
            is_with_head = head is not None and self.stage.roles[head] == HEAD
            return ("母" if woman else "父") if is_with_head else "縁故者"
        return "同居人"

    def place(self, day: int) -> Items:
        """The items of the home on a day."""
        is_moved = day >= self.moves_on
        cast = self.stage.cast
        homes = cast.old_home if is_moved != self.starts_old else cast.home
        return homes[self.first].items

    def seat(self, row: int, day: int) -> Items:
        """The items that a member has of the household."""
        head = self.head(day)
        name = self.stage.cast.records[head].items["name"] if head is not None else ""
        return {"relationship": self.relation(row, head, day), "householder_name": name}

    def tell(
        self, told: Told, changes: dict[int, Items], day: int
    ) -> None:  # fmt: skip
        """Change members from a day on by one event."""
        if not changes:  # nobody is there to whom it could have happened
            return
        records = self.stage.cast.records
        self.stage.book.tell(told, [(records[row], items, day) for row, items in changes.items()])

    def event(
        self, reason: Reason, basis: Basis, *, day: int, told_on: int, moment: int,
        detail: str = "{}", happened_text: str = "", note: str = "",
    ) -> Told:  # fmt: skip
        """An event about nobody yet; what the office does by itself has no day of notification."""
        by_itself = basis is Basis.AUTHORITY
        return Told(
            reason.value, basis.value, day, None if by_itself else min(told_on, moment // 86_400),
            moment, [], happened_text=happened_text, detail=detail, note=note,
            is_light=reason is Reason.MINOR_CORRECTION,
        )  # fmt: skip
