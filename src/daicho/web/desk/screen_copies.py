# SPDX-License-Identifier: Apache-2.0
"""A copy of the screen (画面の写し, 標準 10.2, 10.7): numbered and logged before it is printed.

Every page carries a signed note of what it shows; it comes back when somebody wants a copy, and
the answer is the head of the copy: number, time, clerk, terminal. Without it nothing prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from daicho.foundation.access.actor import Context
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Action, Outcome, perform_at
from daicho.foundation.audit.details import ScreenCopyDetail
from daicho.foundation.audit.models import Kind
from daicho.foundation.numbering.series import take
from daicho.foundation.ui.screen_note import read_note


@dataclass(frozen=True, kw_only=True)
class CopyScreen(Action[str]):
    """Number a copy of a screen; the log names function, screen and whose data it shows."""

    function = "desk.home"
    audit_text = "画面の写し"
    kind = Kind.SCREEN_COPY

    screen: str
    of_function: str
    people: tuple[int, ...] = field(default=())
    shows_number: bool = False

    def subjects(self) -> tuple[int, ...]:
        return self.people

    def detail(self) -> Mapping[str, object]:
        detail = ScreenCopyDetail(screen=self.screen, printer="ブラウザーの印刷").as_detail()
        return {**detail, "機能": self.of_function, "個人番号の出力": self.shows_number}

    def change(self, context: Context) -> Outcome[str]:
        today = timezone.localtime(context.at).date()
        (serial,) = take(series=f"screen-copy-{today:%Y%m%d}")
        number = f"写{today:%Y%m%d}-{serial:05d}"
        return Outcome(number, told={"写しの番号": number})


@require_POST
@page(function="desk.home", title="画面の写し", kind=Kind.SCREEN_COPY)
def copy_screen(request: DeskRequest) -> HttpResponse:
    """The head of a copy, for the page that asked; another person's note is no good."""
    try:
        told: dict[str, Any] = read_note(
            request.POST.get("note", ""), staff=request.desk.context.actor.staff_id
        )
    except signing.BadSignature:
        raise PermissionDenied("画面を開き直してください。") from None
    action = CopyScreen(
        screen=told["screen"], of_function=told["function"], people=tuple(told["people"]),
        shows_number=told["number"],
    )  # fmt: skip
    outcome = perform_at(request.desk, action)
    context = {"number": outcome.value, "screen": action.screen, "context": request.desk.context}
    return render(request, "desk/screen_copy.html", context)
