# SPDX-License-Identifier: Apache-2.0
"""Measures (支援措置): apply, confirm, extend, end, dismiss, send on, correct.

What starts or ends hides or shows the person in the same transaction. The log names the measure,
never a place and never who is feared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

from daicho.domains.register.public import ResidentVersion
from daicho.domains.support.facts import SupportApplication, SupportItems, items_of
from daicho.domains.support.models import EndReason, MeasureAct, MeasureStep
from daicho.domains.support.reading import read_items
from daicho.domains.support.selectors import (
    day_of,
    find_application,
    measures_of_application,
    running_measures,
)
from daicho.domains.support.steps import (
    APPLICATION,
    MEASURE,
    add_step,
    add_version,
    begin_measure,
    lock_measures,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.numbering.series import take
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.support import (
    SupportTerm,
    check_term,
    extend,
    term_from,
)

ONE_DAY = timedelta(days=1)


def refuse(code: str, message: str, *, subject: str = "") -> Outcome[Any]:
    """A refusal in words."""
    return Outcome(None, (Finding(f"support.{code}", Severity.ERROR, message, subject),))


@dataclass(frozen=True, kw_only=True)
class ApplyForSupport(Action[int]):
    """Take an application in (申出の受付): the provisional measure begins at once (仮支援措置)."""

    function = "protected.manage"
    audit_text = "支援措置の申出の受付"
    act: ClassVar[MeasureAct] = MeasureAct.APPLY

    data: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def subjects(self) -> tuple[int, ...]:
        read = read_items(SupportApplication, self.data)
        return () if isinstance(read, tuple) else tuple(number for number, _, _ in _people(read))

    def lock(self) -> None:
        lock_measures()

    def change(self, context: Context) -> Outcome[int]:
        read = read_items(SupportApplication, self.data)
        if isinstance(read, tuple):
            return Outcome(None, read)
        today = day_of(context.at)
        people = _people(read)
        problems = [*self._problems(read, today), *_unfit(people, today)]
        if problems:
            return Outcome(None, tuple(problems))
        number = take(series=APPLICATION)[0]
        add_version(application_no=number, items=items_of(read), context=context)
        for serial, (person, relation, is_applicant) in zip(
            take(series=MEASURE, count=len(people)), people, strict=True
        ):
            begin_measure(
                context=context, measure_no=serial, application_no=number, addressee_no=person,
                is_applicant=is_applicant, relation=relation, act=self.act,
                provisional_from=self.begins(read),
            )  # fmt: skip
        return Outcome(number)

    def begins(self, read: SupportApplication) -> date:
        """The first day of the provisional measure."""
        return read.applied_on

    def _problems(self, read: SupportApplication, today: date) -> Iterable[Finding]:
        if self.begins(read) > today:
            yield _error("future", "受付年月日が未来の日です。")


@dataclass(frozen=True, kw_only=True)
class ReceiveSupport(ApplyForSupport):
    """Take in what another municipality sent (転送の受付): provisional from the day it came."""

    function = "protected.manage"
    audit_text = "支援措置申出書の転送の受付"
    act = MeasureAct.RECEIVE

    def begins(self, read: SupportApplication) -> date:
        return read.transfer_received_on or read.applied_on

    def _problems(self, read: SupportApplication, today: date) -> Iterable[Finding]:
        yield from super()._problems(read, today)
        if not read.first_municipality:
            yield _error("no_origin", "当初受付市区町村を入力してください。")
        if read.transfer_received_on is None:
            yield _error("no_receipt", "転送された申出書の受付年月日を入力してください。")


@dataclass(frozen=True, kw_only=True)
class _Step(Action[int]):
    """A step of some or all measures of an application; `measures` empty means all."""

    application_no: int
    measures: tuple[int, ...] = ()

    def subjects(self) -> tuple[int, ...]:
        return tuple(one.addressee_no for one in self.chosen())

    def detail(self) -> Mapping[str, object]:
        return {"申出番号": self.application_no}

    def lock(self) -> None:
        lock_measures()

    def chosen(self) -> list[MeasureStep]:
        """The measures that the step is about; all that have not ended when none is named."""
        found = measures_of_application(application_no=self.application_no)
        wanted = set(self.measures)
        return [
            one for one in found
            if (one.measure_no in wanted if wanted else one.ended_on is None)
        ]  # fmt: skip

    def change(self, context: Context) -> Outcome[int]:
        measures = self.chosen()
        if not measures or len(measures) < len(self.measures):
            return refuse("unknown", "この申出には、対象となる支援措置がありません。")
        problems = [problem for one in measures for problem in self.check(one, day_of(context.at))]
        if problems:
            return Outcome(None, tuple(problems))
        for one in measures:
            add_step(one, context=context, **self.values(one, day_of(context.at)))
        return Outcome(self.application_no)

    def check(self, one: MeasureStep, today: date) -> Iterable[Finding]:
        """What speaks against the step; every measure must fit."""
        if one.ended_on is not None:
            yield _error("ended", "終了した支援措置です。", one)

    def values(self, one: MeasureStep, today: date) -> Mapping[str, Any]:
        """What the step changes."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class ConfirmSupport(_Step):
    """Begin the measure (開始) once the need is confirmed: a year, unless `last` says otherwise."""

    function = "protected.manage"
    audit_text = "支援措置の開始"

    first: date
    last: date | None = None
    reason: str = ""

    def term(self) -> SupportTerm:
        """The term of the measure."""
        return SupportTerm(self.first, self.last) if self.last else term_from(self.first)

    def check(self, one: MeasureStep, today: date) -> Iterable[Finding]:
        yield from super().check(one, today)
        if one.first is not None:
            yield _error("begun", "すでに開始した支援措置です。延長してください。", one)
        if self.first > today:
            yield _error("future", "開始年月日が未来の日です。", one)
        yield from check_term(self.term(), subject=_named(one))

    def values(self, one: MeasureStep, today: date) -> Mapping[str, Any]:
        term = self.term()
        return {
            "act": MeasureAct.CONFIRM, "first": term.first, "last": term.last,
            "reason": self.reason, "is_of_former_municipality": False,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ExtendSupport(_Step):
    """Extend by a year (延長), from a month before the last day on and also after it."""

    function = "protected.manage"
    audit_text = "支援措置の延長"

    last: date | None = None
    reason: str = ""

    def check(self, one: MeasureStep, today: date) -> Iterable[Finding]:
        yield from super().check(one, today)
        following, problems = self._following(one, today)
        yield from problems
        if following is not None and self.last is not None:
            yield from check_term(SupportTerm(following.first, self.last), subject=_named(one))

    def values(self, one: MeasureStep, today: date) -> Mapping[str, Any]:
        # The measure goes on without a gap: its first day stays, its last day is the next year's.
        following, _ = self._following(one, today)
        last = self.last or (following.last if following else one.last)
        return {"act": MeasureAct.EXTEND, "last": last, "reason": self.reason}

    def _following(
        self, one: MeasureStep, today: date
    ) -> tuple[SupportTerm | None, Sequence[Finding]]:
        term = one.support.term
        if term is None:
            text = "仮支援措置です。支援措置を開始してください。"
            return None, (_error("provisional", text, one),)
        return extend(term, as_of=today, subject=_named(one))


@dataclass(frozen=True, kw_only=True)
class EndSupport(_Step):
    """End the measure (終了), with the reason; `last` is the last day on which it holds."""

    function = "protected.manage"
    audit_text = "支援措置の終了"

    last: date
    end_reason: str
    reason: str = ""

    def check(self, one: MeasureStep, today: date) -> Iterable[Finding]:
        yield from super().check(one, today)
        if self.end_reason not in EndReason.values:
            yield _error("no_reason", "終了の事由を選んでください。", one)
        if self.last > today:
            yield _error("future", "終了する日が未来の日です。", one)
        if self.last < one.began_on - ONE_DAY:
            yield _error("too_early", "終了する日が開始より前です。", one)

    def values(self, one: MeasureStep, today: date) -> Mapping[str, Any]:
        return {
            "act": MeasureAct.END, "ended_on": self.last + ONE_DAY,
            "end_reason": self.end_reason, "reason": self.reason,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DismissSupport(_Step):
    """Close a provisional measure whose need was not confirmed (支援の必要性なし)."""

    function = "protected.manage"
    audit_text = "支援の必要性なしの決定"

    last: date
    told_on: date | None = None
    reason: str = ""

    def check(self, one: MeasureStep, today: date) -> Iterable[Finding]:
        yield from super().check(one, today)
        if one.first is not None:
            yield _error("begun", "開始した支援措置です。終了してください。", one)
        if not self.reason.strip():
            yield _error("no_reason", "支援の必要性がないと判断した理由を入力してください。", one)
        if self.last > today or (self.told_on is not None and self.told_on > today):
            yield _error("future", "未来の日は入力できません。", one)
        if self.last < one.began_on - ONE_DAY:
            yield _error("too_early", "終了する日が開始より前です。", one)

    def change(self, context: Context) -> Outcome[int]:
        outcome = super().change(context)
        version = find_application(application_no=self.application_no)
        if outcome.value is not None and self.told_on is not None and version is not None:
            items = {**version.items, "no_need_told_on": self.told_on.isoformat()}
            add_version(application_no=self.application_no, items=items, context=context)
        return outcome

    def values(self, one: MeasureStep, today: date) -> Mapping[str, Any]:
        return {
            "act": MeasureAct.DISMISS, "ended_on": self.last + ONE_DAY,
            "end_reason": EndReason.NOT_CONFIRMED, "reason": self.reason,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SendSupport(Action[int]):
    """Note that the application was sent to another municipality (転送)."""

    function = "protected.manage"
    audit_text = "支援措置申出書の転送"

    application_no: int
    municipality: str
    sent_on: date

    def subjects(self) -> tuple[int, ...]:
        found = measures_of_application(application_no=self.application_no)
        return tuple(one.addressee_no for one in found)

    def detail(self) -> Mapping[str, object]:
        # The municipality may be where the person went: it is not for the log.
        return {"申出番号": self.application_no}

    def lock(self) -> None:
        lock_measures()

    def change(self, context: Context) -> Outcome[int]:
        version = find_application(application_no=self.application_no)
        if version is None:
            return refuse("unknown", "この申出はありません。")
        if not self.municipality.strip():
            return refuse("no_municipality", "転送先市区町村を入力してください。")
        if self.sent_on > day_of(context.at):
            return refuse("future", "転送年月日が未来の日です。")
        sent = {"municipality": self.municipality.strip(), "sent_on": self.sent_on.isoformat()}
        items = {**version.items, "transfers": [*version.items.get("transfers", []), sent]}
        read = read_items(SupportItems, items)
        if isinstance(read, tuple):
            return Outcome(None, read)
        add_version(
            application_no=self.application_no, items=items_of(read), context=context, note="転送"
        )
        return Outcome(self.application_no)


@dataclass(frozen=True, kw_only=True)
class CorrectSupport(Action[int]):
    """Change what the application says (訂正); who does not see its places cannot."""

    function = "protected.manage"
    audit_text = "支援措置の申出の訂正"

    application_no: int
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    note: str = ""

    def subjects(self) -> tuple[int, ...]:
        found = measures_of_application(application_no=self.application_no)
        return tuple(one.addressee_no for one in found)

    def detail(self) -> Mapping[str, object]:
        return {"申出番号": self.application_no}

    def lock(self) -> None:
        lock_measures()

    def change(self, context: Context) -> Outcome[int]:
        if PROTECTED_VIEW not in context.actor.functions:
            return refuse("not_responsible", "申出の内容は支援措置責任者が訂正してください。")
        if find_application(application_no=self.application_no) is None:
            return refuse("unknown", "この申出はありません。")
        read = read_items(SupportItems, self.data)
        if isinstance(read, tuple):
            return Outcome(None, read)
        add_version(
            application_no=self.application_no, items=items_of(read), context=context,
            note=self.note,
        )  # fmt: skip
        return Outcome(self.application_no)


def _people(read: SupportApplication) -> list[tuple[int, str, bool]]:
    """宛名番号, relation, whether the applicant: each person once."""
    people = {read.addressee_no: ("", True)}
    for one in read.companions:
        people.setdefault(one.addressee_no, (one.relation, False))
    return [(number, relation, is_first) for number, (relation, is_first) in people.items()]


def _unfit(people: Sequence[tuple[int, str, bool]], today: date) -> Iterable[Finding]:
    numbers = [number for number, _, _ in people]
    known = set(
        ResidentVersion.objects.filter(addressee_no__in=numbers)
        .values_list("addressee_no", flat=True)
        .distinct()
    )
    for number in numbers:
        if number not in known:
            # A number that nobody has may be an 個人番号 typed by mistake: it is not repeated.
            yield _error("nobody", "住民記録にない宛名番号が入力されています。")
    for one in running_measures(addressee_nos=numbers, on=today):
        yield _error("twice", "すでに支援措置の対象です。", one)


def _error(code: str, message: str, one: MeasureStep | None = None) -> Finding:
    return Finding(f"support.{code}", Severity.ERROR, message, _named(one) if one else "")


def _named(one: MeasureStep) -> str:
    return f"整理番号{one.measure_no}"
