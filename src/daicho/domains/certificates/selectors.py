# SPDX-License-Identifier: Apache-2.0
"""Reads of requests and issues for pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from daicho.domains.certificates.models import (
    CertificateIssue,
    IssuedDocument,
    MissingText,
    Request,
    RequestState,
)
from daicho.foundation.vault.blobs import unseal


def list_issues(
    *, addressee_no: int | None = None, first: dt.date | None = None, last: dt.date | None = None,
    kind: str = "", number: str = "",
) -> QuerySet[CertificateIssue]:  # fmt: skip
    """The issue history (交付履歴), latest first."""
    found = CertificateIssue.objects.select_related("request").order_by("-pk")
    if addressee_no is not None:
        found = found.filter(subject_nos__contains=[addressee_no])
    if first is not None:
        found = found.filter(numbered_on__gte=first)
    if last is not None:
        found = found.filter(numbered_on__lte=last)
    if kind:
        found = found.filter(kind=kind)
    return found.filter(number__contains=number) if number else found


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
