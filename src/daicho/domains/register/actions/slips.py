# SPDX-License-Identifier: Apache-2.0
"""Slips of the register (住民異動): typed by one person (仮登録), checked by another (本登録)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import QuerySet

from daicho.domains.register.events.kinds import EVENT_KINDS
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Outcome
from daicho.foundation.entries.actions import (
    DraftSlip,
    EnterSlip,
    RegisterSlip,
    ReturnSlip,
    WithdrawSlip,
)
from daicho.foundation.entries.models import Entry, State
from daicho.foundation.entries.store import open_entries_about
from daicho.rules.resident_register.checks import finding

TYPING = timedelta(minutes=30)  # a draft that nobody touched for longer holds nobody off
# What the slips of every domain say in words of their own has a number in the register (11.1).
_NUMBERS = {"entry.busy": "E-061", "entry.same_person": "E-066"}


def others_typing(
    *, addressee_nos: Collection[int], but: int | None, context: Context
) -> QuerySet[Entry]:
    """Slips about the same persons that somebody else is typing just now (排他制御, 10.3)."""
    found = open_entries_about(addressee_nos=addressee_nos).filter(
        kind__in=list(EVENT_KINDS), state__in=(State.DRAFT, State.RETURNED),
        updated_at__gt=context.at - TYPING,
    )  # fmt: skip
    return found.exclude(pk=but or 0).exclude(writers__contains=[context.actor.who.login])


def _held_off(numbers: Collection[int], but: int | None, context: Context) -> Outcome[int] | None:
    busy = others_typing(addressee_nos=numbers, but=but, context=context) if numbers else ()
    told = [
        finding("E-065", detail=f"入力票{one.pk}、{one.entered_name}が入力中")
        for one in busy
    ]  # fmt: skip
    return Outcome(None, tuple(told)) if told else None


def _numbered(outcome: Outcome[int]) -> Outcome[int]:
    """The same refusals under the numbers of the register."""
    told = tuple(
        finding(_NUMBERS[one.code], detail=one.message_ja.rstrip("。"))
        if one.code in _NUMBERS else one
        for one in outcome.findings
    )  # fmt: skip
    return replace(outcome, findings=told)


@dataclass(frozen=True, kw_only=True)
class DraftEvent(DraftSlip):
    """Keep a half-typed event (下書き)."""

    function = "register.enter"
    audit_text = "住民異動の下書き"
    kinds = EVENT_KINDS

    def change(self, context: Context) -> Outcome[int]:
        return _held_off(self.subjects(), self.entry_no, context) or super().change(context)


@dataclass(frozen=True, kw_only=True)
class EnterEvent(EnterSlip):
    """Enter an event (仮登録)."""

    function = "register.enter"
    audit_text = "住民異動の仮登録"
    kinds = EVENT_KINDS

    def change(self, context: Context) -> Outcome[int]:
        held = _held_off(self.subjects(), self.entry_no, context)
        return held or _numbered(super().change(context))


@dataclass(frozen=True, kw_only=True)
class WithdrawEvent(WithdrawSlip):
    """Take back an event that is not registered (取下げ)."""

    function = "register.enter"
    audit_text = "住民異動の取下げ"
    kinds = EVENT_KINDS


@dataclass(frozen=True, kw_only=True)
class ReturnEvent(ReturnSlip):
    """Send an event back to who entered it (差戻し)."""

    function = "register.approve"
    audit_text = "住民異動の差戻し"
    kinds = EVENT_KINDS


@dataclass(frozen=True, kw_only=True)
class RegisterEvent(RegisterSlip):
    """Register an event that somebody else entered (本登録)."""

    function = "register.approve"
    audit_text = "住民異動の本登録"
    kinds = EVENT_KINDS

    def change(self, context: Context) -> Outcome[int]:
        return _numbered(super().change(context))
