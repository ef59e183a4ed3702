# SPDX-License-Identifier: Apache-2.0
"""Receive a visit with what it brings, and settle its tasks one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from daicho.domains.register.public import EVENT_KINDS
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.database.query import lock_until_commit
from daicho.foundation.entries.models import Entry
from daicho.kernel.findings import Finding, Severity
from daicho.web.counter.guidance.data import guidance_of
from daicho.web.counter.guidance.owed import Owed, Somebody, owed_procedures
from daicho.web.counter.models import CounterTask, TaskState, Visit
from daicho.web.counter.subjects import numbers_of, people_of_entry, people_of_numbers


def _error(code: str, message: str) -> Finding:
    return Finding(f"counter.{code}", Severity.ERROR, message)


@dataclass(frozen=True, kw_only=True)
class ReceiveVisit(Action[int]):
    """Put down what a visit brings; asked again with other answers, settled tasks stay.

    A slip has one visit; without a slip each is a visit of its own unless `visit_no` names one.
    """

    function = "counter.use"
    audit_text = "窓口総合支援の受付"

    event: str
    happened_on: date
    addressee_nos: tuple[int, ...] = ()
    entry_no: int | None = None
    visit_no: int | None = None
    answers: tuple[str, ...] = ()
    queue_no: str = ""

    def subjects(self) -> tuple[int, ...]:
        return self.addressee_nos

    def detail(self) -> Mapping[str, object]:
        return {"用件": self.event, "入力票": self.entry_no}

    def lock(self) -> None:
        lock_until_commit("counter visit", self.entry_no or next(iter(self.addressee_nos), 0))

    def change(self, context: Context) -> Outcome[int]:
        guidance = guidance_of(settings.MUNICIPALITY_CODE)
        entry = Entry.objects.filter(pk=self.entry_no or 0, kind__in=list(EVENT_KINDS)).first()
        findings = self._refusals(entry)
        if findings:
            return Outcome(None, tuple(findings))
        people = self._people(entry, context)
        if not people:
            return Outcome(None, (_error("nobody", "対象者がいません。"),))
        today = timezone.localtime(context.at).date()
        visit = self._visit(entry, today, context)
        owed = owed_procedures(
            guidance, event=self.event, happened_on=self.happened_on, people=people,
            answers=visit.answers, on=visit.visit_on,
        )  # fmt: skip
        _write_tasks(visit, owed)
        return Outcome(visit.pk)

    def _refusals(self, entry: Entry | None) -> list[Finding]:
        found = []
        if self.event not in guidance_of(settings.MUNICIPALITY_CODE).events:
            found.append(_error("event", "用件を選んでください。"))
        if self.entry_no is not None and entry is None:
            found.append(_error("gone", "この入力票はありません。"))
        if len(self.queue_no) > 10:
            found.append(_error("queue", "受付番号は10文字までです。"))
        return found

    def _people(self, entry: Entry | None, context: Context) -> list[Somebody]:
        if entry is not None:
            return people_of_entry(entry, context)
        return people_of_numbers(self.addressee_nos, context)

    def _visit(self, entry: Entry | None, today: date, context: Context) -> Visit:
        old = Visit.objects.filter(pk=self.visit_no) if self.visit_no else Visit.objects.none()
        if entry is not None:
            old = Visit.objects.filter(entry_no=entry.pk)
        visit = old.select_for_update().first() or Visit(
            visit_on=today, entry_no=self.entry_no, opened_by=context.actor.who.login,
            opened_name=context.actor.who.name, opened_at=context.at,
            place=context.actor.who.section,
        )  # fmt: skip
        known = guidance_of(settings.MUNICIPALITY_CODE).questions
        visit.event, visit.happened_on = self.event, self.happened_on
        visit.addressee_nos = sorted(numbers_of(entry) if entry else self.addressee_nos)
        visit.answers = [one for one in known if one in self.answers]
        visit.queue_no = self.queue_no.strip()
        visit.save()
        return visit


def _write_tasks(visit: Visit, owed: list[Owed]) -> None:
    """New ones are added; one no longer owed goes while nobody has settled it."""
    codes = [one.procedure.code for one in owed]
    visit.tasks.filter(state=TaskState.OPEN).exclude(procedure__in=codes).delete()
    for one in owed:
        CounterTask.objects.update_or_create(
            visit=visit, procedure=one.procedure.code,
            defaults={
                "section": one.procedure.section, "people": list(one.people), "due_on": one.due_on
            },
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SettleTask(Action[int]):
    """Say what became of a task: done, later, not needed, or open again."""

    function = "counter.use"
    audit_text = "窓口総合支援の用件の処理"

    task_no: int
    state: str

    def subjects(self) -> tuple[int, ...]:
        found = CounterTask.objects.filter(pk=self.task_no)
        return tuple(found.values_list("visit__addressee_nos", flat=True).first() or ())

    def detail(self) -> Mapping[str, object]:
        state = TaskState(self.state).label if self.state in TaskState.values else ""
        return {"用件": self.task_no, "状態": state}

    def change(self, context: Context) -> Outcome[int]:
        task = CounterTask.objects.select_for_update().filter(pk=self.task_no).first()
        if task is None:
            return Outcome(None, (_error("gone", "この用件はありません。"),))
        if self.state not in TaskState.values:
            return Outcome(None, (_error("state", "状態を選んでください。"),))
        who = context.actor.who
        is_open = self.state == TaskState.OPEN
        task.state = self.state
        task.decided_by, task.decided_name = ("", "") if is_open else (who.login, who.name)
        task.decided_at = None if is_open else context.at
        task.save()
        return Outcome(task.pk)
