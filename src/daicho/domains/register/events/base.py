# SPDX-License-Identifier: Apache-2.0
"""What all events share: the head of the slip, the checks, and carrying one out.

An event module declares a form, a function that plans the changes from the form and the register
as it stands, and the kind of slip made of both:

    MOVE_WITHIN = event_kind(
        code="move_within", label="転居", form=MoveWithin, plan=plan_move_within, subjects=…
    )

Planning never writes; it gives the changes and every finding at once, so the page can show what
would become of the household before anything is entered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from pydantic import Field

from daicho.domains.register.codes.stock import count_wanted, low_stock, with_resident_codes
from daicho.domains.register.history import PersonChange, lock_people, write_event
from daicho.domains.register.hooks import ask_guards, tell_followers
from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.register.selectors import (
    list_household,
    members_of,
    people_as_of,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.entries.fields import EntryUncertainDate, OptionalDate
from daicho.foundation.entries.kinds import EntryKind, Form
from daicho.foundation.entries.models import Entry
from daicho.foundation.numbering.series import ADDRESSEE, HOUSEHOLD, take_with_check_digit
from daicho.foundation.vault.numbers import store_many
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.reasons import Basis, Reason

MOMENT = timedelta(microseconds=1)  # between two events of one slip


class EventForm(Form):
    """The head of every slip. Subclasses add who it is about and what changes."""

    happened_on: EntryUncertainDate = Field(title="異動日")
    basis: Basis = Field(Basis.NOTIFICATION, title="根拠")
    notified_on: OptionalDate = Field(None, title="届出日")
    notifier: str = Field(
        "", title="届出人", max_length=200, json_schema_extra={"suggest": "names"}
    )
    notifier_relation: str = Field("", title="届出人の続柄・資格", max_length=100)
    note: str = Field("", title="留意事項", max_length=1000)
    is_special: bool = Field(False, title="特別な事由")


@dataclass(kw_only=True)
class Plan:
    """What an event comes to: its reason, the change of each person, and what speaks against it.

    The persons changed are the event's (異動者); whom it only concerns besides (who is left behind
    by the householder) belongs into an event of its own: `then` is a further event of the same
    slip, right after this one (消除 and 記載 of 帰化), `follow` adds one at the end. Such an event
    is on the slip's basis and day unless `basis` and `happened_on` say another.

    `individual_numbers` go to the vault with the event and are never in `detail`.
    """

    reason: Reason
    basis: Basis | None = None
    happened_on: date | None = None
    note: str = ""  # 留意事項 that the event has by itself, after those of the slip
    changes: list[PersonChange] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    household_nos: set[int] = field(default_factory=set)
    detail: dict[str, object] = field(default_factory=dict)
    is_light: bool = False
    is_special: bool = False  # 特別な事由, whatever the slip says
    is_passing: bool = False  # followers are told only of the event that follows right after
    cancels: int | None = None
    individual_numbers: list[tuple[int, str]] = field(default_factory=list, repr=False)
    then: Plan | None = None

    def add(self, number: str, *, subject: str = "", detail: str = "") -> None:
        """Add a check of the numbered list: "E-012", "A-001" (docs/reference)."""
        self.findings.append(finding(number, subject=subject, detail=detail))

    def follow(self, plan: Plan) -> None:
        """Let an event happen after all that are planned so far."""
        self.events[-1].then = plan

    @property
    def events(self) -> list[Plan]:
        """This event and those that follow from it, in order."""
        return [self, *(self.then.events if self.then is not None else ())]

    @property
    def all_findings(self) -> list[Finding]:
        """What speaks against this event or any that follows."""
        return [each for one in self.events for each in one.findings]

    def stop(self, code: str, message: str, *, subject: str = "", citation: str = "") -> None:
        """Add an error (エラー): the slip cannot be registered while it stands."""
        self.findings.append(Finding(code, Severity.ERROR, message, subject, citation))

    def warn(self, code: str, message: str, *, subject: str = "", citation: str = "") -> None:
        """Add an alert (アラート): somebody has to acknowledge it."""
        self.findings.append(Finding(code, Severity.WARNING, message, subject, citation))


def with_numbers(made: Plan) -> Plan:
    """The plan with real numbers for new persons and households, in all its events.

    Planning takes no numbers: it stands −1, −2 … for each new person and likewise for each new
    household, in the changes and in `household_no` of their values.
    """
    changes = [change for one in made.events for change in one.changes]
    people = _taken(ADDRESSEE, (change.addressee_no for change in changes))
    households = _taken(HOUSEHOLD, [number for one in changes for number in _households(one)])
    for one in made.events:
        one.changes = [_numbered(change, people, households) for change in one.changes]
        one.individual_numbers = [
            (people.get(person, person), number) for person, number in one.individual_numbers
        ]
    return made


def _households(change: PersonChange) -> list[int | None]:
    return [
        change.values.get("household_no"), *(one.items["household_no"] for one in change.course)
    ]  # fmt: skip


def _taken(series: str, wanted: Iterable[int | None]) -> dict[int, int]:
    new = sorted({number for number in wanted if number is not None and number < 0}, reverse=True)
    if not new:
        return {}
    return dict(zip(new, take_with_check_digit(series=series, count=len(new)), strict=True))


def _numbered(
    change: PersonChange, people: Mapping[int, int], households: Mapping[int, int]
) -> PersonChange:
    values = dict(change.values)
    if values.get("household_no") in households:
        values["household_no"] = households[values["household_no"]]
    number = people.get(change.addressee_no, change.addressee_no)
    course = tuple(
        replace(one, items={**one.items, "household_no": households[one.items["household_no"]]})
        if one.items["household_no"] in households
        else one
        for one in change.course
    )
    return replace(change, addressee_no=number, values=values, course=course)


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """The register as it stands for the planning of one event."""

    context: Context

    @property
    def today(self) -> date:
        """The day of processing (処理日): today, and nothing else (4.0.3)."""
        return timezone.localtime(self.context.at).date()

    def person(self, addressee_no: int, on: date | None = None) -> ResidentVersion | None:
        """One person's record on a day (today when none is given), also a removed one."""
        return self.people([addressee_no], on).get(addressee_no)

    def people(
        self, addressee_nos: Iterable[int], on: date | None = None
    ) -> dict[int, ResidentVersion]:
        """The records of several persons on a day, by 宛名番号, in the order given."""
        wanted = list(addressee_nos)
        found = people_as_of(valid_on=on or self.today, known_at=self.context.at)
        rows = {row.addressee_no: row for row in found.filter(addressee_no__in=wanted)}
        return {number: rows[number] for number in wanted if number in rows}

    def household(self, household_no: int, on: date | None = None) -> list[ResidentVersion]:
        """The members of a household on a day, the householder first."""
        return list_household(
            household_no=household_no, valid_on=on or self.today, known_at=self.context.at
        )


