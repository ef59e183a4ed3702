# SPDX-License-Identifier: Apache-2.0
"""The main menu and what waits for a person: a domain declares its part, the frame shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from daicho.foundation.access.actor import Context


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry: its Japanese label, the route, the function (permission) it needs, its place."""

    label: str
    route: str
    function: str
    order: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person: what, how much (counted up to a bound), where it is."""

    title: str
    amount: str
    note: str
    url: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class WaitingSource:
    """Who answers for one kind of waiting work, and the function a person needs to be told.

    `find` answers the same to everybody, `find_for` to the person at the desk.
    """

    function: str
    order: int
    find: Callable[[], list[Waiting]] | None = None
    find_for: Callable[[Context], list[Waiting]] | None = None

    def waiting(self, context: Context) -> list[Waiting]:
        """What waits for this person."""
        found = self.find() if self.find else []
        return found + (self.find_for(context) if self.find_for else [])


MENU: list[MenuItem] = []
WAITING: list[WaitingSource] = []


def add_to_menu(item: MenuItem) -> None:
    """Declare an entry; called where a domain declares its routes. Twice the same is once."""
    if item not in MENU:
        MENU.append(item)
        MENU.sort(key=lambda entry: entry.order)


def add_waiting(source: WaitingSource) -> None:
    """Declare what the first page asks for waiting work."""
    if source not in WAITING:
        WAITING.append(source)
        WAITING.sort(key=lambda entry: entry.order)
