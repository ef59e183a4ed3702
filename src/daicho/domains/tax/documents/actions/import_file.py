# SPDX-License-Identifier: Apache-2.0
"""Taking a file in: everything in one transaction, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from daicho.domains.tax.documents.facts import ImportReport, IncomingFile, JoinCounts
from daicho.domains.tax.documents.intake.documents import Place, store_documents
from daicho.domains.tax.documents.intake.people import store_employers, store_people
from daicho.domains.tax.documents.intake.reconciling import (
    find_doubled,
    find_gaps,
    stored_totals,
)
from daicho.domains.tax.documents.intake.storing import store_refused
from daicho.domains.tax.documents.models import FileKind, FileState, ImportFile
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.vault.blobs import store_file
from daicho.foundation.vault.keys import lookup_hashes
from daicho.foundation.vault.numbers import hash_and_keep
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.numbers import holds_individual_number, mask_individual_numbers

# One import at a time: joins and totals of two would not see each other.
LOCK = "SELECT pg_advisory_xact_lock(hashtext('tax_documents.import'))"
LIVE = (FileState.OPEN, FileState.ACCEPTED)
_CHANGED_MEANWHILE = Finding(
    "import.changed",
    Severity.ERROR,
    "読み取りの間にファイルの中身が変わりました。取り込み直してください。",
)
_LONG_DIGITS = re.compile(r"\d{12,}")


@dataclass(frozen=True, kw_only=True)
class ImportTaxFile(Action[ImportReport]):
    """Take one file in (課税資料等の取込). A dry run does the same and then undoes it."""

    function = "documents.import"
    audit_text = "課税資料等の取込"

    file: IncomingFile
    home_code: str
    source: Path | None = None  # kept sealed in the vault
    dry_run: bool = False

    def detail(self) -> Mapping[str, object]:
        return {
            "種類": FileKind(self.file.kind).label,
            "年度": self.file.fiscal_year,
            "ファイル": mask_individual_numbers(_LONG_DIGITS.sub("*", self.file.name)),
            "件数": self.file.rows_accepted,
            "不備件数": len(self.file.refused),
            "試行": self.dry_run,
        }

    def lock(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(LOCK)

    def change(self, context: Context) -> Outcome[ImportReport]:
        refusals = _refusals(self.file)
        if refusals:
            return Outcome(None, refusals)
        with transaction.atomic(), connection.cursor() as cursor:
            outcome = self._take_in(cursor, context)
            if self.dry_run:
                transaction.set_rollback(True)
        if self.source is None or self.dry_run or outcome.is_refused:
            return outcome
        if store_file(self.source).sha256 != self.file.sha256:
            return Outcome(None, (_CHANGED_MEANWHILE,))
        return outcome

    def _take_in(self, cursor: CursorWrapper, context: Context) -> Outcome[ImportReport]:
        file = self.file
        record = _record(file, context)
        findings, joins = self._store(cursor, record, context)
        errors = tuple(one for one in findings if one.severity is Severity.ERROR)
        if errors:
            return Outcome(None, errors)
        store_refused(cursor, record.pk, file.refused)
        record.findings = [one.as_dict() for one in (*file.remarks, *findings)]
        record.save()
        report = ImportReport(
            file_id=None if self.dry_run else record.pk,
            kind=file.kind, name=file.name, state=record.state, rows_read=file.rows_read,
            rows_accepted=file.rows_accepted, rows_refused=len(file.refused), joins=joins,
            findings=(*file.remarks, *findings), totals=record.totals,
        )  # fmt: skip
        return Outcome(report, _summary(report))

    def _store(
        self, cursor: CursorWrapper, record: ImportFile, context: Context
    ) -> tuple[Sequence[Finding], JoinCounts | None]:
        file = self.file
        if file.kind == FileKind.RESIDENTS:
            record.totals = dict(file.sums) | {"rows": file.rows_accepted}
            return store_people(
                cursor=cursor, file=file, file_id=record.pk, now=context.at,
                is_latest=_is_latest(record), hash_numbers=lookup_hashes,
            ), None  # fmt: skip
        if file.kind == FileKind.EMPLOYERS:
            record.totals = dict(file.sums) | {"rows": file.rows_accepted}
            return store_employers(
                cursor=cursor, file=file, file_id=record.pk, now=context.at
            ), None
        place = Place(record.pk, self.home_code, context.at)
        joins = store_documents(cursor=cursor, file=file, place=place, hash_numbers=hash_and_keep)
        record.totals = stored_totals(cursor=cursor, file_id=record.pk)
        gaps = find_gaps(file=file, stored=record.totals)
        return gaps or find_doubled(cursor=cursor, file=file, file_id=record.pk), joins


def _refusals(file: IncomingFile) -> tuple[Finding, ...]:
    """Why the file as a whole cannot be taken in."""
    if holds_individual_number(file.name):
        message = "ファイル名に個人番号とみられる数字が含まれています。名前を変えてください。"
        return (Finding("import.file_name", Severity.ERROR, message),)
    if file.refusal:
        return (Finding("import.file_refused", Severity.ERROR, file.refusal, file.name),)
    earlier = ImportFile.objects.filter(
        kind=file.kind, fiscal_year=file.fiscal_year, sha256=file.sha256, state__in=LIVE
    ).first()
    if earlier is not None:
        message = f"同じファイルを取り込み済みです(取込 {earlier.pk})。"
        return (Finding("import.same_file", Severity.ERROR, message, file.name),)
    if file.rows_accepted == 0:
        message = "取り込める行がありません。"
        return (Finding("import.no_rows", Severity.ERROR, message, file.name),)
    return ()


def _record(file: IncomingFile, context: Context) -> ImportFile:
    """The import's own row; open as long as refused rows are not settled."""
    return ImportFile.objects.create(
        kind=file.kind, fiscal_year=file.fiscal_year, name=file.name, sha256=file.sha256,
        size=file.size, state=FileState.OPEN if file.refused else FileState.ACCEPTED,
        rows_read=file.rows_read, rows_accepted=file.rows_accepted,
        rows_refused=len(file.refused), imported_at=context.at,
        imported_by=context.actor.who.login, closed_at=None if file.refused else context.at,
    )  # fmt: skip


def _is_latest(record: ImportFile) -> bool:
    return not ImportFile.objects.filter(
        kind=FileKind.RESIDENTS, fiscal_year__gt=record.fiscal_year, state__in=LIVE
    ).exists()


def _summary(report: ImportReport) -> tuple[Finding, ...]:
    """What the log and the clerk see first; the whole list stays with the import."""
    found = []
    if report.rows_refused:
        message = f"{report.rows_refused}行に不備があります。確認するまで取込は完了しません。"
        found.append(Finding("import.rows_refused", Severity.WARNING, message, report.name))
    if report.findings:
        message = f"{len(report.findings)}件の指摘があります。"
        found.append(Finding("import.remarks", Severity.INFO, message, report.name))
    return tuple(found)
