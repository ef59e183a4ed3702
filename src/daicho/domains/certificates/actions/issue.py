# SPDX-License-Identifier: Apache-2.0
"""Issue (発行): one transaction from the lock on the persons to the paper in the database.

Under the locks the final state is read, the guards are asked, the paper is set in memory, read
back and compared; only then do the issue, the fee, the sheets and the log become true together.
Bytes lie in memory and, sealed, in the database; never in a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from daicho.domains.certificates.certifying import head_on
from daicho.domains.certificates.gathering import (
    UNACKNOWLEDGED,
    Gathered,
    Wanted,
    build,
    gather,
    rows_of,
)
from daicho.domains.certificates.hooks import tell_followers
from daicho.domains.certificates.inspecting import inspect
from daicho.domains.certificates.kinds import KINDS, refuse
from daicho.domains.certificates.models import (
    CertificateIssue,
    IssuedDocument,
    IssueState,
    MissingText,
    Request,
    RequestState,
)
from daicho.domains.certificates.money import take_fee
from daicho.domains.certificates.office import office_of
from daicho.domains.certificates.papers.content import Content
from daicho.domains.certificates.papers.printing import Printed, press_for, print_certificate
from daicho.domains.certificates.printers import detail_of
from daicho.domains.certificates.sheets import take_sheets
from daicho.domains.certificates.signatures import signed
from daicho.domains.register.public import lock_people
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.details import Output
from daicho.foundation.audit.models import Kind
from daicho.foundation.database.query import execute
from daicho.foundation.vault.blobs import seal, unseal
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.requests import Shown

REISSUE_MARK = "再交付"
KEPT_CONTENT = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class IssueRequest(Action[int]):
    """Issue what a request asks for. Twice is once: an issued request is only given back."""

    function = "certificate.issue"
    audit_text = "証明書の発行"
    kind = Kind.DOCUMENT

    request_no: int

    def subjects(self) -> tuple[int, ...]:
        found = Request.objects.filter(pk=self.request_no).first()
        return tuple(found.subject_nos) if found else ()

    def detail(self) -> Mapping[str, object]:
        numbers = CertificateIssue.objects.filter(request_id=self.request_no).exclude(
            state=IssueState.VOID
        )
        found = Request.objects.filter(pk=self.request_no).first()
        kind = KINDS.get(found.kind) if found else None
        return {
            "証明書": kind.label if kind else "", "交付請求": self.request_no,
            "発行番号": list(numbers.order_by("copy_no").values_list("number", flat=True)),
        }  # fmt: skip

    def change(self, context: Context) -> Outcome[int]:
        request = Request.objects.select_for_update().filter(pk=self.request_no).first()
        if request is None:
            return Outcome(None, (refuse("unknown", "この交付請求はありません。"),))
        if request.state == RequestState.ISSUED:
            return Outcome(request.pk)
        if request.state != RequestState.RECEIVED:
            return Outcome(None, (refuse("closed", "この請求は受付の状態ではありません。"),))
        _lock(request)
        wanted = wanted_of(request)
        is_released = request.reviews.filter(is_released=True).exists()
        gathered = gather(wanted, context=context, is_released=is_released)
        if gathered.is_refused:
            return Outcome(None, gathered.findings)
        if unseen := gathered.unseen(request.acknowledged):
            return Outcome(None, (*unseen, UNACKNOWLEDGED))
        content = _content(request, wanted, gathered, context)
        if isinstance(content, Finding):
            return Outcome(None, (content,))
        return _issue_all(request, wanted, gathered, content, context)


def wanted_of(request: Request) -> Wanted:
    """What a request wants on paper."""
    return Wanted(
        kind=KINDS[request.kind], subject_nos=tuple(request.subject_nos),
        shown=frozenset(Shown(code) for code in request.shown), options=request.options,
        is_marked_official=request.is_marked_official,
    )  # fmt: skip


def _lock(request: Request) -> None:
    """Events of these persons wait for us, and we for them; so does the start of a protection.

    The lock on the table is one that issues share and that the start of a protection excludes.
    """
    execute("LOCK TABLE access_protectedperson IN ROW EXCLUSIVE MODE")
    lock_people(request.subject_nos)
    # Guards read restraints (抑止): one that is being set is waited for, a new one waits for us.
    execute("LOCK TABLE support_restraintstep IN SHARE MODE")


def _content(
    request: Request, wanted: Wanted, gathered: Gathered, context: Context
) -> Content | Finding:
    first = request.reissue_of
    made = build(wanted, gathered.rows, context=context)
    if first is None or not wanted.kind.keeps_content or isinstance(made, Finding):
        return made  # what may no longer be issued (転出の取消し) is not issued again either
    kept = IssuedDocument.objects.filter(issue=first, content__isnull=False).first()
    if kept is None or kept.content is None:
        return refuse("reissue_gone", "当初の証明書の内容が保存されていないため再交付できません。")
    content = Content.model_validate_json(unseal(bytes(kept.content)))
    marks = tuple(mark for mark in content.marks if mark != REISSUE_MARK)
    return content.model_copy(update={"marks": (REISSUE_MARK, *marks)})


def _issue_all(
    request: Request, wanted: Wanted, gathered: Gathered, content: Content, context: Context
) -> Outcome[int]:
    issues = list(request.issues.filter(state=IssueState.RESERVED).order_by("copy_no"))
    is_first = request.reissue_of_id is None or not wanted.kind.keeps_content
    # A reissue of a kept content shows the state of then: it is held against that content only.
    again = rows_of(wanted, _today(context)) if is_first else None
    for issue in issues:
        printed = _print(issue, content, context)
        findings = inspect(
            printed, content, number=issue.number, again=again,
            tells_everything=wanted.kind.tells_everything, fonts=press_for().fonts,
        )  # fmt: skip
        if findings:
            return Outcome(None, tuple(findings))
        _store(issue, request, gathered, content, printed, context)
        short = take_sheets(issue=issue, pages=printed.pages, counter=issue.place, context=context)
        if short is not None:
            return Outcome(None, (short,))
    return _settle(request, gathered, issues, context)


def _settle(
    request: Request, gathered: Gathered, issues: Sequence[CertificateIssue], context: Context
) -> Outcome[int]:
    refused = take_fee(request=request, counter=request.place, context=context)
    if refused is not None:
        return Outcome(None, (refused,))
    request.state, request.closed_at = RequestState.ISSUED, context.at
    request.save(update_fields=["state", "closed_at"])
    tell_followers(request=request, issues=issues, context=context)
    alerts = [
        Finding("certificate.overflow", Severity.WARNING,
                "文字溢れまたは未登録の文字があります。証明書を目で確かめてください。",
                subject=issue.number)
        for issue in issues if issue.overflow or issue.unknown_shapes
    ]  # fmt: skip
    told = detail_of(issues, output=Output.FILE, printer=None, context=context)
    del told["発行番号"]  # the action's own detail has them one by one
    return Outcome(request.pk, (*gathered.findings, *alerts), told)


def _today(context: Context) -> date:
    return timezone.localtime(context.at).date()


def _print(issue: CertificateIssue, content: Content, context: Context) -> Printed:
    issue.content_hash = content.digest(issue.number)
    head = head_on(_today(context), kind=issue.kind, number=issue.number, digest=issue.content_hash)
    mark = office_of(settings.MUNICIPALITY_CODE).mark
    return print_certificate(content, head, made_at=context.at, mark=mark)


def _store(
    issue: CertificateIssue, request: Request, gathered: Gathered, content: Content,
    printed: Printed, context: Context,
) -> None:  # fmt: skip
    issue.state, issue.issued_at = IssueState.ISSUED, context.at
    issue.issued_by, issue.pages = context.actor.who.login, printed.pages
    issue.has_seal = printed.has_seal
    issue.overflow, issue.unknown_shapes = list(printed.overflow), list(printed.unknown_shapes)
    issue.has_protected = gathered.has_protected
    issue.save()
    MissingText.objects.bulk_create(
        MissingText(issue=issue, why=one.why, person=one.person, label=one.label, text=one.text,
                    is_blank=one.is_blank)
        for one in printed.missing
    )  # fmt: skip
    pdf = signed(printed.pdf, reason=KINDS[request.kind].label) if request.is_signed else None
    is_kept = KINDS[request.kind].keeps_content
    IssuedDocument.objects.create(
        issue=issue, pdf=seal(pdf or printed.pdf),
        content=seal(content.model_dump_json().encode("utf-8")) if is_kept else None,
        kept_until=_kept_until(_today(context), is_kept),
    )  # fmt: skip


def _kept_until(today: date, is_content_kept: bool) -> date:
    if is_content_kept:
        return today + KEPT_CONTENT
    return today + timedelta(days=office_of(settings.MUNICIPALITY_CODE).kept_days)
