# SPDX-License-Identifier: Apache-2.0
"""What goes on in the register while a crowd asks for certificates (crowd.py, in its process).

Names change and go back (取消し), people leave, are protected, are restrained and set free again,
and slips with names that never become true wait or are withdrawn.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils import timezone
from tests.domains.certificates.crowd import mark
from tests.domains.register.people import new_event

from daicho.domains.register.actions.slips import EnterEvent, RegisterEvent, WithdrawEvent
from daicho.domains.register.history import PersonChange, lock_people, write_event
from daicho.domains.register.hooks import tell_followers
from daicho.domains.support.actions.restraints import EndRestraint, SetRestraint
from daicho.foundation.access.actor import Actor, Context
from daicho.foundation.actions.action import Action, Outcome, perform
from daicho.foundation.actions.staff import ProtectPerson
from daicho.foundation.audit.entries import Who
from daicho.rules.resident_register.reasons import Reason

RIGHTS = frozenset({
    "register.view", "register.enter", "register.approve", "register.restrain", "protected.manage",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Disturb(Action[int]):
    """An event as slips make it: locks, rows, followers."""

    function = "register.approve"
    audit_text = "試験の異動"

    person: int
    name: str  # empty: moved out

    def subjects(self) -> tuple[int, ...]:
        return (self.person,)

    def detail(self) -> Mapping[str, object]:
        return {"氏名": self.name}

    def change(self, context: Context) -> Outcome[int]:
        lock_people([self.person])
        today = timezone.localdate(timezone.now())
        values = {"name": self.name} if self.name else {"status": "moved_out"}
        reason = Reason.CORRECT_BY_AUTHORITY if self.name else Reason.DOMESTIC_MOVE_OUT
        event = new_event(reason=reason, happened_on=today, at=timezone.now())
        change = PersonChange(addressee_no=self.person, first_day=today, values=values)
        tell_followers(changes=write_event(event=event, changes=[change]), context=context)
        return Outcome(event.pk)


@dataclass
class Disturber:
    """Chooses by lot what happens to whom next."""

    numbers: list[int]
    chance: random.Random = field(default_factory=lambda: random.Random(20260610))
    versions: dict[int, int] = field(default_factory=dict)
    events: dict[int, list[int]] = field(default_factory=dict)  # that a slip may cancel
    restrained: dict[int, int] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)

    def step(self) -> None:
        """One thing that happens."""
        free = [no for no in self.numbers if no not in self.gone]
        person = self.chance.choice(free)
        fate = self.chance.random()
        if fate < 0.55:
            self.rename(person)
        elif fate < 0.7:
            self.enter_only(person)
        elif fate < 0.8:
            self.cancel()
        elif fate < 0.96:
            self.restrain(person)
        elif len(free) > len(self.numbers) // 2:
            self.gone.add(person)
            self.end(person)

    def rename(self, person: int) -> None:
        version = self.versions[person] = self.versions.get(person, 0) + 1
        name = mark(self.numbers.index(person), version)
        made = perform(Disturb(person=person, name=name), context=context_of("disturber"))
        self.events.setdefault(person, []).append(made.value or 0)

    def enter_only(self, person: int) -> None:
        """A slip that is never registered; some are withdrawn."""
        if len(self.waiting) > 5:
            slip = self.waiting.pop(0)
            perform(WithdrawEvent(entry_no=slip, reason="試験"), context=context_of("enterer"))
            return
        serial = self.numbers.index(person)
        name = {"addressee_no": person, "item": "name", "value": f"甲{serial:04d}　仮乙"}
        entered = self.enter("register.correct", changes=[name])
        if entered is not None:
            self.waiting.append(entered)

    def cancel(self) -> None:
        """The last change is cancelled by two persons: the name before it holds again."""
        changed = sorted(no for no, events in self.events.items() if events and no not in self.gone)
        if changed:
            person = self.chance.choice(changed)
            entered = self.enter("register.cancel", event_no=self.events[person].pop())
            assert entered is not None
            done = perform(RegisterEvent(entry_no=entered), context=context_of("approver"))
            assert done.value is not None, done.findings

    def enter(self, kind: str, **data: object) -> int | None:
        today = timezone.localdate(timezone.now()).isoformat()
        sent = {"happened_on": today, **data}
        action = EnterEvent(entry_kind=kind, data=sent)
        first = perform(action, context=context_of("enterer"))
        if first.value is not None:
            return first.value
        seen = tuple(one.code for one in first.findings)
        again = perform(replace(action, acknowledged=seen), context=context_of("enterer"))
        return again.value

    def restrain(self, person: int) -> None:
        """発行抑止; who is restrained is set free again."""
        if person in self.restrained:
            action: Action[int] = EndRestraint(
                restraint_no=self.restrained.pop(person), reason="試験"
            )
            perform(action, context=context_of("restrainer"))
            return
        today = timezone.localdate(timezone.now())
        action = SetRestraint(
            addressee_no=person, kind="other", issue_level=2, first=today, reason="試験"
        )
        made = perform(action, context=context_of("restrainer"))
        assert made.value is not None, made.findings
        self.restrained[person] = made.value

    def end(self, person: int) -> None:
        """Moved out, or under 支援措置, for good."""
        if self.chance.random() < 0.5:
            perform(Disturb(person=person, name=""), context=context_of("disturber"))
            return
        shield = replace(context_of("disturber"), purpose="protection")
        first = timezone.localdate(shield.at)
        perform(ProtectPerson(addressee_no=person, first=first), context=shield)


def context_of(login: str) -> Context:
    """One of those who work in the register."""
    return Context(
        actor=Actor(staff_id=0, who=Who(login, login, "試験"), functions=RIGHTS),
        purpose="register", terminal="10.0.0.9", at=timezone.now(),
    )  # fmt: skip
