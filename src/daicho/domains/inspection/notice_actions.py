# SPDX-License-Identifier: Apache-2.0
"""Advance registration (本人通知の事前登録), and the letters made from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from daicho.domains.inspection.letters import Letters, ending_letters, issue_letters
from daicho.domains.inspection.models import IssueNotice, NoticeRegistration
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.details import Output, PrintDetail
from daicho.foundation.audit.models import Kind
from daicho.kernel.findings import Finding, Severity


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
class SendNotices(Action[Letters]):
    """Make the letters of waiting notices (交付通知書); what is made counts as sent."""

    function = "certificate.issue"
    audit_text = "本人通知の通知書作成"
    kind = Kind.DOCUMENT

    notice_nos: tuple[int, ...]
    addressee_nos: tuple[int, ...]

    def subjects(self) -> tuple[int, ...]:
        return self.addressee_nos

    def change(self, context: Context) -> Outcome[Letters]:
        waiting = list(
            IssueNotice.objects.select_for_update().filter(
                pk__in=self.notice_nos, addressee_no__in=self.addressee_nos, sent_on__isnull=True
            )
        )
        letters = issue_letters(waiting, context)
        IssueNotice.objects.filter(pk__in=letters.made).update(
            sent_on=_day(context), sent_by=context.actor.who.login
        )
        return Outcome(letters, told=_printed("住民票の写し等交付通知書", letters, context))


@dataclass(frozen=True, kw_only=True)
class TellEndings(Action[Letters]):
    """Make the letters to those whose registration ends (期間満了のお知らせ)."""

    function = "certificate.issue"
    audit_text = "本人通知の期間満了のお知らせの作成"
    kind = Kind.DOCUMENT

    registration_nos: tuple[int, ...]
    addressee_nos: tuple[int, ...]

    def subjects(self) -> tuple[int, ...]:
        return self.addressee_nos

    def change(self, context: Context) -> Outcome[Letters]:
        held = list(
            NoticeRegistration.objects.select_for_update().filter(
                pk__in=self.registration_nos, addressee_no__in=self.addressee_nos,
                ended_on__isnull=True, told_end_on__isnull=True, last__isnull=False,
            )
        )  # fmt: skip
        letters = ending_letters(held, context)
        NoticeRegistration.objects.filter(pk__in=letters.made).update(told_end_on=_day(context))
        return Outcome(letters, told=_printed("本人通知の期間満了のお知らせ", letters, context))


def _printed(title: str, letters: Letters, context: Context) -> dict[str, object]:
    return PrintDetail(
        title=title, file_name="notices.pdf", printer=context.terminal, copies=1,
        pages=len(letters.made), official_seal=False, individual_number=False, output=Output.FILE,
    ).as_detail()  # fmt: skip


def _day(context: Context) -> date:
    return timezone.localtime(context.at).date()


def _refused(code: str, message: str) -> Outcome[int]:
    return Outcome(None, (Finding(f"inspection.{code}", Severity.ERROR, message),))
