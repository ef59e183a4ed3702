# SPDX-License-Identifier: Apache-2.0
"""A person of the register: all items, the household, the history, notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from daicho.domains.register.events.kinds import EVENT_KINDS
from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.selectors import find_person, household_of
from daicho.domains.register.showing import Seen, changed_items, label_of, see
from daicho.domains.register.warnings import warnings_about
from daicho.domains.register.web.presence import colleagues_at
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.entries.store import open_entries_about
from daicho.kernel.dates import age_on, parse_date

FUNCTION = "register.view"


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to one part of the person's pages."""

    label: str
    url: str
    is_current: bool


TABS = (
    ("person", "記載事項"),
    ("household", "世帯"),
    ("history", "異動履歴"),
    ("notes", "備考・メモ"),
)


@require_safe
@page(function=FUNCTION, title="住民照会")
def person(request: DeskRequest, number: int) -> HttpResponse:
    """Every item, as of a day and as known at a time; today and now unless asked otherwise."""
    as_of = _as_of(request)
    context = frame(request, number, "person", as_of=as_of)
    return render(request, "register/person.html", context)


@require_safe
@page(function=FUNCTION, title="世帯照会")
def household(request: DeskRequest, number: int) -> HttpResponse:
    """The members in their order, and those who have left (3.3)."""
    context = frame(request, number, "household")
    seen: Seen = context["seen"]
    members: list[Seen] = []
    if seen.row.household_no is not None and not seen.hides_places:
        rows = household_of(
            household_no=seen.row.household_no, valid_on=context["day"],
            known_at=request.desk.context.at,
        )  # fmt: skip
        members = see(rows, actor=request.desk.context.actor, on=context["day"])
        request.desk.saw(*(one.addressee_no for one in members))
    context |= {"members": members, "is_hidden": seen.hides_places}
    return render(request, "register/household.html", context)


@require_safe
@page(function=FUNCTION, title="異動履歴照会")
def history(request: DeskRequest, number: int) -> HttpResponse:
    """Every event of the person, the latest first, with what it changed."""
    context = frame(request, number, "history")
    context["changes"] = _changes(request, number, context["day"])
    return render(request, "register/history.html", context)


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the history: the event that made it, and the items that differ from before."""

    row: ResidentVersion
    items: list[tuple[str, str, str]]  # label, before, after
    is_replaced: bool
    hides_note: bool  # what was noted may name the place


def _changes(request: DeskRequest, number: int, day: dt.date) -> list[Change]:
    rows = list(
        ResidentVersion.objects.filter(addressee_no=number)
        .select_related("event")
        .order_by("history_no")
    )
    seen = see(rows, actor=request.desk.context.actor, on=day)
    found = []
    for place, one in enumerate(seen):
        row = one.row
        if row.event is not None and row.recorded.lower != row.event.recorded_at:
            continue  # said again beside a later event: it tells nothing new
        before = seen[place - 1] if place else None
        names = changed_items(before.row if before else None, row)
        items = [
            (label_of(name), before.text[name] if before else "", one.text[name]) for name in names
        ]
        found.append(Change(row, items, row.recorded.upper is not None, one.hides_places))
    return found[::-1]


def frame(
    request: DeskRequest,
    number: int,
    tab: str,
    *,
    as_of: tuple[dt.date, dt.datetime] | None = None,
) -> dict[str, Any]:
    """What the pages of a person share; the look is noted for the log. 404 for nobody."""
    now = request.desk.context.at
    today = timezone.localtime(now).date()
    day, known_at = as_of or (today, now)
    row = find_person(addressee_no=number, valid_on=day, known_at=known_at) or _any_row(number)
    if row is None:
        raise Http404("宛名番号の該当なし")
    request.desk.saw(number)
    warnings = warnings_about(row=row, context=request.desk.context)
    if (stop := next((one for one in warnings if one.stops), None)) is not None:
        raise PermissionDenied(stop.text)  # 照会抑止 (3.1): until it is released
    seen = see([row], actor=request.desk.context.actor, on=today)[0]
    return {
        "seen": seen,
        "row": row,
        "age": age_on(row.birth_date, today) if row.birth_date and row.is_resident else None,
        "day": day,
        "known_at": known_at,
        "is_past": as_of is not None,
        "warnings": warnings,
        "slips": open_entries_about(addressee_nos=[number]).filter(kind__in=list(EVENT_KINDS)),
        "businesses": _businesses(request, number),
        "colleagues": colleagues_at(number=number, actor=request.desk.context.actor, at=now),
        "tabs": [
            Tab(label, reverse(f"register:{name}", args=[number]), name == tab)
            for name, label in TABS
        ],
    }


def _businesses(request: DeskRequest, number: int) -> list[tuple[str, str]]:
    """What other domains do for a person, as far as the reader may: label and address."""
    held = request.desk.context.actor.functions
    links = import_string(f"{settings.REGISTER_HOOKS}.PERSON_LINKS")
    return [
        (label, reverse(route, args=[*arguments, number]))
        for label, function, route, *arguments in links
        if function in held
    ]


def _any_row(number: int) -> ResidentVersion | None:
    """The latest row of somebody who has none on the day asked for."""
    return ResidentVersion.objects.filter(addressee_no=number).order_by("-history_no").first()


def _as_of(request: DeskRequest) -> tuple[dt.date, dt.datetime] | None:
    """The day and the moment asked for; an unreadable one counts as not asked."""
    day = parse_date(request.GET.get("day", "")).value
    known = parse_date(request.GET.get("known", "")).value
    if day is None and known is None:
        return None
    now = request.desk.context.at
    request.desk.note(時点=(day or known or now.date()).isoformat())
    moment = now
    if known is not None:
        end = dt.datetime.combine(known + dt.timedelta(days=1), dt.time.min)
        moment = min(now, timezone.make_aware(end) - dt.timedelta(microseconds=1))
    return day or timezone.localtime(now).date(), moment
