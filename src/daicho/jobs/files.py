# SPDX-License-Identifier: Apache-2.0
"""Jobs that leave files in a folder: lists, extractions, statistics, notices (9.1, 9.2, 9.4–9.6).

A job has no eye of its own: it works without `protected.view`, so a place that a measure hides
stands in none of its files. Files are the owner's only, and never written over.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from daicho.domains.certificates.public import (
    Asker,
    find_pdf,
    issue_together,
    issued_before,
    list_wards,
)
from daicho.domains.certificates.public import Request as CertificateRequest
from daicho.domains.extraction.public import ENDINGS, Form, extract_kept, extract_restraints
from daicho.domains.inspection.public import (
    Application,
    InspectionList,
    MakeInspectionList,
    PrintInspectionList,
    State,
)
from daicho.domains.statistics.public import TABLES, Limits, open_data, workbook
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform
from daicho.foundation.batch.jobs import Clock, JobKind, JobResult, add_job_kinds
from daicho.foundation.batch.models import BatchRun
from daicho.foundation.ui.csv_download import csv_lines
from daicho.kernel.findings import Finding

Told = Mapping[str, str]
NO_FOLDER = JobResult("出力先のフォルダーを指定してください。", is_good=False)
FOLDER = ("folder", "出力先のフォルダー")


def write_file(folder: str, name: str, content: bytes) -> Path:
    """A new file that only the owner of the process may read."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = place / name
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as file:
        file.write(content)
    return path


def stamp_of(context: Context) -> str:
    """What keeps the files of two runs apart."""
    return f"{timezone.localtime(context.at):%Y%m%d-%H%M%S}"


def write_statistics(run: BatchRun, folder: str, context: Context) -> None:
    """What is handed in: the workbook, every table as CSV, and the open data set."""
    stem = f"{run.subject}-{stamp_of(context)}"
    made_at = timezone.localtime(context.at)
    write_file(folder, f"statistics-{stem}.xlsx", workbook(run, made_at=made_at))
    code = str(settings.MUNICIPALITY_CODE)
    public = open_data(run, code=code, municipality="", limits=Limits())
    for table in [*(make(run) for make in TABLES.values()), public]:
        content = "".join(csv_lines(table.head, table.rows)).encode()
        is_public = table is public
        name = f"{code}_population" if is_public else table.name
        write_file(folder, f"{name}-{stem}.csv", content)


def do_restraints(told: Told, context: Context, clock: Clock) -> JobResult:
    """Everything that is restrained today, as CSV (抑止対象者一覧)."""
    if not told.get("folder"):
        return NO_FOLDER
    outcome = extract_restraints(day=_today(context), context=context)
    return _kept(outcome.value, outcome.findings, told["folder"],
                 f"restraints-{stamp_of(context)}.csv")  # fmt: skip


def do_extraction(told: Told, context: Context, clock: Clock) -> JobResult:
    """A kept extraction, also one by lot onto labels (無作為抽出・条件指定抽出)."""
    form = told.get("form") or Form.CSV.value
    if not told.get("folder"):
        return NO_FOLDER
    if not told.get("extraction", "").isdigit() or form not in ENDINGS:
        return JobResult("抽出条件の番号と形式を正しく指定してください。", is_good=False)
    number = int(told["extraction"])
    outcome = extract_kept(
        extraction_no=number, form=Form(form), day=_today(context), context=context
    )
    name = f"extraction-{number}-{stamp_of(context)}.{ENDINGS[Form(form)]}"
    return _kept(outcome.value, outcome.findings, told["folder"], name)


def do_inspection_lists(told: Told, context: Context, clock: Clock) -> JobResult:
    """Make and print the list of every approved application that has none yet (閲覧用)."""
    if not told.get("folder"):
        return NO_FOLDER
    waiting = Application.objects.filter(state=State.APPROVED, lists__isnull=True)
    wrong: list[str] = []
    done = 0
    for application in list(waiting.order_by("pk")):
        made = perform(MakeInspectionList(application_no=application.pk), context=context)
        found = InspectionList.objects.filter(pk=made.value).first()
        if found is None:
            wrong += [one.message_ja for one in made.findings]
            continue
        printed = perform(
            PrintInspectionList(list_no=found.pk, addressee_nos=tuple(found.addressee_nos)),
            context=context,
        )
        wrong += [one.message_ja for one in printed.findings]
        if printed.value is not None:
            write_file(told["folder"], f"{printed.value.number}.pdf", printed.value.pdf)
            done += 1
    return JobResult(" ".join([f"閲覧用リスト {done:,}件", *dict.fromkeys(wrong)]), not wrong)


def do_ward_notices(told: Told, context: Context, clock: Clock) -> JobResult:
    """Notices about adult wards to where they moved that were not issued yet (9.4).

    Of whom a measure protects, the request waits for the officer in charge, as at the counter.
    """
    if not told.get("folder"):
        return NO_FOLDER
    dues = list_wards(context=context)
    before = issued_before(dues)
    fresh = [one for one in dues if not before.get(one.token)]
    results = issue_together(fresh, key=f"job {stamp_of(context)}", asker=Asker(), context=context)
    done, wrong = 0, []
    for one in results:
        wrong += [finding.message_ja for finding in one.findings]
        request = CertificateRequest.objects.filter(pk=one.request_no).first()
        for issue in request.issues.all() if request is not None else ():
            pdf = find_pdf(issue_no=issue.pk)
            if pdf is not None:
                write_file(told["folder"], f"ward-notice-{issue.pk}.pdf", pdf)
                done += 1
    return JobResult(" ".join([f"通知書 {done:,}件", *dict.fromkeys(wrong)]), not wrong)


def _kept(made: bytes | None, findings: tuple[Finding, ...], folder: str, name: str) -> JobResult:
    if made is None:
        return JobResult(" ".join(one.message_ja for one in findings), is_good=False)
    return JobResult(f"{write_file(folder, name, made).name} を書き出しました。")


def _today(context: Context) -> dt.date:
    return timezone.localtime(context.at).date()


add_job_kinds(
    JobKind(
        code="support.restraints", label_ja="抑止対象者一覧の作成", work=do_restraints,
        functions=frozenset({"register.extract", "register.restrain"}), purpose="register",
        parameters=(FOLDER,),
    ),
    JobKind(
        code="register.extraction", label_ja="保存した抽出条件の実行（無作為抽出を含む）",
        work=do_extraction, purpose="register",
        functions=frozenset({"register.extract", "register.restrain", "certificate.issue"}),
        parameters=(("extraction", "抽出条件の番号"),
                    ("form", "形式（csv、xml、list、labels。空欄はcsv）"), FOLDER),
    ),
    JobKind(
        code="inspection.lists", label_ja="閲覧用リストの作成", work=do_inspection_lists,
        functions=frozenset({"register.inspection"}), purpose="inspection", parameters=(FOLDER,),
    ),
    JobKind(
        code="certificates.wards", label_ja="成年被後見人転出通知書の発行", work=do_ward_notices,
        functions=frozenset({"certificate.issue", "item.registry"}), purpose="certificate",
        parameters=(FOLDER,),
    ),
)  # fmt: skip
