# SPDX-License-Identifier: Apache-2.0
"""The queue of doubtful joins, one document against its candidates, documents sent on (回送)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.tax.documents.actions.decide_join import (
    CreateNonResident,
    DecideJoin,
    ForwardDocument,
    MarkForwarded,
    RejectDocument,
    ReopenJoin,
)
from daicho.domains.tax.documents.models import (
    Document,
    DocumentKind,
    ForwardEntry,
    ForwardState,
    JoinState,
)
from daicho.domains.tax.documents.municipalities import find_municipality, list_municipalities
from daicho.domains.tax.documents.reasons import REASONS
from daicho.domains.tax.documents.selectors.protection import documents_of_protected
from daicho.domains.tax.documents.selectors.queue import QUEUED, Comparison, compare_candidates
from daicho.domains.tax.documents.web.comparing import columns_of, lines_of
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Action, perform_at
from daicho.foundation.ui.paging import page_number, page_of
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.text import to_half_ascii

FUNCTION = "documents.view"
UNDECIDED = Finding("join.undecided", Severity.ERROR, "決定の内容を一つ選んでください。")


@require_safe
@page(function=FUNCTION, title="名寄せの要確認一覧")
def join_list(request: DeskRequest) -> HttpResponse:
    """Documents that wait for a person's decision."""
    found = open_joins(request.GET.get("kind", ""), request.GET.get("file", ""))
    rows, paging = page_of(found, page_number(request.GET.get("page")))
    request.desk.note(資料=[row.pk for row in rows])
    context = {
        "rows": [(row, REASONS.get(row.join_reason, "")) for row in rows],
        "paging": paging,
        "kinds": DocumentKind.choices,
        "kind": request.GET.get("kind", ""),
    }
    return render(request, "documents/joins.html", context)


@require_safe
@page(function=FUNCTION, title="名寄せ候補の照合")
def join(request: DeskRequest, number: int) -> HttpResponse:
    """One document and its candidates side by side."""
    return _show(request, number)


@require_POST
@page(function="tax.join.decide", title="名寄せの決定")
def decide(request: DeskRequest, number: int) -> HttpResponse:
    """Carry the decision out and go on to the next document of the queue."""
    action = _action_of(number, request.POST)
    if action is None:
        return _show(request, number, refusals=(UNDECIDED,))
    outcome = perform_at(request.desk, action)
    if outcome.is_refused:
        return _show(request, number, refusals=outcome.findings)
    following = _find_next(number)
    if following is None:
        messages.success(request, "決定しました。要確認の資料はもうありません。", "good")
        return HttpResponseRedirect(reverse("documents:joins"))
    messages.success(request, f"資料{number}を決定しました。次の資料です。", "good")
    return HttpResponseRedirect(reverse("documents:join", args=[following]))


@require_POST
@page(function="tax.join.decide", title="名寄せの見直し")
def reopen(request: DeskRequest, number: int) -> HttpResponse:
    """Put a decided document back into the queue."""
    action = ReopenJoin(document_id=number, reason=request.POST.get("reason", ""))
    outcome = perform_at(request.desk, action)
    if outcome.is_refused:
        return _show(request, number, refusals=outcome.findings)
    return HttpResponseRedirect(reverse("documents:join", args=[number]))


@require_safe
@page(function=FUNCTION, title="回送一覧")
def forward_list(request: DeskRequest) -> HttpResponse:
    """Documents of other municipalities' people."""
    return _show_forwards(request)


@require_POST
@page(function="tax.join.decide", title="課税資料の回送済の記録")
def mark_forwarded(request: DeskRequest) -> HttpResponse:
    """Note that the chosen documents have left the house."""
    numbers = tuple(int(text) for text in request.POST.getlist("document") if _is_number(text))
    outcome = perform_at(request.desk, MarkForwarded(document_ids=numbers))
    if outcome.is_refused:
        return _show_forwards(request, refusals=outcome.findings)
    messages.success(request, f"{len(numbers)}件を回送済にしました。", "good")
    return HttpResponseRedirect(reverse("documents:forwards"))


