# SPDX-License-Identifier: Apache-2.0
"""Following the register: what an event makes of the seals of its persons, in its transaction.

Moving out (from the day), death, removal and a name that the seal no longer shows end the
registration; 成年被後見 holds it until somebody decides. Moving within changes nothing. An event
that is cancelled brings nothing back by itself: the registration is flagged for a decision.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from django.db import transaction

from daicho.domains.register.public import Changed, ResidentVersion, Warn, lock_people
from daicho.domains.seals.keeping import Doing, Ending, doing, end, write_step
from daicho.domains.seals.models import LIVE, SealRegistration, SealStatus, SealStepKind
from daicho.domains.seals.persons import end_of, read_people
from daicho.domains.seals.selectors import is_certifiable
from daicho.foundation.access.actor import Context
from daicho.rules.resident_register.seals import SealEnd

PIECE = 1_000
BY_DAY = "自動処理"
# Of an end by these the person has to be told (unverified); the others know, or are dead.
NOTIFIED = frozenset({SealEnd.NAME_CHANGED, SealEnd.NOT_RESIDENT, SealEnd.BY_AUTHORITY})


def follow_register(*, changes: Sequence[Changed], context: Context) -> None:
    """End, hold or flag what an event touches."""
    by = doing(context)
    _settle([one.addressee_no for one in changes], by)
    for one in changes:
        if one.event.cancels_id is not None:
            _flag(one, by)


def rebuild_from_register(*, addressee_nos: Sequence[int] | None, at: dt.datetime) -> None:
    """End what the register has ended as of the day (a move-out entered ahead has come)."""
    by = Doing(at=at, entered_by=BY_DAY)
    for piece in [addressee_nos] if addressee_nos is not None else _everybody():
        _settle(piece, by)


def _everybody() -> Iterator[Sequence[int]]:
    last = 0
    while piece := list(
        SealRegistration.objects.filter(status__in=LIVE, addressee_no__gt=last)
        .order_by("addressee_no")
        .values_list("addressee_no", flat=True)[:PIECE]
    ):
        yield piece
        last = piece[-1]


def _settle(addressee_nos: Collection[int], by: Doing) -> None:
    """One question of those who have no seal, which is nearly everybody."""
    found = SealRegistration.objects.filter(addressee_no__in=addressee_nos, status__in=LIVE)
    people = list(found.values_list("addressee_no", flat=True))
    if not people:
        return
    with transaction.atomic():
        lock_people(people)
        live = list(found.select_for_update().order_by("pk"))
        rows = read_people(addressee_nos=people, on=by.day)
        for registration in live:
            _settle_one(registration, rows.get(registration.addressee_no), by)


def _settle_one(registration: SealRegistration, row: ResidentVersion | None, by: Doing) -> None:
    reason = end_of(row, text=registration.text)
    if reason is not None:
        end(
            registration,
            Ending(
                status=SealStatus.CANCELLED, reason=str(reason), needs_notice=reason in NOTIFIED,
                event_no=row.event_id if row is not None else None,
                detail={"通知": "要" if reason in NOTIFIED else "不要"},
            ),
            by,
        )  # fmt: skip
    elif _must_hold(registration, row):
        registration.is_held = True
        write_step(
            registration, SealStepKind.HOLD, by, reason="成年被後見人となったこと",
            event_no=row.event_id if row is not None else None,
        )  # fmt: skip


def _must_hold(registration: SealRegistration, row: ResidentVersion | None) -> bool:
    is_ward = row is not None and row.under_guardianship
    return is_ward and not registration.has_guardian and not registration.is_held


@transaction.atomic
def _flag(change: Changed, by: Doing) -> None:
    ended = SealRegistration.objects.select_for_update().filter(
        addressee_no=change.addressee_no, status=SealStatus.CANCELLED, is_revoked=False,
        ended_by_event=change.event.cancels_id,
    )  # fmt: skip
    for registration in ended:
        registration.is_revoked = True
        write_step(
            registration, SealStepKind.REVOKED, by, reason=change.event.label,
            event_no=change.event.pk,
        )  # fmt: skip


def warn_of(*, row: ResidentVersion, context: Context) -> list[Warn]:
    """What a clerk must know of this person's seal on every page of the person."""
    found = []
    registrations = SealRegistration.objects.filter(addressee_no=row.addressee_no)
    url = f"/seals/people/{row.addressee_no}/"
    for one in registrations.filter(status__in=LIVE):
        if one.status == SealStatus.INQUIRING:
            found.append(Warn("warn", "印鑑登録の照会書の回答を待っています。", url))
        elif not is_certifiable(one, at=context.at):
            found.append(Warn("warn", "印鑑登録の証明が保留されています。", url))
    if registrations.filter(is_revoked=True).exists():
        found.append(Warn("warn", "抹消された印鑑登録の回復を確認してください。", url))
    return found
