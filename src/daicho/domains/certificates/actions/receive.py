# SPDX-License-Identifier: Apache-2.0
"""Take a request in (交付請求の受付), close it without a certificate, find what was interrupted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from daicho.domains.certificates.gathering import UNACKNOWLEDGED, Wanted, gather
from daicho.domains.certificates.kinds import KINDS, CertificateKind, refuse
from daicho.domains.certificates.models import (
    CertificateIssue,
    IssueState,
    Request,
    RequestState,
)
from daicho.domains.certificates.money import fee_of
from daicho.domains.certificates.numbers import desk_of, number_copies
from daicho.domains.certificates.selectors import forget_papers
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.requests import (
    Asking,
    Bearer,
    Door,
    Relation,
    Shown,
    judge_request,
)

INTERRUPTED_AFTER = timedelta(minutes=10)
OPEN = (RequestState.RECEIVED, RequestState.WAITING)


@dataclass(frozen=True, kw_only=True)
class ReceiveRequest(Action[int]):
    """Receive a request and number its copies; the same `key` again is the same request."""

    function = "certificate.issue"
    audit_text = "証明書の交付請求の受付"

    key: str
    certificate: str
    people: tuple[int, ...]
    shown: tuple[str, ...] = ()
    door: str = Door.SELF
    relation: str = Relation.OWN
    asker: str = ""
    asker_address: str = ""
    identity: str = ""
    purpose_text: str = ""
    special_reason: str = ""
    legal_ground: str = ""
    is_number_use: bool = False
    bearer: str = Bearer.ASKER
    bearer_name: str = ""
    mandate: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    copies: int = 1
    is_marked_official: bool = False
    is_signed: bool = False
    waiver: str = ""
    reissue_of: int | None = None
    acknowledged: tuple[str, ...] = ()

    def subjects(self) -> tuple[int, ...]:
        return self.people

    def detail(self) -> Mapping[str, object]:
        kind = KINDS.get(self.certificate)
        return {
            "証明書": kind.label if kind else "",
            "請求区分": Door(self.door).label_ja if self.door in list(Door) else "",
            "通数": self.copies,
        }

    def change(self, context: Context) -> Outcome[int]:
        known = Request.objects.filter(key=self.key).first()
        if known is not None:
            return self._again(known)
        kind = KINDS.get(self.certificate)
        if kind is None or not self.key:
            return Outcome(None, (refuse("unknown_kind", "証明書の種別を選んでください。"),))
        shown = self._shown(kind)
        findings = (
            *self._rights(kind, context), *self._reissue(), *self._judge(kind, shown),
            *self._alerts(kind, shown, context),
        )  # fmt: skip
        if any(self._stops(one) for one in findings):
            return Outcome(None, _as_errors(findings))
        request, is_new = self._save(kind, shown, context)
        if is_new:
            number_copies(request=request, context=context)
        return Outcome(request.pk, findings)

    def _alerts(
        self, kind: CertificateKind, shown: frozenset[Shown], context: Context
    ) -> tuple[Finding, ...]:
        """What the guards warn of (抑止のアラート); the issue asks again, under the locks."""
        wanted = Wanted(kind=kind, subject_nos=self.people, shown=shown, options=self.options)
        return gather(wanted, context=context, is_released=True).unseen(())

    def _again(self, known: Request) -> Outcome[int]:
        """The button was pressed twice; a key of somebody else's request opens nothing."""
        if (known.kind, known.subject_nos) != (self.certificate, sorted(set(self.people))):
            return Outcome(None, (refuse("key_used", "画面を開き直してください。"),))
        return Outcome(known.pk)

    def _stops(self, finding: Finding) -> bool:
        is_seen = finding.code in self.acknowledged
        return finding.severity is Severity.ERROR or not is_seen

    def _shown(self, kind: CertificateKind) -> frozenset[Shown]:
        asked = {Shown(code) for code in self.shown if code in list(Shown)}
        return frozenset(asked & kind.items) | kind.always

    def _rights(self, kind: CertificateKind, context: Context) -> list[Finding]:
        found = []
        if kind.function not in context.actor.functions:
            found.append(refuse("not_granted", f"「{kind.label}」を交付する権限がありません。"))
        if self.waiver and "certificate.waive" not in context.actor.functions:
            found.append(refuse("waiver", "手数料を減免する権限がありません。"))
        return found

    def _reissue(self) -> list[Finding]:
        if self.reissue_of is None:
            return []
        first = CertificateIssue.objects.filter(pk=self.reissue_of).first()
        if first is None or first.kind != self.certificate or first.issued_at is None:
            return [refuse("reissue_unknown", "再交付の元になる交付がありません。")]
        if sorted(first.subject_nos) != sorted(self.people):
            return [refuse("reissue_other", "再交付の対象者が元の交付と違います。")]
        return []

    def _judge(self, kind: CertificateKind, shown: frozenset[Shown]) -> tuple[Finding, ...]:
        if kind.is_notice:
            return ()
        return judge_request(
            Asking(
                door=Door(self.door), relation=Relation(self.relation), asker=self.asker,
                asker_address=self.asker_address, identity=self.identity,
                purpose=self.purpose_text, special_reason=self.special_reason,
                legal_ground=self.legal_ground, is_number_use=self.is_number_use,
                bearer=Bearer(self.bearer), bearer_name=self.bearer_name, mandate=self.mandate,
                shown=shown, copies=self.copies,
            )
        )  # fmt: skip

    def _save(
        self, kind: CertificateKind, shown: frozenset[Shown], context: Context
    ) -> tuple[Request, bool]:
        """Somebody may send the same key at the same moment: one of the two is then found."""
        values = self._values() | {
            "kind": kind.code, "shown": [one.value for one in Shown if one in shown],
            "fee": fee_of(kind, door=self.door, is_waived=bool(self.waiver),
                          on=timezone.localtime(context.at).date()),
            "waived_by": context.actor.who.login if self.waiver else "",
            "place": desk_of(context).counter, "terminal": context.terminal,
            "received_by": context.actor.who.login, "received_at": context.at,
        }  # fmt: skip
        return Request.objects.get_or_create(key=self.key, defaults=values)

    def _values(self) -> dict[str, Any]:
        """What was told. Of the person and the household the address is the register's business."""
        is_third = self.door == Door.THIRD_PARTY
        return {
            "door": self.door, "relation": self.relation, "asker": self.asker.strip(),
            "asker_address": self.asker_address.strip() if is_third else "",
            "identity": self.identity.strip(), "purpose": self.purpose_text.strip(),
            "special_reason": self.special_reason.strip(),
            "legal_ground": self.legal_ground.strip(), "is_number_use": self.is_number_use,
            "bearer": self.bearer, "bearer_name": self.bearer_name.strip(),
            "mandate": self.mandate.strip(), "subject_nos": sorted(set(self.people)),
            "options": dict(self.options), "copies": self.copies,
            "is_marked_official": self.is_marked_official, "is_signed": self.is_signed,
            "acknowledged": sorted(set(self.acknowledged)),
            "waiver": self.waiver.strip(), "reissue_of_id": self.reissue_of,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class CloseRequest(Action[int]):
    """Close a request without a certificate (不交付): its numbers stay, with the reason."""

    function = "certificate.issue"
    audit_text = "証明書の不交付"

    request_no: int
    reason: str

    def detail(self) -> Mapping[str, object]:
        return {"交付請求": self.request_no, "理由": self.reason}

    def subjects(self) -> tuple[int, ...]:
        return _subjects_of(self.request_no)

    def change(self, context: Context) -> Outcome[int]:
        request = Request.objects.select_for_update().filter(pk=self.request_no).first()
        if request is None or request.state not in OPEN:
            return Outcome(None, (refuse("closed", "この請求は処理が終わっています。"),))
        if not self.reason.strip():
            return Outcome(None, (refuse("no_reason", "理由を入力してください。"),))
        close(request, state=RequestState.REFUSED, reason=self.reason, context=context)
        return Outcome(request.pk)


@dataclass(frozen=True, kw_only=True)
class SendForReview(Action[int]):
    """Put a request before the responsible officer (支援措置責任者の審査に回す)."""

    function = "certificate.issue"
    audit_text = "証明書の請求を審査に回す"

    request_no: int

    def detail(self) -> Mapping[str, object]:
        return {"交付請求": self.request_no}

    def subjects(self) -> tuple[int, ...]:
        return _subjects_of(self.request_no)

    def change(self, context: Context) -> Outcome[int]:
        request = Request.objects.select_for_update().filter(pk=self.request_no).first()
        if request is None or request.state != RequestState.RECEIVED:
            return Outcome(None, (refuse("closed", "この請求は受付の状態ではありません。"),))
        close(request, state=RequestState.WAITING, reason="支援措置責任者の審査", context=context)
        return Outcome(request.pk)


@dataclass(frozen=True, kw_only=True)
class CloseInterrupted(Action[int]):
    """Close what a process left half done (中断): numbered long ago, held by nobody."""

    function = "certificate.issue"
    audit_text = "中断した証明書発行の整理"
    kind = Kind.EVENT

    def change(self, context: Context) -> Outcome[int]:
        stale = Request.objects.select_for_update(skip_locked=True).filter(
            state=RequestState.RECEIVED, received_at__lt=context.at - INTERRUPTED_AFTER
        )
        requests = list(stale)
        for request in requests:
            close(request, state=RequestState.INTERRUPTED, reason="中断", context=context)
        return Outcome(len(requests))


@dataclass(frozen=True, kw_only=True)
class ForgetPapers(Action[int]):
    """Take away kept papers whose days are over (控えの消去); the history stays."""

    function = "certificate.issue"
    audit_text = "証明書の控えの消去"
    kind = Kind.EVENT

    def change(self, context: Context) -> Outcome[int]:
        return Outcome(forget_papers(on=timezone.localtime(context.at).date()))


def close(request: Request, *, state: RequestState, reason: str, context: Context) -> None:
    """Set a request's end; numbers that came to nothing are void, with the same reason."""
    request.state, request.refusal, request.closed_at = state, reason, context.at
    request.save(update_fields=["state", "refusal", "closed_at"])
    request.issues.filter(state=IssueState.RESERVED).update(
        state=IssueState.VOID, disposal=reason, disposed_by=context.actor.who.login,
        disposed_at=context.at,
    )  # fmt: skip


def _subjects_of(request_no: int) -> tuple[int, ...]:
    found = Request.objects.filter(pk=request_no).values_list("subject_nos", flat=True).first()
    return tuple(found or ())


def _as_errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """With nothing but alerts, one error says that they must be seen."""
    if any(one.severity is Severity.ERROR for one in findings):
        return findings
    return (*findings, UNACKNOWLEDGED)
