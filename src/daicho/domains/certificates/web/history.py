# SPDX-License-Identifier: Apache-2.0
"""The issue history (交付履歴, 標準 1.3.8, 2.2.2): every item is a condition; a page and a CSV."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daicho.domains.certificates.kinds import KINDS
from daicho.domains.certificates.models import CertificateIssue
from daicho.domains.certificates.selectors import (
    INSPECTION_LABEL,
    list_inspection_copies,
    list_issues,
)
from daicho.domains.certificates.web.forms import HistoryForm
from daicho.domains.inspection.public import ListCopy
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.audit.details import ExportDetail, sha256_of
from daicho.foundation.audit.models import Kind
from daicho.foundation.ui.csv_download import csv_lines
from daicho.foundation.ui.paging import page_number, page_of
from daicho.rules.resident_register.requests import Shown

FUNCTION = "certificate.issue"
MOST_LINES = 10_000  # of one CSV
MOST_COPIES = 50  # printed lists beside one page of certificates
COLUMNS = (
    "交付年月日時", "交付場所", "交付対象者", "証明書の種別", "記載事項", "枚数", "発行番号",
    "端末", "ユーザID", "請求者区分", "状態", "処分情報",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One copy in the history, of a certificate or of a list for inspection."""

    number: str
    at: datetime | None
    place: str
    terminal: str
    by: str
    kind: str
    people: tuple[int, ...]
    shown: str
    pages: int | None
    door: str
    state: str
    disposal: str
    request_no: int | None = None
    is_faulty: bool = False

    def cells(self) -> tuple[str, ...]:
        """As the CSV has it, in the order of 標準 1.3.8."""
        at = f"{timezone.localtime(self.at):%Y-%m-%d %H:%M:%S}" if self.at else ""
        people = " ".join(str(number) for number in self.people)
        return (
            at, self.place, people, self.kind, self.shown, str(self.pages or ""), self.number,
            self.terminal, self.by, self.door, self.state, self.disposal,
        )  # fmt: skip


@require_safe
@page(function=FUNCTION, title="交付履歴")
def history(request: DeskRequest) -> HttpResponse:
    """The issue history, searched and paged. It tells no address."""
    form, given = _asked(request)
    rows, paging = page_of(list_issues(**given), page_number(request.GET.get("page")))
    copies = list_inspection_copies(**given)[:MOST_COPIES] if paging.page == 1 else []
    lines = [_of_copy(one) for one in copies] + [_of_issue(one) for one in rows]
    _note(request, lines)
    context = {"form": form, "paging": paging, "lines": lines}
    return render(request, "certificates/history.html", context)


@require_safe
@page(function=FUNCTION, title="交付履歴の出力", kind=Kind.EXTRACT)
def history_csv(request: DeskRequest) -> HttpResponse:
    """The same as CSV, whole up to a bound."""
    _, given = _asked(request)
    lines = [_of_copy(one) for one in list_inspection_copies(**given)[:MOST_LINES]]
    lines += [_of_issue(one) for one in list_issues(**given)[: MOST_LINES - len(lines)]]
    _note(request, lines)
    content = "".join(csv_lines(COLUMNS, [one.cells() for one in lines])).encode()
    conditions = {name: str(value) for name, value in given.items() if value}
    detail = ExportDetail(
        name="交付履歴.csv", conditions=conditions, rows=len(lines), columns=COLUMNS,
        sha256=sha256_of(content),
    )  # fmt: skip
    request.desk.note(**detail.as_detail())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="issues.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _asked(request: DeskRequest) -> tuple[HistoryForm, dict[str, Any]]:
    form = HistoryForm(request.GET or None)
    given = form.conditions()
    request.desk.note(条件={name: str(value) for name, value in given.items() if value})
    return form, given


def _note(request: DeskRequest, lines: Iterable[HistoryLine]) -> None:
    request.desk.saw(*(number for line in lines for number in line.people))


def _of_issue(one: CertificateIssue) -> HistoryLine:
    kind = KINDS[one.kind].label if one.kind in KINDS else one.kind
    is_notice = one.kind in KINDS and KINDS[one.kind].is_notice
    return HistoryLine(
        number=one.number, at=one.issued_at, place=one.place, terminal=one.terminal,
        by=one.issued_by, kind=kind, people=tuple(one.subject_nos),
        shown="・".join(Shown(code).label_ja for code in one.shown), pages=one.pages,
        door="" if is_notice else one.request.get_door_display(),
        state=one.get_state_display(), disposal=one.disposal, request_no=one.request_id,
        is_faulty=bool(one.overflow or one.unknown_shapes),
    )  # fmt: skip


def _of_copy(one: ListCopy) -> HistoryLine:
    return HistoryLine(
        number=one.number, at=one.printed_at, place=one.place, terminal=one.terminal,
        by=one.printed_by, kind=INSPECTION_LABEL, people=tuple(one.addressee_nos),
        shown="氏名・住所・生年月日・性別", pages=one.pages, door="",
        state="処分" if one.spoilt_at else "発行", disposal=one.disposal,
    )  # fmt: skip
