# SPDX-License-Identifier: Apache-2.0
"""The main menu: a domain declares its entry once, the frame shows those that the person may open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry: its Japanese label, the route's name, the function (permission) it needs, its place in the row."""

    label: str
    route: str
    function: str
    order: int


MENU: list[MenuItem] = []


def add_to_menu(item: MenuItem) -> None:
    """Declare an entry; called where a domain declares its routes. Twice the same is once."""
    if item not in MENU:
        MENU.append(item)
        MENU.sort(key=lambda entry: entry.order)
