# SPDX-License-Identifier: Apache-2.0
"""Change the organisation and who works in it: units, and personnel orders from a file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from daicho.foundation.access.actor import Context
from daicho.foundation.access.models import Level, PersonnelImport, Post, Unit
from daicho.foundation.access.organisation import units_below, units_on
from daicho.foundation.access.personnel.applying import apply_plan
from daicho.foundation.access.personnel.planning import Change, plan_orders
from daicho.foundation.access.personnel.reading import read_orders
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.foundation.database.query import lock_until_commit
from daicho.kernel.findings import Finding, Severity

LOCK = "access.organisation"


@dataclass(frozen=True, kw_only=True)
class ImportPersonnel(Action[tuple[Change, ...]]):
    """Apply a file of personnel orders as a whole (人事異動の取込), or say what it would do."""

    function = "personnel.import"
    audit_text = "人事異動の取込"
    kind = Kind.BATCH

    name: str
    content: bytes = field(repr=False)
    dry_run: bool = False

    def detail(self) -> Mapping[str, object]:
        return {"ファイル": self.name, "試行": self.dry_run, "要約値": self._sha256()}

    def _sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def lock(self) -> None:
        lock_until_commit(LOCK)

    def change(self, context: Context) -> Outcome[tuple[Change, ...]]:
        read = read_orders(self.content)
        plan = plan_orders(read.orders)
        findings = sorted([*read.findings, *plan.findings], key=_place)
        if PersonnelImport.objects.filter(sha256=self._sha256()).exists():
            findings.insert(0, _error("personnel.twice", "このファイルは取込済みです。"))
        if findings:
            return Outcome(None, tuple(findings))
        if not self.dry_run:
            apply_plan(
                plan, name=self.name, sha256=self._sha256(), by=context.actor.who.login,
                at=context.at,
            )  # fmt: skip
        return Outcome(tuple(plan.changes))


def _place(finding: Finding) -> int:
    number = finding.subject.partition("行")[0]
    return int(number) if number.isdigit() else 0


@dataclass(frozen=True, kw_only=True)
class SetUnit(Action[int]):
    """A unit begins, or has another name or place, from a day on (組織の設定)."""

    function = "staff.manage"
    audit_text = "組織の設定"
    kind = Kind.SETTINGS

    code: str
    level: str
    name: str
    parent: str
    first: date

    def detail(self) -> Mapping[str, object]:
        return {
            "所属コード": self.code, "名称": self.name, "上位": self.parent,
            "開始日": self.first.isoformat(),
        }  # fmt: skip

    def lock(self) -> None:
        lock_until_commit(LOCK)

    def change(self, context: Context) -> Outcome[int]:
        findings = self._findings()
        if findings:
            return Outcome(None, tuple(findings))
        current = Unit.objects.filter(code=self.code, valid__contains=self.first).first()
        if current is not None:
            current.valid = DateRange(current.valid.lower, self.first)
            current.save(update_fields=["valid"])
        unit = Unit.objects.create(
            code=self.code, level=self.level, name=self.name, parent=self.parent,
            valid=DateRange(self.first, None),
        )  # fmt: skip
        return Outcome(unit.pk)

    def _findings(self) -> list[Finding]:
        found = []
        if not (self.code.isascii() and self.code.isalnum() and len(self.code) <= 16):
            found.append(_error("unit.code", "所属コードは半角の英数字16文字以内です。"))
        if not self.name.strip():
            found.append(_error("unit.name", "名称を入力してください。"))
        if self.level not in Level.values:
            found.append(_error("unit.level", "部・課・係のどれかを選んでください。"))
        if self.parent and not units_on(on=self.first).filter(code=self.parent).exists():
            found.append(_error("unit.parent", "開始日に上位の所属がありません。"))
        if self.parent in units_below(codes=[self.code], on=self.first) | {self.code}:
            found.append(_error("unit.loop", "自分または下位の所属を上位にはできません。"))
        if Unit.objects.filter(code=self.code, valid__startswith__gte=self.first).exists():
            found.append(_error("unit.later", "開始日以後の設定が登録済みです。"))
        return found


@dataclass(frozen=True, kw_only=True)
class CloseUnit(Action[int]):
    """A unit ends after its last day (組織の廃止), when nobody and no part is left in it."""

    function = "staff.manage"
    audit_text = "組織の廃止"
    kind = Kind.SETTINGS

    code: str
    last: date

    def detail(self) -> Mapping[str, object]:
        return {"所属コード": self.code, "最終日": self.last.isoformat()}

    def lock(self) -> None:
        lock_until_commit(LOCK)

    def change(self, context: Context) -> Outcome[int]:
        ending = DateRange(self.last, None, "()")
        unit = Unit.objects.filter(
            code=self.code, valid__contains=self.last, valid__endswith__isnull=True
        ).first()
        if unit is None:
            return Outcome(None, (_error("unit.unknown", "最終日にこの所属はありません。"),))
        found = []
        if Post.objects.filter(unit=self.code, valid__overlap=ending).exists():
            found.append(_error("unit.posts", "最終日の後も配属されている職員がいます。"))
        if Unit.objects.filter(parent=self.code, valid__overlap=ending).exists():
            found.append(_error("unit.parts", "最終日の後も下位の所属があります。"))
        if found:
            return Outcome(None, tuple(found))
        unit.valid = DateRange(unit.valid.lower, self.last, "[]")
        unit.save(update_fields=["valid"])
        return Outcome(unit.pk)


def _error(code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message)
