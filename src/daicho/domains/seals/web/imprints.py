# SPDX-License-Identifier: Apache-2.0
"""Scan an imprint, look at what was made of it, compare it with the registered one (照合)."""

from __future__ import annotations

import io
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from PIL import Image

from daicho.domains.seals.actions.scanning import ScanImprint
from daicho.domains.seals.models import SealImage
from daicho.domains.seals.scans import LARGEST_FILE, read_scan
from daicho.domains.seals.selectors import find_live
from daicho.domains.seals.web.people import frame, imprint_of, inquiry_stop, shown
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Outcome, perform_at
from daicho.foundation.vault.blobs import unseal
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.seals import is_size_allowed

PREVIEW = 900  # dots of the longer side


@require_POST
@page(function="seal.register", title="印影の読取")
def scan(request: DeskRequest, number: int) -> HttpResponse:
    """Keep the imprint of an uploaded file; what is wrong with it is said at once."""
    context = frame(request, number)
    outcome = _scan(request, number)
    if outcome.value is None:
        context["findings"] = outcome.findings
        return render(request, "seals/scan.html", context, status=422)
    return HttpResponseRedirect(reverse("seals:image", args=[outcome.value]))


@require_safe
@page(function="seal.register", title="読み取った印影")
def image(request: DeskRequest, number: int) -> HttpResponse:
    """Before and after, with the sides."""
    found = SealImage.objects.filter(pk=number).first()
    if found is None:
        raise Http404("この印影はありません")
    context = frame(request, found.addressee_no)
    if stops := inquiry_stop(request, found.addressee_no):
        return render(request, "seals/stopped.html", {"findings": stops}, status=403)
    url = reverse("seals:type-slip", args=["seals.register"])
    context |= {
        "imprint": imprint_of(found),
        "before": _preview(unseal(bytes(found.original))),
        "is_allowed": is_size_allowed(found.width, found.height),
        "apply_url": f"{url}?person={found.addressee_no}&image={found.pk}",
        "live": find_live(addressee_no=found.addressee_no),
    }
    return render(request, "seals/image.html", context)


@require_http_methods(["GET", "POST"])
@page(function="seal.register", title="印影の照合")
def compare(request: DeskRequest, number: int) -> HttpResponse:
    """The registered imprint under a new scan, to be judged by eye."""
    context = frame(request, number)
    if stops := inquiry_stop(request, number):
        return render(request, "seals/stopped.html", {"findings": stops}, status=403)
    live = find_live(addressee_no=number)
    context |= {"live": live, "imprint": imprint_of(live.image) if live else None}
    status = 200
    if request.method == "POST" and live is not None:
        outcome = _scan(request, number)
        if outcome.value is None:
            context["findings"], status = outcome.findings, 422
        else:
            context["other"] = imprint_of(SealImage.objects.get(pk=outcome.value))
    return render(request, "seals/compare.html", context, status=status)


def _scan(request: DeskRequest, number: int) -> Outcome[int]:
    upload = request.FILES.get("scan")
    # One more than allowed is enough to be refused: a greater file is not read into memory.
    data: Any = upload.read(LARGEST_FILE + 1) if upload is not None else b""
    return perform_at(request.desk, ScanImprint(addressee_no=number, data=data))


def _preview(data: bytes) -> str:
    """The page as it was scanned, small."""
    found = read_scan(data, calibrated_dpi=300.0)
    if isinstance(found, Finding):
        return ""
    picture = Image.fromarray((255 - found.ink).clip(0, 255).astype("uint8"))
    picture.thumbnail((PREVIEW, PREVIEW))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return shown(out.getvalue())
