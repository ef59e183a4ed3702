# SPDX-License-Identifier: Apache-2.0
"""Measures and restraints for tests: officers, and a family with an application.

desk = Desk.open(staff_room)
number = desk.apply(family.head, family.numbers[2])    # 申出番号; the provisional measure runs
desk.does(ConfirmSupport(application_no=number, first=date(2026, 6, 10)))
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tests.staff_room import StaffRoom

from daicho.domains.support.actions.measures import ApplyForSupport
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome, perform

FUNCTIONS = (
    "protected.manage", "protected.search", "protected.view", "register.restrain",
    "register.release", "register.view", "system.settings",
)  # fmt: skip


def application(person: int, *companions: int, **more: Any) -> dict[str, Any]:
    """What is typed of an application."""
    return {
        "addressee_no": str(person), "applied_on": "R8.6.10", "ground": "配偶者からの暴力",
        "consulted": "港区女性相談センター: 支援の必要性あり",
        "contacts": [{"kind": "携帯電話", "text": "090-0000-0000"}],
        "perpetrators": [{"name": "加害　太郎", "other": "元配偶者"}],
        "blocked": [{"matter": "住民票の写し等の交付", "place": "現住所"}],
        "companions": [{"addressee_no": str(one), "relation": "子"} for one in companions],
        **more,
    }  # fmt: skip


@dataclass
class Desk:
    """The officer in charge (支援措置責任者), at a moment that moves on."""

    officer: Context
    at: datetime

    @classmethod
    def open(cls, staff_room: StaffRoom) -> Desk:
        officer = staff_room.context(*FUNCTIONS, purpose="protection", login="officer")
        return cls(officer=officer, at=staff_room.at)

    def does(self, action: Action[Any]) -> Outcome[Any]:
        """Carry an action out."""
        self.at += timedelta(minutes=1)
        purpose = "upkeep" if action.function == "system.settings" else "protection"
        return perform(action, context=replace(self.officer, at=self.at, purpose=purpose))

    def on(self, day: datetime) -> Desk:
        """Go on at a later moment."""
        self.at = day
        return self

    def apply(self, person: int, *companions: int, **more: Any) -> int:
        """An application taken in; its number."""
        outcome = self.does(ApplyForSupport(data=application(person, *companions, **more)))
        assert outcome.value is not None, outcome.findings
        return int(outcome.value)

    def refusals(self, action: Action[Any]) -> list[str]:
        """The codes with which an action is refused."""
        return [one.code for one in self.does(action).findings]
