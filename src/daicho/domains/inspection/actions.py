# SPDX-License-Identifier: Apache-2.0
"""Receiving, deciding, listing, sitting over (閲覧)."""

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
    ListRelease,
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
    """Make the list of an approved application; protected and restrained people are left out.

    That there are some is an error, until they are left out knowingly (3.4).
    """

    function = FUNCTION
    audit_text = "閲覧用リストの作成"
    kind = Kind.EXTRACT

    application_no: int
    seed: int | None = None  # none: drawn here
    leaves_out: bool = False

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
        if drawn.left_out and not self.leaves_out:
            return _refused(
                "hidden",
                f"範囲に支援措置又は抑止の対象者等が{drawn.left_out}人います。除いて作成するか、"
                "審査(支援措置責任者)・抑止の解除の後に作成してください。",
            )
        made = InspectionList.objects.create(
            application=found, seed=seed, day=day, known_at=context.at,
            addressee_nos=[row.addressee_no for row in drawn.rows], left_out=drawn.left_out,
            made_by=context.actor.who.login, made_at=context.at,
        )  # fmt: skip
        return Outcome(made.pk)


@dataclass(frozen=True, kw_only=True)
class AskListRelease(Action[int]):
    """Ask the officer in charge whether somebody may stand on the list (審査の求め).

    The answer is the same whether or not the person is protected, or lives in the range.
    """

    function = FUNCTION
    audit_text = "閲覧の支援措置の審査の求め"

    application_no: int
    addressee_no: int
    reason: str

    def subjects(self) -> tuple[int, ...]:
        return (self.addressee_no,)

    def change(self, context: Context) -> Outcome[int]:
        found = Application.objects.filter(pk=self.application_no, state=State.APPROVED).first()
        if found is None:
            return _refused("state", "承認された申出ではありません。")
        if not self.reason.strip():
            return _refused("missing", "載せる理由を入力してください。")
        if found.releases.filter(addressee_no=self.addressee_no, is_allowed=None).exists():
            return _refused("twice", "すでに審査を求めています。")
        made = ListRelease.objects.create(
            application=found, addressee_no=self.addressee_no, reason=self.reason,
            asked_by=context.actor.who.login, asked_at=context.at,
        )  # fmt: skip
        return Outcome(made.pk)


@dataclass(frozen=True, kw_only=True)
class DecideListRelease(Action[int]):
    """Examine it, by the officer in charge, who is not the one who asked (審査による解除)."""

    function = "protected.view"
    audit_text = "閲覧の支援措置の審査"

    release_no: int
    addressee_no: int
    is_allowed: bool
    comment: str

    def lock(self) -> None:
        ListRelease.objects.select_for_update().filter(pk=self.release_no).first()

    def subjects(self) -> tuple[int, ...]:
        return (self.addressee_no,)

    def detail(self) -> Mapping[str, object]:
        return {"審査": self.release_no, "載せてよい": self.is_allowed}

    def change(self, context: Context) -> Outcome[int]:
        found = ListRelease.objects.filter(
            pk=self.release_no, addressee_no=self.addressee_no, is_allowed=None
        ).first()
        if found is None:
            return _refused("state", "審査を待っているものではありません。")
        if found.asked_by == context.actor.who.login:
            return _refused("same_person", "審査を求めた職員とは別の職員が審査してください。")
        if not self.comment.strip():
            return _refused("missing", "審査の内容を入力してください。")
        found.is_allowed, found.comment = self.is_allowed, self.comment
        found.decided_by, found.decided_at = context.actor.who.login, context.at
        found.save(update_fields=["is_allowed", "comment", "decided_by", "decided_at"])
        return Outcome(found.pk)


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


def _law(ground: str) -> str:
    return "住基法11条2項" if ground == Ground.OFFICIAL else "住基法11条の2第2項"


def _fault(code: str, message: str, citation: str = "") -> Finding:
    return Finding(f"inspection.{code}", Severity.ERROR, message, citation=citation)


def _refused(code: str, message: str) -> Outcome[int]:
    return Outcome(None, (_fault(code, message),))
