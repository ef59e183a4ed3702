# SPDX-License-Identifier: Apache-2.0
"""The last searches of each clerk (検索履歴, 2.1.1): sealed, for nobody else, kept for a month.

What somebody typed may be a name or where a protected person lives, so it lies sealed like a slip.
That a search was made, by whom and for what stands in the log and is not touched by this.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from daicho.domains.register.models import RecentSearch
from daicho.foundation.vault.keys import VaultError, decrypt, encrypt

USE = "recent search"
KEPT = 10
DAYS = 31

Typed = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One search of before: its key and what was typed into which field."""

    key: str
    typed: Typed


def keep(*, login: str, typed: Mapping[str, list[str]], at: datetime) -> str:
    """Keep a search and answer its key; the same one again moves to the front."""
    for one in list_recent(login=login, at=at):
        if one.typed == dict(typed):
            RecentSearch.objects.filter(key=one.key).update(at=at)
            return one.key
    key = secrets.token_urlsafe(6)
    sealed = encrypt(json.dumps(typed, ensure_ascii=False).encode(), use=USE)
    RecentSearch.objects.create(login=login, key=key, at=at, sealed=sealed)
    mine = RecentSearch.objects.filter(login=login).order_by("-at", "-pk")
    last = list(mine.values_list("pk", flat=True)[:KEPT])
    RecentSearch.objects.filter(login=login).exclude(pk__in=last).delete()
    RecentSearch.objects.filter(at__lt=at - timedelta(days=DAYS)).delete()
    return key


def list_recent(*, login: str, at: datetime) -> list[Kept]:
    """The searches that a clerk can go back to, the last one first."""
    rows = RecentSearch.objects.filter(login=login, at__gte=at - timedelta(days=DAYS))
    found = ((row.key, _typed(row)) for row in rows.order_by("-at", "-pk")[:KEPT])
    return [Kept(key, typed) for key, typed in found if typed is not None]


def find_recent(*, login: str, key: str) -> Typed | None:
    """What was typed under a key; nothing for anybody else's."""
    row = RecentSearch.objects.filter(login=login, key=key).first()
    return None if row is None else _typed(row)


def forget(*, login: str) -> None:
    """Let go of everything that one clerk asked for."""
    RecentSearch.objects.filter(login=login).delete()


def _typed(row: RecentSearch) -> Typed | None:
    """None where no key opens it any more: it is typed again."""
    try:
        typed: Typed = json.loads(decrypt(bytes(row.sealed), use=USE))
    except VaultError:
        return None
    return typed
