# SPDX-License-Identifier: Apache-2.0
"""Notices of the Immigration Services Agency (4.5.6): upload, what waits, before and after, slip.

Taking one in makes a draft of its slip; a clerk completes it and another person registers it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.register.actions.immigration_notices import (
    HEADINGS,
    ConfirmedItem,
    ImportImmigrationNotices,
    confirmation_of,
    list_not_taken,
)
from daicho.domains.register.actions.slips import DraftEvent
from daicho.domains.register.history import latest_rows
from daicho.domains.register.models import ImmigrationNotice, NoticeState
from daicho.domains.register.showing import NO_RIGHT
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.foundation.ui.paging import page_number, page_of
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.reasons import Basis

SLIP = "register.immigration_notice"
OPEN = (NoticeState.WAITING, NoticeState.UNMATCHED)
NAME_ITEMS = frozenset({"氏名"})  # the others are items of the residence status (10.4)


class NoticesForm(forms.Form):
    """A file of notices."""

    file = forms.FileField(label="通知のファイル", help_text=f"CSV。見出し: {'、'.join(HEADINGS)}")


class PersonForm(GuardedForm):
    """Whom a notice is about, where no card number told it."""

    addressee_no = forms.IntegerField(label="対象者の宛名番号", min_value=1, max_value=10**11)


@require_safe
@page(function="register.view", title="出入国在留管理庁長官通知の未取込一覧")
def immigration(request: DeskRequest) -> HttpResponse:
    """What nobody has taken in yet, the oldest first."""
    return _show_list(request, NoticesForm())


@require_POST
@page(function="register.bulk", title="出入国在留管理庁長官通知の取込")
def take_notices(request: DeskRequest) -> HttpResponse:
    """Take a file in, whole or not at all."""
    form = NoticesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_list(request, form, status=422)
    file = form.cleaned_data["file"]
    action = ImportImmigrationNotices(file_name=file.name, content=file.read())
    outcome = perform_at(request.desk, action)
    if outcome.value is None:
        return _show_list(request, form, outcome.findings, status=422)
    messages.success(request, f"{outcome.value:,}件の通知を取り込みました。", "good")
    return HttpResponseRedirect(reverse("register:immigration"))


@require_safe
@page(function="register.view", title="出入国在留管理庁長官通知の確認票")
def immigration_notice(request: DeskRequest, number: int) -> HttpResponse:
    """Before and after of what a notice changes."""
    return _show_notice(request, _find(number))


@require_POST
@page(function="register.enter", title="出入国在留管理庁長官通知の入力票の作成")
def draft_notice(request: DeskRequest, number: int) -> HttpResponse:
    """A draft of the slip that the notice asks for."""
    notice = _find(number)
    form = PersonForm(request.POST)
    person = notice.addressee_no or (form.is_valid() and form.cleaned_data["addressee_no"])
    if notice.state not in OPEN or not person or person not in latest_rows([person]):
        messages.error(request, "対象者の宛名番号を入力してください。", "bad")
        return HttpResponseRedirect(reverse("register:immigration-notice", args=[number]))
    data = {
        "basis": Basis.NOTICE.value, "notice_no": number, "addressee_no": person,
        "happened_on": notice.happened_on.isoformat(),
        "notified_on": notice.notified_on.isoformat(),
    }  # fmt: skip
    action = DraftEvent(entry_kind=SLIP, data=data, subjects_typed=(person,))
    outcome = perform_at(request.desk, action)
    if outcome.value is None:
        return _show_notice(request, notice, outcome.findings)
    messages.success(request, "入力票の下書きを作りました。確認して仮登録してください。", "good")
    return HttpResponseRedirect(reverse("register:edit-slip", args=[outcome.value]))


def _find(number: int) -> ImmigrationNotice:
    notice = ImmigrationNotice.objects.filter(pk=number).first()
    if notice is None:
        raise Http404("この通知はありません")
    return notice


def _show_list(
    request: DeskRequest,
    form: NoticesForm,
    findings: Sequence[Finding] = (),
    status: int = 200,
) -> HttpResponse:
    rows, paging = page_of(list_not_taken(), page_number(request.GET.get("page")))
    numbers = [row.addressee_no for row in rows if row.addressee_no]
    names = {number: row.name for number, row in latest_rows(numbers).items()}
    request.desk.saw(*numbers)
    context = {
        "notices": [(row, names.get(row.addressee_no or 0, "")) for row in rows],
        "paging": paging, "form": form, "refusals": findings,
    }  # fmt: skip
    return render(request, "register/tasks/immigration.html", context, status=status)


def _show_notice(
    request: DeskRequest, notice: ImmigrationNotice, findings: Sequence[Finding] = ()
) -> HttpResponse:
    context = request.desk.context
    row = None
    if notice.addressee_no:
        request.desk.saw(notice.addressee_no)
        row = latest_rows([notice.addressee_no]).get(notice.addressee_no)
    is_shown = context.actor.may_see("residence_status")
    items = confirmation_of(notice_no=notice.pk, known_at=context.at)
    shown = {
        "notice": notice, "row": row, "refusals": findings, "is_open": notice.state in OPEN,
        "person_form": PersonForm(),
        "card_no": notice.card_no if is_shown else NO_RIGHT,
        "items": [one if is_shown else _masked(one) for one in items],
    }  # fmt: skip
    status = 422 if findings else 200
    return render(request, "register/tasks/immigration_notice.html", shown, status=status)


def _masked(item: ConfirmedItem) -> ConfirmedItem:
    if item.label in NAME_ITEMS:
        return item
    return ConfirmedItem(label=item.label, before=NO_RIGHT, after=NO_RIGHT)
