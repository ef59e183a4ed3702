# SPDX-License-Identifier: Apache-2.0
"""Whatever happens in whatever order: no cancelled, lost, held or provisional seal is current.

The register's events go straight into the history here, with the followers told; the oracle below
knows only what an official would say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.domains.register.people import new_event, settle
from tests.domains.seals.desk import SealDesk
from tests.staff_room import StaffRoom

from daicho.domains.register.history import PersonChange, write_event
from daicho.domains.register.hooks import tell_followers
from daicho.domains.register.models import Event
from daicho.domains.seals.models import LIVE, SealRegistration
from daicho.domains.seals.public import current_seal, rebuild_from_register
from daicho.foundation.entries.models import Entry, State
from daicho.rules.resident_register.reasons import Reason

pytestmark = pytest.mark.django_db


@dataclass
class Story:
    """A person, the counter, and what an official would say of the seal."""

    desk: SealDesk
    number: int
    seal: str = ""  # "", inquiring, registered
    is_held: bool = False
    is_ward: bool = False
    is_named: bool = True
    status: str = "resident"
    planned: Any = None
    undoable: Event | None = None

    # What the official says.

    @property
    def is_here(self) -> bool:
        left = self.planned is not None and self.desk.at.date() >= self.planned
        return self.status == "resident" and not left

    @property
    def is_certified(self) -> bool:
        return self.seal == "registered" and self.is_here and self.is_named and not self.is_held

    # Slips.

    def register(self) -> None:
        self._try("register", self.desk.application(self.number))

    def inquire(self) -> None:
        typed = self.desk.application(self.number, route="inquiry")
        del typed["card_no"]
        self._try("register", typed)

    def answer(self) -> None:
        self._try("answer", self.desk.answered())

    def abolish(self) -> None:
        self._try("abolish", {"applied_on": "2026-06-10", "identity": "旅券"})

    def lose(self) -> None:
        typed = {"notified_on": "2026-06-10", "lost": "印鑑登録証の亡失", "identity": "旅券"}
        self._try("lose", typed)

    def cancel(self) -> None:
        self._try("cancel", {"reason": "職権"})

    def release(self) -> None:
        self._try("release", {"reason": "確認", "has_guardian": self.is_ward})

    def restore(self) -> None:
        found = SealRegistration.objects.filter(addressee_no=self.number, is_revoked=True).first()
        number = found.number if found else 1
        typed = {"number": number, "decision": "回復する", "reason": "取消し"}
        self._try("restore", typed)

    def provisional(self) -> None:
        """Typed by one person and never registered."""
        typed = {"addressee_no": self.number} | self.desk.application(self.number)
        entered = self.desk.enter("register", typed)
        if entered.value is not None:
            assert self.seal == ""
            Entry.objects.filter(pk=entered.value).update(state=State.WITHDRAWN)

    def _try(self, kind: str, typed: dict[str, Any]) -> None:
        outcome = self.desk.attempt(kind, self.number, **typed)
        if outcome.is_refused:
            return
        last = SealRegistration.objects.filter(addressee_no=self.number).latest("pk")
        after = {"answer": "registered", "restore": "registered", "abolish": "", "lose": "",
                 "cancel": ""}  # fmt: skip
        assert not (kind in ("register", "restore") and self.seal), "a second seal"
        assert not (kind in ("register", "answer", "restore") and not self.is_here)
        self.seal = after.get(kind, self.seal)
        if kind == "register":
            self.seal = "registered" if typed["route"] == "document" else "inquiring"
        if kind in ("register", "restore", "release"):
            self.is_held = last.is_held

    # Events.

    def die(self) -> None:
        if self.is_here:
            self.undoable = self._event(Reason.DEATH, status="dead")
            self.status, self.seal = "dead", ""

    def leave(self) -> None:
        if self.is_here:
            self.undoable = self._event(Reason.DOMESTIC_MOVE_OUT, status="moved_out")
            self.status, self.seal = "moved_out", ""

    def plan_to_leave(self) -> None:
        if self.is_here and self.planned is None:
            self.planned = self.desk.at.date() + timedelta(days=5)
            self._event(Reason.DOMESTIC_MOVE_OUT, first=self.planned, status="moved_out")

    def undo(self) -> None:
        if self.undoable is not None and self.planned is None:
            self._event(Reason.CANCEL_INCREASE, cancels=self.undoable, status="resident")
            self.status, self.undoable = "resident", None

    def move_within(self) -> None:
        if self.is_here:
            self._event(Reason.MOVE_WITHIN, address="東京都港区芝一丁目１番")

    def marry(self) -> None:
        if self.is_here:
            self._event(Reason.CORRECT_BY_AUTHORITY, name="山田　花子")
            self.is_named, self.seal = False, ""

    def divorce(self) -> None:
        if self.is_here:
            self._event(Reason.CORRECT_BY_AUTHORITY, name="試作　花子")
            self.is_named = True

    def become_ward(self) -> None:
        if self.is_here and not self.is_ward:
            self._event(Reason.CORRECT_BY_AUTHORITY, under_guardianship=True)
            self.is_ward, self.is_held = True, self.is_held or bool(self.seal)

    def _event(
        self, reason: Reason, *, first: Any = None, cancels: Event | None = None, **values: Any
    ) -> Event:
        self.desk.tick()
        day = first or self.desk.at.date()
        event = new_event(reason=reason, happened_on=day, at=self.desk.at, cancels=cancels)
        change = PersonChange(addressee_no=self.number, first_day=day, values=values)
        changed = write_event(event=event, changes=[change])
        tell_followers(changes=changed, context=self.desk.clerk)
        return event

    # Time.

    def three_days(self) -> None:
        self.desk.tick(days=3)

    def daily_job(self) -> None:
        rebuild_from_register(addressee_nos=None, at=self.desk.at)
        if not self.is_here:
            self.seal = ""


ACTS: dict[str, Callable[[Story], None]] = {
    name: getattr(Story, name)
    for name in (
        "register", "inquire", "answer", "abolish", "lose", "cancel", "release", "restore",
        "provisional", "die", "leave", "plan_to_leave", "undo", "move_within", "marry",
        "divorce", "become_ward", "three_days", "daily_job",
    )
}  # fmt: skip


@given(st.lists(st.sampled_from(sorted(ACTS)), min_size=3, max_size=9))
@example(["register", "die", "undo", "restore"])
@example(["register", "plan_to_leave", "three_days", "three_days", "daily_job", "restore"])
@example(["register", "marry", "divorce", "register", "lose", "provisional"])
@example(["inquire", "become_ward", "answer", "release", "answer", "cancel"])
@settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_the_current_seal_is_never_one_that_ended(
    staff_room: StaffRoom, acts: Sequence[str]
) -> None:
    with transaction.atomic():
        story = Story(SealDesk.open(staff_room), settle().numbers[1])
        for act in acts:
            ACTS[act](story)
            seal = current_seal(addressee_no=story.number, at=story.desk.at)
            assert (seal is not None) is story.is_certified, (act, acts)
            live = SealRegistration.objects.filter(addressee_no=story.number, status__in=LIVE)
            assert live.count() <= 1
            if seal is not None:
                assert live.get().number == seal.registration_no
                assert live.get().status == "registered"
        transaction.set_rollback(True)
