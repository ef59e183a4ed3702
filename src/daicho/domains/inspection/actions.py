# SPDX-License-Identifier: Apache-2.0
"""Receiving, deciding, listing, sitting over (閲覧), and advance registration (本人通知)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from daicho.domains.inspection.drawing import draw
from daicho.domains.inspection.models import (
    Application,
    Ground,
    InspectionList,
    IssueNotice,
    NoticeRegistration,
    Session,
    State,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.kernel.findings import Finding, Severity

FUNCTION = "register.inspection"


@dataclass(frozen=True, kw_only=True)
class ReceiveInspection(Action[int]):
    """Take an application in (閲覧の申出の受付)."""

    function = FUNCTION
    audit_text = "閲覧の申出の受付"

    ground: str
    applicant: str
    purpose: str
    viewers: str
    towns: tuple[str, ...]
    representative: str = ""
    consignor: str = ""
    handling: str = ""
    publication: str = ""
    sex: int | None = None
    resident_kind: str = ""
    born_from: date | None = None
    born_to: date | None = None
    most: int | None = None

    def change(self, context: Context) -> Outcome[int]:
        if found := self._faults():
            return Outcome(None, tuple(found))
        made = Application.objects.create(
            ground=self.ground, applicant=self.applicant, representative=self.representative,
            consignor=self.consignor, purpose=self.purpose, handling=self.handling,
            publication=self.publication, viewers=self.viewers, towns=list(self.towns),
            sex=self.sex, kind=self.resident_kind, born_from=self.born_from, born_to=self.born_to,
            most=self.most, state=State.RECEIVED, received_by=context.actor.who.login,
            received_at=context.at,
        )  # fmt: skip
        return Outcome(made.pk)

    def _faults(self) -> list[Finding]:
        needed = {"利用目的": self.purpose, "請求・申出者": self.applicant, "閲覧者": self.viewers}
        if self.ground != Ground.OFFICIAL:
            needed |= {"閲覧事項の管理方法": self.handling, "成果の取扱い": self.publication}
        found = [
            _fault("missing", f"{name}を入力してください。", _law(self.ground))
            for name, text in needed.items()
            if not text.strip()
        ]
        if not self.towns:
            found.append(_fault("range", "閲覧する住民の範囲を選んでください。", _law(self.ground)))
        if self.ground not in Ground.values:
            found.append(_fault("ground", "区分を選んでください。"))
        return found


@dataclass(frozen=True, kw_only=True)
class DecideInspection(Action[int]):
    """Approve or refuse an application, by another person than who took it in."""

    function = FUNCTION
    audit_text = "閲覧の申出の審査"

    application_no: int
    is_approved: bool
    reason: str

    def lock(self) -> None:
        Application.objects.select_for_update().filter(pk=self.application_no).first()

    def detail(self) -> Mapping[str, object]:
        return {"申出": self.application_no, "承認": self.is_approved}

    def change(self, context: Context) -> Outcome[int]:
        found = Application.objects.filter(pk=self.application_no, state=State.RECEIVED).first()
        if found is None:
            return _refused("state", "受付中の申出ではありません。")
        if found.received_by == context.actor.who.login:
            return _refused("same_person", "受け付けた職員とは別の職員が審査してください。")
        if not self.reason.strip():
            return _refused("missing", "審査の内容を入力してください。")
        found.state = State.APPROVED if self.is_approved else State.REFUSED
        found.decided_by, found.decided_at = context.actor.who.login, context.at
        found.reason = self.reason
        found.save(update_fields=["state", "decided_by", "decided_at", "reason"])
        return Outcome(found.pk)


@dataclass(frozen=True, kw_only=True)
class MakeInspectionList(Action[int]):
    """Make the list of an approved application; protected and restrained people are left out."""

    function = FUNCTION
    audit_text = "閲覧用リストの作成"
    kind = Kind.EXTRACT

    application_no: int
    seed: int | None = None  # none: drawn here

    def detail(self) -> Mapping[str, object]:
        return {"申出": self.application_no}

    def change(self, context: Context) -> Outcome[int]:
        found = Application.objects.filter(pk=self.application_no, state=State.APPROVED).first()
        if found is None:
            return _refused("state", "承認された申出ではありません。")
        seed = self.seed
        if seed is None and found.most is not None:
            seed = secrets.randbelow(2**31)
        day = timezone.localtime(context.at).date()
        drawn = draw(application=found, seed=seed, day=day, known_at=context.at, context=context)
        made = InspectionList.objects.create(
            application=found, seed=seed, day=day, known_at=context.at,
            addressee_nos=[row.addressee_no for row in drawn.rows], left_out=drawn.left_out,
            made_by=context.actor.who.login, made_at=context.at,
        )  # fmt: skip
        return Outcome(made.pk)


@dataclass(frozen=True, kw_only=True)
class RecordSession(Action[int]):
    """Write down a sitting (閲覧の立会の記録); `is_last` ends the application."""

    function = FUNCTION
    audit_text = "閲覧の立会の記録"

    application_no: int
    viewer: str
    identity: str
    began_at: datetime
    ended_at: datetime
    note: str = ""
    is_last: bool = True

    def change(self, context: Context) -> Outcome[int]:
        found = Application.objects.filter(pk=self.application_no, state=State.APPROVED).first()
        if found is None or not found.lists.exists():
            return _refused("state", "リストを作成した申出ではありません。")
        if self.ended_at < self.began_at or self.ended_at > context.at:
            return _refused("times", "閲覧の開始・終了日時を確かめてください。")
        if not self.viewer.strip() or not self.identity.strip():
            return _refused("missing", "閲覧者と本人確認の方法を入力してください。")
        made = Session.objects.create(
            application=found, viewer=self.viewer, identity=self.identity, note=self.note,
            began_at=self.began_at, ended_at=self.ended_at, supervisor=context.actor.who.login,
        )  # fmt: skip
        if self.is_last:
            found.state = State.CLOSED
            found.save(update_fields=["state"])
        return Outcome(made.pk)


@dataclass(frozen=True, kw_only=True)
class RegisterForNotice(Action[int]):
    """Register a resident in advance (本人通知の事前登録)."""

    function = "certificate.issue"
    audit_text = "本人通知の登録"

    addressee_no: int
    offered_by: str
    first: date
    last: date | None = None

    def subjects(self) -> tuple[int, ...]:
        return (self.addressee_no,)

    def change(self, context: Context) -> Outcome[int]:
        if not self.offered_by.strip():
            return _refused("missing", "申出者を入力してください。")
        if self.last is not None and self.last < self.first:
            return _refused("days", "登録期間の末日が登録日より前です。")
        held = NoticeRegistration.objects.filter(
            addressee_no=self.addressee_no, ended_on__isnull=True
        )
        if held.exists():
            return _refused("twice", "すでに登録されています。")
        made = NoticeRegistration.objects.create(
            addressee_no=self.addressee_no, offered_by=self.offered_by, first=self.first,
            last=self.last, written_by=context.actor.who.login, written_at=context.at,
        )  # fmt: skip
        return Outcome(made.pk)


@dataclass(frozen=True, kw_only=True)
class EndNoticeRegistration(Action[int]):
    """End a registration (本人通知の廃止)."""

    function = "certificate.issue"
    audit_text = "本人通知の廃止"

    registration_no: int

    def change(self, context: Context) -> Outcome[int]:
        day = timezone.localtime(context.at).date()
        open_ones = NoticeRegistration.objects.filter(
            pk=self.registration_no, ended_on__isnull=True
        )
        if not open_ones.update(ended_on=day):
            return _refused("state", "登録中ではありません。")
        return Outcome(self.registration_no)


@dataclass(frozen=True, kw_only=True)
class SendNotices(Action[int]):
    """Hand the waiting notices to the printer (本人通知の通知書作成)."""

    function = "certificate.issue"
    audit_text = "本人通知の通知書作成"
    kind = Kind.DOCUMENT

    notice_nos: tuple[int, ...]

    def change(self, context: Context) -> Outcome[int]:
        day = timezone.localtime(context.at).date()
        waiting = IssueNotice.objects.filter(pk__in=self.notice_nos, sent_on__isnull=True)
        return Outcome(waiting.update(sent_on=day, sent_by=context.actor.who.login))


def _law(ground: str) -> str:
    return "住基法11条2項" if ground == Ground.OFFICIAL else "住基法11条の2第2項"


def _fault(code: str, message: str, citation: str = "") -> Finding:
    return Finding(f"inspection.{code}", Severity.ERROR, message, citation=citation)


def _refused(code: str, message: str) -> Outcome[int]:
    return Outcome(None, (_fault(code, message),))
