# SPDX-License-Identifier: Apache-2.0
"""The log for those who check it (操作ログの点検): by whom, whom, what, when; newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.audit.details import ExportDetail, sha256_of
from daicho.foundation.audit.models import Entry, Kind, Result
from daicho.foundation.audit.searching import Criteria, find_entries
from daicho.foundation.ui.csv_download import csv_lines
from daicho.foundation.ui.date_field import JapaneseDateField
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.foundation.ui.paging import page_number, page_of
from daicho.foundation.ui.templatetags.ui import told
from daicho.web.desk.log_masking import ShownEntry, shown

SHORT = "例: R8.6.1"
# The analyses as the page links them (log_analyses.py says what they are).
LISTED = (
    {"code": "off-hours", "label": "深夜・休業日"},
    {"code": "failed-sign-ins", "label": "ログイン失敗"},
    {"code": "per-person", "label": "職員別の利用"},
    {"code": "mass-searches", "label": "大量検索"},
    {"code": "by-subject", "label": "宛名番号による照会者"},
)
# Other logs of the standard (10.2) are kinds of the one log: links to the search by kind.
KINDS = tuple((kind.value, f"{kind.label}ログ") for kind in (
    Kind.AUTHENTICATION, Kind.EVENT, Kind.COMMUNICATION, Kind.PRINT, Kind.SETTINGS, Kind.ERROR,
))  # fmt: skip
# A file holds no more; who needs more narrows the period.
FILE_BOUND = 50_000
HEAD = (
    "日時", "職員番号", "氏名", "所属", "端末", "種別", "機能", "画面・処理", "利用目的",
    "対象者の宛名番号", "個人番号の表示", "結果", "内容",
)  # fmt: skip
TIME = forms.TimeInput(attrs={"type": "time"})


class LogForm(GuardedForm):
    """Conditions; all of them must hold."""

    first = JapaneseDateField(label="期間(自)", required=False, help_text=SHORT)
    first_time = forms.TimeField(label="時刻(自)", required=False, widget=TIME)
    last = JapaneseDateField(label="期間(至)", required=False, help_text=SHORT)
    last_time = forms.TimeField(label="時刻(至)", required=False, widget=TIME)
    login = forms.CharField(label="職員番号", max_length=32, required=False)
    section = forms.CharField(label="所属", max_length=100, required=False)
    subject = forms.IntegerField(
        label="対象者の宛名番号", min_value=1, max_value=10**15, required=False
    )
    terminal = forms.CharField(label="端末", max_length=64, required=False)
    function = forms.ChoiceField(label="機能", required=False)
    purpose = forms.ChoiceField(label="利用目的", required=False)
    kind = forms.ChoiceField(label="種別", choices=[("", "すべて"), *Kind.choices], required=False)
    result = forms.ChoiceField(
        label="結果", choices=[("", "すべて"), *Result.choices], required=False
    )
    number = forms.BooleanField(label="個人番号を表示したものだけ", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        functions = catalogue().functions.values()
        purposes = catalogue().purposes.values()
        self.fields["function"].choices = [  # type: ignore[attr-defined]
            ("", "すべて"), *((item.code, item.label_ja) for item in functions),
        ]  # fmt: skip
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            ("", "すべて"), *((item.label_ja, item.label_ja) for item in purposes),
        ]  # fmt: skip


@require_safe
@page(function="audit.view", title="操作ログ照会")
def log(request: DeskRequest) -> HttpResponse:
    """The entries that fit; looking at them is itself logged."""
    form = LogForm(request.GET or None)
    criteria = _asked(request, form)
    found = Entry.objects.none() if form.errors else find_entries(criteria)
    entries, paging = page_of(found, page_number(request.GET.get("page")))
    desk = request.desk.context
    context = {
        "form": form, "paging": paging, "file_bound": FILE_BOUND,
        "entries": shown(entries, actor=desk.actor, on=desk.at.date()), "analyses": LISTED,
        "kinds": KINDS, "kind": request.GET.get("kind", ""),
    }  # fmt: skip
    return render(request, "desk/log.html", context)


@require_safe
@page(function="audit.view", title="操作ログの抽出", kind=Kind.EXTRACT)
def log_file(request: DeskRequest) -> HttpResponse:
    """The same entries as CSV; the file's hash stands in the log."""
    form = LogForm(request.GET or None)
    criteria = _asked(request, form)
    if form.errors:
        return render(
            request, "desk/log.html", {"form": form, "entries": [], "analyses": LISTED}, status=422
        )
    desk = request.desk.context
    found = shown(list(find_entries(criteria)[:FILE_BOUND]), actor=desk.actor, on=desk.at.date())
    return csv_file(request, "操作ログ.csv", HEAD, list(entry_cells(found)), conditions(form))


def csv_file(
    request: DeskRequest,
    name: str,
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    asked: Mapping[str, str],
) -> HttpResponse:
    """A file that leaves the system, noted in the entry of the page."""
    content = "".join(csv_lines(head, rows)).encode()
    detail = ExportDetail(
        name=name, conditions=asked, rows=len(rows), columns=head, sha256=sha256_of(content)
    )
    request.desk.note(**detail.as_detail())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = "attachment; filename=log.csv"
    return response


def conditions(form: forms.Form) -> dict[str, str]:
    """What was asked for, by its Japanese labels."""
    fits = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return {str(form.fields[name].label): str(value) for name, value in fits.items() if value}


def midnight(day: dt.date, time: dt.time | None = None) -> dt.datetime:
    """The moment at which a day begins, or a time of it."""
    return timezone.make_aware(dt.datetime.combine(day, time or dt.time.min))


def _asked(request: DeskRequest, form: LogForm) -> Criteria:
    """The criteria of a valid form, noted for the log."""
    fits = form.cleaned_data if form.is_bound and form.is_valid() else {}
    request.desk.note(条件=conditions(form))
    if fits.get("subject"):
        request.desk.saw(fits["subject"])
    first, last = fits.get("first"), fits.get("last")
    words = {
        name: fits.get(name) or ""
        for name in ("login", "section", "terminal", "function", "purpose", "kind", "result")
    }
    return Criteria(
        since=midnight(first, fits.get("first_time")) if first else None,
        until=_end(last, fits.get("last_time")) if last else None,
        subject=fits.get("subject"),
        shows_individual_number=bool(fits.get("number")),
        **words,
    )


def _end(day: dt.date, time: dt.time | None) -> dt.datetime:
    """The end of a day, or of the minute that was named."""
    if time is None:
        return midnight(day + dt.timedelta(days=1))
    return midnight(day, time) + dt.timedelta(minutes=1)


def entry_cells(entries: Sequence[ShownEntry]) -> Iterator[tuple[object, ...]]:
    """An entry as a line of a file, in the order of HEAD."""
    for entry in entries:
        yield (
            f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
            entry.login, entry.name, entry.section, entry.terminal, entry.kind, entry.function,
            entry.screen, entry.purpose, " ".join(map(str, entry.subjects)),
            "有" if entry.individual_number_shown else "", entry.result_name,
            told(dict(entry.detail)),
        )  # fmt: skip
