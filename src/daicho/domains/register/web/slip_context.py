# SPDX-License-Identifier: Apache-2.0
"""What the pages of slips show: the form, the persons, and what would become of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from daicho.domains.register.events.base import EventKind
from daicho.domains.register.events.kinds import EVENT_KINDS
from daicho.domains.register.events.preview import Outlook as Planned
from daicho.domains.register.events.preview import preview
from daicho.domains.register.history import latest_rows
from daicho.domains.register.hooks import list_papers
from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.register.selectors import find_person, household_of
from daicho.domains.register.showing import Seen, changed_items, label_of, see
from daicho.domains.register.web.slip_former import is_move_in, offer_on_page, start_former
from daicho.foundation.access.pages import DeskRequest
from daicho.foundation.access.rows import in_named_office
from daicho.foundation.entries.kinds import EntryKind
from daicho.foundation.entries.models import Entry, State
from daicho.foundation.entries.store import content_of, open_entries
from daicho.foundation.ui.paging import page_number, page_of
from daicho.foundation.ui.slip_form import inputs_of, rows_about_people
from daicho.kernel.findings import Finding, Severity


@dataclass
class Typing:
    """A slip while it is typed."""

    kind: EntryKind
    data: dict[str, Any]
    entry: Entry | None = None
    person: int | None = None
    number: int | None = None
    version: int | None = None
    acknowledged: tuple[str, ...] = ()
    more_rows: str = ""
    is_looked_at: bool = False
    findings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to choose in a slip."""

    number: int
    key: str
    name: str
    relationship: str
    household_no: int | None
    place: int

    @property
    def columns(self) -> dict[str, Any]:
        """What a row about this person begins with, by the names of its inputs."""
        return {
            "addressee_no": self.key, "relationship": self.relationship, "place": self.place
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would become of one person: item, before, after."""

    name: str
    number: str
    reason: str
    items: list[tuple[str, str, str]] = field(default_factory=list)


def start_with(request: DeskRequest, kind: EntryKind, person: int) -> dict[str, Any]:
    """What is known before anything is typed: the person, and the household for forms of many."""
    fields = kind.form.model_fields
    start: dict[str, Any] = {name: person for name in ("addressee_no",) if name in fields}
    if "addressee_nos" in fields:
        start["addressee_nos"] = [person]
    if is_move_in(kind):
        start["members"] = start_former(request, person)
    members = members_about(request, [person])
    for name, columns in rows_about_people(kind.form).items():
        start[name] = [
            {item: value for item, value in one.columns.items() if item in columns}
            for one in members
        ]
    if (home := fields.get("household_no")) is not None and home.is_required():
        start["household_no"] = next((o.household_no for o in members if o.number == person), None)
    return start


def show_form(request: DeskRequest, typing: Typing) -> dict[str, Any]:
    """The context of the page on which a slip is typed."""
    findings = list(typing.findings)
    outlook: list[Outlook] = []
    if typing.is_looked_at:
        findings, outlook = look_ahead(request, typing.kind, typing.data)
    entry = typing.entry
    return {
        "kind": typing.kind,
        "inputs": inputs_of(
            typing.kind.form, typing.data, findings=findings, more_rows=typing.more_rows
        ),
        "members": members_about(request, _about(typing)),
        "entry_no": typing.number or (entry.pk if entry else None),
        "version": typing.version or (entry.version if entry else None),
        "person": typing.person,
        "suggest_base": "/register/suggest/",
        "errors": [one for one in findings if one.severity is Severity.ERROR],
        "alerts": [one for one in findings if one.severity is Severity.WARNING],
        "acknowledged": typing.acknowledged,
        "outlook": outlook,
        "is_looked_at": typing.is_looked_at,
        "returned": entry.reason if entry is not None and entry.state == State.RETURNED else "",
        "former": offer_on_page(request, typing.kind, typing.data) if findings else [],
    }


def show_slip(request: DeskRequest, entry: Entry) -> dict[str, Any]:
    """The context of the page on which a slip is checked."""
    kind = EVENT_KINDS[entry.kind]
    findings, outlook = look_ahead(request, kind, content_of(entry))
    login = request.desk.context.actor.who.login
    is_waiting = entry.state == State.PROVISIONAL
    return {
        "entry": entry,
        "kind": kind,
        "findings": findings if is_waiting else [],
        "outlook": outlook if is_waiting else [],
        "is_waiting": is_waiting,
        "is_own": login in entry.writers,
        "people": members_of_entry(request, entry),
        "papers": papers_of(request, entry),
        "is_open": entry.state in (State.DRAFT, State.PROVISIONAL, State.RETURNED),
    }


def papers_of(request: DeskRequest, entry: Entry) -> list[tuple[str, str]]:
    """The papers that are due from what was registered (処理の一連の流れで: 4.1.3.0.3, 4.3.3)."""
    if entry.state != State.REGISTERED:
        return []
    events = Event.objects.filter(entry_no=entry.pk).order_by("recorded_at", "pk")
    return list_papers(events=list(events), context=request.desk.context)


def list_slips(request: DeskRequest) -> dict[str, Any]:
    """Open slips, narrowed by state, place or "mine"."""
    context = request.desk.context
    found = in_named_office(
        open_entries(kinds=EVENT_KINDS), actor=context.actor, function="register.enter",
        field="place", on=timezone.localtime(context.at).date(),
    )  # fmt: skip
    offered = found
    state, place = request.GET.get("state", ""), request.GET.get("place", "")
    if state in State.values:
        found = found.filter(state=state)
    if place:
        found = found.filter(place=place)
    if request.GET.get("mine"):
        found = found.filter(writers__contains=[request.desk.context.actor.who.login])
    rows, paging = page_of(found, page_number(request.GET.get("page")))
    numbers = {number for row in rows for number in row.subjects}
    names = {number: row.name for number, row in latest_rows(numbers).items()}
    request.desk.saw(*sorted(numbers))
    return {
        "slips": [
            (row, EVENT_KINDS[row.kind].label, [names.get(one, str(one)) for one in row.subjects])
            for row in rows
        ],
        "paging": paging,
        "states": [one for one in State.choices if one[0] in ("draft", "provisional", "returned")],
        "state": state,
        "place": place,
        "places": sorted(offered.order_by("place").values_list("place", flat=True).distinct()),
    }


def members_about(request: DeskRequest, numbers: Sequence[int]) -> list[Person]:
    """The persons and those who share a household with them, to choose from."""
    context = request.desk.context
    today = timezone.localtime(context.at).date()
    found: dict[int, ResidentVersion] = {}
    for number in numbers:
        row = find_person(addressee_no=number, valid_on=today, known_at=context.at)
        if row is None:
            continue
        found[number] = row
        if row.household_no is not None:
            members = household_of(
                household_no=row.household_no, valid_on=today, known_at=context.at
            )
            found |= {one.addressee_no: one for one in members if one.is_resident}
    request.desk.saw(*found)
    return [
        Person(one, str(one), row.name, row.relationship, row.household_no, place)
        for place, (one, row) in enumerate(found.items(), start=1)
    ]


def members_of_entry(request: DeskRequest, entry: Entry) -> list[Seen]:
    """The persons whom a slip is about, as the reader may see them."""
    today = timezone.localtime(request.desk.context.at).date()
    rows = list(latest_rows(entry.subjects).values())
    return see(rows, actor=request.desk.context.actor, on=today)


def look_ahead(
    request: DeskRequest, kind: EntryKind, data: dict[str, Any]
) -> tuple[list[Finding], list[Outlook]]:
    """Every finding against a slip, and what would become of each person."""
    if not isinstance(kind, EventKind):
        return [], []
    seen = preview(kind=kind, data=data, context=request.desk.context)
    findings = list(seen.findings)
    if any(one.severity is Severity.ERROR for one in findings):
        return findings, []
    return findings, [_shown(request, one) for one in seen.outlooks]


def _shown(request: DeskRequest, one: Planned) -> Outlook:
    """As the reader may see it: hidden items stay hidden in both columns."""
    today = timezone.localtime(request.desk.context.at).date()
    rows = [row for row in (one.before, one.after) if row is not None]
    seen = see(rows, actor=request.desk.context.actor, on=today)
    new, old = seen[-1], seen[0] if one.before is not None else None
    hides = any(record.hides_places for record in seen)
    items = [
        (label_of(name), old.text[name] if old else "", new.text[name])
        for name in changed_items(one.before, one.after)
        if not hides or new.text[name]
    ]
    number = str(one.addressee_no) if one.addressee_no > 0 else "新しい宛名番号"
    return Outlook(one.after.name, number, one.plan.reason.label_ja, items)


def _about(typing: Typing) -> list[int]:
    typed = [typing.person, *typing.data.get("addressee_nos", []), typing.data.get("addressee_no")]
    for name in rows_about_people(typing.kind.form):
        typed += [row.get("addressee_no") for row in typing.data.get(name, [])]
    if typing.entry is not None:
        typed += typing.entry.subjects
    numbers = [int(one) for one in typed if one is not None and str(one).isdigit()]
    return list(dict.fromkeys(numbers))
