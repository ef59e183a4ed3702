# SPDX-License-Identifier: Apache-2.0
"""Slips of events: choose, type, look at what would become, enter, check, register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.domains.register.actions.slips import (
    DraftEvent,
    EnterEvent,
    RegisterEvent,
    ReturnEvent,
    WithdrawEvent,
)
from daicho.domains.register.events.kinds import EVENT_KINDS
from daicho.domains.register.hooks import page_after
from daicho.domains.register.models import Event
from daicho.domains.register.web.slip_context import (
    Typing,
    list_slips,
    members_about,
    members_of_entry,
    show_form,
    show_slip,
    start_with,
)
from daicho.domains.register.web.slip_former import take_up_former
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.access.rows import covers_office
from daicho.foundation.actions.action import Outcome, perform_at
from daicho.foundation.audit.models import Kind
from daicho.foundation.entries.models import OPEN_STATES, Entry, State
from daicho.foundation.entries.store import content_of
from daicho.foundation.ui.slip_form import typed_of
from daicho.foundation.ui.slip_rows import take_from_row_before, with_value
from daicho.kernel.dates import format_japanese_short
from daicho.kernel.findings import Severity

MOST_AT_ONCE = 50  # slips registered together (4.0.8: 件数に上限)


@require_safe
@page(function="register.enter", title="入力票の一覧")
def slips(request: DeskRequest) -> HttpResponse:
    """Everything that waits: one's own, those to check, those returned."""
    return render(request, "register/slips.html", list_slips(request))


@require_safe
@page(function="register.enter", title="異動の種類の選択")
def new(request: DeskRequest) -> HttpResponse:
    """Which event; for a person, if one is given."""
    person = _number(request.GET.get("person", ""))
    context = {"kinds": EVENT_KINDS.values(), "person": person, "members": []}
    if person is not None:
        request.desk.saw(person)
        context["members"] = members_about(request, [person])
    return render(request, "register/new_slip.html", context)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@page(function="register.enter", title="住民異動の入力")
def type_new(request: DeskRequest, kind: str) -> HttpResponse:
    """A new slip of a kind."""
    if kind not in EVENT_KINDS:
        raise Http404("この種類の異動はありません")
    person = _number(request.GET.get("person", ""))
    # The day on which something is made known is today as a rule (4.1.0.2), that of the event not.
    today = timezone.localtime(request.desk.context.at).date()
    start: dict[str, Any] = {"notified_on": format_japanese_short(today)}
    if person is not None:
        request.desk.saw(person)
        start |= start_with(request, EVENT_KINDS[kind], person)
    if (event := _number(request.GET.get("event", ""))) is not None:
        start["event_no"] = event
    return _type(request, Typing(kind=EVENT_KINDS[kind], data=start, person=person))


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@page(function="register.enter", title="入力票の訂正")
def edit(request: DeskRequest, number: int) -> HttpResponse:
    """A draft, a returned slip, or one that waits for its check."""
    entry = _find(request, number)
    if entry.state not in OPEN_STATES:
        return HttpResponseRedirect(reverse("register:slip", args=[number]))
    request.desk.saw(*entry.subjects)
    is_own = request.desk.context.actor.who.login in entry.writers
    if not is_own and any(one.hides_places for one in members_of_entry(request, entry)):
        # What another typed may be where a protected person moves to.
        raise PermissionDenied("支援措置の対象者の入力票は、支援措置責任者か入力者が開けます。")
    typing = Typing(
        kind=EVENT_KINDS[entry.kind], data=content_of(entry), entry=entry,
        person=entry.subjects[0] if entry.subjects else None,
    )  # fmt: skip
    return _type(request, typing)


@require_safe
@page(function="register.enter", title="入力票")
def slip(request: DeskRequest, number: int) -> HttpResponse:
    """What was entered and what would become of everybody, for the check (審査)."""
    entry = _find(request, number)
    request.desk.saw(*entry.subjects)
    return render(request, "register/slip.html", show_slip(request, entry))


@require_POST
@page(function="register.approve", title="住民異動の審査")
def decide(request: DeskRequest, number: int) -> HttpResponse:
    """Register or return."""
    entry = _find(request, number)
    if request.POST.get("step") == "return":
        reason = request.POST.get("reason", "")
        outcome: Outcome[int] = perform_at(
            request.desk, ReturnEvent(entry_no=number, reason=reason)
        )
        done = "差し戻しました。"
    else:
        outcome = perform_at(request.desk, RegisterEvent(entry_no=number))
        done = "本登録しました。"
    if outcome.is_refused:
        entry.refresh_from_db()
        context = show_slip(request, entry) | {"refusals": outcome.findings}
        return render(request, "register/slip.html", context, status=422)
    messages.success(request, f"入力票{number}を{done}", "good")
    return HttpResponseRedirect(_after(request, number))


@require_POST
@page(function="register.approve", title="住民異動の一括本登録")
def decide_many(request: DeskRequest) -> HttpResponse:
    """Register the chosen ones, each an action of its own; those refused stay, with the reason."""
    chosen = [number for text in request.POST.getlist("slip") if (number := _number(text))]
    if not chosen or len(chosen) > MOST_AT_ONCE:
        messages.error(request, f"1件から{MOST_AT_ONCE}件までを選んでください。", "bad")
        return HttpResponseRedirect(reverse("register:slips"))
    for number in chosen:
        outcome = perform_at(request.desk, RegisterEvent(entry_no=number))
        if outcome.is_refused:
            reasons = " ".join(
                one.message_ja for one in outcome.findings if one.severity is Severity.ERROR
            )
            messages.error(request, f"入力票{number}: {reasons}", "bad")
        else:
            messages.success(request, f"入力票{number}を本登録しました。", "good")
    return HttpResponseRedirect(reverse("register:slips"))


