# SPDX-License-Identifier: Apache-2.0
"""The standard's five analyses of the log as pages and files (ログの分析, 住民記録標準 10.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daicho.foundation.access.actor import Actor
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.audit import analyses
from daicho.foundation.audit.analyses import Period
from daicho.foundation.audit.models import Entry, Kind
from daicho.foundation.ui.date_field import JapaneseDateField
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.foundation.ui.paging import page_number, page_of
from daicho.kernel.holidays import FIRST_YEAR, LAST_YEAR
from daicho.web.desk.log import FILE_BOUND, HEAD, SHORT, conditions, csv_file, entry_cells, midnight
from daicho.web.desk.log_masking import shown
from daicho.web.desk.log_plot import plot_of

LONGEST = dt.timedelta(days=366)
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """One of the five: a list of entries, or a table counted from them."""

    code: str
    label: str
    note: str
    entries: Callable[[Period, int | None], QuerySet[Entry]] | None = None
    head: tuple[str, ...] = ()
    rows: Callable[[Period, int | None], list[Row]] | None = None
    needs_subject: bool = False


def _people(period: Period, subject: int | None) -> list[Row]:
    return [
        (
            one.login, one.name, one.section, one.sign_ins, one.operations, one.refused,
            one.numbers_shown,
        )
        for one in analyses.per_person(period)
    ]  # fmt: skip


def _masses(period: Period, subject: int | None) -> list[Row]:
    return [
        (one.day.isoformat(), one.login, one.name, one.section, one.looks, one.people)
        for one in analyses.mass_searches(period)
    ]


def _lookers(period: Period, subject: int | None) -> list[Row]:
    found = analyses.who_looked(period, subject=subject) if subject else []
    return [
        (one.login, one.name, one.section, one.looks, _told(one.first), _told(one.last))
        for one in found
    ]


def _looks(period: Period, subject: int | None) -> QuerySet[Entry]:
    return analyses.looks_at(period, subject=subject) if subject else Entry.objects.none()


ANALYSES = (
    Analysis(
        "off-hours", "深夜・休業日",
        f"{settings.AUDIT_DAY_BEGINS}時より前、{settings.AUDIT_DAY_ENDS}時以後、"
        "土曜・日曜・祝日の操作です。",
        entries=lambda period, subject: analyses.off_hours(period),
    ),
    Analysis(
        "failed-sign-ins", "ログイン失敗", "拒否されたサインインです。",
        entries=lambda period, subject: analyses.failed_sign_ins(period),
    ),
    Analysis(
        "per-person", "職員別の利用", "職員ごとのサインイン数と操作数です。",
        head=("職員番号", "氏名", "所属", "サインイン", "操作", "拒否", "個人番号の表示"),
        rows=_people,
    ),
    Analysis(
        "mass-searches", "大量検索",
        f"1日に{settings.AUDIT_MASS_SEARCH:,}回以上の照会、"
        f"または延べ{settings.AUDIT_MASS_SEARCH:,}人以上の照会をした職員です。",
        head=("日", "職員番号", "氏名", "所属", "照会の回数", "対象の延べ人数"), rows=_masses,
    ),
    Analysis(
        "by-subject", "宛名番号による照会者", "この宛名番号の人を見た、または処理した職員です。",
        entries=_looks, head=("職員番号", "氏名", "所属", "回数", "最初", "最後"), rows=_lookers,
        needs_subject=True,
    ),
)  # fmt: skip


class PeriodForm(GuardedForm):
    """Which days, whose section."""

    first = JapaneseDateField(label="期間(自)", help_text=SHORT)
    last = JapaneseDateField(label="期間(至)", help_text=SHORT)
    section = forms.CharField(label="所属", max_length=100, required=False)

    def clean(self) -> dict[str, object]:
        """The days in order, at most a year."""
        given = super().clean()
        first, last = given.get("first"), given.get("last")
        if first and last and not first <= last <= first + LONGEST:
            self.add_error("last", "期間(至)は期間(自)から1年以内の日にしてください。")
        return given


class SubjectForm(PeriodForm):
    """The same, and who was looked at."""

    subject = forms.IntegerField(label="宛名番号", min_value=1, max_value=10**15)


@require_safe
@page(function="audit.view", title="操作ログの分析")
def analysis(request: DeskRequest, code: str) -> HttpResponse:
    """One analysis over the period asked for; the month so far without one."""
    chosen, form = _asked(request, code)
    status = 422 if form.errors and request.GET else 200
    context: dict[str, object] = {
        "form": form, "analysis": chosen, "analyses": ANALYSES, "chosen": code,
        "first_year": FIRST_YEAR, "last_year": LAST_YEAR, "is_wrong": bool(form.errors),
    }  # fmt: skip
    if not form.errors:
        context |= _found(request, chosen, form)
    return render(request, "desk/log_analysis.html", context, status=status)


@require_safe
@page(function="audit.view", title="操作ログの分析の抽出", kind=Kind.EXTRACT)
def analysis_file(request: DeskRequest, code: str) -> HttpResponse:
    """The whole analysis as CSV; entries where it has any, else its table."""
    chosen, form = _asked(request, code)
    if form.errors:
        context = {"form": form, "analysis": chosen, "analyses": ANALYSES, "is_wrong": True}
        return render(request, "desk/log_analysis.html", context, status=422)
    period, subject = _period(form)
    rows: Sequence[Row] = chosen.rows(period, subject) if chosen.rows else ()
    head = chosen.head
    if chosen.entries is not None:
        found = list(chosen.entries(period, subject)[:FILE_BOUND])
        head, rows = HEAD, list(entry_cells(shown(found, actor=_actor(request), on=_day(request))))
    return csv_file(request, f"{chosen.label}.csv", head, rows, conditions(form))


def _found(request: DeskRequest, chosen: Analysis, form: PeriodForm) -> dict[str, object]:
    period, subject = _period(form)
    found: dict[str, object] = {"period": period}
    if chosen.rows is not None:
        found["rows"] = chosen.rows(period, subject)
    if chosen.entries is not None:
        entries = chosen.entries(period, subject)
        page_entries, paging = page_of(entries, page_number(request.GET.get("page")))
        found["entries"] = shown(page_entries, actor=_actor(request), on=_day(request))
        found["paging"] = paging
        found["plot"] = plot_of(analyses.by_day(period, entries))
    return found


def _asked(request: DeskRequest, code: str) -> tuple[Analysis, PeriodForm]:
    """The analysis and its form, with this month where nothing was sent; noted for the log."""
    chosen = next((item for item in ANALYSES if item.code == code), None)
    if chosen is None:
        raise Http404
    today = _day(request)
    month = {"first": today.replace(day=1).isoformat(), "last": today.isoformat()}
    given = {**month, **{key: value for key, value in request.GET.items() if value}}
    form = (SubjectForm if chosen.needs_subject else PeriodForm)(given)
    request.desk.note(分析=chosen.label, 条件=conditions(form))
    if form.is_valid() and form.cleaned_data.get("subject"):
        request.desk.saw(form.cleaned_data["subject"])
    return chosen, form


def _period(form: PeriodForm) -> tuple[Period, int | None]:
    fits = form.cleaned_data
    until = midnight(fits["last"] + dt.timedelta(days=1))
    period = Period(since=midnight(fits["first"]), until=until, section=fits["section"])
    return period, fits.get("subject")


def _actor(request: DeskRequest) -> Actor:
    return request.desk.context.actor


def _day(request: DeskRequest) -> dt.date:
    return timezone.localtime(request.desk.context.at).date()


def _told(at: dt.datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
