# SPDX-License-Identifier: Apache-2.0
"""What the register does to measures: moving out, coming back, changes that somebody must see.

A protected person who moves out stays protected: the measure goes on by itself as a provisional
one of the former municipality (3.4), for the other one needs time. No text here names a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from daicho.domains.register.public import Changed, ResidentVersion
from daicho.domains.support.blocks import tell_blocks
from daicho.domains.support.models import MeasureAct, MeasureStep, SupportNotice
from daicho.domains.support.selectors import day_of, measures_of
from daicho.domains.support.steps import add_step
from daicho.foundation.access.actor import Context
from daicho.rules.resident_register.support import at_move_out

MOVED_OUT, DEAD = "moved_out", "dead"
PLACES = ("address", "building", "household_no")


def follow_register(*, changes: Sequence[Changed], context: Context) -> None:
    """Carry the measures of these persons on, and note what the officer must look at."""
    numbers = [one.addressee_no for one in changes]
    running = [one for one in measures_of(addressee_nos=numbers) if one.ended_on is None]
    for change in changes:
        own = [one for one in running if one.addressee_no == change.addressee_no]
        for measure in own:
            _carry_on(measure, change, context)
            for text in _own_notices(change):
                _notify(measure, change, text, context)
    _tell_of_households(changes, context)
    tell_blocks(addressee_nos=numbers, at=context.at, on=day_of(context.at))


def _carry_on(measure: MeasureStep, change: Changed, context: Context) -> None:
    """Provisional at a move out; back to what it was when that is cancelled."""
    event = change.event
    if _leaves(change) and measure.first is not None:
        made = at_move_out(measure.support, moved_on=event.happened_on)
        if made.term is None:
            add_step(
                measure, context=context, act=MeasureAct.MOVE_OUT, first=None, last=None,
                provisional_from=made.provisional_from, is_of_former_municipality=True,
                event_no=event.pk,
            )  # fmt: skip
    elif _leaves(change):
        add_step(
            measure, context=context, act=MeasureAct.MOVE_OUT, is_of_former_municipality=True,
            event_no=event.pk,
        )  # fmt: skip
    elif event.cancels_id is not None and measure.act == MeasureAct.MOVE_OUT:
        _restore(measure, event.cancels_id, event.pk, context)


def _restore(measure: MeasureStep, cancelled: int, event_no: int, context: Context) -> None:
    if measure.event_no != cancelled:
        return
    before = MeasureStep.objects.get(measure_no=measure.measure_no, step_no=measure.step_no - 1)
    add_step(
        measure, context=context, act=MeasureAct.MOVE_OUT_CANCELLED, first=before.first,
        last=before.last, provisional_from=before.provisional_from,
        is_of_former_municipality=before.is_of_former_municipality, event_no=event_no,
    )  # fmt: skip


def _leaves(change: Changed) -> bool:
    was = change.before is None or change.before.status != MOVED_OUT
    return was and change.after.status == MOVED_OUT


def _own_notices(change: Changed) -> Iterable[str]:
    before, after = change.before, change.after
    if after.status == DEAD and (before is None or before.status != DEAD):
        yield "支援対象者が死亡により消除されました。支援措置の終了を検討してください。"
    elif _leaves(change):
        yield "支援対象者が転出しました。仮支援措置として継続しています。転送を検討してください。"
    elif change.event.cancels_id is not None:
        yield "支援対象者の異動が取り消されました。支援措置の内容を確認してください。"
    elif before is not None and before.is_resident and _differ(before, after):
        yield "支援対象者の住所または世帯が変わりました。抑止対象の住所等を確認してください。"
    elif before is None or (not before.is_resident and after.is_resident):
        yield "支援対象者が再び住民となりました。支援措置の内容を確認してください。"


def _differ(before: ResidentVersion, after: ResidentVersion) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in PLACES)


def _tell_of_households(changes: Sequence[Changed], context: Context) -> None:
    """Somebody came into or left the household of a protected person."""
    moved = [one for one in changes if _joins_or_leaves(one)]
    homes = {
        row.household_no
        for one in moved for row in (one.before, one.after)
        if row is not None and row.household_no is not None
    }  # fmt: skip
    if not homes:
        return
    members = ResidentVersion.objects.filter(household_no__in=homes, recorded__upper_inf=True)
    ids = {one.addressee_no for one in changes}
    numbers = set(members.values_list("addressee_no", flat=True)) - ids
    running = [one for one in measures_of(addressee_nos=numbers) if one.ended_on is None]
    for measure in running:
        _notify(
            measure, moved[0],
            "支援対象者の世帯に異動がありました（加入・離脱）。"
            "併せて支援を求める者にあたるか確認してください。",
            context,
        )  # fmt: skip


def _joins_or_leaves(change: Changed) -> bool:
    before, after = change.before, change.after
    if before is None:
        return True
    return before.household_no != after.household_no or before.status != after.status


def _notify(measure: MeasureStep, change: Changed, text: str, context: Context) -> None:
    SupportNotice.objects.create(
        measure_no=measure.measure_no, addressee_no=measure.addressee_no, text=text,
        event_no=change.event.pk, made_at=context.at,
    )  # fmt: skip
