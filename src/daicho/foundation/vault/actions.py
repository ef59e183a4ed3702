# SPDX-License-Identifier: Apache-2.0
"""The only ways to a person's 個人番号; each use is one entry of the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.foundation.vault import numbers, rotation
from daicho.foundation.vault.keys import key_id
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.numbers import is_individual_number


@dataclass(frozen=True, kw_only=True)
class RevealIndividualNumber(Action[str]):
    """Show one person's number (個人番号の表示) with the reason for it."""

    function = "vault.reveal"
    audit_text = "個人番号の表示"
    kind = Kind.INQUIRY
    shows_individual_number = True

    addressee_no: int
    reason: str

    def subjects(self) -> tuple[int, ...]:
        return (self.addressee_no,)

    def detail(self) -> Mapping[str, object]:
        return {"理由": self.reason}

    def change(self, context: Context) -> Outcome[str]:
        if not self.reason.strip():
            return _refused("vault.no_reason", "個人番号を表示する理由を入力してください。")
        number = numbers.open_number(addressee_no=self.addressee_no)
        if number is None:
            return _refused("vault.no_number", "個人番号は登録されていません。")
        return Outcome(number)


@dataclass(frozen=True, kw_only=True)
class StoreIndividualNumber(Action[str]):
    """Store or change one person's number (個人番号の登録). Imports call `store_many`."""

    function = "vault.store"
    audit_text = "個人番号の登録"

    addressee_no: int
    number: str = field(repr=False)

    def subjects(self) -> tuple[int, ...]:
        return (self.addressee_no,)

    def change(self, context: Context) -> Outcome[str]:
        if not is_individual_number(self.number):
            return _refused("vault.check_digit", "個人番号の検査用数字が一致しません。")
        numbers.store_many(numbers=[(self.addressee_no, self.number)], at=context.at)
        return Outcome("")


@dataclass(frozen=True, kw_only=True)
class SwitchVaultKey(Action[rotation.Switch]):
    """Turn every stored hash to the key in force (鍵の更新); values are sealed anew before."""

    function = "system.settings"
    audit_text = "個人番号の暗号鍵の更新"
    kind = Kind.SETTINGS

    def detail(self) -> Mapping[str, object]:
        return {"新しい鍵": key_id(settings.VAULT_KEY).hex()}

    def change(self, context: Context) -> Outcome[rotation.Switch]:
        return Outcome(rotation.switch_hashes())


def _refused(code: str, message: str) -> Outcome[str]:
    return Outcome(None, (Finding(code, Severity.ERROR, message),))
