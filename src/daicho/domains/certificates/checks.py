# SPDX-License-Identifier: Apache-2.0
"""What must hold among the certificates in the live database."""

from __future__ import annotations

from django.db.models import Count, F, Q
from django.utils import timezone

from daicho.domains.certificates.actions.receive import INTERRUPTED_AFTER
from daicho.domains.certificates.kinds import KINDS
from daicho.domains.certificates.models import (
    CashKind,
    CertificateIssue,
    IssueState,
    PaperLot,
    Request,
    RequestState,
)
from daicho.foundation.database.checks import broken, holds
from daicho.kernel.findings import Finding

PAPERS = (IssueState.ISSUED, IssueState.HANDED_OVER, IssueState.SPOILT)


@holds("発行した証明書には、すべて発行日時・枚数・内容のハッシュ値・発行済みの請求がある")
def papers_have_records() -> list[Finding]:
    """No paper without a record."""
    found = CertificateIssue.objects.filter(state__in=PAPERS).filter(
        Q(issued_at__isnull=True) | Q(pages__isnull=True) | Q(content_hash="")
        | ~Q(request__state=RequestState.ISSUED)
    )  # fmt: skip
    return [_of(one, "certificates.paper", "記録の欠けた証明書があります。") for one in found[:50]]


@holds("紙にならなかった発行番号には、すべて理由がある")
def numbers_have_reasons() -> list[Finding]:
    """No number without a paper or a reason."""
    found = CertificateIssue.objects.filter(state=IssueState.VOID, disposal="")
    return [_of(one, "certificates.void", "理由のない発行番号があります。") for one in found[:50]]


@holds("途中で止まったままの証明書の発行はない")
def nothing_is_interrupted() -> list[Finding]:
    """`daicho certificates tidy` closes them with the reason 中断."""
    before = timezone.now() - INTERRUPTED_AFTER
    found = Request.objects.filter(state=RequestState.RECEIVED, received_at__lt=before)
    text = "途中で止まった請求があります。daicho certificates tidy で整理してください。"
    return [broken("certificates.interrupted", text, f"交付請求 {one.pk}") for one in found[:50]]


@holds("証明書を発行した請求には手数料の記録がちょうど一つある")
def fees_are_taken_once() -> list[Finding]:
    """Letters of the office cost nothing and have none."""
    with_fee = [code for code, kind in KINDS.items() if not kind.is_notice]
    found = (
        Request.objects.filter(state=RequestState.ISSUED, kind__in=with_fee)
        .annotate(count=Count("cash", filter=~Q(cash__kind=CashKind.REFUND)))
        .exclude(count=1)
    )
    text = "手数料の記録がないか、二重にあります。"
    return [broken("certificates.fee", text, f"交付請求 {one.pk}") for one in found[:50]]


@holds("使った証明書用紙の枚数は、箱の次の番号と一致する")
def sheets_are_accounted_for() -> list[Finding]:
    """Every sheet that left a box has a row."""
    lots = PaperLot.objects.annotate(used=Count("sheets")).exclude(
        used=F("next_no") - F("first_no")
    )
    text = "使った用紙の記録が番号と合いません。"
    return [broken("certificates.sheets", text, f"用紙 {one.pk}") for one in lots[:50]]


def _of(issue: CertificateIssue, code: str, message: str) -> Finding:
    return broken(code, message, issue.number)
