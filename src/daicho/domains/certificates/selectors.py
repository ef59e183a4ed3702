# SPDX-License-Identifier: Apache-2.0
"""Reads of requests and issues for pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from daicho.domains.certificates.models import (
    CertificateIssue,
    IssuedDocument,
    IssueState,
    MissingText,
    Request,
    RequestState,
)
from daicho.domains.inspection.public import ListCopy, list_copies
from daicho.foundation.vault.blobs import unseal


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueConditions:
    """What somebody looks for in the issue history: every item of 標準 1.3.8 (2.2.2)."""

    addressee_no: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    kind: str = ""
    number: str = ""
    place: str = ""
    terminal: str = ""
    issued_by: str = ""
    state: str = ""
    disposal: str = ""
    door: str = ""

    def filters(self) -> dict[str, Any]:
        """As the columns of the history have it; empty conditions say nothing."""
        told = {
            "numbered_on__gte": self.first, "numbered_on__lte": self.last, "kind": self.kind,
            "number__contains": self.number, "place__contains": self.place,
            "issued_by": self.issued_by, "state": self.state,
            "disposal__contains": self.disposal, "request__door": self.door,
        }  # fmt: skip
        if self.addressee_no is not None:
            told["subject_nos__contains"] = [self.addressee_no]
        return {name: value for name, value in told.items() if value not in (None, "")}


def list_issues(**conditions: Any) -> QuerySet[CertificateIssue]:
    """The issue history (交付履歴), latest first, by the names of `IssueConditions`."""
    wanted = IssueConditions(**conditions)
    found = CertificateIssue.objects.select_related("request").order_by("-pk")
    if wanted.terminal:
        text = wanted.terminal
        found = found.filter(Q(terminal=text) | Q(terminal_label=text))
    return found.filter(**wanted.filters())


INSPECTION_LIST = "inspection_list"
INSPECTION_LABEL = "住民基本台帳の一部の写し(閲覧用)"


def list_inspection_copies(**conditions: Any) -> QuerySet[ListCopy]:
    """Printed lists for inspection (閲覧用の写し, 20.3.1) by the same conditions."""
    wanted = IssueConditions(**conditions)
    if (wanted.kind and wanted.kind != INSPECTION_LIST) or wanted.door:
        return list_copies().none()
    told = {
        "printed_at__date__gte": wanted.first, "printed_at__date__lte": wanted.last,
        "number__contains": wanted.number, "place__contains": wanted.place,
        "terminal": wanted.terminal, "printed_by": wanted.issued_by,
        "disposal__contains": wanted.disposal,
    }  # fmt: skip
    if wanted.addressee_no is not None:
        told["addressee_nos__contains"] = [wanted.addressee_no]
    found = list_copies().filter(**{k: v for k, v in told.items() if v not in (None, "")})
    if wanted.state in (IssueState.ISSUED, IssueState.SPOILT):
        return found.filter(spoilt_at__isnull=wanted.state == IssueState.ISSUED)
    return found.none() if wanted.state else found


def list_missing(**conditions: Any) -> QuerySet[MissingText]:
    """What does not stand whole on issued papers (文字超過リスト), of issues as `list_issues`."""
    issues = list_issues(**conditions).order_by().values("pk")
    found = MissingText.objects.filter(issue__in=issues)
    return found.select_related("issue").order_by("-issue", "pk")


def list_waiting() -> QuerySet[Request]:
    """Requests before the responsible officer (審査待ち), oldest first."""
    return Request.objects.filter(state=RequestState.WAITING).order_by("received_at")


def find_pdf(*, issue_no: int) -> bytes | None:
    """The paper of an issue while it is kept; None afterwards."""
    found = IssuedDocument.objects.filter(issue_id=issue_no, pdf__isnull=False).first()
    return unseal(bytes(found.pdf)) if found and found.pdf is not None else None


def forget_papers(*, on: dt.date) -> int:
    """Take away papers whose days are over; the history stays. Gives how many."""
    return IssuedDocument.objects.filter(kept_until__lt=on).delete()[0]
