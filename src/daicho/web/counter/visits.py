# SPDX-License-Identifier: Apache-2.0
"""What else must be done today: on screen, as a list to take along, and by section."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.domains.register.public import EVENT_KINDS, list_household, see
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.access.rows import covers_office, in_named_office
from daicho.foundation.actions.action import perform_at
from daicho.foundation.entries.kinds import read_form
from daicho.foundation.entries.models import Entry
from daicho.foundation.entries.store import content_of
from daicho.foundation.ui.paging import page_number, page_of
from daicho.kernel.dates import parse_date
from daicho.kernel.findings import Finding
from daicho.web.counter.actions import ReceiveVisit, SettleTask
from daicho.web.counter.guidance.data import LANGUAGES, Guidance, guidance_of
from daicho.web.counter.lines import entries_of, groups_of, lines_of, numbers_of_visit
from daicho.web.counter.models import CounterTask, TaskState, Visit
from daicho.web.counter.paper import print_list
from daicho.web.counter.subjects import (
    Names,
    event_of,
    numbers_of,
    people_of_entry,
    refuse_if_stopped,
    rows_of,
)

FUNCTION = "counter.use"


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="窓口総合支援（入力票）")
def of_slip(request: DeskRequest, number: int) -> HttpResponse:
    """Ask what the register does not know, then list what a slip brings."""
    entry = Entry.objects.filter(pk=number, kind__in=list(EVENT_KINDS)).first()
    event = event_of(entry) if entry is not None else ""
    if entry is None or not event:
        raise Http404("窓口総合支援のある入力票ではありません")
    numbers = numbers_of(entry)
    refuse_if_stopped(numbers, request.desk.context)
    request.desk.saw(*numbers)
    visit = Visit.objects.filter(entry_no=number).first()
    if request.method == "POST":
        return _receive(request, _Asked(event, _happened_on(entry, request), tuple(numbers), entry))
    if visit is not None:
        return HttpResponseRedirect(reverse("counter:visit", args=[visit.pk]))
    return _ask(request, _Asked(event, _happened_on(entry, request), tuple(numbers), entry))


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="窓口総合支援（住民）")
def of_person(request: DeskRequest, number: int, event: str) -> HttpResponse:
    """The same for a person of the register, without a slip."""
    context = request.desk.context
    if event not in _guidance().events or number not in rows_of([number], context):
        raise Http404("用件または宛名番号の該当なし")
    typed = [int(one) for one in request.POST.getlist("person") if _is_number(one)]
    numbers = tuple(rows_of(typed or [number], context))
    refuse_if_stopped(numbers, context)
    request.desk.saw(*numbers)
    day = parse_date(request.POST.get("happened_on", "")).value
    asked = _Asked(event, day or timezone.localtime(context.at).date(), numbers, None)
    return _receive(request, asked) if request.method == "POST" else _ask(request, asked)


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="来庁者の用件")
def visit(request: DeskRequest, number: int) -> HttpResponse:
    """The list with its tick boxes; other answers make it anew."""
    found = _find(request, number)
    entry = entries_of([found]).get(found.entry_no or 0)
    if request.method == "POST":
        numbers = tuple(numbers_of_visit(found, entry))
        return _receive(request, _Asked(found.event, found.happened_on, numbers, entry, found))
    context = _context(request, found)
    return render(request, "counter/visit.html", context)


@require_POST
@page(function=FUNCTION, title="来庁者の用件の処理")
def settle(request: DeskRequest, number: int) -> HttpResponse:
    """Tick a task off; a piece (htmx) gets the line back, else the list."""
    task = CounterTask.objects.select_related("visit").filter(pk=number).first()
    if task is None:
        raise Http404("この用件はありません")
    entries = _admit(request, task.visit)
    outcome = perform_at(request.desk, SettleTask(task_no=number, state=_state(request)))
    task.refresh_from_db()
    if request.headers.get("HX-Request") != "true" and not outcome.is_refused:
        return HttpResponseRedirect(reverse("counter:visit", args=[task.visit_id]))
    lines = lines_of([task], entries, request.desk.context)
    context = {"line": lines[0], "refusals": outcome.findings, "states": TaskState.choices}
    return render(request, "counter/task.html", context, status=422 if outcome.is_refused else 200)


@require_safe
@page(function=FUNCTION, title="来庁者の用件の印刷")
def paper(request: DeskRequest, number: int) -> HttpResponse:
    """The list to take along, in large type; with furigana and another language where asked."""
    found = _find(request, number)
    language = request.GET.get("language", "")
    request.desk.note(来庁=number)
    content = print_list(
        visit=found, groups=groups_of(found, request.desk.context), guidance=_guidance(),
        has_furigana=bool(request.GET.get("furigana")),
        language=language if language in LANGUAGES else "", made_at=request.desk.context.at,
    )  # fmt: skip
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="visit-{number}.pdf"'
    return response


@require_safe
@page(function=FUNCTION, title="今日来る人")
def today(request: DeskRequest) -> HttpResponse:
    """Whom a section expects today: visits with open tasks, in the order of coming."""
    guidance = _guidance()
    day = timezone.localtime(request.desk.context.at).date()
    section = request.GET.get("section", "")
    found = in_named_office(
        CounterTask.objects.select_related("visit").filter(visit__visit_on=day),
        actor=request.desk.context.actor, function="counter.use", field="visit__place", on=day,
    )  # fmt: skip
    if section in guidance.sections:
        found = found.filter(section=section)
    if not request.GET.get("all"):
        found = found.filter(state=TaskState.OPEN)
    tasks, paging = page_of(found.order_by("visit__opened_at", "pk"), page_number(
        request.GET.get("page")
    ))  # fmt: skip
    entries = entries_of(one.visit for one in tasks)
    lines = lines_of(tasks, entries, request.desk.context)
    request.desk.saw(*(
        number for one in tasks
        for number in numbers_of_visit(one.visit, entries.get(one.visit.entry_no or 0))
    ))  # fmt: skip
    context = {
        "lines": lines, "paging": paging, "sections": guidance.sections.values(),
        "section": section, "events": guidance.events, "states": TaskState.choices,
    }  # fmt: skip
    return render(request, "counter/today.html", context)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a visit is about, before it is received."""

    event: str
    happened_on: date
    numbers: tuple[int, ...]
    entry: Entry | None
    visit: Visit | None = None


