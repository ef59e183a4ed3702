# SPDX-License-Identifier: Apache-2.0
"""Emergency access (緊急アクセス): what waits for review, and its end in the log.

A start, every look and the end are entries of the log, after the model of HL7's break-glass
events: the start names the reason, each look carries the number, the end closes it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from daicho.foundation.access.actor import Actor
from daicho.foundation.access.catalogue import Function, catalogue
from daicho.foundation.access.models import EmergencyAccess, Verdict
from daicho.foundation.audit.entries import NewEntry
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Entry, Kind
from daicho.foundation.identity.signing_in import who_is

MARK = "緊急アクセス"
SCREEN_OF_END = "緊急アクセスの終了(期限)"


def mark_of(*, actor: Actor, function: str) -> dict[str, object]:
    """What an entry of the log says when nothing but emergency access gave the function."""
    if actor.emergency is None or not actor.uses_emergency(function):
        return {}
    return {MARK: actor.emergency.number}


def openable(*, actor: Actor) -> list[Function]:
    """Functions that emergency access may open and the person does not hold."""
    return [
        function for function in catalogue().functions.values()
        if function.may_be_opened_in_emergency
        and (function.code not in actor.functions or actor.uses_emergency(function.code))
    ]  # fmt: skip


def find_unreviewed() -> QuerySet[EmergencyAccess]:
    """What waits for somebody's review, the oldest first; also while it is still open."""
    return (
        EmergencyAccess.objects.filter(verdict=Verdict.OPEN)
        .select_related("staff")
        .order_by("opened_at")
    )


def find_looks(*, access: EmergencyAccess) -> QuerySet[Entry]:
    """Everything in the log that was done by this emergency access, by person and time first."""
    return Entry.objects.filter(
        login=access.staff.login, at__gte=access.opened_at, at__lte=access.until,
        detail__contains={MARK: access.pk},
    ).order_by("id")  # fmt: skip


@transaction.atomic
def close_lapsed(*, at: datetime, numbers: Collection[int] | None = None, terminal: str) -> int:
    """End those whose time has run out, with an entry of the log each; gives how many."""
    lapsed = EmergencyAccess.objects.select_for_update(of=("self",)).select_related("staff")
    lapsed = lapsed.filter(ended_at__isnull=True, until__lte=at)
    if numbers is not None:
        lapsed = lapsed.filter(pk__in=numbers)
    found = list(lapsed.order_by("pk"))
    for one in found:
        one.ended_at = one.until
        one.save(update_fields=["ended_at"])
        append(
            NewEntry(
                at=at, kind=Kind.EVENT, who=who_is(one.staff), terminal=terminal,
                function="emergency.open", screen=SCREEN_OF_END, purpose="",
                detail={MARK: one.pk, "期限": one.until.isoformat(timespec="seconds")},
            )
        )  # fmt: skip
    return len(found)
