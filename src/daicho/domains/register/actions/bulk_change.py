# SPDX-License-Identifier: Apache-2.0
"""Try, accept and carry out a bulk change (住所一括変更, 標準仕様書 9.7).

A file is tried (仮処理): every line is judged and counted, nothing changes. A second person accepts
the totals; then the run judges each line again and writes, one event a household (or person), so
that a single household's change can be cancelled like any other. The run goes on where it stood.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils import timezone

from daicho.domains.register.events.bulk_lines import (
    AFTER,
    BEFORE,
    NUMBERS,
    REASONS,
    Judged,
    headings,
    judge_lines,
    people_of,
)
from daicho.domains.register.events.bulk_write import write_bulk
from daicho.domains.register.history import lock_people
from daicho.domains.register.hooks import tell_followers
from daicho.domains.register.models import (
    BulkChange,
    BulkKind,
    BulkLine,
    BulkLineState,
    BulkState,
    Event,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.access.table_file import TableLine, read_table
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.batch.models import BatchRun
from daicho.foundation.batch.runner import (
    Piece,
    Step,
    StepContext,
    open_run,
    run_steps,
    unfinished_run,
)
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.reasons import Basis, Reason

KIND = "register.bulk"
PIECE_LINES = 500


def _error(code: str, message: str) -> Finding:
    return Finding(f"register.bulk_{code}", Severity.ERROR, message)


GONE = _error("gone", "この一括変更はありません。")
WRONG_STATE = _error("state", "この一括変更は、その段階にありません。")
SAME_PERSON = _error("same_person", "作成した職員は承認できません。別の職員が行ってください。")


@dataclass(frozen=True, kw_only=True)
class TryBulkChange(Action[int]):
    """Read a file and judge every line (仮処理); the number of the bulk change."""

    function = "register.bulk"
    audit_text = "一括変更の仮処理"

    bulk_kind: str
    title: str
    file_name: str
    content: bytes = field(repr=False)
    happened_on: date
    note: str = ""

    def detail(self) -> Mapping[str, object]:
        return {"件名": self.title, "ファイル": self.file_name, "種類": self.bulk_kind}

    def change(self, context: Context) -> Outcome[int]:
        if self.bulk_kind not in BulkKind.values:
            return Outcome(None, (_error("kind", "一括変更の種類を選んでください。"),))
        table = read_table(self.content, headings(self.bulk_kind))
        faults = [*table.findings, *_number_faults(self.bulk_kind, table.lines)]
        if self.happened_on > timezone.localtime(context.at).date():
            faults.append(finding("E-004"))
        if not table.lines:
            faults.append(_error("empty", "更新する行がありません。"))
        if any(one.severity is Severity.ERROR for one in faults):
            return Outcome(None, tuple(faults))
        change = self._save(context)
        lines = [_line(change, one) for one in table.lines]
        judged = judge_lines(self.bulk_kind, lines, day=self.happened_on, context=context)
        for line in lines:
            _mark(line, judged[line.line])
        BulkLine.objects.bulk_create(lines, batch_size=2_000)
        change.totals = _totals(lines)
        change.save(update_fields=["totals"])
        return Outcome(change.pk)

    def _save(self, context: Context) -> BulkChange:
        return BulkChange.objects.create(
            kind=self.bulk_kind, title=self.title, file_name=self.file_name,
            sha256=hashlib.sha256(self.content).hexdigest(), happened_on=self.happened_on,
            note=self.note, state=BulkState.TRIED, created_by=context.actor.who.login,
            created_at=context.at,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Deciding(Action[int]):
    function = ""

    change_no: int

    def detail(self) -> Mapping[str, object]:
        return {"一括変更": self.change_no}


@dataclass(frozen=True, kw_only=True)
class AcceptBulkChange(_Deciding):
    """Accept what the trial would do, by another person than who made it."""

    function = "register.bulk"
    audit_text = "一括変更の承認"

    def change(self, context: Context) -> Outcome[int]:
        change = BulkChange.objects.select_for_update().filter(pk=self.change_no).first()
        if change is None or change.state != BulkState.TRIED:
            return Outcome(None, (WRONG_STATE if change else GONE,))
        if change.created_by == context.actor.who.login:
            return Outcome(None, (SAME_PERSON,))
        change.state, change.accepted_at = BulkState.ACCEPTED, context.at
        change.accepted_by = context.actor.who.login
        change.save()
        return Outcome(change.pk)


@dataclass(frozen=True, kw_only=True)
class WithdrawBulkChange(_Deciding):
    """Take back a bulk change that is not carried out."""

    function = "register.bulk"
    audit_text = "一括変更の取下げ"

    def change(self, context: Context) -> Outcome[int]:
        change = BulkChange.objects.select_for_update().filter(pk=self.change_no).first()
        begun = unfinished_run(kind=KIND, subject=str(self.change_no)) is not None
        if change is None or begun or change.state not in (BulkState.TRIED, BulkState.ACCEPTED):
            return Outcome(None, (WRONG_STATE if change else GONE,))
        change.state = BulkState.WITHDRAWN
        change.save(update_fields=["state"])
        return Outcome(change.pk)


@dataclass(frozen=True, kw_only=True)
class StartBulkChange(_Deciding):
    """Open the run of an accepted bulk change (本処理), or the one that stopped; its number."""

    function = "register.bulk"
    audit_text = "一括変更の本処理の開始"

    def change(self, context: Context) -> Outcome[int]:
        change = BulkChange.objects.select_for_update().filter(pk=self.change_no).first()
        if change is None or change.state != BulkState.ACCEPTED:
            return Outcome(None, (WRONG_STATE if change else GONE,))
        subject = str(change.pk)
        run = unfinished_run(kind=KIND, subject=subject) or open_run(
            kind=KIND, subject=subject, steps=_steps(lambda: context.at),
            parameters={"change": change.pk}, context=context,
        )  # fmt: skip
        return Outcome(run.pk)


def carry_out_bulk(*, run_no: int, context: Context, clock: Callable[[], datetime]) -> BatchRun:
    """Do what is left of a run; every piece of lines and its checkpoint commit together."""
    run = BatchRun.objects.get(pk=run_no, kind=KIND)
    return run_steps(run, steps=_steps(clock), context=context, clock=clock)


def _steps(clock: Callable[[], datetime]) -> tuple[Step, ...]:
    """The steps of a run; each piece is recorded at its own moment."""
    return (Step(code="update", label_ja="住民記録の更新", work=lambda step: _update(step, clock)),)


def _update(step: StepContext, clock: Callable[[], datetime]) -> Iterator[Piece]:
    change = BulkChange.objects.get(pk=step.run.parameters["change"])
    planned = BulkLine.objects.filter(change=change, state=BulkLineState.PLANNED)
    total = BulkLine.objects.filter(change=change).exclude(state=BulkLineState.EXCLUDED).count()
    totals = dict(step.totals) or {"世帯・人": 0, "人数": 0, "除外": 0}
    while lines := list(planned.order_by("line")[:PIECE_LINES]):
        people, left_out = _write_piece(change, lines, replace(step.context, at=clock()))
        totals["世帯・人"] += len(lines) - left_out
        totals["人数"] += people
        totals["除外"] += left_out
        yield Piece(
            done=totals["世帯・人"] + totals["除外"], total=total, checkpoint=lines[-1].line,
            totals=dict(totals),
        )  # fmt: skip
    BulkChange.objects.filter(pk=change.pk).update(
        state=BulkState.DONE, totals={**change.totals, "本処理": totals}
    )
    yield Piece(done=total, total=total, totals=totals)


def _write_piece(change: BulkChange, lines: list[BulkLine], context: Context) -> tuple[int, int]:
    """One transaction: lock, judge again, write, tell; how many persons, how many left out."""
    people = people_of(change.kind, lines, day=change.happened_on)
    lock_people(number for numbers in people.values() for number in numbers)
    judged = judge_lines(change.kind, lines, day=change.happened_on, context=context)
    kept = [line for line in lines if judged[line.line].changes]
    events = {line.line: _event(change, context) for line in kept}
    written = [(events[line.line], judged[line.line].changes) for line in kept]
    if written:
        before = {row.addressee_no: row for line in kept for row in judged[line.line].before}
        changed = write_bulk(written=written, before=before, day=change.happened_on, at=context.at)
        tell_followers(changes=changed, context=context)
    for line in lines:
        _mark(line, judged[line.line])
        if line.state == BulkLineState.PLANNED:
            line.state, line.event = BulkLineState.DONE, events[line.line]
    BulkLine.objects.bulk_update(lines, ["state", "fault", "people", "event"])
    return sum(len(judged[line.line].changes) for line in kept), len(lines) - len(kept)


def _event(change: BulkChange, context: Context) -> Event:
    reason = REASONS[BulkKind(change.kind)]
    return Event(
        reason=reason.value, basis=Basis.AUTHORITY.value, happened_on=change.happened_on,
        processed_on=timezone.localtime(context.at).date(), recorded_at=context.at,
        note=change.note, is_light=reason is Reason.MINOR_CORRECTION,
        place=context.actor.who.section, terminal=context.terminal,
        entered_by=change.created_by, checked_by=change.accepted_by,
        detail={"一括変更": change.pk, "件名": change.title},
    )  # fmt: skip


def _number_faults(kind: str, lines: list[TableLine]) -> list[Finding]:
    column = NUMBERS[BulkKind(kind)]
    return [
        line.fault(column, "register.bulk_number", "数字で入力してください。")
        for line in lines
        if not line.cells[column].isdigit()
    ]


def _line(change: BulkChange, line: TableLine) -> BulkLine:
    kind = BulkKind(change.kind)
    return BulkLine(
        change=change, line=line.number, number=int(line.cells[NUMBERS[kind]]),
        before={item: line.cells[heading] for heading, item in BEFORE[kind].items()},
        after={item: line.cells[heading] for heading, item in AFTER[kind].items()},
    )  # fmt: skip


def _mark(line: BulkLine, judged: Judged) -> None:
    line.state = BulkLineState.EXCLUDED if judged.fault else BulkLineState.PLANNED
    line.fault, line.people = judged.fault, len(judged.changes)


def _totals(lines: list[BulkLine]) -> dict[str, int]:
    planned = [line for line in lines if line.state == BulkLineState.PLANNED]
    return {
        "行数": len(lines), "世帯・人": len(planned),
        "人数": sum(line.people for line in planned), "除外": len(lines) - len(planned),
    }  # fmt: skip
