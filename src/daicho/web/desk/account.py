# SPDX-License-Identifier: Apache-2.0
"""One's own account: password, second factors, recovery codes, and where one has signed in.

Everybody has these pages. What changes something asks for the password again: an unattended
terminal must not be enough to take an account over.
"""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.audit.models import Kind
from daicho.foundation.identity import own_account, second_factor
from daicho.foundation.identity.authentication_log import Where, sign_in_history
from daicho.foundation.identity.models import Staff
from daicho.foundation.identity.second_step import confirm_password
from daicho.kernel.findings import Finding
from daicho.web.desk.enrolment import enrol_from, enrolment_context
from daicho.web.desk.sign_in_steps import NewPasswordForm


class ChangePasswordForm(NewPasswordForm):
    """The current password, then the new one twice."""

    field_order = ("current", "new", "again")
    current = forms.CharField(
        label="現在のパスワード", max_length=256, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


def where_of(request: DeskRequest) -> Where:
    """Terminal and time of this request, for the log."""
    return Where(terminal=request.desk.context.terminal, at=request.desk.context.at)


@require_safe
@page(function="desk.home", title="アカウント", kind=Kind.EVENT)
def account(request: DeskRequest) -> HttpResponse:
    """What belongs to the person's own account."""
    return _account(request, None)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("current", "new", "again")
@page(function="desk.home", title="パスワードの変更", kind=Kind.EVENT)
def change_password(request: DeskRequest) -> HttpResponse:
    """A new password; this session goes on, with a new key."""
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        staff = cast(Staff, request.user)
        typed = form.cleaned_data
        refusal = _confirm(request, typed["current"])
        if refusal is not None:
            form.add_error("current", refusal.message_ja)
        else:
            findings = own_account.change_password(
                staff=staff, new=typed["new"], where=where_of(request)
            )
            if not findings:
                _keep_session(request, staff)
                messages.success(request, "パスワードを変更しました。")
                return HttpResponseRedirect(reverse("desk:account"))
            for finding in findings:
                form.add_error("new", finding.message_ja)
    context = {"form": form, "is_account": True}
    return render(request, "desk/new_password.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password", "code", "answer")
@page(function="desk.home", title="認証手段の登録", kind=Kind.EVENT)
def add_factor(request: DeskRequest) -> HttpResponse:
    """Another security key, or the app."""
    staff = cast(Staff, request.user)
    finding = None
    if request.method == "POST":
        finding = _confirm(request, request.POST.get("password", ""))
        if finding is None:
            enrolled = enrol_from(request, staff, where_of(request))
            finding = enrolled.finding
            if finding is None:
                return _told_codes(request, enrolled)
    context = {**enrolment_context(request, staff, finding), "asks_password": True}
    return render(request, "desk/add_factor.html", context, status=422 if finding else 200)


@require_POST
@sensitive_post_parameters("password")
@page(function="desk.home", title="認証手段の削除", kind=Kind.EVENT)
def remove_factor(request: DeskRequest, number: int) -> HttpResponse:
    """Give up a key or the app."""
    finding = _confirm(request, request.POST.get("password", ""))
    if finding is None:
        finding = own_account.remove_factor(
            staff=cast(Staff, request.user), factor_id=number, where=where_of(request)
        )
    if finding is not None:
        return _account(request, finding)
    messages.success(request, "認証手段を削除しました。")
    return HttpResponseRedirect(reverse("desk:account"))


@require_POST
@sensitive_post_parameters("password")
@page(function="desk.home", title="回復コードの再発行", kind=Kind.EVENT)
def renew_codes(request: DeskRequest) -> HttpResponse:
    """New recovery codes, told once."""
    finding = _confirm(request, request.POST.get("password", ""))
    if finding is not None:
        return _account(request, finding)
    enrolled = own_account.renew_recovery_codes(
        staff=cast(Staff, request.user), where=where_of(request)
    )
    if enrolled.finding is not None:
        return _account(request, enrolled.finding)
    return _told_codes(request, enrolled)


def _account(request: DeskRequest, finding: Finding | None) -> HttpResponse:
    staff = cast(Staff, request.user)
    context = {
        "staff": staff,
        "findings": [finding] if finding else [],
        "factors": second_factor.factors_of(staff),
        "codes_left": second_factor.recovery_codes_left(staff),
        "history": sign_in_history(login=staff.login),
    }
    return render(request, "desk/account.html", context, status=422 if finding else 200)


def _confirm(request: DeskRequest, password: str) -> Finding | None:
    """The password again; from here on the log is written by what is done."""
    request.desk.has_acted = True
    staff = cast(Staff, request.user)
    finding = confirm_password(staff=staff, password=password, where=where_of(request))
    if finding is None:
        _keep_session(request, staff)
    return finding


def _told_codes(request: DeskRequest, enrolled: own_account.Enrolled) -> HttpResponse:
    context = {"codes": enrolled.recovery_codes, "target": reverse("desk:account")}
    return render(request, "desk/recovery_codes.html", context)


def _keep_session(request: DeskRequest, staff: Staff) -> None:
    """A new key for the session, which follows a new password; it stays the person's one."""
    update_session_auth_hash(request, staff)
    request.session.save()
    staff.session_key = request.session.session_key or ""
    staff.save(update_fields=["session_key"])
