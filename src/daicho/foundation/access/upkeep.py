# SPDX-License-Identifier: Apache-2.0
"""Rights granted and taken back in a batch from a CSV (権限の一括メンテナンス)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from daicho.foundation.access import granting
from daicho.foundation.access.actor import Actor
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.organisation import units_on
from daicho.foundation.access.table_file import TableLine, read_table
from daicho.foundation.identity.models import Staff
from daicho.kernel.dates import parse_date
from daicho.kernel.findings import Finding

HEADINGS = ("操作", "職員番号", "所属コード", "機能コード", "所管", "開始日", "終了日")
GRANT, REVOKE = "付与", "取消"


@dataclass(frozen=True, slots=True)
class UpkeepChange:
    """One line: a function for a holder, granted for a term or taken back."""

    line: int
    staff: Staff | None
    unit: str
    function: str
    scope: str
    term: tuple[date, date] | None

    @property
    def text_ja(self) -> str:
        """The line in words."""
        holder = f"{self.staff.login} {self.staff.name}" if self.staff else self.unit
        label = catalogue().functions[self.function].label_ja
        if self.term is None:
            return f"{holder}: 「{label}」を取り消す"
        first, last = self.term
        return f"{holder}: 「{label}」を{first.isoformat()}〜{last.isoformat()}に付与する"


@dataclass(slots=True)
class Upkeep:
    """What the file would change, and every fault; with a fault nothing is applied."""

    changes: list[UpkeepChange] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def plan_upkeep(content: bytes, *, actor: Actor, at: datetime) -> Upkeep:
    """Every line checked; nobody's own rights, nobody's own unit."""
    table = read_table(content, HEADINGS)
    plan = Upkeep(findings=list(table.findings))
    on = timezone.localtime(at).date()
    units = set(units_on(on=on).values_list("code", flat=True))
    logins = {line.cells["職員番号"] for line in table.lines}
    staff = {one.login: one for one in Staff.objects.filter(login__in=logins)}
    for line in table.lines:
        holder = staff.get(line.cells["職員番号"])
        faults = [
            *_faults_of_holder(line, holder, units, actor), *_faults_of_function(line, units),
            *_faults_of_term(line, on),
        ]  # fmt: skip
        plan.findings += faults
        if not faults:
            plan.changes.append(_change(line, holder))
    return plan


def apply_upkeep(plan: Upkeep, *, by: str, at: datetime) -> None:
    """Every line, inside the caller's transaction."""
    for change in plan.changes:
        if change.term is None:
            granting.revoke(
                staff=change.staff, unit=change.unit, function=change.function, by=by, at=at
            )
            continue
        first, last = change.term
        granting.grant(
            staff=change.staff, unit=change.unit, functions=(change.function,),
            scope=change.scope, first=first, last=last, by=by, at=at,
        )  # fmt: skip


def _faults_of_holder(
    line: TableLine, staff: Staff | None, units: set[str], actor: Actor
) -> list[Finding]:
    login, unit = line.cells["職員番号"], line.cells["所属コード"]
    if bool(login) == bool(unit):
        return [
            line.fault("職員番号", "upkeep.holder", "職員番号か所属コードの一方を入れます。")
        ]  # fmt: skip
    if login and staff is None:
        return [line.fault("職員番号", "upkeep.staff", "この職員番号の職員はいません。")]
    if unit and unit not in units:
        return [line.fault("所属コード", "upkeep.unit", "この所属はありません。")]
    if (staff is not None and staff.pk == actor.staff_id) or unit in actor.units:
        return [line.fault("", "upkeep.own", "自分が得る権限は変更できません。")]
    return []


def _faults_of_function(line: TableLine, units: set[str]) -> list[Finding]:
    found = []
    if line.cells["操作"] not in (GRANT, REVOKE):
        found.append(line.fault("操作", "upkeep.word", f"操作は{GRANT}・{REVOKE}のどちらかです。"))
    if line.cells["機能コード"] not in catalogue().functions:
        found.append(line.fault("機能コード", "upkeep.function", "この機能はありません。"))
    if line.cells["所管"] and line.cells["所管"] not in units:
        found.append(line.fault("所管", "upkeep.scope", "この所属はありません。"))
    return found


def _faults_of_term(line: TableLine, on: date) -> list[Finding]:
    if line.cells["操作"] != GRANT:
        return []
    first, last = parse_date(line.cells["開始日"]), parse_date(line.cells["終了日"])
    found = [
        line.fault(name, "upkeep.date", parsed.reason)
        for name, parsed in (("開始日", first), ("終了日", last))
        if parsed.value is None
    ]
    if first.value is None or last.value is None:
        return found
    if not first.value <= last.value <= granting.last_of_a_year(first.value):
        return [line.fault("終了日", "upkeep.term", "期間は1年以内にしてください。")]
    if last.value < on:
        return [line.fault("終了日", "upkeep.past", "期間がすでに終わっています。")]
    return []


def _change(line: TableLine, staff: Staff | None) -> UpkeepChange:
    cells = line.cells
    first, last = parse_date(cells["開始日"]).value, parse_date(cells["終了日"]).value
    term = (first, last) if cells["操作"] == GRANT and first and last else None
    return UpkeepChange(
        line.number, staff, cells["所属コード"], cells["機能コード"], cells["所管"], term
    )