def open_joins(kind: str = "", file: str = "") -> QuerySet[Document]:
    """The queue of every year, oldest first."""
    found = Document.objects.filter(join_state__in=QUEUED, withdrawn=False).order_by("id")
    if kind in DocumentKind.values:
        found = found.filter(kind=kind)
    if _is_number(file):
        found = found.filter(file_id=int(file))
    return found.defer("figures", "texts", "relatives")


def _find_next(after: int) -> int | None:
    """The next document of the queue, from the beginning when the end is reached."""
    waiting = open_joins().values_list("pk", flat=True)
    return waiting.filter(pk__gt=after).first() or waiting.first()


def _action_of(number: int, sent: QueryDict) -> Action[int] | None:
    """The action that the form chose; None when it chose none."""
    chosen, reason = sent.get("decision", ""), sent.get("reason", "")
    person = chosen.removeprefix("join-") if chosen.startswith("join-") else ""
    if chosen == "other":
        person = to_half_ascii(sent.get("addressee_no", "")).strip()
    if _is_number(person):
        return DecideJoin(document_id=number, reason=reason, addressee_no=int(person))
    if chosen == "new":
        return CreateNonResident(document_id=number, reason=reason)
    if chosen == "reject":
        return RejectDocument(document_id=number, reason=reason)
    if chosen == "forward":
        return ForwardDocument(
            document_id=number,
            reason=reason,
            municipality_code=_code_of(sent.get("municipality", "")),
            home_code=settings.MUNICIPALITY_CODE,
        )
    return None


def _code_of(text: str) -> str:
    """団体コード of a municipality typed by code or by name."""
    typed = to_half_ascii(text).strip()
    found = find_municipality(address=typed, home_code=settings.MUNICIPALITY_CODE)
    return found.code if found else typed


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15


def _show(request: DeskRequest, number: int, **more: Any) -> HttpResponse:
    """The page of one document; with the findings of a refused decision, status 422."""
    sees = PROTECTED_VIEW in request.desk.context.actor.functions
    comparison = compare_candidates(
        document_id=number, may_see_protected=sees, on=request.desk.context.at.date()
    )
    if comparison is None:
        raise Http404("該当する資料がありません")
    document = comparison.document
    request.desk.saw(*(one.person.addressee_no for one in comparison.candidates))
    request.desk.note(資料=number)
    if document.addressee_no is not None:
        request.desk.saw(document.addressee_no)
    context = {
        "document": document,
        "reason": comparison.reason_ja,
        "is_open": document.join_state in QUEUED and not document.withdrawn,
        "state": JoinState(document.join_state).label,
        "columns": columns_of(comparison),
        "lines": lines_of(comparison),
        "decisions": comparison.decisions,
        "municipality": _elsewhere(comparison),
        "municipalities": list_municipalities() if document.join_state in QUEUED else (),
        **more,
    }
    return render(request, "documents/join.html", context, status=422 if more else 200)


def _elsewhere(comparison: Comparison) -> str:
    """The other municipality that the document's address names, for the form to propose."""
    if comparison.hides_address:
        return ""
    place = find_municipality(
        address=comparison.document.address, home_code=settings.MUNICIPALITY_CODE
    )
    return place.name if place and place.code != settings.MUNICIPALITY_CODE else ""


def _show_forwards(request: DeskRequest, **more: Any) -> HttpResponse:
    found = ForwardEntry.objects.select_related("document").order_by("municipality_code", "pk")
    state = request.GET.get("state", "")
    if state in ForwardState.values:
        found = found.filter(state=state)
    rows, paging = page_of(found, page_number(request.GET.get("page")))
    numbers = [row.document_id for row in rows]
    request.desk.note(資料=numbers)
    desk = request.desk.context
    sees = PROTECTED_VIEW in desk.actor.functions
    context = {
        "rows": rows,
        "hidden": () if sees else documents_of_protected(document_ids=numbers, on=desk.at.date()),
        "paging": paging,
        "states": ForwardState.choices,
        "state": state,
        "has_confirmed": any(row.state == ForwardState.CONFIRMED for row in rows),
        **more,
    }
    return render(request, "documents/forwards.html", context, status=422 if more else 200)
