# SPDX-License-Identifier: Apache-2.0
"""Remarks and memos of a person, with everything they once said."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from daicho.domains.register.actions.notes import WriteMemo, WriteRemark
from daicho.domains.register.models import Memo, Remark
from daicho.domains.register.models.notes import Note
from daicho.domains.register.web.person import FUNCTION, frame
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at

KINDS: dict[str, tuple[str, type[Note], type[WriteRemark] | type[WriteMemo]]] = {
    "remark": ("備考（証明書に記載できます）", Remark, WriteRemark),
    "memo": ("メモ（証明書には出ません）", Memo, WriteMemo),
}


@dataclass(frozen=True, slots=True)
class Thread:
    """One note as it stands, and what it said before."""

    latest: Note
    former: list[Note]


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="備考・メモ")
def notes(request: DeskRequest, number: int) -> HttpResponse:
    """Show them, and write one."""
    context = frame(request, number, "notes")
    status = 200
    if request.method == "POST" and request.POST.get("kind") in KINDS:
        _, _, action = KINDS[request.POST["kind"]]
        outcome = perform_at(
            request.desk,
            action(
                addressee_no=number, text=request.POST.get("text", ""),
                thread=request.POST.get("thread", ""),
            ),
        )  # fmt: skip
        if not outcome.is_refused:
            messages.success(request, "記入しました。", "good")
            return HttpResponseRedirect(reverse("register:notes", args=[number]))
        context["refusals"], status = outcome.findings, 422
    # A note may name the place that a measure hides.
    context["kinds"] = (
        []
        if context["seen"].hides_places
        else [(code, label, _threads(model, number)) for code, (label, model, _) in KINDS.items()]
    )
    return render(request, "register/notes.html", context, status=status)


def _threads(model: type[Note], number: int) -> list[Thread]:
    by_thread: dict[object, list[Note]] = {}
    for one in model.objects.filter(addressee_no=number):  # type: ignore[attr-defined]
        by_thread.setdefault(one.thread, []).append(one)
    return [Thread(rows[-1], rows[-2::-1]) for rows in by_thread.values()]
