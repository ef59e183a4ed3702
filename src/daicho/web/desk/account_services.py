# SPDX-License-Identifier: Apache-2.0
"""Service accounts of other systems (連携用アカウント): register, secrets, close."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.actions.service_accounts import (
    CloseService,
    IssueServiceSecret,
    RegisterService,
    RevokeServiceSecret,
)
from daicho.foundation.audit.models import Kind
from daicho.foundation.identity.models import Service
from daicho.foundation.ui.paging import page_number, page_of
from daicho.kernel.findings import Finding
from daicho.web.desk.account_forms import RegisterServiceForm, SecretForm


@require_safe
@page(function="staff.manage", title="連携用アカウント一覧", kind=Kind.EVENT)
def service_list(request: DeskRequest) -> HttpResponse:
    """All of them, with when each was last used."""
    found = (
        Service.objects.select_related("staff")
        .annotate(last_used_at=Max("secrets__last_used_at"))
        .order_by("staff__login")
    )
    services, paging = page_of(found, page_number(request.GET.get("page")))
    return render(request, "desk/service_list.html", {"services": services, "paging": paging})


@require_safe
@page(function="staff.manage", title="連携用アカウント", kind=Kind.EVENT)
def service_one(request: DeskRequest, login: str) -> HttpResponse:
    """One account and its secrets, without the secrets."""
    request.desk.note(アカウント=_find(login).staff.login)
    return _one(request, login)


@require_http_methods(["GET", "POST"])
@page(function="staff.manage", title="連携用アカウントの登録", kind=Kind.EVENT)
def service_register(request: DeskRequest) -> HttpResponse:
    """A new account, without secret and rights."""
    form = RegisterServiceForm(request.POST or None)
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = perform_at(request.desk, RegisterService(**form.cleaned_data))
        findings = outcome.findings
        if not outcome.is_refused:
            return HttpResponseRedirect(
                reverse("desk:service-one", args=[form.cleaned_data["login"]])
            )
    status = 422 if findings or form.errors else 200
    context = {"form": form, "findings": findings}
    return render(request, "desk/service_register.html", context, status=status)


@require_POST
@page(function="staff.manage", title="連携用シークレットの発行", kind=Kind.EVENT)
def service_secret(request: DeskRequest, login: str) -> HttpResponse:
    """A new secret, told once."""
    _find(login)
    form = SecretForm(request.POST)
    if not form.is_valid():
        return _one(request, login, form=form)
    action = IssueServiceSecret(login=login, last=form.cleaned_data["last"])
    outcome = perform_at(request.desk, action)
    return _one(request, login, findings=outcome.findings, secret=outcome.value or "")


@require_POST
@page(function="staff.manage", title="連携用アカウントの操作", kind=Kind.EVENT)
def service_act(request: DeskRequest, login: str) -> HttpResponse:
    """Take a secret back, or close the account."""
    _find(login)
    act, number = request.POST.get("act", ""), request.POST.get("secret", "")
    if act == "close":
        outcome = perform_at(request.desk, CloseService(login=login))
    elif act == "revoke" and number.isascii() and number.isdigit() and len(number) < 19:
        action = RevokeServiceSecret(login=login, secret_id=int(number))
        outcome = perform_at(request.desk, action)
    else:
        raise Http404
    if outcome.is_refused:
        return _one(request, login, findings=outcome.findings)
    messages.success(request, "停止しました。" if act == "close" else "失効させました。")
    return HttpResponseRedirect(reverse("desk:service-one", args=[login]))


def _find(login: str) -> Service:
    service = Service.objects.select_related("staff").filter(staff__login=login).first()
    if service is None:
        raise Http404
    return service


def _one(
    request: DeskRequest,
    login: str,
    *,
    findings: tuple[Finding, ...] = (),
    secret: str = "",
    form: SecretForm | None = None,
) -> HttpResponse:
    service, at = _find(login), request.desk.context.at
    context = {
        "service": service, "findings": findings, "secret": secret, "form": form or SecretForm(),
        "secrets": [
            (one, one.revoked_at is None and one.expires_at > at)
            for one in service.secrets.order_by("-id")
        ],
        "is_open": service.staff.is_employed(at=at) and not service.staff.is_locked(),
    }  # fmt: skip
    is_wrong = bool(findings) or (form is not None and bool(form.errors))
    return render(request, "desk/service_one.html", context, status=422 if is_wrong else 200)