@require_POST
@page(function="register.enter", title="入力票の取下げ")
def withdraw(request: DeskRequest, number: int) -> HttpResponse:
    """Take a slip back for good."""
    entry = _find(request, number)
    action = WithdrawEvent(entry_no=number, reason=request.POST.get("reason", ""))
    outcome = perform_at(request.desk, action)
    if outcome.is_refused:
        context = show_slip(request, entry) | {"refusals": outcome.findings}
        return render(request, "register/slip.html", context, status=422)
    messages.success(request, f"入力票{number}を取り下げました。", "good")
    return HttpResponseRedirect(reverse("register:slips"))


@require_POST
@sensitive_post_parameters()
@page(function="register.enter", title="下書きの保存", kind=Kind.ENTRY)
def draft(request: DeskRequest, kind: str) -> HttpResponse:
    """Keep what is typed so far, sent by the page itself every few seconds; answers in a line."""
    if kind not in EVENT_KINDS:
        raise Http404("この種類の異動はありません")
    data = typed_of(EVENT_KINDS[kind].form, request.POST)
    number, version = (
        _number(request.POST.get("entry", "")),
        _number(request.POST.get("version", "")),
    )
    entry = Entry.objects.filter(pk=number).first() if number else None
    if entry is not None and (entry.state == State.PROVISIONAL or content_of(entry) == data):
        return _saved(request, entry)
    outcome = perform_at(
        request.desk,
        DraftEvent(
            entry_kind=kind, data=data, entry_no=number, version=version,
            subjects_typed=_subjects(data, _number(request.POST.get("person", ""))),
        ),
    )  # fmt: skip
    if outcome.value is None:
        return render(
            request,
            "register/draft.html",
            {"findings": outcome.findings, "entry_no": number, "version": version},
        )
    return _saved(request, Entry.objects.get(pk=outcome.value))


def _saved(request: DeskRequest, entry: Entry) -> HttpResponse:
    context = {"entry_no": entry.pk, "version": entry.version, "is_saved": True}
    return render(request, "register/draft.html", context)


def _type(request: DeskRequest, typing: Typing) -> HttpResponse:
    """The form; with one more row, looked at, or entered."""
    if request.method == "GET":
        return render(request, "register/type_slip.html", show_form(request, typing))
    sent = request.POST
    typing.data = typed_of(typing.kind.form, sent)
    typing.number = _number(sent.get("entry", ""))
    typing.version = _number(sent.get("version", ""))
    typing.acknowledged = tuple(sent.getlist("acknowledged"))
    if sent.get("more"):
        typing.more_rows = sent["more"]
        request.desk.note(操作="行の追加")
        return render(request, "register/type_slip.html", show_form(request, typing))
    if filled := _filled_in(typing, sent):
        typing.data = filled
        request.desk.note(操作="世帯・前の人の取込")
        return render(request, "register/type_slip.html", show_form(request, typing))
    if key := sent.get("take_up"):
        typing.data = take_up_former(request, typing, key)
        request.desk.note(操作="従前の記録の取込")
        return render(request, "register/type_slip.html", show_form(request, typing))
    if sent.get("step") == "look":
        request.desk.note(操作="入力内容の確認")
        typing.is_looked_at = True
        return render(request, "register/type_slip.html", show_form(request, typing))
    action = EnterEvent(
        entry_kind=typing.kind.code, data=typing.data, entry_no=typing.number,
        version=typing.version, acknowledged=typing.acknowledged,
    )  # fmt: skip
    outcome = perform_at(request.desk, action)
    if outcome.value is None:
        typing.findings = outcome.findings
        context = show_form(request, typing)
        return render(request, "register/type_slip.html", context, status=422)
    messages.success(request, f"入力票{outcome.value}として仮登録しました。", "good")
    return HttpResponseRedirect(reverse("register:slip", args=[outcome.value]))


def _after(request: DeskRequest, number: int) -> str:
    """What was registered leads on to its papers (処理の一連の流れで: 4.1.3.0.3, 4.3.3)."""
    events = Event.objects.filter(entry_no=number).order_by("recorded_at", "pk")
    papers = page_after(events=list(events), context=request.desk.context)
    return papers or reverse("register:slip", args=[number])


def _filled_in(typing: Typing, sent: QueryDict) -> dict[str, Any] | None:
    """What a button filled in: a household that was found, or what the row before says."""
    if chosen := sent.get("choose"):
        path, _, value = chosen.rpartition("=")
        return with_value(typing.data, path, value)
    if path := sent.get("copy"):
        return take_from_row_before(typing.kind.form, sent, path)
    return None


def _find(request: DeskRequest, number: int) -> Entry:
    entry = Entry.objects.filter(pk=number, kind__in=list(EVENT_KINDS)).first()
    if entry is None:
        raise Http404("この入力票はありません")
    context = request.desk.context
    if not covers_office(
        actor=context.actor, function=request.desk.declaration.function, name=entry.place,
        on=timezone.localtime(context.at).date(),
    ):  # fmt: skip
        raise PermissionDenied("所管の範囲外の入力票です。")
    return entry


def _subjects(data: dict[str, Any], person: int | None) -> tuple[int, ...]:
    """Whom a half-typed slip is about, as far as it can be told."""
    typed = data.get("addressee_nos", [])
    numbers = {_number(str(one)) for one in (*typed, data.get("addressee_no", ""))} | {person}
    return tuple(sorted(number for number in numbers if number is not None))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
