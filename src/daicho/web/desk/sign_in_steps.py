# SPDX-License-Identifier: Apache-2.0
"""What a sign-in still owes after the password: the second factor, a new password, enrolment.

These pages are open, but answer only a browser whose password was right minutes ago; to all other
pages it is still a stranger.
"""

from __future__ import annotations

import json
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from daicho.foundation.access import pages
from daicho.foundation.access.pages import open_page, terminal_of
from daicho.foundation.identity import own_account, second_factor, second_step, signing_in
from daicho.foundation.identity.authentication_log import Where
from daicho.foundation.identity.pending import Pending, Step, find_pending, keep_pending
from daicho.foundation.identity.second_factor import KEY, LABELS, RECOVERY, TOTP
from daicho.kernel.findings import Finding
from daicho.web.desk.enrolment import enrol_from, enrolment_context

SIGN_IN = "/sign-in/"
ROUTES = {
    Step.SECOND_FACTOR: "desk:second-factor",
    Step.NEW_PASSWORD: "desk:new-password",
    Step.ENROLMENT: "desk:enrolment",
}


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    new = forms.CharField(
        label="新しいパスワード", max_length=256, strip=False,
        help_text="10文字以上。数字だけのもの、よく使われるもの、職員番号や氏名に似たものは使えません。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label="新しいパスワード(確認)", max_length=256, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean_again(self) -> str:
        """Typed alike twice."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError("二つの新しいパスワードが一致しません。")
        return again


def here(request: HttpRequest) -> Where:
    """Terminal and time of this request, for the log."""
    return Where(terminal=terminal_of(request), at=pages.clock())


def go_on(request: HttpRequest, pending: Pending, *, at: datetime) -> HttpResponse:
    """To the next thing owed, or in."""
    step = pending.step()
    if step is not Step.NOTHING:
        keep_pending(request, pending, at=at)
        return HttpResponseRedirect(reverse(ROUTES[step]))
    enter(request, pending, at=at)
    return HttpResponseRedirect(pending.target)


def enter(request: HttpRequest, pending: Pending, *, at: datetime) -> None:
    """Open the session of a sign-in that owes nothing more."""
    signing_in.start_session(
        request, pending.staff, at=at, terminal=terminal_of(request), means=pending.means
    )


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("code", "recovery_code", "answer")
@open_page(title="二要素認証")
def second(request: HttpRequest) -> HttpResponse:
    """A security key, a code of the app or a code on paper."""
    where = here(request)
    pending = find_pending(request, at=where.at)
    if pending is None or pending.step() is not Step.SECOND_FACTOR:
        return HttpResponseRedirect(SIGN_IN)
    finding = None
    if request.method == "POST":
        way = request.POST.get("way", "")
        finding = _confirm(request, pending, way, where)
        if finding is None:
            return go_on(request, pending.confirmed(LABELS[way]), at=where.at)
    question = ""
    if second_factor.has_factor(pending.staff, KEY):
        question = json.dumps(second_factor.key_question(request, pending.staff))
    context = {
        "findings": [finding] if finding else [],
        "has_app": second_factor.has_factor(pending.staff, TOTP),
        "question": question,
        "codes_left": second_factor.recovery_codes_left(pending.staff),
    }
    return render(request, "desk/second_factor.html", context, status=422 if finding else 200)


def _confirm(request: HttpRequest, pending: Pending, way: str, where: Where) -> Finding | None:
    staff, sent = pending.staff, request.POST
    if way == KEY:
        return second_step.confirm_key(
            request=request, staff=staff, answer=sent.get("answer", ""), where=where
        )
    if way == RECOVERY:
        return second_step.confirm_recovery_code(
            staff=staff, code=sent.get("recovery_code", ""), where=where
        )
    return second_step.confirm_code(staff=staff, code=sent.get("code", ""), where=where)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("new", "again")
@open_page(title="初期パスワードの変更")
def new_password(request: HttpRequest) -> HttpResponse:
    """Whoever gave the initial password knows it; it opens nothing but this page."""
    where = here(request)
    pending = find_pending(request, at=where.at)
    if pending is None or pending.step() is not Step.NEW_PASSWORD:
        return HttpResponseRedirect(SIGN_IN)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        findings = own_account.change_password(
            staff=pending.staff, new=form.cleaned_data["new"], where=where
        )
        if not findings:
            return go_on(request, pending, at=where.at)
        for finding in findings:
            form.add_error("new", finding.message_ja)
    return render(
        request, "desk/new_password.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("code", "answer")
@open_page(title="二要素認証の登録")
def enrolment(request: HttpRequest) -> HttpResponse:
    """Where a second factor is demanded and there is none yet: enrol one, then enter."""
    where = here(request)
    pending = find_pending(request, at=where.at)
    if pending is None or pending.step() is not Step.ENROLMENT:
        return HttpResponseRedirect(SIGN_IN)
    finding = None
    if request.method == "POST":
        enrolled = enrol_from(request, pending.staff, where)
        finding = enrolled.finding
        if finding is None:
            enter(request, pending.confirmed("認証手段の登録"), at=where.at)
            context = {"codes": enrolled.recovery_codes, "target": pending.target}
            return render(request, "desk/recovery_codes.html", context)
    context = enrolment_context(request, pending.staff, finding)
    return render(request, "desk/enrolment.html", context, status=422 if finding else 200)
