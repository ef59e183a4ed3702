# SPDX-License-Identifier: Apache-2.0
"""Staff and their accounts (職員の管理): list, register, change, unlock, reset, sign-in history.

What a person may do is granted elsewhere (/rights/). An initial password is drawn here, shown once,
and good for one sign-in.
"""

from __future__ import annotations

import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.accounts import (
    ChangeStaff,
    EndSession,
    ResetPassword,
    ResetSecondFactor,
)
from daicho.foundation.actions.action import Action, Outcome, perform_at
from daicho.foundation.actions.staff import RegisterStaff, UnlockStaff
from daicho.foundation.audit.models import Kind
from daicho.foundation.identity import second_factor
from daicho.foundation.identity.authentication_log import sign_in_history
from daicho.foundation.identity.models import Staff
from daicho.foundation.ui.paging import page_number, page_of
from daicho.kernel.findings import Finding
from daicho.web.desk.account_forms import ChangeStaffForm, RegisterStaffForm

# Without letters that look alike; four groups of four are 79 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
FACTORS = (second_factor.TOTP, second_factor.KEY)


def initial_password() -> str:
    """A random password that can be read out."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


@require_safe
@page(function="staff.manage", title="職員一覧", kind=Kind.EVENT)
def staff_list(request: DeskRequest) -> HttpResponse:
    """People by login, name, kana or section; those who are locked alone when asked for."""
    typed = request.GET.get("q", "").strip()[:50]
    is_locked_only = request.GET.get("locked") == "1"
    found = find_staff(typed, is_locked_only=is_locked_only)
    people, paging = page_of(found, page_number(request.GET.get("page")))
    today = request.desk.context.at
    context = {
        "people": [(one, one.is_employed(at=today)) for one in people], "paging": paging,
        "q": typed, "is_locked_only": is_locked_only,
    }  # fmt: skip
    return render(request, "desk/staff_list.html", context)


def find_staff(typed: str, *, is_locked_only: bool) -> QuerySet[Staff]:
    """The people that fit, with whether they hold a second factor."""
    holds = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    found = Staff.objects.filter(is_service=False).annotate(has_factor=Exists(holds))
    if is_locked_only:
        found = found.filter(locked_at__isnull=False)
    if typed:
        found = found.filter(
            Q(login__startswith=typed) | Q(name__contains=typed) | Q(kana__contains=typed)
            | Q(section__contains=typed)
        )  # fmt: skip
    return found.order_by("login")


@require_safe
@page(function="staff.manage", title="職員のアカウント", kind=Kind.EVENT)
def staff_one(request: DeskRequest, login: str) -> HttpResponse:
    """One person's account and where they have signed in."""
    request.desk.note(職員番号=_find(login).login)
    return _one(request, login)


@require_http_methods(["GET", "POST"])
@page(function="staff.manage", title="職員の登録", kind=Kind.EVENT)
def staff_register(request: DeskRequest) -> HttpResponse:
    """A new account; its initial password is told on the page that follows, once."""
    form = RegisterStaffForm(request.POST or None)
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        password = initial_password()
        outcome = perform_at(request.desk, RegisterStaff(password=password, **form.cleaned_data))
        findings = outcome.findings
        if not outcome.is_refused:
            return _one(request, form.cleaned_data["login"], password=password)
    status = 422 if findings or form.errors else 200
    context = {"form": form, "findings": findings}
    return render(request, "desk/staff_register.html", context, status=status)


@require_http_methods(["GET", "POST"])
@page(function="staff.manage", title="職員情報の変更", kind=Kind.EVENT)
def staff_change(request: DeskRequest, login: str) -> HttpResponse:
    """Name, section, term."""
    staff = _find(login)
    names = ("name", "kana", "section", "active_from", "active_to")
    form = ChangeStaffForm(
        request.POST or None, initial={name: getattr(staff, name) or "" for name in names}
    )
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = perform_at(request.desk, ChangeStaff(login=login, **form.cleaned_data))
        findings = outcome.findings
        if not outcome.is_refused:
            messages.success(request, "変更しました。")
            return HttpResponseRedirect(reverse("desk:staff-one", args=[login]))
    status = 422 if findings or form.errors else 200
    context = {"form": form, "findings": findings, "staff": staff}
    return render(request, "desk/staff_register.html", context, status=status)


@require_POST
@page(function="staff.manage", title="アカウントの操作", kind=Kind.EVENT)
def staff_act(request: DeskRequest, login: str) -> HttpResponse:
    """Unlock, reset, end."""
    staff, password = _find(login), ""
    act = request.POST.get("act", "")
    if act == "password":
        password = initial_password()
        outcome = _perform(request, ResetPassword(login=staff.login, password=password))
    elif act == "factor":
        outcome = _perform(request, ResetSecondFactor(login=staff.login))
    elif act == "session":
        outcome = _perform(request, EndSession(login=staff.login))
    elif act == "unlock":
        outcome = _perform(request, UnlockStaff(login=staff.login))
    else:
        raise Http404
    if outcome.is_refused:
        return _one(request, login, findings=outcome.findings)
    if password:
        return _one(request, login, password=password)
    messages.success(request, DONE[act])
    return HttpResponseRedirect(reverse("desk:staff-one", args=[login]))


DONE = {
    "factor": "二要素認証を初期化しました。次のサインインで登録し直します。",
    "session": "セッションを終了しました。",
    "unlock": "ロックを解除しました。",
}


def _perform(request: DeskRequest, action: Action[int]) -> Outcome[int]:
    return perform_at(request.desk, action)


def _find(login: str) -> Staff:
    staff = Staff.objects.filter(login=login, is_service=False).first()
    if staff is None:
        raise Http404
    return staff


def _one(
    request: DeskRequest,
    login: str,
    *,
    findings: tuple[Finding, ...] = (),
    password: str = "",
) -> HttpResponse:
    staff = _find(login)
    context: dict[str, Any] = {
        "staff": staff, "findings": findings, "password": password,
        "is_self": staff.pk == request.desk.context.actor.staff_id,
        "is_employed": staff.is_employed(at=request.desk.context.at),
        "factors": second_factor.factors_of(staff),
        "codes_left": second_factor.recovery_codes_left(staff),
        "history": sign_in_history(login=staff.login),
    }  # fmt: skip
    return render(request, "desk/staff_one.html", context, status=422 if findings else 200)
