# SPDX-License-Identifier: Apache-2.0
"""The log for those who check it (操作ログの点検): by person, whom, day; newest first."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.audit.models import Entry, Kind, Result
from daicho.foundation.ui.date_field import JapaneseDateField
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.foundation.ui.paging import page_number, page_of

SHORT = "例: R8.6.1"


class LogForm(GuardedForm):
    """Conditions; all of them must hold."""

    login = forms.CharField(label="職員番号", max_length=32, required=False)
    subject = forms.IntegerField(label="対象者の宛名番号", min_value=1, required=False)
    first = JapaneseDateField(label="期間(自)", required=False, help_text=SHORT)
    last = JapaneseDateField(label="期間(至)", required=False, help_text=SHORT)
    kind = forms.ChoiceField(label="種別", choices=[("", "すべて"), *Kind.choices], required=False)
    result = forms.ChoiceField(
        label="結果", choices=[("", "すべて"), *Result.choices], required=False
    )


@require_safe
@page(function="audit.view", title="操作ログ照会")
def log(request: DeskRequest) -> HttpResponse:
    """The entries that fit; looking at them is itself logged."""
    form = LogForm(request.GET or None)
    fits = form.cleaned_data if form.is_bound and form.is_valid() else {}
    request.desk.note(条件={name: str(value) for name, value in fits.items() if value})
    if fits.get("subject"):
        request.desk.saw(fits["subject"])
    entries, paging = page_of(find_entries(fits), page_number(request.GET.get("page")))
    context = {"form": form, "entries": entries, "paging": paging}
    return render(request, "desk/log.html", context)


def find_entries(fits: dict[str, object]) -> QuerySet[Entry]:
    """Entries by login, subject, day, kind and result, newest first."""
    found = Entry.objects.order_by("-id")
    for name in ("login", "kind", "result"):
        if fits.get(name):
            found = found.filter(**{name: fits[name]})
    if fits.get("subject"):
        found = found.filter(subjects__contains=[fits["subject"]])
    first, last = fits.get("first"), fits.get("last")
    if isinstance(first, dt.date):
        found = found.filter(at__gte=_midnight(first))
    if isinstance(last, dt.date):
        found = found.filter(at__lt=_midnight(last + dt.timedelta(days=1)))
    return found


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
