# SPDX-License-Identifier: Apache-2.0
"""The queue of documents that a person must decide on, with the candidates side by side."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from daicho.domains.addressee.public import AddresseeLine, list_addressees
from daicho.domains.tax.documents.intake.candidates import score_without
from daicho.domains.tax.documents.models import (
    Document,
    ForwardEntry,
    ForwardState,
    JoinDecision,
    JoinState,
)
from daicho.domains.tax.documents.reasons import REASONS
from daicho.domains.tax.documents.selectors.protection import documents_of_protected

PAGE_SIZE = 50
COUNT_BOUND = 10_000
QUEUED = (JoinState.DOUBTFUL, JoinState.UNMATCHED)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One document that waits for a decision."""

    document_id: int
    kind_ja: str
    name: str
    kana: str
    birth_date: dt.date | None
    payer_name: str
    state: int
    reason_ja: str
    candidates: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue; `count` stops at the bound."""

    lines: tuple[QueueLine, ...]
    count: int
    count_is_bound: bool
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A candidate as the desk shows it beside the document."""

    person: AddresseeLine
    score: int
    agreements: dict[str, str]  # item → equal | near | differs | absent


@dataclass(frozen=True, slots=True)
class Comparison:
    """A document, why it is doubtful, and who it may belong to, the likeliest first."""

    document: Document
    reason_ja: str
    candidates: tuple[CandidateView, ...]
    decisions: tuple[JoinDecision, ...]
    hides_address: bool  # it is, or may be, of a protected person whom the caller may not see


def list_queue(*, fiscal_year: int, kind: str = "", reason: str = "", page: int = 1) -> QueuePage:
    """Documents of a year that are doubtful or without a person, the oldest first."""
    found = _queued(fiscal_year)
    if kind:
        found = found.filter(kind=kind)
    if reason:
        found = found.filter(join_reason=reason)
    count = found.order_by()[: COUNT_BOUND + 1].count()
    bounded = min(count, COUNT_BOUND)
    pages = -(-bounded // PAGE_SIZE)
    page = min(max(page, 1), max(pages, 1))
    rows = found.annotate(candidate_count=Count("candidates")).order_by("id")
    return QueuePage(
        lines=tuple(_line(row) for row in rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        count=bounded,
        count_is_bound=count > COUNT_BOUND,
        page=page,
        pages=pages,
    )


def count_queue(*, fiscal_year: int) -> dict[str, int]:
    """How many documents wait, by reason."""
    counted = _queued(fiscal_year).values_list("join_reason").annotate(Count("id")).order_by()
    return dict(counted)


def compare_candidates(
    *, document_id: int, may_see_protected: bool, on: dt.date
) -> Comparison | None:
    """A document beside its candidates. Addresses of protected persons are masked."""
    document = Document.objects.filter(pk=document_id).select_related("file").first()
    if document is None:
        return None
    kept = list(document.candidates.order_by("-score", "addressee_no"))
    people = list_addressees(
        addressee_nos=[one.addressee_no for one in kept],
        may_see_protected=may_see_protected,
        on=on,
    )
    hides_address = not may_see_protected and document_id in documents_of_protected(
        document_ids=[document_id], on=on
    )
    candidates = [
        CandidateView(
            people[one.addressee_no],
            score_without(one.agreements, "address") if hides_address else one.score,
            one.agreements,
        )
        for one in kept
        if one.addressee_no in people
    ]
    if hides_address:  # the order must not tell it either
        candidates.sort(key=lambda one: (-one.score, one.person.addressee_no))
    return Comparison(
        document=document,
        reason_ja=REASONS[document.join_reason],
        candidates=tuple(candidates),
        decisions=tuple(document.decisions.all()),
        hides_address=hides_address,
    )


def list_forwards(*, fiscal_year: int, state: str = "") -> QuerySet[ForwardEntry]:
    """The list of documents for other municipalities (回送), by where they go."""
    found = ForwardEntry.objects.filter(
        document__fiscal_year=fiscal_year, document__withdrawn=False
    )
    found = found.filter(state=state) if state else found.exclude(state=ForwardState.CANCELLED)
    return found.select_related("document").order_by("municipality_code", "document_id")


def _queued(fiscal_year: int) -> QuerySet[Document]:
    return Document.objects.filter(fiscal_year=fiscal_year, join_state__in=QUEUED, withdrawn=False)


def _line(row: Document) -> QueueLine:
    return QueueLine(
        document_id=row.pk,
        kind_ja=row.get_kind_display(),
        name=row.name,
        kana=row.kana,
        birth_date=row.birth_date,
        payer_name=row.payer_name,
        state=row.join_state,
        reason_ja=REASONS[row.join_reason],
        candidates=row.candidate_count,
    )