def _receive(request: DeskRequest, asked: _Asked) -> HttpResponse:
    outcome = perform_at(
        request.desk,
        ReceiveVisit(
            event=asked.event, happened_on=asked.happened_on, addressee_nos=asked.numbers,
            entry_no=asked.entry.pk if asked.entry else None,
            visit_no=asked.visit.pk if asked.visit else None,
            answers=tuple(request.POST.getlist("answer")),
            queue_no=request.POST.get("queue_no", ""),
        ),
    )  # fmt: skip
    if outcome.value is None:
        return _ask(request, asked, refusals=outcome.findings, status=422)
    return HttpResponseRedirect(reverse("counter:visit", args=[outcome.value]))


def _ask(
    request: DeskRequest, asked: _Asked, *, refusals: Iterable[Finding] = (), status: int = 200
) -> HttpResponse:
    guidance = _guidance()
    relevant = {
        one.asks for one in guidance.procedures.values() if one.asks and asked.event in one.events
    }
    context: dict[str, Any] = {
        "event": guidance.events[asked.event], "entry": asked.entry, "asked": asked,
        "refusals": refusals, "answers": request.POST.getlist("answer"),
        "queue_no": request.POST.get("queue_no", ""),
        "questions": [one for code, one in guidance.questions.items() if code in relevant],
        "people": _people(request, asked),
    }  # fmt: skip
    return render(request, "counter/ask.html", context, status=status)


def _people(request: DeskRequest, asked: _Asked) -> list[tuple[int, str]]:
    """Whom the visit may be about: the persons of the slip, else the household."""
    context = request.desk.context
    if asked.entry is not None:
        numbers = [one.number for one in people_of_entry(asked.entry, context)]
    else:
        numbers = list(asked.numbers)
        rows = list(rows_of(numbers, context).values())
        today = timezone.localtime(context.at).date()
        seen = see(rows, actor=context.actor, on=today)
        for one in seen:
            if not one.hides_places:
                numbers += [n for n in _mates(one.row.household_no, request) if n not in numbers]
        request.desk.saw(*numbers)
    names = Names(numbers, context)
    return [(number, names.of(number, asked.entry)) for number in numbers]


def _mates(household_no: int | None, request: DeskRequest) -> list[int]:
    if household_no is None:
        return []
    at = request.desk.context.at
    members = list_household(
        household_no=household_no, valid_on=timezone.localtime(at).date(), known_at=at
    )
    return [one.addressee_no for one in members]


def _context(request: DeskRequest, found: Visit) -> dict[str, Any]:
    guidance = _guidance()
    relevant = {
        one.asks for one in guidance.procedures.values() if one.asks and found.event in one.events
    }
    groups = groups_of(found, request.desk.context)
    entry = entries_of([found]).get(found.entry_no or 0)
    numbers = numbers_of_visit(found, entry)
    names = Names(numbers, request.desk.context)
    return {
        "visit": found, "event": guidance.events[found.event], "groups": groups,
        "count": sum(len(group.lines) for group in groups),
        "names": [(number, names.of(number, entry)) for number in numbers],
        "questions": [one for code, one in guidance.questions.items() if code in relevant],
        "answers": found.answers, "states": TaskState.choices, "languages": LANGUAGES.items(),
        "laws_verified": guidance.laws_verified,
    }  # fmt: skip


def _find(request: DeskRequest, number: int) -> Visit:
    found = Visit.objects.filter(pk=number).first()
    if found is None or found.event not in _guidance().events:
        raise Http404("この来庁はありません")
    context = request.desk.context
    if not covers_office(
        actor=context.actor, function="counter.use", name=found.place,
        on=timezone.localtime(context.at).date(),
    ):  # fmt: skip
        raise PermissionDenied("所管の範囲外の来庁です。")
    _admit(request, found)
    return found


def _admit(request: DeskRequest, found: Visit) -> dict[int, Entry]:
    """Nobody under 照会抑止; whoever is seen is noted. Gives the slip, by its number."""
    entries = entries_of([found])
    numbers = numbers_of_visit(found, entries.get(found.entry_no or 0))
    refuse_if_stopped(numbers, request.desk.context)
    request.desk.saw(*numbers)
    return entries


def _happened_on(entry: Entry, request: DeskRequest) -> date:
    """The day of the event as typed; today while it cannot be read."""
    read = read_form(EVENT_KINDS[entry.kind], content_of(entry))
    happened = getattr(read.form, "happened_on", None)
    return happened.day if happened else timezone.localtime(request.desk.context.at).date()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _state(request: DeskRequest) -> str:
    """A tick box that is off sends nothing: then the task is open again."""
    return request.POST.get("state", TaskState.OPEN)


def _guidance() -> Guidance:
    return guidance_of(settings.MUNICIPALITY_CODE)
