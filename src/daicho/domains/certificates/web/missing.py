# SPDX-License-Identifier: Apache-2.0
"""The list of what has no room or shape on issued papers (文字超過リスト): a page and a CSV."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daicho.domains.certificates.kinds import KINDS
from daicho.domains.certificates.models import MissingText
from daicho.domains.certificates.reading import protected_among, read_latest
from daicho.domains.certificates.selectors import list_missing
from daicho.domains.certificates.web.forms import HistoryForm
from daicho.foundation.access.decision import MASKED_ADDRESS, PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.audit.details import ExportDetail, sha256_of
from daicho.foundation.audit.models import Kind
from daicho.foundation.ui.csv_download import csv_lines
from daicho.foundation.ui.paging import page_number, page_of

FUNCTION = "certificate.issue"
NO_RIGHT = "(表示権限がありません)"
MOST_LINES = 10_000  # of one CSV
COLUMNS = ("発行番号", "発行日時", "証明書", "宛名番号", "区分", "項目", "内容", "印字")
# Items behind a right of their own (標準 10.4), by what stands before them on a paper.
RIGHTS = {
    "本籍": "registry", "筆頭者": "registry", "住民票コード": "resident_code",
    **dict.fromkeys(
        ("国籍・地域", "法第30条の45の区分", "在留資格", "在留期間等", "在留期間の満了の日",
         "在留カード等の番号"), "residence_status",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MissingLine:
    """One line of the list, as this officer may see it."""

    row: MissingText
    kind: str
    text: str

    def cells(self) -> tuple[str, ...]:
        """As the CSV has it."""
        issue = self.row.issue
        at = f"{timezone.localtime(issue.issued_at):%Y-%m-%d %H:%M}" if issue.issued_at else ""
        printed = "空白" if self.row.is_blank else "限界まで印字"
        return (
            issue.number, at, self.kind, str(self.row.person or ""),
            self.row.get_why_display(), self.row.label, self.text,
            printed if self.row.why == "overflow" else "〓",
        )  # fmt: skip


@require_safe
@page(function=FUNCTION, title="文字超過リスト")
def missing(request: DeskRequest) -> HttpResponse:
    """What does not stand whole on which issue, searched and paged."""
    form, found = _found(request)
    rows, paging = page_of(found, page_number(request.GET.get("page")))
    context = {"form": form, "paging": paging, "columns": COLUMNS,
               "lines": _seen(request, rows)}  # fmt: skip
    return render(request, "certificates/missing.html", context)


@require_safe
@page(function=FUNCTION, title="文字超過リストの出力", kind=Kind.DOCUMENT)
def missing_csv(request: DeskRequest) -> HttpResponse:
    """The same as CSV."""
    _, found = _found(request)
    lines = [one.cells() for one in _seen(request, found[:MOST_LINES])]
    content = "".join(csv_lines(COLUMNS, lines)).encode()
    detail = ExportDetail(
        name="文字超過リスト", conditions={name: str(value) for name, value in request.GET.items()},
        rows=len(lines), columns=COLUMNS, sha256=sha256_of(content),
    )  # fmt: skip
    request.desk.note(**detail.as_detail())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="missing-texts.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _found(request: DeskRequest) -> tuple[HistoryForm, QuerySet[MissingText]]:
    form = HistoryForm(request.GET or None)
    given = form.conditions()
    request.desk.note(条件={name: str(value) for name, value in given.items() if value})
    return form, list_missing(**given)


def _seen(request: DeskRequest, rows: Iterable[MissingText]) -> list[MissingLine]:
    """The lines, without what this officer may not see of whom."""
    found = list(rows)
    numbers = {no for one in found for no in one.issue.subject_nos}
    request.desk.saw(*sorted(numbers))
    today = timezone.localtime(request.desk.context.at).date()
    latest = read_latest(addressee_nos=numbers)
    guarded = protected_among(rows=latest.values(), on=today)
    homes = {latest[no].household_no for no in guarded if no in latest} - {None}
    hidden = guarded | {no for no, row in latest.items() if row.household_no in homes}
    return [_line(request, one, hidden) for one in found]


def _line(request: DeskRequest, row: MissingText, hidden: frozenset[int]) -> MissingLine:
    actor = request.desk.context.actor
    kind = KINDS[row.issue.kind].label if row.issue.kind in KINDS else row.issue.kind
    text = row.text
    is_hidden = row.issue.has_protected or bool(hidden & set(row.issue.subject_nos))
    if is_hidden and PROTECTED_VIEW not in actor.functions:
        text = MASKED_ADDRESS
    elif (item := RIGHTS.get(row.label)) and not actor.may_see(item):
        text = NO_RIGHT
    return MissingLine(row, kind, text)
