# SPDX-License-Identifier: Apache-2.0
"""The paper itself: shown, saved, or sent to the printer; each is one entry of the log."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.certificates.models import CertificateIssue
from daicho.domains.certificates.printers import (
    can_spool,
    choose_printer,
    detail_of,
    shows_number,
    spool,
)
from daicho.domains.certificates.selectors import find_pdf
from daicho.domains.certificates.web.papers import issue_or_404, pdf_response, refuse_protected
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.audit.details import Output
from daicho.foundation.audit.models import Kind

FUNCTION = "certificate.issue"


@require_safe
@page(function=FUNCTION, title="証明書の印刷", kind=Kind.DOCUMENT)
def paper(request: DeskRequest, number: int) -> HttpResponse:
    """The PDF of an issue, while it is kept: for the printer, and when the printer failed."""
    issue = issue_or_404(number)
    pdf = _pdf(request, issue)
    is_file = request.GET.get("output") == "file"
    output = Output.FILE if is_file else Output.PRINT
    _note(request, issue, output, request.GET.get("printer", ""))
    return pdf_response(pdf, f"certificate-{issue.pk}", is_file=is_file)


@require_POST
@page(function=FUNCTION, title="証明書のプリンタへの印刷", kind=Kind.PRINT)
def send(request: DeskRequest, number: int) -> HttpResponse:
    """Send the paper to the printer and tray that were chosen."""
    issue = issue_or_404(number)
    pdf = _pdf(request, issue)
    context, chosen = request.desk.context, request.POST.get("printer", "")
    printer = choose_printer(terminal=context.terminal, kind=issue.kind, chosen=chosen)
    if printer is None or not can_spool():
        raise Http404
    _note(request, issue, Output.PRINT, chosen)
    if fault := spool(pdf, printer=printer, title=issue.number):
        request.desk.note(結果=fault)
        messages.error(request, f"{printer.words}に印刷できませんでした。{fault}", "bad")
    else:
        messages.success(request, f"{printer.words}に印刷しました。", "good")
    return HttpResponseRedirect(reverse("certificates:request", args=[issue.request_id]))


def _pdf(request: DeskRequest, issue: CertificateIssue) -> bytes:
    request.desk.saw(*issue.subject_nos)
    request.desk.note(発行番号=issue.number)
    refuse_protected(request, issue)
    pdf = find_pdf(issue_no=issue.pk)
    if pdf is None or issue.state not in ("issued", "handed_over"):
        raise Http404
    return pdf


def _note(request: DeskRequest, issue: CertificateIssue, output: Output, chosen: str) -> None:
    context = request.desk.context
    printer = choose_printer(terminal=context.terminal, kind=issue.kind, chosen=chosen)
    detail = detail_of([issue], output=output, printer=printer, context=context)
    request.desk.note(**detail)
    request.desk.individual_number_shown = shows_number(issue)
