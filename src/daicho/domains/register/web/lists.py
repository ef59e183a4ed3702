# SPDX-License-Identifier: Apache-2.0
"""Lists of whom the office has to write to or to look at; places are hidden as on every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daicho.domains.register.events.foreigner_lists import (
    StayEnding,
    list_stays_ending,
    list_transitional,
)
from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.outstanding import awaiting_notice, headless_households
from daicho.domains.register.showing import NO_RIGHT, Seen, see
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.audit.details import ExportDetail, sha256_of
from daicho.foundation.audit.models import Kind
from daicho.foundation.ui.csv_download import csv_lines
from daicho.foundation.ui.date_field import JapaneseDateField
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.foundation.ui.paging import BOUND, PAGE_SIZE, Paging, page_number, page_of

FUNCTION = "register.view"
SOON = dt.timedelta(days=60)
# Items of the list of 4.1.3.1.4, headings as in the record.
AWAITING = (
    ("宛名番号", "addressee_no"), ("氏名", "name"), ("振り仮名", "kana"),
    ("生年月日", "birth_date"), ("世帯番号", "household_no"), ("転出前の住所", "address"),
    ("方書", "building"), ("転出先（予定）", "moved_to_planned"),
    ("届出日", "cease_notified_on"), ("消除日", "ceased_on"), ("消除の事由", "cease_reason"),
)  # fmt: skip
HEADINGS = tuple(heading for heading, _ in AWAITING)


class AwaitingForm(GuardedForm):
    """Removed until when, and whether those removed by authority are wanted too."""

    until = JapaneseDateField(label="消除日がこの日まで", required=False)
    authority = forms.BooleanField(label="職権消除された人も含める", required=False)


class UntilForm(GuardedForm):
    """Until which day."""

    until = JapaneseDateField(label="満了日がこの日まで", required=False)


class OverForm(GuardedForm):
    """Only those whose days are over."""

    over = forms.BooleanField(label="60日を過ぎた人だけ", required=False)


@require_safe
@page(function=FUNCTION, title="転入通知未着者一覧")
def awaiting(request: DeskRequest) -> HttpResponse:
    """Who left and of whom no municipality has told (4.1.3.1.4), paged."""
    form = AwaitingForm(request.GET)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        found = _awaiting(request, form)
        rows, context["paging"] = page_of(found, page_number(request.GET.get("page")))
        context["people"] = _seen(request, rows)
        request.desk.note(条件=_conditions(request, form))
    return render(request, "register/tasks/awaiting.html", context, status=_status(form))


@require_safe
@page(function=FUNCTION, title="転入通知未着者一覧の出力", kind=Kind.EXTRACT)
def awaiting_file(request: DeskRequest) -> HttpResponse:
    """The same list as CSV, whole."""
    form = AwaitingForm(request.GET)
    if not form.is_valid():
        return render(request, "register/tasks/awaiting.html", {"form": form}, status=422)
    people = _seen(request, list(_awaiting(request, form)))
    rows = [[_cell(one, item) for _, item in AWAITING] for one in people]
    content = "".join(csv_lines(HEADINGS, rows)).encode()
    detail = ExportDetail(
        name="転入通知未着者一覧.csv", conditions=_conditions(request, form), rows=len(rows),
        columns=HEADINGS, sha256=sha256_of(content),
    )  # fmt: skip
    request.desk.note(**detail.as_detail())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = "attachment; filename=awaiting.csv"
    return response


@require_safe
@page(function=FUNCTION, title="世帯主のいない世帯一覧")
def headless(request: DeskRequest) -> HttpResponse:
    """Households without a householder, with all who live there (4.0.5)."""
    on, at = today_of(request), request.desk.context.at
    found, paging = paged(request, headless_households(on=on, known_at=at))
    people = _seen(request, [row for one in found for row in one.members])
    seen = {one.addressee_no: one for one in people}
    homes = [
        (one, seen[one.recipient.addressee_no], [seen[row.addressee_no] for row in one.members])
        for one in found
    ]
    return render(request, "register/tasks/headless.html", {"homes": homes, "paging": paging})


@require_safe
@page(function=FUNCTION, title="在留期間満了者一覧")
def stays(request: DeskRequest) -> HttpResponse:
    """Whose stay is over, or will be by a day (4.5.7)."""
    form = UntilForm(request.GET)
    if not form.is_valid():
        return render(request, "register/tasks/stays.html", {"form": form}, status=422)
    on = today_of(request)
    until = form.cleaned_data["until"] or on + SOON
    request.desk.note(条件={"満了日": until.isoformat()})
    found = list_stays_ending(known_at=request.desk.context.at, on=on, until=until, most=BOUND + 1)
    context = {"form": form, "until": until, **_stays(request, found)}
    return render(request, "register/tasks/stays.html", context)


@require_safe
@page(function=FUNCTION, title="経過滞在者一覧")
def transitional(request: DeskRequest) -> HttpResponse:
    """Who is here by birth or by loss of nationality for a while."""
    form = OverForm(request.GET)
    is_over = form.is_valid() and form.cleaned_data["over"]
    found = list_transitional(
        known_at=request.desk.context.at, on=today_of(request), only_over=is_over, most=BOUND + 1
    )
    context = {"form": form, **_stays(request, found)}
    return render(request, "register/tasks/transitional.html", context)


def today_of(request: DeskRequest) -> dt.date:
    """The day at the desk."""
    return timezone.localtime(request.desk.context.at).date()


def paged(request: DeskRequest, found: Sequence[Any]) -> tuple[Sequence[Any], Paging]:
    """One page of a list that is in hand, read up to one more than the bound."""
    count, is_bound = min(len(found), BOUND), len(found) > BOUND
    pages = max(1, -(-count // PAGE_SIZE))
    number = min(max(page_number(request.GET.get("page")), 1), pages)
    rows = found[:BOUND][(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return rows, Paging(number, pages, count, is_bound)


def _awaiting(request: DeskRequest, form: AwaitingForm) -> Any:
    return awaiting_notice(
        removed_until=form.cleaned_data["until"] or today_of(request),
        known_at=request.desk.context.at,
        with_removed_by_authority=form.cleaned_data["authority"],
    )


def _conditions(request: DeskRequest, form: AwaitingForm) -> dict[str, str]:
    until = form.cleaned_data["until"] or today_of(request)
    authority = "含める" if form.cleaned_data["authority"] else "除く"
    return {"消除日": f"{until.isoformat()}まで", "職権消除": authority}


def _seen(request: DeskRequest, rows: Sequence[ResidentVersion]) -> list[Seen]:
    request.desk.saw(*(row.addressee_no for row in rows))
    return see(rows, actor=request.desk.context.actor, on=today_of(request))


def _cell(one: Seen, item: str) -> str:
    return str(one.addressee_no) if item == "addressee_no" else one.text[item]


def _stays(request: DeskRequest, found: Sequence[StayEnding]) -> dict[str, Any]:
    """The page of a list of stays; nothing of it without the right to that item (10.4)."""
    if not request.desk.context.actor.may_see("residence_status"):
        return {"refusal": NO_RIGHT}
    rows, paging = paged(request, found)
    request.desk.saw(*(row.addressee_no for row in rows))
    return {"people": rows, "paging": paging}


def _status(form: forms.Form) -> int:
    return 200 if form.is_valid() else 422
