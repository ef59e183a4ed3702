# SPDX-License-Identifier: Apache-2.0
"""A counter for tests of seals: two people, cards in stock, scans at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from typing import Any

from tests.domains.seals.imprints import as_file, draw
from tests.staff_room import StaffRoom

from daicho.domains.seals.actions.office import ReceiveSealCards
from daicho.domains.seals.actions.scanning import ScanImprint
from daicho.domains.seals.actions.slips import EnterSealSlip, RegisterSealSlip
from daicho.domains.seals.models import SealRegistration
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Outcome, perform

CARDS = 1001
DAY = "2026-06-10"


@cache
def scan_of(mm: float = 15.0) -> bytes:
    """A file with a round imprint."""
    return as_file(draw(mm=mm, dpi=300), dpi=300)


@dataclass
class SealDesk:
    """One enters, the other registers, a minute a step."""

    clerk: Context
    chief: Context
    cards: int = CARDS
    images: dict[int, int] = field(default_factory=dict)

    @classmethod
    def open(cls, staff_room: StaffRoom) -> SealDesk:
        clerk = staff_room.context("seal.register", purpose="register", login="seal1")
        chief = staff_room.context("seal.register", purpose="register", login="seal2")
        desk = cls(clerk, chief)
        assert perform(ReceiveSealCards(first=CARDS, count=100), context=clerk).value == 100
        return desk

    @property
    def at(self) -> Any:
        return self.clerk.at

    def tick(self, **span: int) -> None:
        later = self.clerk.at + timedelta(**(span or {"minutes": 1}))
        self.clerk, self.chief = replace(self.clerk, at=later), replace(self.chief, at=later)

    def image(self, number: int, mm: float = 15.0) -> int:
        outcome = perform(ScanImprint(addressee_no=number, data=scan_of(mm)), context=self.clerk)
        assert outcome.value is not None, outcome.findings
        return outcome.value

    def card(self) -> int:
        self.cards += 1
        return self.cards - 1

    def enter(self, kind: str, data: Mapping[str, Any]) -> Outcome[int]:
        self.tick()
        return perform(EnterSealSlip(entry_kind=f"seals.{kind}", data=data), context=self.clerk)

    def carry(self, kind: str, number: int, /, **data: Any) -> SealRegistration:
        """Entered and registered; the person's latest registration."""
        outcome = self.attempt(kind, number, **data)
        assert not outcome.is_refused, outcome.findings
        return SealRegistration.objects.filter(addressee_no=number).latest("pk")

    def attempt(self, kind: str, number: int, /, **data: Any) -> Outcome[int]:
        entered = self.enter(kind, {"addressee_no": number} | data)
        if entered.value is None:
            return entered
        return perform(RegisterSealSlip(entry_no=entered.value), context=self.chief)

    def refusals(self, kind: str, number: int, /, **data: Any) -> list[str]:
        outcome = self.enter(kind, {"addressee_no": number} | data)
        assert outcome.is_refused
        return [one.code for one in outcome.findings]

    def application(self, number: int, *, mm: float = 15.0, **data: Any) -> dict[str, Any]:
        """What is typed for a seal on the spot."""
        return {
            "applied_on": DAY, "route": "document", "image_no": self.image(number, mm),
            "text": "試作", "identity": "個人番号カード", "has_capacity": True,
            "card_no": self.card(),
        } | data  # fmt: skip

    def register(self, number: int, **data: Any) -> SealRegistration:
        return self.carry("register", number, **self.application(number, **data))

    def inquire(self, number: int, **data: Any) -> SealRegistration:
        typed = self.application(number, route="inquiry", identity="", **data)
        del typed["card_no"]
        return self.carry("register", number, **typed)

    def answer(self, number: int, **data: Any) -> SealRegistration:
        return self.carry("answer", number, **self.answered(**data))

    def answered(self, **data: Any) -> dict[str, Any]:
        return {
            "answered_on": self.at.date().isoformat(), "identity": "健康保険資格確認書",
            "is_signed": True, "card_no": self.card(),
        } | data  # fmt: skip
