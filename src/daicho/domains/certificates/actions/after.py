# SPDX-License-Identifier: Apache-2.0
"""After the issue: handed over (交付), spoilt (処分), reviewed where somebody is protected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from daicho.domains.certificates.actions.issue import wanted_of
from daicho.domains.certificates.actions.receive import close
from daicho.domains.certificates.gathering import UNACKNOWLEDGED, gather
from daicho.domains.certificates.kinds import refuse
from daicho.domains.certificates.models import (
    CashKind,
    CertificateIssue,
    IssueState,
    Request,
    RequestState,
    SupportReview,
)
from daicho.domains.certificates.money import CLOSED, lock_drawer, write_entry
from daicho.domains.certificates.numbers import number_copies
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.kernel.findings import Finding


@dataclass(frozen=True, kw_only=True)
class HandOver(Action[int]):
    """Note that a certificate went into the asker's hands (交付)."""

    function = "certificate.issue"
    audit_text = "証明書の交付"

    issue_no: int

    def subjects(self) -> tuple[int, ...]:
        return _subjects_of(self.issue_no)

    def detail(self) -> Mapping[str, object]:
        return {"交付": self.issue_no}

    def change(self, context: Context) -> Outcome[int]:
        issue = _locked(self.issue_no)
        if issue is None or issue.state != IssueState.ISSUED:
            return Outcome(None, (refuse("not_issued", "発行済みの証明書ではありません。"),))
        issue.state = IssueState.HANDED_OVER
        issue.handed_at, issue.handed_by = context.at, context.actor.who.login
        issue.save(update_fields=["state", "handed_at", "handed_by"])
        return Outcome(issue.pk)


@dataclass(frozen=True, kw_only=True)
class SpoilIssue(Action[int]):
    """Note that a certificate was issued by mistake and destroyed (処分情報), with or without
    the fee given back from today's drawer."""

    function = "certificate.issue"
    audit_text = "証明書の処分"

    issue_no: int
    reason: str
    refunds: bool = False

    def subjects(self) -> tuple[int, ...]:
        return _subjects_of(self.issue_no)

    def detail(self) -> Mapping[str, object]:
        return {"交付": self.issue_no, "理由": self.reason, "還付": self.refunds}

    def change(self, context: Context) -> Outcome[int]:
        issue = _locked(self.issue_no)
        if issue is None or issue.state not in (IssueState.ISSUED, IssueState.HANDED_OVER):
            return Outcome(None, (refuse("not_issued", "発行済みの証明書ではありません。"),))
        if not self.reason.strip():
            return Outcome(None, (refuse("no_reason", "処分の理由を入力してください。"),))
        issue.state, issue.disposal = IssueState.SPOILT, self.reason.strip()
        issue.disposed_at, issue.disposed_by = context.at, context.actor.who.login
        issue.save(update_fields=["state", "disposal", "disposed_at", "disposed_by"])
        issue.sheets.update(spoilt=self.reason.strip())
        if self.refunds and issue.request.fee:
            drawer = lock_drawer(counter=issue.place, context=context)
            if drawer.closed_at is not None:
                return Outcome(None, (CLOSED,))
            write_entry(drawer, issue.request, kind=CashKind.REFUND, copies=1,
                        amount=-issue.request.fee, reason=self.reason.strip(),
                        context=context)  # fmt: skip
        return Outcome(issue.pk)


@dataclass(frozen=True, kw_only=True)
class ReviewRequest(Action[int]):
    """The responsible officer's review (支援措置責任者の審査): released, or refused."""

    function = "protected.view"
    audit_text = "支援措置対象者の証明書の審査"

    request_no: int
    is_released: bool
    comment: str
    acknowledged: tuple[str, ...] = ()

    def subjects(self) -> tuple[int, ...]:
        found = Request.objects.filter(pk=self.request_no).first()
        return tuple(found.subject_nos) if found else ()

    def detail(self) -> Mapping[str, object]:
        return {"交付請求": self.request_no, "交付可": self.is_released, "審査": self.comment}

    def change(self, context: Context) -> Outcome[int]:
        request = Request.objects.select_for_update().filter(pk=self.request_no).first()
        if request is None or request.state != RequestState.WAITING:
            return Outcome(None, (refuse("not_waiting", "審査待ちの請求ではありません。"),))
        if not self.comment.strip():
            return Outcome(None, (refuse("no_comment", "審査の内容を入力してください。"),))
        if self.is_released and (unseen := self._unseen(request, context)):
            return Outcome(None, (*unseen, UNACKNOWLEDGED))
        SupportReview.objects.create(
            request=request, is_released=self.is_released, comment=self.comment.strip(),
            reviewed_by=context.actor.who.login, reviewed_at=context.at,
        )  # fmt: skip
        if not self.is_released:
            close(request, state=RequestState.REFUSED, reason="審査の結果、不交付",
                  context=context)  # fmt: skip
            return Outcome(request.pk)
        request.state, request.refusal, request.closed_at = RequestState.RECEIVED, "", None
        request.received_at = context.at
        request.acknowledged = sorted({*request.acknowledged, *self.acknowledged})
        request.save(update_fields=["state", "refusal", "closed_at", "received_at", "acknowledged"])
        number_copies(request=request, context=context)
        return Outcome(request.pk)

    def _unseen(self, request: Request, context: Context) -> tuple[Finding, ...]:
        """What the guards warn of and neither the clerk nor the officer has acknowledged."""
        seen = {*request.acknowledged, *self.acknowledged}
        return gather(wanted_of(request), context=context, is_released=True).unseen(seen)


def _locked(number: int) -> CertificateIssue | None:
    found = CertificateIssue.objects.select_for_update(of=("self",)).filter(pk=number)
    return found.select_related("request").first()


def _subjects_of(number: int) -> tuple[int, ...]:
    found = CertificateIssue.objects.filter(pk=number).values_list("subject_nos", flat=True)
    return tuple(found.first() or ())
