# SPDX-License-Identifier: Apache-2.0
"""What of measures waits for the officer in charge, for the first page."""

from __future__ import annotations

from django.urls import reverse

from daicho.domains.support.models import SupportNotice
from daicho.domains.support.selectors import day_of, in_state, latest_measures
from daicho.foundation.access.actor import Context
from daicho.foundation.ui.menu import Waiting
from daicho.rules.resident_register.support import SupportState

BOUND = 1_000


def find_waiting(context: Context) -> list[Waiting]:
    """Measures that end soon, that have run out, and notices nobody has looked at."""
    today = day_of(context.at)
    found = []
    for state, title, route in (
        (SupportState.EXPIRED, "期間が経過した支援措置", "support:measures"),
        (SupportState.ENDING, "1か月以内に期間が終了する支援措置", "support:ending"),
    ):
        count = latest_measures().filter(in_state(state, on=today))[:BOUND].count()
        if count:
            note = "延長または終了の処理をしてください。"
            is_urgent = state is SupportState.EXPIRED
            found.append(Waiting(title, f"{count:,}件", note, reverse(route), is_urgent))
    if "protected.manage" in context.actor.functions:
        count = SupportNotice.objects.filter(seen_at__isnull=True)[:BOUND].count()
        if count:
            url = reverse("support:notices")
            found.append(Waiting("支援対象者の異動", f"{count:,}件", "確認してください。", url))
    return found
