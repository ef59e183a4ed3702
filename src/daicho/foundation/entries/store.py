# SPDX-License-Identifier: Apache-2.0
"""Reading and writing slips; the actions call this, pages read through it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from daicho.foundation.access.actor import Context
from daicho.foundation.entries.models import OPEN_STATES, Entry, State
from daicho.foundation.vault.keys import decrypt, encrypt

USE = "entry"


def content_of(entry: Entry) -> dict[str, Any]:
    """What was typed, as typed. It may hold 個人番号: show it to nobody but its own form."""
    text = decrypt(bytes(entry.sealed), use=USE)
    content: dict[str, Any] = json.loads(text)
    return content


def seal_content(data: Mapping[str, Any]) -> bytes:
    """The typed content, sealed."""
    return encrypt(json.dumps(data, ensure_ascii=False).encode(), use=USE)


def open_entries(*, kinds: Iterable[str]) -> QuerySet[Entry]:
    """Slips that wait for somebody, oldest first."""
    return Entry.objects.filter(kind__in=list(kinds), state__in=OPEN_STATES).order_by("entered_at")


def open_entries_about(*, addressee_nos: Iterable[int]) -> QuerySet[Entry]:
    """Open slips about any of these persons: two clerks on the same person see each other."""
    return Entry.objects.filter(
        state__in=OPEN_STATES, subjects__overlap=list(addressee_nos)
    ).order_by("entered_at")


def others_in_check(*, addressee_nos: Iterable[int], but: int | None) -> QuerySet[Entry]:
    """Slips about the same persons that wait for their check (仮登録)."""
    found = open_entries_about(addressee_nos=addressee_nos).filter(state=State.PROVISIONAL)
    return found.exclude(pk=but) if but is not None else found


def save_content(
    *, entry: Entry, data: Mapping[str, Any], state: State, subjects: Iterable[int],
    context: Context,
) -> None:  # fmt: skip
    """Put the content into the slip under the next version."""
    login = context.actor.who.login
    entry.state = state
    entry.sealed = seal_content(data)
    entry.subjects = sorted(set(subjects))
    entry.writers = sorted({*entry.writers, login})
    entry.updated_at = context.at
    entry.terminal = context.terminal
    if entry.pk is None:
        entry.entered_by, entry.entered_name = login, context.actor.who.name
        entry.entered_at = context.at
        entry.place = context.actor.who.section
    else:
        entry.version += 1
    entry.save()
