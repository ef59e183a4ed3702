# SPDX-License-Identifier: Apache-2.0
"""Sign in, choose the purpose of use before the first look, sign out.

What follows the password (a second factor, a new password, enrolment) is in sign_in_steps.
"""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from daicho.foundation.access import pages
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.pages import (
    PURPOSE_KEY,
    DeskRequest,
    choose_purpose,
    open_page,
    page,
    terminal_of,
)
from daicho.foundation.audit.models import Kind
from daicho.foundation.identity import signing_in
from daicho.foundation.identity.pending import Pending
from daicho.web.desk.next_page import next_page
from daicho.web.desk.sign_in_steps import go_on


class SignInForm(forms.Form):
    """Login and password; the second factor is asked on a page of its own."""

    login = forms.CharField(
        label="職員番号",
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="パスワード",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@open_page(title="サインイン")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form, and what came of it."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = pages.clock()
        found = signing_in.sign_in(
            login=form.cleaned_data["login"],
            password=form.cleaned_data["password"],
            terminal=terminal_of(request),
            at=at,
        )
        if found.staff is not None:
            return go_on(request, Pending(found.staff, "パスワード", next_page(request)), at=at)
        if found.finding is not None:
            form.add_error(None, found.finding.message_ja)
    status = 422 if form.errors else 200
    context = {"form": form, "next": next_page(request), "has_oidc": settings.OIDC is not None}
    return render(request, "desk/sign_in.html", context, status=status)


@require_POST
@open_page(title="サインアウト")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    signing_in.sign_out(request, terminal=terminal_of(request), at=pages.clock())
    return HttpResponseRedirect("/sign-in/")


@require_http_methods(["GET", "POST"])
@page(function="desk.home", title="利用目的の選択", kind=Kind.EVENT)
def purpose(request: DeskRequest) -> HttpResponse:
    """Which of the purposes of use this session is for; it goes into every entry of the log."""
    code = request.POST.get("purpose", "")
    if request.method == "POST" and choose_purpose(request, code=code):
        request.desk.note(利用目的=catalogue().purposes[code].label_ja)
        return HttpResponseRedirect(next_page(request))
    context = {
        "purposes": catalogue().purposes.values(),
        "chosen": request.session.get(PURPOSE_KEY, ""),
        "is_missing": request.method == "POST",
        "next": next_page(request),
    }
    return render(
        request, "desk/purpose.html", context, status=422 if context["is_missing"] else 200
    )
