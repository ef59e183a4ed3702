# SPDX-License-Identifier: Apache-2.0
"""Slips of seal registration: typed by one person (仮登録), registered by another (本登録)."""

from __future__ import annotations

from dataclasses import dataclass

from daicho.domains.seals.slips.kinds import SEAL_KINDS
from daicho.foundation.entries.actions import EnterSlip, RegisterSlip, ReturnSlip, WithdrawSlip


@dataclass(frozen=True, kw_only=True)
class EnterSealSlip(EnterSlip):
    """Enter a slip (仮登録)."""

    function = "seal.register"
    audit_text = "印鑑登録の仮登録"
    kinds = SEAL_KINDS


@dataclass(frozen=True, kw_only=True)
class WithdrawSealSlip(WithdrawSlip):
    """Take a slip back that is not registered (取下げ)."""

    function = "seal.register"
    audit_text = "印鑑登録の取下げ"
    kinds = SEAL_KINDS


@dataclass(frozen=True, kw_only=True)
class ReturnSealSlip(ReturnSlip):
    """Send a slip back to who entered it (差戻し)."""

    function = "seal.register"
    audit_text = "印鑑登録の差戻し"
    kinds = SEAL_KINDS


@dataclass(frozen=True, kw_only=True)
class RegisterSealSlip(RegisterSlip):
    """Register what somebody else entered (本登録)."""

    function = "seal.register"
    audit_text = "印鑑登録の本登録"
    kinds = SEAL_KINDS