PlanEvent = Callable[[Any, Now], Plan]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind(EntryKind):
    """A kind of slip with the planning of its event, for who wants to see what would become."""

    plan: PlanEvent


def event_kind(
    *,
    code: str,
    label: str,
    form: type[EventForm],
    plan: PlanEvent,
    subjects: Callable[[Any], Sequence[int]],
) -> EventKind:
    """The kind of slip for an event: checks are its plan's findings and the guards'."""

    def lock(typed: Any, context: Context) -> None:
        lock_people(_touched(plan(typed, Now(context=context)), subjects(typed)))

    def check(typed: Any, context: Context) -> Sequence[Finding]:
        made = plan(typed, Now(context=context))
        stock = low_stock(wanted=sum(count_wanted(one.changes) for one in made.events))
        return [*made.all_findings, *stock, *_asked(made, subjects(typed), context)]

    def carry_out(typed: Any, context: Context, entry: Entry) -> Mapping[str, object]:
        made = with_numbers(plan(typed, Now(context=context)))
        return carry_out_plan(typed=typed, made=made, context=context, entry=entry)

    return EventKind(
        code=f"register.{code}", label=label, form=form, subjects=subjects, check=check,
        carry_out=carry_out, lock=lock, plan=plan,
    )  # fmt: skip


def _touched(made: Plan, subjects: Sequence[int]) -> list[int]:
    """Everybody whom the event and those that follow concern, and who lives with them."""
    people = {*subjects, *(change.addressee_no for one in made.events for change in one.changes)}
    households = {number for one in made.events for number in one.household_nos}
    known = [number for number in people if number > 0]
    return sorted({*known, *members_of(household_nos=households)})


def _asked(made: Plan, subjects: Sequence[int], context: Context) -> list[Finding]:
    found: list[Finding] = []
    for one in made.events:
        people = {change.addressee_no for change in one.changes if change.addressee_no > 0}
        found += ask_guards(
            addressee_nos=sorted({*subjects, *people} if one is made else people),
            household_nos=sorted(number for number in one.household_nos if number > 0),
            reason=one.reason.value, context=context,
        )  # fmt: skip
    return found


def carry_out_plan(
    *, typed: EventForm, made: Plan, context: Context, entry: Entry | None
) -> Mapping[str, object]:
    """Write the event with its rows and tell the followers; what the slip remembers of it."""
    made.changes = with_resident_codes(made.changes, at=context.at)
    own_day, own_basis = made.happened_on, made.basis
    event = Event(
        reason=made.reason.value, basis=(own_basis or typed.basis).value,
        happened_on=own_day or typed.happened_on.day,
        happened_text="" if own_day else typed.happened_on.text,
        notified_on=None if own_basis else typed.notified_on,
        processed_on=timezone.localtime(context.at).date(),
        recorded_at=context.at, notifier=typed.notifier,
        notifier_relation=typed.notifier_relation, note=_notes(typed.note, made.note),
        is_special=typed.is_special or made.is_special, is_light=made.is_light,
        place=entry.place if entry else context.actor.who.section,
        terminal=entry.terminal if entry else context.terminal,
        entered_by=entry.entered_by if entry else context.actor.who.login,
        checked_by=context.actor.who.login, entry_no=entry.pk if entry else None,
        cancels_id=made.cancels, detail=made.detail,
    )  # fmt: skip
    changed = write_event(event=event, changes=made.changes)
    if made.individual_numbers:
        store_many(numbers=made.individual_numbers, at=context.at)
    if not made.is_passing:
        tell_followers(changes=changed, context=context)
    told: dict[str, object] = {"異動": event.pk, "宛名番号": event.addressee_nos}
    if made.then is not None:
        after = replace(context, at=context.at + MOMENT)
        more = carry_out_plan(typed=typed, made=made.then, context=after, entry=entry)
        told["続く異動"] = [more["異動"], *_as_list(more.get("続く異動"))]
    return told


def _notes(*notes: str) -> str:
    return "\n".join(note for note in notes if note)


def _as_list(value: object) -> list[object]:
    """The events that followed, none as an empty list."""
    return list(value) if isinstance(value, list) else []
