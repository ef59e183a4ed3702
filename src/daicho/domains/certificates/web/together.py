# SPDX-License-Identifier: Apache-2.0
"""Papers that come by themselves: all that are due from an event or a list, issued in one step."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from daicho.domains.certificates import lists
from daicho.domains.certificates.due import Due, list_due
from daicho.domains.certificates.kinds import KINDS
from daicho.domains.certificates.models import CertificateIssue, Request
from daicho.domains.certificates.printers import choose_printer, detail_of, shows_number
from daicho.domains.certificates.reading import read_latest
from daicho.domains.certificates.selectors import find_pdf
from daicho.domains.certificates.together import Asker, DueResult, issue_together, issued_before
from daicho.domains.certificates.web.papers import pdf_response, refuse_protected
from daicho.domains.register.models import BulkChange, BulkState, Event
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.audit.details import Output
from daicho.foundation.audit.models import Kind
from daicho.foundation.documents.joining import join_pdfs
from daicho.foundation.ui.paging import PAGE_SIZE, Paging, page_number
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.requests import Relation

FUNCTION = "certificate.issue"
MOST_EVENTS, MOST_REQUESTS = 20, 200
REVIEW_OF_END = "支援措置の期間の終了を本人に通知するため、支援措置責任者が発行"


class AskerForm(forms.Form):
    """Who asks for what somebody has to ask for; letters of the office need nobody."""

    asker = forms.CharField(label="請求者の氏名", max_length=200)
    identity = forms.CharField(label="本人確認", max_length=200)
    relation = forms.ChoiceField(
        label="対象者との関係",
        choices=[(one.value, one.label_ja) for one in (Relation.OWN, Relation.HOUSEHOLD)],
    )


@dataclass(frozen=True, slots=True)
class DueOffered:
    """One paper on the page: its name, whom it is about, under which number it was issued."""

    due: Due
    names: str
    number: str

    @property
    def is_fresh(self) -> bool:
        """Not issued yet, so it is ticked."""
        return not self.number


@dataclass(slots=True, kw_only=True)
class DuePage:
    """What a page of due papers is made of."""

    dues: Sequence[Due]
    heading: str
    back: str = ""
    asker: str = ""
    release: str = ""
    paging: Paging | None = None


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="異動に伴う書類の発行")
def due_papers(request: DeskRequest) -> HttpResponse:
    """Everything that the events of a slip call for, ticked and ready."""
    numbers = _numbers(request, "event", MOST_EVENTS)
    events = list(Event.objects.filter(pk__in=numbers).order_by("recorded_at", "pk"))
    if not events:
        raise Http404
    context = request.desk.context
    dues = [one for event in events for one in list_due(event=event, context=context)]
    entry = events[0].entry_no
    back = reverse("register:slip", args=[entry]) if entry else ""
    notifier = next((event.notifier for event in events if event.notifier), "")
    heading = "、".join(dict.fromkeys(event.label for event in events))
    found = DuePage(dues=dues, heading=f"{heading}の書類", back=back, asker=notifier)
    return _handle(request, found)


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="転入通知未着照会書の発行")
def inquiries(request: DeskRequest) -> HttpResponse:
    """照会書 to the municipalities that have not told of a moving in."""
    dues = lists.list_inquiries(context=request.desk.context)
    back = reverse("register:awaiting")
    return _handle(request, _cut(request, dues, "転入通知未着照会書", back))


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="世帯主変更依頼通知書の発行")
def householder_requests(request: DeskRequest) -> HttpResponse:
    """Letters to households without a householder."""
    dues = lists.list_householder_requests(context=request.desk.context)
    return _handle(
        request, _cut(request, dues, "世帯主変更依頼通知書", reverse("register:headless"))
    )


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="成年被後見人転出通知書の発行")
def wards(request: DeskRequest) -> HttpResponse:
    """Letters about adult wards to where they moved."""
    dues = lists.list_wards(context=request.desk.context)
    return _handle(
        request, _cut(request, dues, "成年被後見人転出通知書", reverse("register:tasks"))
    )


@require_http_methods(["GET", "POST"])
@page(function="protected.view", title="支援措置期間終了通知の発行")
def support_ends(request: DeskRequest) -> HttpResponse:
    """Letters to protected persons whose term ends; the officer in charge issues them at once."""
    dues = lists.list_support_ends(context=request.desk.context)
    found = _cut(request, dues, "支援措置期間終了通知", reverse("support:ending"))
    found.release = REVIEW_OF_END
    return _handle(request, found)


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="一括変更の通知の発行")
def bulk_letters(request: DeskRequest, number: int) -> HttpResponse:
    """Letters of a bulk change, before or after it is carried out."""
    change = BulkChange.objects.filter(pk=number).exclude(state=BulkState.WITHDRAWN).first()
    if change is None:
        raise Http404
    state = "done" if change.state == BulkState.DONE else "planned"
    count = change.lines.filter(state=state).count()
    paging = _paging(request, count)
    dues = lists.list_bulk_letters(
        change=change, first=(paging.page - 1) * PAGE_SIZE, most=PAGE_SIZE
    )
    when = "事後通知" if change.state == BulkState.DONE else "事前通知"
    back = reverse("register:bulk-change", args=[number])
    return _handle(
        request, DuePage(dues=dues, heading=f"{change.title}の{when}", back=back, paging=paging)
    )


@require_safe
@page(function=FUNCTION, title="まとめて発行した書類")
def issued_together(request: DeskRequest) -> HttpResponse:
    """What became of each, and one file for the printer."""
    found = _requests(request)
    request.desk.saw(*(no for one in found for no in one.subject_nos))
    numbers = [one.pk for one in found if one.state == "issued"]
    return render(request, "certificates/together.html", {
        "requests": [(one, KINDS[one.kind].label if one.kind in KINDS else one.kind)
                     for one in found],
        "count": len(numbers),
        "query": urlencode([("request", number) for number in numbers]),
    })  # fmt: skip


@require_safe
@page(function=FUNCTION, title="まとめた書類の印刷", kind=Kind.DOCUMENT)
def papers_together(request: DeskRequest) -> HttpResponse:
    """The papers of several requests as one PDF, while they are kept."""
    numbers = [one.pk for one in _requests(request)]
    issues = list(
        CertificateIssue.objects.filter(request__in=numbers, state__in=("issued", "handed_over"))
        .select_related("request").order_by("request", "copy_no")
    )  # fmt: skip
    request.desk.saw(*(no for issue in issues for no in issue.subject_nos))
    for issue in issues:
        refuse_protected(request, issue)
    kept = [(one, pdf) for one in issues if (pdf := find_pdf(issue_no=one.pk)) is not None]
    if not kept:
        raise Http404
    pdfs, printed = [pdf for _, pdf in kept], [one for one, _ in kept]
    context = request.desk.context
    printer = choose_printer(terminal=context.terminal, kind="", chosen="")
    told = detail_of(printed, output=Output.PRINT, printer=printer, context=context)
    request.desk.note(**told)
    request.desk.individual_number_shown = any(shows_number(one) for one in printed)
    return pdf_response(join_pdfs(pdfs), "papers")


def _handle(request: DeskRequest, found: DuePage) -> HttpResponse:
    held = request.desk.context.actor.functions
    dues = [one for one in found.dues if KINDS[one.certificate].function in held]
    request.desk.saw(*(number for one in dues for number in one.people))
    asks = any(not KINDS[one.certificate].is_notice for one in dues)
    if request.method != "POST":
        form = AskerForm(initial={"asker": found.asker}) if asks else None
        return _show(request, found, dues, form)
    chosen = [one for one in dues if one.token in request.POST.getlist("paper")]
    asks = any(not KINDS[one.certificate].is_notice for one in chosen)
    form = AskerForm(request.POST) if asks else None
    if not chosen or (form is not None and not form.is_valid()):
        fault = "" if chosen else "発行する書類を選んでください。"
        return _show(request, found, dues, form, fault=fault, status=422)
    if not (key := request.POST.get("key", "")):
        raise PermissionDenied("画面を開き直してください。")
    request.desk.has_acted = True
    asker = _asker(form.cleaned_data) if form is not None else Asker()
    results = issue_together(
        chosen, key=key, asker=asker, context=request.desk.context, release=found.release,
        acknowledged=tuple(request.POST.getlist("acknowledged")),
    )  # fmt: skip
    return _tell(request, found, dues, results)


def _tell(
    request: DeskRequest, found: DuePage, dues: Sequence[Due], results: Sequence[DueResult]
) -> HttpResponse:
    numbers = [one.request_no for one in results if one.request_no is not None]
    if len(numbers) < len(results):  # what was not even taken in is told here
        refused = [one for one in results if one.request_no is None]
        told = {"refused": refused, "numbers": numbers, "alerts": _alerts_of(refused)}
        form = AskerForm(initial=request.POST.dict())
        asks = any(not KINDS[one.certificate].is_notice for one in dues)
        return _show(request, found, dues, form if asks else None, status=422, **told)
    query = urlencode([("request", number) for number in numbers])
    return HttpResponseRedirect(f"{reverse('certificates:together')}?{query}")


def _alerts_of(results: Sequence[DueResult]) -> list[Finding]:
    """What has to be ticked before it is issued (警告の確認), each alert once."""
    found = [finding for one in results for finding in one.findings]
    alerts = {one.code: one for one in found if one.severity is Severity.WARNING}
    return list(alerts.values())


def _show(
    request: DeskRequest, found: DuePage, dues: Sequence[Due], form: AskerForm | None,
    *, status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    people = read_latest(addressee_nos={number for one in dues for number in one.people})
    numbers = issued_before(dues)
    offered = [
        DueOffered(
            one, "、".join(people[no].name for no in one.people if no in people),
            numbers.get(one.token, ""),
        )
        for one in dues
    ]  # fmt: skip
    return render(request, "certificates/due.html", {
        "offered": offered, "heading": found.heading, "back": found.back, "form": form,
        "paging": found.paging, "key": secrets.token_urlsafe(24),
        "query": urlencode([("request", number) for number in more.pop("numbers", [])]),
        "shares_people": found.release == "", **more,
    }, status=status)  # fmt: skip


def _cut(request: DeskRequest, dues: Sequence[Due], heading: str, back: str) -> DuePage:
    paging = _paging(request, len(dues))
    first = (paging.page - 1) * PAGE_SIZE
    return DuePage(dues=dues[first : first + PAGE_SIZE], heading=heading, back=back, paging=paging)


def _paging(request: DeskRequest, count: int) -> Paging:
    pages = max(1, -(-count // PAGE_SIZE))
    page_no = min(max(page_number(request.GET.get("page")), 1), pages)
    return Paging(page_no, pages, min(count, lists.MOST), count > lists.MOST)


def _asker(given: dict[str, Any]) -> Asker:
    return Asker(name=given["asker"], identity=given["identity"], relation=given["relation"])


def _numbers(request: DeskRequest, name: str, most: int) -> list[int]:
    told = request.GET.getlist(name)[:most]
    return [int(one) for one in told if one.isascii() and one.isdigit() and len(one) < 16]


def _requests(request: DeskRequest) -> list[Request]:
    numbers = _numbers(request, "request", MOST_REQUESTS)
    found = list(Request.objects.filter(pk__in=numbers).order_by("pk"))
    if not found:
        raise Http404
    return found
