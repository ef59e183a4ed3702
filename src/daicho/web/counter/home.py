# SPDX-License-Identifier: Apache-2.0
"""The screen of the counter: from a name to the person in two keystrokes, and what concerns them.

A name is posted, never in an address. Persons are found by name, birth date and number only: a
search by place could tell where a protected person lives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.certificates.public import list_issues
from daicho.domains.register.public import (
    EVENT_KINDS,
    Criteria,
    Seen,
    household_of,
    list_history,
    restrained_among,
    search,
    see,
    warnings_about,
)
from daicho.domains.seals.public import state_of
from daicho.domains.tax.inhabitants.public import open_effects
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.entries.models import Entry, State
from daicho.foundation.entries.store import open_entries, open_entries_about
from daicho.kernel.dates import age_on, parse_date
from daicho.kernel.numbers import holds_individual_number
from daicho.kernel.text import is_kana, to_half_ascii
from daicho.web.counter.guidance.data import Guidance, guidance_of
from daicho.web.counter.models import TaskState, Visit
from daicho.web.counter.subjects import rows_of

FUNCTION = "counter.use"
SHOWN = 12  # suggestions: as many as a glance takes in
MOVE_IN = "register.move_in"


@require_safe
@page(function=FUNCTION, title="窓口総合支援")
def home(request: DeskRequest) -> HttpResponse:
    """Where a clerk begins, with the slips they have not finished."""
    return render(request, "counter/home.html", _home(request))


@require_POST
@page(function=FUNCTION, title="窓口の人名候補")
def suggest(request: DeskRequest) -> HttpResponse:
    """Who it may be, as the name is typed; without a script the same as a page."""
    text = request.POST.get("q", "").strip()
    if holds_individual_number(text):
        request.desk.note(条件="個人番号とみられるため探しません")
        criteria = None
    else:
        request.desk.note(条件=text)
        criteria = criteria_of(text)
    found = _found(request, criteria) if criteria is not None else {}
    template = "counter/suggestions.html"
    if request.headers.get("HX-Request") != "true":
        template, found = "counter/home.html", found | _home(request) | {"typed": text}
    return render(request, template, found | {"is_asked": bool(text)})


@require_safe
@page(function=FUNCTION, title="窓口の住民画面")
def person(request: DeskRequest, number: int) -> HttpResponse:
    """The household, the warnings, what is open, and the businesses by access keys."""
    desk = request.desk
    row = rows_of([number], desk.context).get(number)
    if row is None:
        raise Http404("宛名番号の該当なし")
    desk.saw(number)
    warnings = warnings_about(row=row, context=desk.context)
    if (stop := next((one for one in warnings if one.stops), None)) is not None:
        raise PermissionDenied(stop.text)
    today = timezone.localtime(desk.context.at).date()
    seen = see([row], actor=desk.context.actor, on=today)[0]
    context: dict[str, Any] = {
        "seen": seen, "row": row, "warnings": warnings, "number": number,
        "age": age_on(row.birth_date, today) if row.birth_date and row.is_resident else None,
        "members": _members(request, seen), "businesses": _businesses(request, number),
        "events": guidance_of_ward().events.values(),
    }  # fmt: skip
    return render(request, "counter/person.html", context | _open(request, number))


def criteria_of(text: str) -> Criteria | None:
    """Words as they come: 宛名番号, birth date, kana, or a name; nothing for a single letter."""
    number: int | None = None
    birth, kana, name = None, "", ""
    for word in text.replace("　", " ").split():
        plain = to_half_ascii(word)
        day = parse_date(word).value
        if day is not None:
            birth = day
        elif plain.isascii() and plain.isdigit():
            number = int(plain) if len(plain) < 16 else number
        elif is_kana(word):
            kana += word
        else:
            name += word
    if len(kana) < 2 and not name and number is None and birth is None:
        return None
    return Criteria(name=name, kana=kana, addressee_no=number, birth_from=birth, birth_to=birth)


def _found(request: DeskRequest, criteria: Criteria) -> dict[str, Any]:
    context = request.desk.context
    today = timezone.localtime(context.at).date()
    found = search(
        criteria=criteria, page=1, may_see_protected=PROTECTED_VIEW in context.actor.functions,
        on=today,
    )  # fmt: skip
    rows = [hit.row for hit in found.hits[:SHOWN]]
    lines = see(rows, actor=context.actor, on=today)
    request.desk.saw(*(line.addressee_no for line in lines))
    return {
        "lines": lines, "count": found.count, "is_bound": found.is_bound,
        "more": max(found.count - SHOWN, 0),
        "restrained": restrained_among(rows=rows, context=context),
    }  # fmt: skip


def _home(request: DeskRequest) -> dict[str, Any]:
    """What this clerk has begun and not entered, the latest first."""
    actor = request.desk.context.actor
    drafts: list[tuple[Entry, str, str]] = []
    if "register.enter" in actor.functions:
        own = open_entries(kinds=EVENT_KINDS).filter(
            state__in=[State.DRAFT, State.RETURNED], writers__contains=[actor.who.login]
        )
        drafts = [
            (one, EVENT_KINDS[one.kind].label, _edit_url(one))
            for one in own.order_by("-updated_at")[:SHOWN]
        ]
    return {"drafts": drafts}


def _edit_url(entry: Entry) -> str:
    route = "counter:edit-move-in" if entry.kind == MOVE_IN else "register:edit-slip"
    return reverse(route, args=[entry.pk])


def _members(request: DeskRequest, seen: Seen) -> list[Seen]:
    """Who lives in the household now; nobody where that would tell the place."""
    context = request.desk.context
    if seen.row.household_no is None or seen.hides_places:
        return []
    today = timezone.localtime(context.at).date()
    rows = household_of(household_no=seen.row.household_no, valid_on=today, known_at=context.at)
    members = see([one for one in rows if one.is_resident], actor=context.actor, on=today)
    request.desk.saw(*(one.addressee_no for one in members))
    return members


def _open(request: DeskRequest, number: int) -> dict[str, Any]:
    """What is under way for the person, each part for those who hold its function."""
    functions = request.desk.context.actor.functions
    today = timezone.localtime(request.desk.context.at).date()
    slips = [
        (one, EVENT_KINDS[one.kind].label if one.kind in EVENT_KINDS else "")
        for one in open_entries_about(addressee_nos=[number])
    ]
    entry_nos = {row.event.entry_no for row in list_history(addressee_no=number) if row.event}
    visits = Visit.objects.filter(
        Q(addressee_nos__contains=[number]) | Q(entry_no__in=entry_nos - {None}),
        tasks__state__in=[TaskState.OPEN, TaskState.LATER],
    ).distinct()
    events = guidance_of_ward().events
    return {
        "slips": slips,
        "visits": [(one, events[one.event]) for one in visits if one.event in events],
        "issues": list_issues(addressee_no=number, first=today, last=today)
        if "certificate.issue" in functions
        else [],
        "seal": state_of(addressee_no=number, at=request.desk.context.at)
        if functions & {"seal.register", "seal.certify"}
        else "",
        "tax_effects": open_effects().filter(addressee_no=number).count()
        if "tax.taxpayer.view" in functions
        else 0,
    }


@dataclass(frozen=True, slots=True)
class Business:
    """One of the usual businesses: its label, its key, where it begins."""

    label: str
    key: str
    url: str


# Label, access key, function, route, what the route takes ("kind of slip" or nothing).
_USUAL: tuple[tuple[str, str, str, str, str], ...] = (
    ("転入", "1", "register.enter", "counter:move-in", ""),
    ("転居", "2", "register.enter", "register:type-slip", "register.move_within"),
    ("転出", "3", "register.enter", "register:type-slip", "register.move_out"),
    ("世帯", "4", "register.enter", "register:type-slip", "register.household_change"),
    ("証明", "5", "certificate.issue", "certificates:new", "number"),
    ("印鑑", "6", "seal.register", "seals:person", "number"),
)


def _businesses(request: DeskRequest, number: int) -> list[Business]:
    held = request.desk.context.actor.functions
    found = []
    for label, key, function, route, takes in _USUAL:
        if function not in held:
            continue
        given: list[object] = [] if not takes else [number] if takes == "number" else [takes]
        try:
            url = reverse(route, args=given)
        except NoReverseMatch:  # of a domain that is not installed here
            continue
        found.append(Business(label, key, url if takes == "number" else f"{url}?person={number}"))
    return found


def guidance_of_ward() -> Guidance:
    """The guidance of this municipality."""
    return guidance_of(settings.MUNICIPALITY_CODE)
