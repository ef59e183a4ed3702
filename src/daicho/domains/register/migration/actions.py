# SPDX-License-Identifier: Apache-2.0
"""The whole register out and in, as one logged act each."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from daicho.domains.register.hooks import tell_rebuild
from daicho.domains.register.migration.checking import check_cells, check_rows
from daicho.domains.register.migration.loading import filled_tables, load_tables
from daicho.domains.register.migration.manifest import Manifest, ManifestError, read_manifest
from daicho.domains.register.migration.staging import fault, stage
from daicho.domains.register.migration.tables import Table, exported_tables
from daicho.domains.register.migration.writing import lock_tables, write_register
from daicho.foundation.access.actor import Context
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.details import ExportDetail
from daicho.foundation.audit.entries import NewEntry
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Kind
from daicho.foundation.database.query import lock_until_commit
from daicho.kernel.findings import Finding, Severity

LOCK = "register migration"
NEEDED = frozenset({"events", "residents"})


@dataclass(frozen=True, kw_only=True)
class ExportRegister(Action[Manifest]):
    """Write the whole register with its history to a new folder (住民記録の全件出力)."""

    function = "register.export"
    audit_text = "住民記録の全件出力"
    kind = Kind.EXTRACT

    folder: Path

    def detail(self) -> Mapping[str, object]:
        return {"出力先": self.folder.name}

    def lock(self) -> None:
        lock_until_commit(LOCK)
        lock_tables()

    def change(self, context: Context) -> Outcome[Manifest]:
        if PROTECTED_VIEW not in context.actor.functions:
            return _refused(
                "register.export.protected",
                "支援措置対象者の住所を含むため、支援措置責任者の権限が必要です。",
                "住民記録標準 10.1",
            )
        if self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            return _refused("register.export.folder", "出力先のフォルダーが空ではありません。")
        is_new = not self.folder.exists()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            manifest = write_register(self.folder)
            _log(manifest, context, self.audit_text)
        except BaseException:
            _clear(self.folder, is_new=is_new)
            raise
        return Outcome(manifest)


@dataclass(frozen=True, kw_only=True)
class ImportRegister(Action[Manifest]):
    """Take a whole register into an empty database (住民記録の全件取込), all of it or nothing."""

    function = "register.export"
    audit_text = "住民記録の全件取込"
    kind = Kind.BATCH

    folder: Path

    def detail(self) -> Mapping[str, object]:
        return {"取込元": self.folder.name}

    def lock(self) -> None:
        lock_until_commit(LOCK)

    def change(self, context: Context) -> Outcome[Manifest]:
        try:
            manifest = read_manifest(self.folder)
        except ManifestError as error:
            return _refused("register.import.manifest", str(error))
        tables, found = _named(manifest)
        found = found or filled_tables(tables)
        if found:
            return Outcome(None, tuple(found))
        figures = {one.file: one for one in manifest.files}
        unread = [
            finding
            for table in tables
            for finding in stage(table, figures[table.file_name], self.folder)
        ]
        if any(one.code.endswith((".csv", ".header", ".encoding", ".no_file")) for one in unread):
            return Outcome(None, tuple(unread))
        found = unread + [finding for table in tables for finding in check_cells(table)]
        found = found or check_rows(tables) or load_tables(tables, manifest.series)
        if found:
            return Outcome(None, tuple(found))
        tell_rebuild(addressee_nos=None, at=context.at)
        return Outcome(manifest)


def _named(manifest: Manifest) -> tuple[list[Table], list[Finding]]:
    """The tables that the list of contents names."""
    names = {one.file for one in manifest.files}
    known = {table.file_name for table in exported_tables()}
    found = [fault("unknown_file", "取り込めないファイルです。", name) for name in names - known]
    missing = {f"{name}.csv" for name in NEEDED} - names
    found += [fault("no_file", "目録に必要なファイルがありません。", name) for name in missing]
    tables = [table for table in exported_tables() if table.file_name in names]
    return tables, sorted(found, key=lambda one: one.subject)


def _log(manifest: Manifest, context: Context, name: str) -> None:
    """What left the system, file by file."""
    for one in manifest.files:
        detail = ExportDetail(
            name=one.file, conditions={"範囲": "全件・全履歴"}, rows=one.rows,
            columns=["すべての項目"], sha256=one.sha256,
        )  # fmt: skip
        append(
            NewEntry(
                at=context.at, kind=Kind.EXTRACT, who=context.actor.who,
                terminal=context.terminal, function=ExportRegister.function, screen=name,
                purpose=context.purpose, detail=detail.as_detail(),
            )
        )  # fmt: skip


def _clear(folder: Path, *, is_new: bool) -> None:
    for path in folder.iterdir():
        path.unlink()
    if is_new:
        shutil.rmtree(folder)


def _refused(code: str, message: str, citation: str = "") -> Outcome[Manifest]:
    return Outcome(None, (Finding(code, Severity.ERROR, message, citation=citation),))
