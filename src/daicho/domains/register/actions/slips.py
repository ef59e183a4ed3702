# SPDX-License-Identifier: Apache-2.0
"""Slips of the register (住民異動): typed by one person (仮登録), checked by another (本登録)."""

from __future__ import annotations

from dataclasses import dataclass

from daicho.domains.register.events.kinds import EVENT_KINDS
from daicho.foundation.entries.actions import (
    DraftSlip,
    EnterSlip,
    RegisterSlip,
    ReturnSlip,
    WithdrawSlip,
)


@dataclass(frozen=True, kw_only=True)
class DraftEvent(DraftSlip):
    """Keep a half-typed event (下書き)."""

    function = "register.enter"
    audit_text = "住民異動の下書き"
    kinds = EVENT_KINDS


@dataclass(frozen=True, kw_only=True)
class EnterEvent(EnterSlip):
    """Enter an event (仮登録)."""

    function = "register.enter"
    audit_text = "住民異動の仮登録"
    kinds = EVENT_KINDS


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
