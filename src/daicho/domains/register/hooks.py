# SPDX-License-Identifier: Apache-2.0
"""Who is asked before an event and told after it: later domains, named in config/register_hooks.py.

Both happen in the event's own transaction: what a follower keeps of the register (宛名, 抑止, 印鑑)
is never behind it, and an event whose follower fails does not happen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from daicho.domains.register.history import Changed
from daicho.domains.register.models import Event
from daicho.foundation.access.actor import Context
from daicho.kernel.findings import Finding

# guard(addressee_nos=…, household_nos=…, reason=…, at=…) -> findings; an ERROR stops the event.
Guard = Callable[..., Sequence[Finding]]
# follow(changes=…, context=…)
Follower = Callable[..., None]


@cache
def named(name: str) -> tuple[Callable[..., object], ...]:
    """The functions that config/register_hooks.py lists under a name."""
    return tuple(import_string(path) for path in import_string(f"{settings.REGISTER_HOOKS}.{name}"))


def ask_guards(
    *,
    addressee_nos: Collection[int],
    household_nos: Collection[int],
    reason: str,
    context: Context,
) -> list[Finding]:
    """What the guards have against an event of these persons (抑止, 支援措置)."""
    found: list[Finding] = []
    for guard in named("GUARDS"):
        found += guard(  # type: ignore[arg-type]
            addressee_nos=addressee_nos, household_nos=household_nos, reason=reason,
            context=context,
        )  # fmt: skip
    return found


def tell_followers(*, changes: Sequence[Changed], context: Context) -> None:
    """Tell every follower what became of the persons."""
    for follow in named("FOLLOWERS"):
        follow(changes=changes, context=context)


def list_papers(*, events: Sequence[Event], context: Context) -> list[tuple[str, str]]:
    """Label and address of each paper that the events of a slip call for (転出証明書 …)."""
    found: list[tuple[str, str]] = []
    for event in events:
        for paper in named("PAPERS"):
            found += paper(event=event, context=context)  # type: ignore[arg-type]
    return found


def page_after(*, events: Sequence[Event], context: Context) -> str:
    """Where the desk goes when a slip is registered: to its papers; empty where nothing follows."""
    asked = (ask(events=events, context=context) for ask in named("AFTER"))
    return next((str(address) for address in asked if address), "")


def tell_rebuild(*, addressee_nos: Sequence[int] | None, at: datetime) -> None:
    """Let every rebuilder make anew what it derives (None: of everybody)."""
    for rebuild in named("REBUILDERS"):
        rebuild(addressee_nos=addressee_nos, at=at)
