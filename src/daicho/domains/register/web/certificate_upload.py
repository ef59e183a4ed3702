# SPDX-License-Identifier: Apache-2.0
"""Moving-out certificates as data (特例転入 4.1.1.2, 転出証明書 4.1.1.3) become a draft slip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from daicho.domains.register.actions.slips import DraftEvent
from daicho.domains.register.events.move_in_certificate import read_certificates
from daicho.domains.register.web.lists import today_of
from daicho.domains.register.web.upload import text_of
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.kernel.dates import format_japanese
from daicho.kernel.findings import Finding, Severity

SLIP = "register.move_in"
NO_TEXT = "文字コードはUTF-8またはShift_JISにしてください。"


class CertificatesForm(forms.Form):
    """The file of one household."""

    file = forms.FileField(
        label="転出証明書情報のファイル",
        help_text="1世帯分。CSV、または1行に1人のJSON（二次元コードの内容）",
    )
    is_special = forms.BooleanField(label="特例転入（紙の転出証明書がない）", required=False)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@page(function="register.enter", title="転出証明書情報の取込")
def certificates(request: DeskRequest) -> HttpResponse:
    """Read the file and go on in the slip; nothing of the file is repeated in a refusal."""
    form = CertificatesForm(request.POST or None, request.FILES or None)
    findings: Sequence[Finding] = ()
    if request.method == "POST" and form.is_valid():
        findings = _read(form)
        if not findings:
            read = read_certificates(
                form.cleaned_data["text"], is_special=form.cleaned_data["is_special"]
            )
            data = read.slip | {"notified_on": format_japanese(today_of(request))}
            outcome = perform_at(request.desk, DraftEvent(entry_kind=SLIP, data=data))
            if outcome.value is not None:
                return _to_slip(request, outcome.value, read.planned_on)
            findings = outcome.findings
    context: dict[str, Any] = {"form": form, "refusals": findings}
    status = 422 if request.method == "POST" else 200
    return render(request, "register/tasks/certificates.html", context, status=status)


def _read(form: CertificatesForm) -> tuple[Finding, ...]:
    """Every fault of the file; a file of nobody is one."""
    text = text_of(form.cleaned_data["file"])
    if text is None:
        return (Finding("register.certificate_encoding", Severity.ERROR, NO_TEXT),)
    form.cleaned_data["text"] = text
    read = read_certificates(text, is_special=form.cleaned_data["is_special"])
    if not read.findings and not read.slip["members"]:
        return (
            Finding("register.certificate_empty", Severity.ERROR, "転出証明書の情報がありません。"),
        )
    return read.findings


def _to_slip(request: DeskRequest, entry_no: int, planned_on: Sequence[str]) -> HttpResponse:
    days = "、".join(dict.fromkeys(day for day in planned_on if day)) or "記載なし"
    messages.success(
        request,
        f"入力票の下書きを作りました。転出予定日は{days}です。異動日を入力してください。",
        "good",
    )
    return HttpResponseRedirect(reverse("register:edit-slip", args=[entry_no]))
