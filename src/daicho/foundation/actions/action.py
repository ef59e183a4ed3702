# SPDX-License-Identifier: Apache-2.0
"""An action: one mutation with permission, purpose, lock and log, in one transaction.

Pages, the API and batches all come through `perform`, so nobody can forget the log:

    @dataclass(frozen=True, kw_only=True)
    class AcceptRelease(Action[None]):
        function = "tax.release.accept"
        audit_text = "当初賦課を承認"
        run_id: int

        def change(self, context: Context) -> Outcome[None]: ...
"""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Generic, TypeVar, cast

from django.db import transaction

from daicho.foundation.access.actor import Context, purpose_label
from daicho.foundation.access.decision import decide
from daicho.foundation.access.emergency import mark_of
from daicho.foundation.access.pages import Desk
from daicho.foundation.audit.entries import NewEntry
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Kind, Result
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.numbers import holds_individual_number, is_individual_number

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Value]):
    """What came out, and every finding; with an ERROR among them nothing was changed.

    `told`: what the log says beyond the action's own detail and is known only afterwards.
    """

    value: Value | None
    findings: tuple[Finding, ...] = ()
    told: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether a finding forbids it."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


class ActionError(Exception):
    """A defect in the declaration of an action."""


class Action(ABC, Generic[Value]):
    """Subclass as a frozen, keyword-only dataclass whose fields are what the action is told."""

    function: ClassVar[str]
    audit_text: ClassVar[str]
    kind: ClassVar[Kind] = Kind.ENTRY
    shows_individual_number: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if not inspect.isabstract(cls) and cls.__dict__.get("function", "") != "":
            ACTIONS.append(cls)

    def subjects(self) -> tuple[int, ...]:
        """宛名番号 of the persons concerned, for the log."""
        return ()

    def detail(self) -> Mapping[str, object]:
        """What else the log says; JSON without fractions, never an 個人番号."""
        return {}

    def lock(self) -> None:
        """Lock what is about to change, before it is read."""

    @abstractmethod
    def change(self, context: Context) -> Outcome[Value]:
        """Change, or refuse with findings; a refusal undoes whatever was written."""


ACTIONS: list[type[Action[Any]]] = []
NUMBER_IN_TEXT = Finding(
    "action.individual_number",
    Severity.ERROR,
    "個人番号とみられる12桁の数字が含まれています。理由などの欄に個人番号を書かないでください。",
    citation="番号法20条",
)


def perform(action: Action[Value], *, context: Context) -> Outcome[Value]:
    """Carry the action out and write its one entry of the log."""
    decision = decide(
        actor=context.actor, function=action.function, purpose=context.purpose,
        subject=None, at=context.at,
    )  # fmt: skip
    if decision.finding is not None:
        outcome: Outcome[Value] = Outcome(None, (decision.finding,))
        _log(action, context, outcome.findings, Result.REFUSED)
        return outcome
    if _tells_individual_number(action):
        outcome = Outcome(None, (NUMBER_IN_TEXT,))
        _log(action, context, outcome.findings, Result.REFUSED, tells_detail=False)
        return outcome
    try:
        with transaction.atomic():
            outcome = _change(action, context)
            result = Result.REFUSED if outcome.is_refused else Result.DONE
            _log(action, context, outcome.findings, result, told=outcome.told)
            return outcome
    except Exception:
        # The change is undone with its entry, so the failure gets an entry of its own.
        _log(action, context, (), Result.FAILED)
        raise


def _change(action: Action[Value], context: Context) -> Outcome[Value]:
    with transaction.atomic():
        action.lock()
        outcome = action.change(context)
        if outcome.is_refused:
            transaction.set_rollback(True)
        return outcome


def _tells_individual_number(action: Action[Value]) -> bool:
    """Whether a text of the action holds one; a field without `repr` is the place for it."""
    texts = (getattr(action, item.name) for item in fields(cast(Any, action)) if item.repr)
    return any(isinstance(text, str) and holds_individual_number(text) for text in texts)


def _subjects(action: Action[Value], result: Result) -> tuple[int, ...]:
    """Of what was not done, numbers that may be an 個人番号 typed for a 宛名番号 stay out."""
    told = action.subjects()
    return told if result is Result.DONE else tuple(n for n in told if not _may_be_number(n))


def _may_be_number(number: int) -> bool:
    return number >= 10**10 and is_individual_number(f"{number:012d}")


def _log(
    action: Action[Value],
    context: Context,
    findings: tuple[Finding, ...],
    result: Result,
    *,
    tells_detail: bool = True,
    told: Mapping[str, object] | None = None,
) -> None:
    detail = {**action.detail(), **(told or {})} if tells_detail else {}
    if findings:
        detail["指摘"] = [finding.code for finding in findings]
    detail |= mark_of(actor=context.actor, function=action.function)
    append(
        NewEntry(
            at=context.at, kind=action.kind, who=context.actor.who, terminal=context.terminal,
            function=action.function, screen=action.audit_text,
            purpose=purpose_label(context.purpose), subjects=_subjects(action, result),
            individual_number_shown=action.shows_individual_number and result is Result.DONE,
            result=result, detail=detail,
        )
    )  # fmt: skip


def perform_at(desk: Desk, action: Action[Value]) -> Outcome[Value]:
    """Carry an action out from a page: its entry of the log is then the page's as well."""
    desk.has_acted = True
    return perform(action, context=desk.context)
