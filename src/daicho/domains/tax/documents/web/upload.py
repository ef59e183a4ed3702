# SPDX-License-Identifier: Apache-2.0
"""Take a file in from the desk: a trial first where wanted, every error in one list."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods

from daicho.domains.tax.documents.actions.import_file import ImportTaxFile
from daicho.domains.tax.documents.facts import ImportReport, IncomingFile
from daicho.domains.tax.documents.web.totals import lines_of_totals
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Outcome, perform_at
from daicho.kernel.dates import fiscal_year_of, format_fiscal_year

SHOWN = 200
FIRST_YEAR = 2019
LEFT_BEHIND_AFTER = timedelta(days=1)


class UploadForm(forms.Form):
    """Which file, of what kind and year."""

    kind = forms.ChoiceField(label="種類")
    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)
    file = forms.FileField(label="ファイル", allow_empty_file=True)
    dry_run = forms.BooleanField(label="試しに検査だけ行う（取り込まない）", required=False)

    def __init__(self, *args: Any, this_year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = import_string(f"{settings.TAX_FILES}.KINDS")
        words = ((word, one.label) for word, one in kinds.items())
        self.fields["kind"].choices = [("", "選んでください"), *words]
        years = range(this_year + 1, FIRST_YEAR - 1, -1)
        self.fields["fiscal_year"].choices = [(one, format_fiscal_year(one)) for one in years]
        self.fields["fiscal_year"].initial = this_year


@require_http_methods(["GET", "POST"])
@page(function="documents.import", title="課税資料等の取込")
def upload(request: DeskRequest) -> HttpResponse:
    """The form; what a trial found; on success the import's own page."""
    this_year = fiscal_year_of(request.desk.context.at.date())
    form = UploadForm(request.POST or None, request.FILES or None, this_year=this_year)
    if request.method == "GET" or not form.is_valid():
        return _show(request, form, 422 if form.errors else 200)
    given = form.cleaned_data
    file, outcome = _take_in(request, given)
    report = outcome.value
    if report is None or outcome.is_refused:
        return _show(request, form, 422, refusals=outcome.findings, **_lines(file))
    if report.file_id is None:
        return _show(request, form, 200, report=report, **_report(report), **_lines(file))
    messages.success(request, f"{report.rows_accepted:,}件を取り込みました。", "good")
    return HttpResponseRedirect(reverse("documents:import", args=[report.file_id]))


def _take_in(
    request: DeskRequest, given: dict[str, Any]
) -> tuple[IncomingFile, Outcome[ImportReport]]:
    """Read the file from a folder of its own, which is gone afterwards, and import it."""
    read_file = import_string(f"{settings.TAX_FILES}.read_file")
    waiting = Path(settings.FILE_UPLOAD_TEMP_DIR)
    sweep(waiting, at=request.desk.context.at)
    with TemporaryDirectory(prefix="import-", dir=waiting) as folder:
        path = _save(given["file"], Path(folder))
        file = read_file(word=given["kind"], path=path, fiscal_year=given["fiscal_year"])
        action = ImportTaxFile(
            file=file, home_code=settings.MUNICIPALITY_CODE, source=path,
            dry_run=given["dry_run"],
        )  # fmt: skip
        return file, perform_at(request.desk, action)


def sweep(folder: Path, *, at: datetime) -> None:
    """Delete what a killed process left behind: it was never sealed."""
    for path in folder.iterdir():
        if path.lstat().st_mtime < (at - LEFT_BEHIND_AFTER).timestamp():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _save(uploaded: UploadedFile, folder: Path) -> Path:
    """The file under its own name; Django has taken any folders off the name."""
    path = folder / (uploaded.name or "upload")
    with path.open("wb") as out:
        for piece in uploaded.chunks():
            out.write(piece)
    return path


def _show(request: DeskRequest, form: UploadForm, status: int, **more: Any) -> HttpResponse:
    return render(request, "documents/upload.html", {"form": form, **more}, status=status)


def _report(report: ImportReport) -> dict[str, Any]:
    return {"totals": lines_of_totals(report.totals), "remarks": report.findings[:SHOWN]}


def _lines(file: IncomingFile) -> dict[str, Any]:
    """The refused rows of the file, as many as a page takes."""
    return {"refused": file.refused[:SHOWN], "more_refused": max(0, len(file.refused) - SHOWN)}
