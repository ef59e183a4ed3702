# SPDX-License-Identifier: Apache-2.0
"""What stands around each kind of certificate (標準 5.6), and where it is printed (標準 10.7).

The words and the seal of a kind need two persons, like a seal itself; printer and tray one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from daicho.domains.certificates.kinds import KINDS, refuse
from daicho.domains.certificates.models import (
    KindSetting,
    OutputChoice,
    PrinterSetting,
    SealChoice,
    SealState,
    Signer,
    Terminal,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.kernel.findings import Finding

LONGEST_WORDS = 60


@dataclass(frozen=True, kw_only=True)
class EnterKindSetting(Action[int]):
    """Enter signer, seal and fixed words of a kind from a day on; another person approves."""

    function = "system.settings"
    audit_text = "証明書ごとの印字の設定"
    kind = Kind.SETTINGS

    certificate: str
    signer: str
    seal: str
    first: date
    seal_words: str = ""
    omitted_words: str = ""
    fixed_words: str = ""

    def detail(self) -> Mapping[str, object]:
        return {
            "証明書": self.certificate, "認証者": self.signer, "公印": self.seal,
            "文言": [self.seal_words, self.omitted_words, self.fixed_words],
            "開始": self.first.isoformat(),
        }  # fmt: skip

    def change(self, context: Context) -> Outcome[int]:
        if findings := tuple(self._findings()):
            return Outcome(None, findings)
        made = KindSetting.objects.create(
            kind=self.certificate, signer=self.signer, seal=self.seal,
            seal_words=self.seal_words.strip(), omitted_words=self.omitted_words.strip(),
            fixed_words=self.fixed_words.strip(), valid=DateRange(self.first, None),
            entered_by=context.actor.who.login, entered_at=context.at,
        )  # fmt: skip
        return Outcome(made.pk)

    def _findings(self) -> list[Finding]:
        found = []
        if self.certificate not in KINDS:
            found.append(refuse("unknown_kind", "証明書の種別を選んでください。"))
        if self.signer not in Signer.values or self.seal not in SealChoice.values:
            found.append(refuse("kind_setting", "認証者と公印を選んでください。"))
        if any(len(text) > LONGEST_WORDS for text in self._words()):
            text = f"文言はそれぞれ{LONGEST_WORDS}字までです。"
            found.append(refuse("kind_words", text))
        return found

    def _words(self) -> tuple[str, str, str]:
        return (self.seal_words, self.omitted_words, self.fixed_words)


@dataclass(frozen=True, kw_only=True)
class DecideKindSetting(Action[int]):
    """Approve or reject what somebody else entered; the setting before ends where this begins."""

    function = "system.settings"
    audit_text = "証明書ごとの印字の設定の承認"
    kind = Kind.SETTINGS

    setting_no: int
    is_approved: bool

    def detail(self) -> Mapping[str, object]:
        return {"設定": self.setting_no, "承認": self.is_approved}

    def change(self, context: Context) -> Outcome[int]:
        setting = KindSetting.objects.select_for_update().filter(pk=self.setting_no).first()
        if setting is None or setting.state != SealState.ENTERED:
            return Outcome(None, (refuse("setting_state", "承認待ちの設定ではありません。"),))
        if setting.entered_by == context.actor.who.login:
            text = "登録した職員は承認できません。"
            return Outcome(None, (refuse("setting_same_person", text),))
        if self.is_approved:
            _end_former(setting)
        setting.state = SealState.APPROVED if self.is_approved else SealState.REJECTED
        setting.decided_by, setting.decided_at = context.actor.who.login, context.at
        setting.save(update_fields=["state", "decided_by", "decided_at"])
        return Outcome(setting.pk)


def _end_former(setting: KindSetting) -> None:
    first = setting.valid.lower
    for former in KindSetting.objects.filter(
        kind=setting.kind, state=SealState.APPROVED, valid__overlap=setting.valid
    ):
        is_empty = former.valid.lower >= first
        former.valid = DateRange(former.valid.lower, None if is_empty else first)
        former.state = SealState.REJECTED if is_empty else former.state
        former.save(update_fields=["valid", "state"])


@dataclass(frozen=True, kw_only=True)
class SetPrinter(Action[int]):
    """Say which printer and tray a terminal uses, for one kind or for all others."""

    function = "system.settings"
    audit_text = "プリンタの設定"
    kind = Kind.SETTINGS

    address: str
    printer: str
    certificate: str = ""
    tray: str = ""
    output: str = OutputChoice.PAPER

    def detail(self) -> Mapping[str, object]:
        return {"端末": self.address, "証明書": self.certificate, "プリンタ": self.printer,
                "トレー": self.tray, "出力": self.output}  # fmt: skip

    def change(self, context: Context) -> Outcome[int]:
        terminal = Terminal.objects.filter(address=self.address).first()
        found = []
        if terminal is None:
            found.append(refuse("printer_terminal", "発行端末を先に登録してください。"))
        if self.certificate and self.certificate not in KINDS:
            found.append(refuse("unknown_kind", "証明書の種別を選んでください。"))
        if not self.printer.strip() or self.output not in OutputChoice.values:
            found.append(refuse("printer", "プリンタと出力を選んでください。"))
        if found:
            return Outcome(None, tuple(found))
        made, _ = PrinterSetting.objects.update_or_create(
            terminal=terminal, kind=self.certificate,
            defaults={
                "printer": self.printer.strip(), "tray": self.tray.strip(),
                "output": self.output, "entered_by": context.actor.who.login,
                "entered_at": context.at,
            },
        )  # fmt: skip
        return Outcome(made.pk)
