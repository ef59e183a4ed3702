# SPDX-License-Identifier: Apache-2.0
"""Who certifies, under which seal, on which terminal: settings that stand in the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from daicho.domains.certificates.kinds import refuse
from daicho.domains.certificates.models import (
    Certifier,
    CertifierRole,
    OfficialSeal,
    SealColour,
    SealKind,
    SealState,
    Terminal,
)
from daicho.domains.certificates.seal_images import read_seal_image
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.kernel.findings import Finding


@dataclass(frozen=True, kw_only=True)
class EnterCertifier(Action[int]):
    """Enter the mayor or a deputy with the time in office (認証者の登録)."""

    function = "system.settings"
    audit_text = "認証者の登録"
    kind = Kind.SETTINGS

    role: str
    title: str
    name: str
    first: date
    last: date | None = None

    def detail(self) -> Mapping[str, object]:
        return {"区分": self.role, "職名": self.title, "氏名": self.name,
                "期間": _period(self.first, self.last)}  # fmt: skip

    def change(self, context: Context) -> Outcome[int]:
        findings = list(self._findings())
        if findings:
            return Outcome(None, tuple(findings))
        valid = DateRange(self.first, self.last, "[]")
        if self.last is None:
            # A successor ends the predecessor's open term the day before.
            for one in Certifier.objects.filter(
                role=self.role, valid__upper_inf=True, valid__startswith__lt=self.first
            ):
                one.valid = DateRange(one.valid.lower, self.first)
                one.save(update_fields=["valid"])
        if Certifier.objects.filter(role=self.role, valid__overlap=valid).exists():
            return Outcome(None, (refuse("certifier_overlap", "期間が登録済みと重なります。"),))
        made = Certifier.objects.create(
            role=self.role, title=self.title.strip(), name=self.name.strip(), valid=valid,
            entered_by=context.actor.who.login, entered_at=context.at,
        )  # fmt: skip
        return Outcome(made.pk)

    def _findings(self) -> list[Finding]:
        found = []
        if self.role not in CertifierRole.values:
            found.append(refuse("certifier_role", "市区町村長か職務代理者を選んでください。"))
        if not self.title.strip() or not self.name.strip():
            text = "職名(都道府県名から)と氏名を入力してください。"
            found.append(refuse("certifier_name", text))
        if self.last is not None and self.last < self.first:
            found.append(refuse("certifier_term", "期間の終わりが始まりより前です。"))
        if self.role == CertifierRole.DEPUTY and self.last is None:
            found.append(refuse("certifier_term", "職務代理者の期間の終わりを入力してください。"))
        return found


@dataclass(frozen=True, kw_only=True)
class EnterOfficialSeal(Action[int]):
    """Enter the image of a seal of office (公印の登録); another person approves it."""

    function = "system.settings"
    audit_text = "公印の登録"
    kind = Kind.SETTINGS

    seal: str
    image: bytes = field(repr=False)
    side_tenths: int  # of a millimetre
    first: date
    colour: str = SealColour.BLACK

    def detail(self) -> Mapping[str, object]:
        return {"種類": self.seal, "色": self.colour,
                "一辺": f"{self.side_tenths // 10}.{self.side_tenths % 10}mm",
                "開始": self.first.isoformat()}  # fmt: skip

    def change(self, context: Context) -> Outcome[int]:
        if self.seal not in SealKind.values:
            return Outcome(None, (refuse("seal_kind", "公印の種類を選んでください。"),))
        if self.colour not in SealColour.values:
            return Outcome(None, (refuse("seal_colour", "公印の色を選んでください。"),))
        if self.colour == SealColour.RED and self.seal != SealKind.CARD:
            text = "赤色を選べるのはカード券面用の印だけです。"
            return Outcome(None, (refuse("seal_colour", text),))
        if not 0 < self.side_tenths <= 250:
            return Outcome(None, (refuse("seal_side", "公印は一辺25mm以内にしてください。"),))
        image = read_seal_image(self.image)
        if isinstance(image, Finding):
            return Outcome(None, (image,))
        made = OfficialSeal.objects.create(
            kind=self.seal, media=image.media, data=image.data, colour=self.colour,
            side_mm=f"{self.side_tenths // 10}.{self.side_tenths % 10}",
            valid=DateRange(self.first, None), entered_by=context.actor.who.login,
            entered_at=context.at,
        )  # fmt: skip
        return Outcome(made.pk)


@dataclass(frozen=True, kw_only=True)
class DecideOfficialSeal(Action[int]):
    """Approve or reject an image of a seal that somebody else entered (公印の承認)."""

    function = "system.settings"
    audit_text = "公印の承認"
    kind = Kind.SETTINGS

    seal_no: int
    is_approved: bool

    def detail(self) -> Mapping[str, object]:
        return {"公印": self.seal_no, "承認": self.is_approved}

    def change(self, context: Context) -> Outcome[int]:
        seal = OfficialSeal.objects.select_for_update().filter(pk=self.seal_no).first()
        if seal is None or seal.state != SealState.ENTERED:
            return Outcome(None, (refuse("seal_state", "承認待ちの公印ではありません。"),))
        if seal.entered_by == context.actor.who.login:
            return Outcome(None, (refuse("seal_same_person", "登録した職員は承認できません。"),))
        if self.is_approved:
            self._end_former(seal)
        seal.state = SealState.APPROVED if self.is_approved else SealState.REJECTED
        seal.decided_by, seal.decided_at = context.actor.who.login, context.at
        seal.save(update_fields=["state", "decided_by", "decided_at"])
        return Outcome(seal.pk)

    def _end_former(self, seal: OfficialSeal) -> None:
        """The seal before ends where this one begins; one that begins later is an error."""
        first = seal.valid.lower
        for former in OfficialSeal.objects.filter(
            kind=seal.kind, state=SealState.APPROVED, valid__overlap=seal.valid
        ):
            is_empty = former.valid.lower >= first
            former.valid = DateRange(former.valid.lower, None if is_empty else first)
            former.state = SealState.REJECTED if is_empty else former.state
            former.save(update_fields=["valid", "state"])


@dataclass(frozen=True, kw_only=True)
class EnterTerminal(Action[str]):
    """Say at which counter a terminal stands and what 発行番号 call it (発行端末の登録)."""

    function = "system.settings"
    audit_text = "発行端末の登録"
    kind = Kind.SETTINGS

    address: str
    counter: str
    label: str
    printer: str = ""

    def detail(self) -> Mapping[str, object]:
        return {"端末": self.address, "窓口": self.counter, "名番号": self.label}

    def change(self, context: Context) -> Outcome[str]:
        texts = (self.address.strip(), self.counter.strip(), self.label.strip())
        if not all(texts):
            finding = refuse("terminal", "端末のアドレス、窓口、名番号を入力してください。")
            return Outcome(None, (finding,))
        address, counter, label = texts
        if Terminal.objects.filter(label=label).exclude(address=address).exists():
            return Outcome(None, (refuse("terminal_label", "この名番号は使われています。"),))
        Terminal.objects.update_or_create(
            address=address,
            defaults={"counter": counter, "label": label, "printer": self.printer.strip()},
        )
        return Outcome(address)


def _period(first: date, last: date | None) -> str:
    return f"{first.isoformat()}〜{last.isoformat() if last else ''}"
