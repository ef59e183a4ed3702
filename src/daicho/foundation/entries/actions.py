# SPDX-License-Identifier: Apache-2.0
"""Draft, enter (仮登録), return, withdraw and register (本登録) a slip.

A domain subclasses each with its function, its text for the log and its kinds:

    @dataclass(frozen=True, kw_only=True)
    class EnterEvent(EnterSlip):
        function = "register.enter"
        audit_text = "住民異動の仮登録"
        kinds = EVENT_KINDS
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.entries.kinds import EntryKind, Form, read_form
from daicho.foundation.entries.models import OPEN_STATES, Entry, State
from daicho.foundation.entries.store import content_of, others_in_check, save_content
from daicho.kernel.findings import Finding, Severity


def _error(code: str, message: str) -> Finding:
    return Finding(f"entry.{code}", Severity.ERROR, message)


GONE = _error("gone", "この入力票はありません。")
CLOSED = _error("closed", "この入力票は本登録または取下げ済みです。")
CHANGED = _error("changed", "他の職員がこの入力票を更新しました。開き直してください。")
NOT_IN_CHECK = _error("not_in_check", "この入力票は仮登録の状態ではありません。")
SAME_PERSON = _error(
    "same_person", "入力した職員は審査・本登録できません。別の職員が行ってください。"
)
NO_REASON = _error("no_reason", "理由を入力してください。")


@dataclass(frozen=True, kw_only=True)
class _OfKinds(Action[int], ABC):
    kinds: ClassVar[Mapping[str, EntryKind]]


@dataclass(frozen=True, kw_only=True)
class _Writing(_OfKinds, ABC):
    """Content typed for a new slip, or for the version of an old one that the person saw."""

    entry_kind: str
    data: Mapping[str, Any] = field(repr=False)
    entry_no: int | None = None
    version: int | None = None

    def detail(self) -> Mapping[str, object]:
        kind = self.kinds.get(self.entry_kind)
        return {"種類": kind.label if kind else "", "入力票": self.entry_no}

    def _slip(self) -> tuple[Entry, Finding | None]:
        if self.entry_no is None:
            return Entry(kind=self.entry_kind), None
        entry = _locked(self.kinds, self.entry_no)
        if entry is None or entry.kind != self.entry_kind:
            return Entry(), GONE
        if entry.state not in OPEN_STATES:
            return entry, CLOSED
        return entry, CHANGED if entry.version != self.version else None


@dataclass(frozen=True, kw_only=True)
class DraftSlip(_Writing, ABC):
    """Keep what is typed so far (下書き); nothing is checked. A slip in check stays as it is."""

    subjects_typed: tuple[int, ...] = ()

    def subjects(self) -> tuple[int, ...]:
        return self.subjects_typed

    def change(self, context: Context) -> Outcome[int]:
        entry, fault = self._slip()
        if fault is None and entry.state == State.PROVISIONAL:
            fault = CLOSED
        if fault is not None:
            return Outcome(None, (fault,))
        state = State.RETURNED if entry.state == State.RETURNED else State.DRAFT
        save_content(
            entry=entry, data=self.data, state=state, subjects=self.subjects_typed, context=context
        )
        return Outcome(entry.pk)


@dataclass(frozen=True, kw_only=True)
class EnterSlip(_Writing, ABC):
    """Enter the slip for its check (仮登録): errors stop, alerts must be acknowledged by code."""

    acknowledged: tuple[str, ...] = ()

    def subjects(self) -> tuple[int, ...]:
        kind = self.kinds.get(self.entry_kind)
        form = read_form(kind, self.data).form if kind else None
        return tuple(kind.subjects(form)) if kind and form else ()

    def change(self, context: Context) -> Outcome[int]:
        entry, fault = self._slip()
        kind = self.kinds.get(self.entry_kind)
        if kind is None or fault is not None:
            return Outcome(None, (fault or GONE,))
        read = read_form(kind, self.data)
        if read.form is None:
            return Outcome(None, read.findings)
        subjects = kind.subjects(read.form)
        findings = (*_check(kind, read.form, context), *_busy(subjects, entry.pk))
        if is_stopped(findings, self.acknowledged):
            return Outcome(None, stopped_by(findings, self.acknowledged))
        entry.acknowledged = sorted(set(self.acknowledged))
        save_content(
            entry=entry, data=self.data, state=State.PROVISIONAL, subjects=subjects,
            context=context,
        )  # fmt: skip
        return Outcome(entry.pk, findings)


@dataclass(frozen=True, kw_only=True)
class _Deciding(_OfKinds, ABC):
    entry_no: int

    def detail(self) -> Mapping[str, object]:
        return {"入力票": self.entry_no}

    def subjects(self) -> tuple[int, ...]:
        found = Entry.objects.filter(pk=self.entry_no, kind__in=list(self.kinds))
        return tuple(found.values_list("subjects", flat=True).first() or ())


@dataclass(frozen=True, kw_only=True)
class ReturnSlip(_Deciding, ABC):
    """Send a slip back to who entered it (差戻し) with the reason."""

    reason: str

    def change(self, context: Context) -> Outcome[int]:
        return _close(self.kinds, self.entry_no, State.RETURNED, self.reason, context)


@dataclass(frozen=True, kw_only=True)
class WithdrawSlip(_Deciding, ABC):
    """Take a slip back (取下げ); it stays on record and can never be registered."""

    reason: str

    def change(self, context: Context) -> Outcome[int]:
        return _close(self.kinds, self.entry_no, State.WITHDRAWN, self.reason, context)


@dataclass(frozen=True, kw_only=True)
class RegisterSlip(_Deciding, ABC):
    """Check and register (審査・本登録) by another person than any who typed it.

    Everything is read and checked again, because the register may have moved on since.
    """

    def change(self, context: Context) -> Outcome[int]:
        entry = _locked(self.kinds, self.entry_no)
        fault = _not_registrable(entry, context)
        if entry is None or fault is not None:
            return Outcome(None, (fault or GONE,))
        kind = self.kinds[entry.kind]
        read = read_form(kind, content_of(entry))
        if read.form is None:
            return Outcome(None, read.findings)
        kind.lock(read.form, context)
        findings = tuple(_check(kind, read.form, context))
        if is_stopped(findings, entry.acknowledged):
            return Outcome(None, stopped_by(findings, entry.acknowledged))
        entry.result = dict(kind.carry_out(read.form, context, entry))
        entry.state = State.REGISTERED
        entry.decided_by, entry.decided_at = context.actor.who.login, context.at
        entry.version += 1
        entry.save()
        return Outcome(entry.pk, findings)


def is_stopped(findings: Sequence[Finding], acknowledged: Sequence[str]) -> bool:
    """Whether an error stands, or an alert that nobody has acknowledged."""
    return bool(stopped_by(findings, acknowledged))


def stopped_by(findings: Sequence[Finding], acknowledged: Sequence[str]) -> tuple[Finding, ...]:
    """All findings when something stops; an unacknowledged alert then counts as an error."""
    seen = set(acknowledged)
    open_ones = [one for one in findings if _stops(one, seen)]
    if not open_ones:
        return ()
    if any(one.severity is Severity.ERROR for one in findings):
        return tuple(findings)
    return (*findings, _error("unacknowledged", "警告の内容を確認してください。"))


def _stops(finding: Finding, seen: set[str]) -> bool:
    is_alert = finding.severity is Severity.WARNING and finding.code not in seen
    return finding.severity is Severity.ERROR or is_alert


def _check(kind: EntryKind, form: Form, context: Context) -> Sequence[Finding]:
    return kind.check(form, context)


def _busy(subjects: Sequence[int], own: int | None) -> list[Finding]:
    return [
        _error("busy", f"同じ人の入力票{other.pk}が審査待ちです（{other.entered_name}）。")
        for other in others_in_check(addressee_nos=subjects, but=own)
    ]


def _locked(kinds: Mapping[str, EntryKind], number: int) -> Entry | None:
    found = Entry.objects.select_for_update().filter(pk=number, kind__in=list(kinds))
    return found.first()


def _not_registrable(entry: Entry | None, context: Context) -> Finding | None:
    if entry is None:
        return GONE
    if entry.state != State.PROVISIONAL:
        return NOT_IN_CHECK
    return SAME_PERSON if context.actor.who.login in entry.writers else None


def _close(
    kinds: Mapping[str, EntryKind], number: int, state: State, reason: str, context: Context
) -> Outcome[int]:
    entry = _locked(kinds, number)
    if entry is None:
        return Outcome(None, (GONE,))
    if entry.state not in OPEN_STATES:
        return Outcome(None, (CLOSED,))
    if state == State.RETURNED and entry.state != State.PROVISIONAL:
        return Outcome(None, (NOT_IN_CHECK,))
    if not reason.strip():
        return Outcome(None, (NO_REASON,))
    entry.state, entry.reason = state, reason.strip()
    entry.decided_by, entry.decided_at = context.actor.who.login, context.at
    entry.version += 1
    entry.save()
    return Outcome(entry.pk)
