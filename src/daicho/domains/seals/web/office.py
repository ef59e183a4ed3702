# SPDX-License-Identifier: Apache-2.0
"""What waits in the office: inquiries, restorations, notices; cards and the scanner."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.seals.actions.office import (
    LapseInquiries,
    NoteSealNotice,
    ReceiveSealCards,
)
from daicho.domains.seals.actions.scanning import CalibrateScanner
from daicho.domains.seals.models import CardStatus, SealCard
from daicho.domains.seals.ordinance import ordinance_of
from daicho.domains.seals.persons import day_of, read_people
from daicho.domains.seals.scans import LARGEST_FILE
from daicho.domains.seals.selectors import (
    calibrated_dpi,
    list_inquiries,
    list_notices,
    list_revoked,
)
from daicho.domains.seals.slips.kinds import SEAL_KINDS
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Outcome, perform_at
from daicho.foundation.entries.store import open_entries
from daicho.foundation.ui.paging import page_number, page_of
from daicho.kernel.findings import Severity

MOST_SHOWN = 100


@require_safe
@page(function="seal.register", title="印鑑登録の事務")
def office(request: DeskRequest) -> HttpResponse:
    """Every list on one page; the inquiries are paged."""
    at = request.desk.context.at
    today = day_of(at)
    inquiries, paging = page_of(list_inquiries(), page_number(request.GET.get("page")))
    slips = list(open_entries(kinds=SEAL_KINDS)[:MOST_SHOWN])
    revoked = list(list_revoked()[:MOST_SHOWN])
    notices = list(list_notices()[:MOST_SHOWN])
    numbers = {
        *(one.addressee_no for one in (*inquiries, *revoked)),
        *(one.registration.addressee_no for one in notices),
        *(number for one in slips for number in one.subjects),
    }  # fmt: skip
    names = {
        number: row.name for number, row in read_people(addressee_nos=numbers, on=today).items()
    }
    request.desk.saw(*sorted(numbers))
    context: dict[str, Any] = {
        "today": today,
        "paging": paging,
        "inquiries": [(one, names.get(one.addressee_no, "")) for one in inquiries],
        "overdue": list_inquiries().filter(answer_until__lt=today).count(),
        "revoked": [(one, names.get(one.addressee_no, "")) for one in revoked],
        "notices": [(one, names.get(one.registration.addressee_no, "")) for one in notices],
        "slips": [
            (one, SEAL_KINDS[one.kind].label, [names.get(number, "") for number in one.subjects])
            for one in slips
        ],
        "stock": SealCard.objects.filter(status=CardStatus.STOCK).count(),
        "dpi": calibrated_dpi(terminal=request.desk.context.terminal),
        "side": ordinance_of(settings.MUNICIPALITY_CODE).calibration_side_mm,
    }
    return render(request, "seals/office.html", context)


@require_POST
@page(function="seal.register", title="印鑑登録証の受入")
def cards(request: DeskRequest) -> HttpResponse:
    """Take cards into the stock."""
    action = ReceiveSealCards(first=_number(request, "first"), count=_number(request, "count"))
    return _back(request, perform_at(request.desk, action), "印鑑登録証を受け入れました。")


@require_POST
@page(function="seal.register", title="スキャナーの校正")
def calibration(request: DeskRequest) -> HttpResponse:
    """Measure the scanner of this terminal."""
    upload = request.FILES.get("scan")
    data: Any = upload.read(LARGEST_FILE + 1) if upload is not None else b""
    outcome = perform_at(request.desk, CalibrateScanner(data=data))
    return _back(request, outcome, "スキャナーを校正しました。")


@require_POST
@page(function="seal.register", title="回答期限を過ぎた照会の抹消")
def lapse(request: DeskRequest) -> HttpResponse:
    """End inquiries whose term is over."""
    outcome = perform_at(request.desk, LapseInquiries())
    return _back(request, outcome, f"{outcome.value}件を抹消しました。")


@require_POST
@page(function="seal.register", title="印鑑登録抹消の通知の記録")
def notice(request: DeskRequest, number: int) -> HttpResponse:
    """Note that a notice was sent."""
    outcome = perform_at(request.desk, NoteSealNotice(step_no=number))
    return _back(request, outcome, "通知を記録しました。")


def _back(request: DeskRequest, outcome: Outcome[int], done: str) -> HttpResponse:
    if outcome.is_refused:
        wrong = [one.message_ja for one in outcome.findings if one.severity is Severity.ERROR]
        messages.error(request, " ".join(wrong), "bad")
    else:
        messages.success(request, done, "good")
    return HttpResponseRedirect(reverse("seals:office"))


def _number(request: DeskRequest, name: str) -> int:
    text = request.POST.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
