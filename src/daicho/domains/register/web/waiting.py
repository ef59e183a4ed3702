# SPDX-License-Identifier: Apache-2.0
"""What of the register waits for somebody, for the first page."""

from __future__ import annotations

from django.urls import reverse

from daicho.domains.register.events.kinds import EVENT_KINDS
from daicho.foundation.entries.models import State
from daicho.foundation.entries.store import open_entries
from daicho.foundation.ui.menu import Waiting

BOUND = 1_000


def find_waiting() -> list[Waiting]:
    """Slips to check, and slips sent back."""
    found = []
    for state, title, note in (
        (State.PROVISIONAL, "審査待ちの入力票", "入力した人とは別の職員が審査します。"),
        (State.RETURNED, "差し戻された入力票", "直して仮登録し直してください。"),
    ):
        count = open_entries(kinds=EVENT_KINDS).filter(state=state)[:BOUND].count()
        if count:
            url = f"{reverse('register:slips')}?state={state}"
            found.append(Waiting(title, f"{count:,}件", note, url))
    return found
