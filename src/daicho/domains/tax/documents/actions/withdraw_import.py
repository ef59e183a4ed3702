# SPDX-License-Identifier: Apache-2.0
"""Withdrawing a whole import, and settling its refused rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper

from daicho.domains.addressee.public import withdraw_employers, withdraw_people
from daicho.domains.register.public import is_live, is_overtaken, withdraw_snapshot
from daicho.domains.tax.documents.actions.import_file import LIVE, LOCK
from daicho.domains.tax.documents.actions.refusing import missing_reason, refuse
from daicho.domains.tax.documents.models import (
    Document,
    FileKind,
    FileState,
    ImportFile,
    RefusedRow,
    RefusedState,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome

_FLAG_BASES = """
UPDATE tax_documents_basis b SET stale = true
WHERE b.fiscal_year = %s AND NOT b.stale AND b.addressee_no IN (
    SELECT d.addressee_no FROM tax_documents_document d
    WHERE d.file_id = %s AND d.addressee_no IS NOT NULL
      AND b.document_ids @> to_jsonb(d.id))
"""
_WITHDRAW = """
UPDATE tax_documents_document SET withdrawn = true WHERE file_id = %s
"""
_CANCEL_FORWARDS = """
UPDATE tax_documents_forwardentry f SET state = 'cancelled', reason = '取込取消'
FROM tax_documents_document d
WHERE d.id = f.document_id AND d.file_id = %s AND f.state IN ('proposed', 'confirmed')
"""


@dataclass(frozen=True, kw_only=True)
class WithdrawImport(Action[int]):
    """Take a whole import back (取込取消). Returns how many stored bases must be merged again."""

    function = "documents.withdraw"
    audit_text = "課税資料等の取込取消"

    file_id: int
    reason: str

    def detail(self) -> Mapping[str, object]:
        return {"取込番号": self.file_id, "理由": self.reason}

    def lock(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(LOCK)

    def change(self, context: Context) -> Outcome[int]:
        record = ImportFile.objects.select_for_update().filter(pk=self.file_id).first()
        if record is None or record.state not in LIVE:
            return refuse("import.not_live", "取り消せる取込ではありません。")
        if not self.reason.strip():
            return missing_reason()
        with connection.cursor() as cursor:
            if record.kind == FileKind.RESIDENTS:
                outcome = _withdraw_residents(cursor, record, context.at)
            elif record.kind == FileKind.EMPLOYERS:
                withdraw_employers(cursor=cursor, source=record.pk)
                outcome = Outcome(0)
            else:
                outcome = _withdraw_documents(cursor, record)
        if not outcome.is_refused:
            record.state = FileState.WITHDRAWN
            record.withdrawn_at = context.at
            record.withdrawn_by = context.actor.who.login
            record.withdrawn_reason = self.reason
            record.save()
        return outcome


def _withdraw_documents(cursor: CursorWrapper, record: ImportFile) -> Outcome[int]:
    cursor.execute(_FLAG_BASES, [record.fiscal_year, record.pk])
    flagged = cursor.rowcount
    cursor.execute(_WITHDRAW, [record.pk])
    cursor.execute(_CANCEL_FORWARDS, [record.pk])
    return Outcome(flagged)


def _withdraw_residents(
    cursor: CursorWrapper, record: ImportFile, now: dt.datetime
) -> Outcome[int]:
    """Possible while nothing rests on it: no live documents of the year, no later change."""
    if Document.objects.filter(fiscal_year=record.fiscal_year, withdrawn=False).exists():
        return refuse("import.documents_rest_on_it", "先に課税資料の取込を取り消してください。")
    moment, source = record.imported_at, record.pk
    if is_overtaken(cursor=cursor, recorded_at=moment, source=source):
        return refuse(
            "import.overtaken", "この取込の後に住民記録の異動か取込があるため取り消せません。"
        )
    is_kept_here = is_live(cursor=cursor)  # then the file named nobody of the register
    if not is_kept_here:
        withdraw_snapshot(cursor=cursor, recorded_at=moment, now=now)
    withdraw_people(cursor=cursor, source=source, now=now, is_whole=not is_kept_here)
    return Outcome(0)


@dataclass(frozen=True, kw_only=True)
class SettleRefusedRows(Action[str]):
    """Say of refused rows what became of them (不備行の確認). Returns the state of the import."""

    function = "documents.import"
    audit_text = "取込の不備行の確認"

    file_id: int
    lines: tuple[int, ...]
    state: str  # resolved | acknowledged
    reason: str

    def detail(self) -> Mapping[str, object]:
        return {
            "取込番号": self.file_id,
            "行": list(self.lines),
            "対応": RefusedState(self.state).label,
            "理由": self.reason,
        }

    def change(self, context: Context) -> Outcome[str]:
        record = ImportFile.objects.select_for_update().filter(pk=self.file_id).first()
        if record is None or record.state != FileState.OPEN:
            return refuse("import.not_open", "未完了の取込ではありません。")
        if self.state == RefusedState.OPEN or not self.reason.strip():
            return missing_reason()
        rows = RefusedRow.objects.filter(file=record, state=RefusedState.OPEN)
        settled = rows.filter(line_no__in=self.lines).update(
            state=self.state, settled_by=context.actor.who.login, settled_at=context.at,
            settled_reason=self.reason,
        )  # fmt: skip
        if settled != len(set(self.lines)):
            return refuse("import.no_such_row", "未対応の不備行ではない行が含まれています。")
        if not rows.exists():
            record.state, record.closed_at = FileState.ACCEPTED, context.at
            record.save()
        return Outcome(record.state)
