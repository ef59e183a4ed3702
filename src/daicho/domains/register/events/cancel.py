# SPDX-License-Identifier: Apache-2.0
"""Cancelling an event (異動の取消し, 標準仕様書 4.6): an event of its own that says anew what was.

Any event can be cancelled, for all its persons or some; the events that the same slip made after
it (the householder by authority, the other half of 帰化) are cancelled with it, the last one first.
Nothing is deleted: the cancelled event and the cancellation are both kept. A cancellation cannot
be cancelled: the event is entered again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from pydantic import Field

from daicho.domains.register.events.authority_checks import check_people, member_of, named
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.events.cancel_course import (
    FOREVER,
    Course,
    at,
    course_of,
    without_event,
)
from daicho.domains.register.events.correction_items import label_of
from daicho.domains.register.history import PersonChange, Stretch
from daicho.domains.register.models import Event, ResidentVersion, Status
from daicho.kernel.dates import format_japanese
from daicho.rules.resident_register.household import check_household
from daicho.rules.resident_register.reasons import (
    CANCELLATIONS,
    MOVE_OUTS,
    Basis,
    Reason,
    ResidentStatus,
    cancellation_of,
)
from daicho.rules.resident_register.rebase import Member
from daicho.rules.resident_register.relationship import Sex

MOMENT = timedelta(microseconds=1)
# Items by which the members of a household hang together; a later change of one is a dependence.
BINDING = ("household_no", "address", "relationship", "householder_name")
MOVES = MOVE_OUTS | {Reason.MOVE_WITHIN}
NUMBERS = frozenset(
    {Reason.INDIVIDUAL_NUMBER_REQUEST, Reason.INDIVIDUAL_NUMBER_CORRECTION}
)  # fmt: skip


class CancelForm(EventForm):
    """Which event, and for whom of it; nobody named means everybody."""

    basis: Basis = Field(Basis.AUTHORITY, title="根拠")
    event_no: int = Field(title="取り消す異動")
    addressee_nos: tuple[int, ...] = Field((), title="対象者")


@dataclass
class _Undoing:
    """The courses while one event after the other is taken out of them."""

    plan: Plan
    now: Now
    chosen: frozenset[int]
    courses: dict[int, Course]
    kept: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def plan_cancel(typed: CancelForm, now: Now) -> Plan:
    """What the register is without the event, and why it may not be taken back."""
    event = Event.objects.filter(pk=typed.event_no).first()
    plan = Plan(reason=Reason.CANCEL_CORRECTION)
    if event is None or not _may_cancel(plan, event, typed):
        if event is None:
            plan.stop("register.no_event", "取り消す異動がありません。異動履歴から選んでください。")
        return plan
    chain = _chain(event, typed)
    people = frozenset(number for _, numbers in chain for number in numbers)
    work = _Undoing(plan, now, people, _known(people))
    plans = [_undo(work, one, numbers) for one, numbers in reversed(chain)]
    first = plans[0]
    for one in plans[1:]:
        first.follow(one)
    first.findings += plan.findings
    _check_dependants(first, chain, typed)
    _check_people(first, typed, now)
    _tell_kept(first, work)
    _return_to_households(plans, event, work)
    _check_households(first, plans, now)
    return first


def _check_people(plan: Plan, typed: CancelForm, now: Now) -> None:
    """A correction is cancelled on removed records too; an increase or decrease fits the state."""
    rows = now.people([change.addressee_no for change in plan.changes])
    if plan.reason is Reason.CANCEL_CORRECTION:
        check_people(plan, typed, now, rows, status=ResidentStatus.RESIDENT)
    else:
        check_people(plan, typed, now, rows)


def _may_cancel(plan: Plan, event: Event, typed: CancelForm) -> bool:
    if event.reason in CANCELLATIONS:
        plan.stop(
            "register.cancel_of_cancel",
            "異動の取消しは取り消せません。元の異動をあらためて入力してください。",
            citation="標準仕様書 4.6.0.1",
        )
    if strangers := set(typed.addressee_nos) - set(event.addressee_nos):
        plan.stop(
            "register.not_of_event", "取り消す異動の異動者ではありません。",
            subject="、".join(named(number) for number in sorted(strangers)),
        )  # fmt: skip
    wanted = set(typed.addressee_nos or event.addressee_nos)
    for number in sorted(wanted & cancelled_people(event)):
        plan.add("E-071", subject=named(number))
    return not plan.findings


def cancelled_people(event: Event) -> set[int]:
    """For whom the event has been cancelled already."""
    return {number for one in event.cancelled_by.all() for number in one.addressee_nos}


def _chain(event: Event, typed: CancelForm) -> list[tuple[Event, tuple[int, ...]]]:
    """The event and those that its slip made after it, each with whom it is cancelled for."""
    chosen = tuple(typed.addressee_nos or event.addressee_nos)
    is_whole = set(chosen) == set(event.addressee_nos)
    chain = [(event, chosen)]
    if event.entry_no is None:
        return chain
    later = Event.objects.filter(entry_no=event.entry_no, pk__gt=event.pk)
    for one in later.prefetch_related("cancelled_by").order_by("pk"):
        open_for = [n for n in one.addressee_nos if n not in cancelled_people(one)]
        own = [number for number in open_for if number in chosen]
        is_aftermath = is_whole and not set(one.addressee_nos) & set(chosen)
        if numbers := tuple(open_for if is_aftermath else own):
            chain.append((one, numbers))
    return chain


def _known(numbers: frozenset[int]) -> dict[int, Course]:
    found = ResidentVersion.objects.filter(addressee_no__in=numbers, recorded__upper_inf=True)
    return _courses(found)


def _courses(rows: Iterable[ResidentVersion]) -> dict[int, Course]:
    by_person: dict[int, list[ResidentVersion]] = defaultdict(list)
    for row in rows:
        by_person[row.addressee_no].append(row)
    return {number: course_of(own) for number, own in by_person.items()}


def _undo(work: _Undoing, event: Event, numbers: Sequence[int]) -> Plan:
    """The plan that takes one event out of the courses of its persons."""
    rows = ResidentVersion.objects.filter(addressee_no__in=numbers)
    before = _courses(rows.filter(recorded__contains=event.recorded_at - MOMENT))
    after = _courses(rows.filter(recorded__contains=event.recorded_at))
    reason = Reason(event.reason)
    plan = Plan(
        reason=cancellation_of(reason), cancels=event.pk, basis=None,
        detail={"取り消した異動": event.label},
    )  # fmt: skip
    for number in numbers:
        held = work.courses[number]
        first_day = min(p.first for p in after[number] if p.event_id == event.pk)
        undone = without_event(
            before=before.get(number, ()), after=after[number], now=held, first_day=first_day,
            entered=reason.effect > 0,
        )  # fmt: skip
        work.courses[number] = (
            *(replace(p, last=min(p.last, first_day)) for p in held if p.first < first_day),
            *undone.course,
        )
        work.kept[number] |= undone.kept
        plan.changes.append(
            PersonChange(
                addressee_no=number, first_day=first_day, values={}, course=_said(undone.course)
            )
        )
        plan.household_nos |= {p.items["household_no"] for p in undone.course} - {None}
    if reason in NUMBERS:
        plan.warn(
            "register.number_stays",
            "個人番号は取消しでは戻りません。個人番号の職権修正を入力してください。",
        )
    return plan


def _said(course: Course) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(
            first=piece.first, last=None if piece.last == FOREVER else piece.last,
            items=piece.items, event_id=piece.event_id, source=piece.source,
        )
        for piece in course
    )  # fmt: skip


def _check_dependants(
    plan: Plan, chain: list[tuple[Event, tuple[int, ...]]], typed: CancelForm
) -> None:
    """Later events of the persons that stand on the one to be cancelled."""
    own = {event.pk for event, _ in chain}
    for event, numbers in chain:
        for number in numbers:
            later = [one for one in _later(event, number) if one.pk not in own]
            if later and (Reason(event.reason).effect or _touches_bonds(event, number)):
                plan.add("E-067", subject=named(number), detail=_list_events(later))


def _later(event: Event, number: int) -> list[Event]:
    rows = ResidentVersion.objects.filter(addressee_no=number, event__isnull=False)
    found = Event.objects.filter(
        pk__in=rows.values("event_id").distinct(), recorded_at__gt=event.recorded_at
    ).prefetch_related("cancelled_by")
    return [
        one
        for one in found.order_by("recorded_at")
        if one.reason not in CANCELLATIONS and number not in cancelled_people(one)
    ]


def _touches_bonds(event: Event, number: int) -> bool:
    """Whether the event changed what binds a household, and it is no longer as it left it."""
    if not Reason(event.reason).facts.changes_household:
        return False
    rows = ResidentVersion.objects.filter(addressee_no=number)
    known = course_of(rows.filter(recorded__upper_inf=True))
    after = course_of(rows.filter(recorded__contains=event.recorded_at))
    before = course_of(rows.filter(recorded__contains=event.recorded_at - MOMENT))
    for piece in after:
        was, held = at(before, piece.first), at(known, piece.first)
        if piece.event_id != event.pk or was is None or held is None:
            continue
        names = [name for name in BINDING if was.items[name] != piece.items[name]]
        last = known[-1]
        if any(last.items[name] != piece.items[name] for name in names):
            return True
    return False


def _list_events(events: Sequence[Event]) -> str:
    return "、".join(
        f"異動{one.pk} {one.label} {format_japanese(one.happened_on)}" for one in events
    )


def _tell_kept(plan: Plan, work: _Undoing) -> None:
    for number, names in sorted(work.kept.items()):
        if names:
            labels = sorted(label_of(name) for name in names)
            plan.warn(
                "register.cancel_keeps",
                "後の異動で変わった項目は、元に戻らず今のままとなります: "
                f"{'、'.join(labels)}。",
                subject=named(number), citation="標準仕様書 4.6.0.1",
            )  # fmt: skip


def _return_to_households(plans: Sequence[Plan], event: Event, work: _Undoing) -> None:
    """Who comes back where nobody of the household is left heads for a new one (4.6.0.1)."""
    if Reason(event.reason) not in MOVES:
        return
    plan = plans[-1]
    old = {change.course[-1].items["household_no"] for change in plan.changes if change.course}
    empty = [
        number for number in sorted(n for n in old if n is not None)
        if not {row.addressee_no for row in work.now.household(number)} - work.chosen
    ]  # fmt: skip
    new = {number: -place for place, number in enumerate(empty, start=1)}
    plan.changes = [_moved(change, new) for change in plan.changes]


def _moved(change: PersonChange, new: dict[int, int]) -> PersonChange:
    course = tuple(
        replace(one, items={**one.items, "household_no": new[one.items["household_no"]]})
        if one.items["household_no"] in new and one.event_id is None
        else one
        for one in change.course
    )
    return replace(change, course=course)


def _check_households(first: Plan, plans: Sequence[Plan], now: Now) -> None:
    """The households as they will stand today must have one householder, one spouse …"""
    will_be = {change.addressee_no: change.course for plan in plans for change in plan.changes}
    numbers = {
        items["household_no"]
        for course in will_be.values()
        for one in course[-1:]
        if (items := one.items)["status"] == Status.RESIDENT
    } - {None}
    for number in sorted(numbers):
        staying = [
            member_of(row) for row in now.household(number) if row.addressee_no not in will_be
        ] if number > 0 else []  # fmt: skip
        back = [
            Member(person, items["relationship"], Sex(items["sex"]), items["birth_date"])
            for person, course in will_be.items()
            for one in course[-1:]
            if (items := one.items)["household_no"] == number and items["status"] == Status.RESIDENT
        ]
        before = set(check_household(tuple(map(member_of, now.household(number))), as_of=now.today))
        found = check_household((*staying, *back), as_of=now.today)
        first.findings += [one for one in found if one not in before]


def _subjects(typed: CancelForm) -> tuple[int, ...]:
    if typed.addressee_nos:
        return typed.addressee_nos
    found = Event.objects.filter(pk=typed.event_no).values_list("addressee_nos", flat=True)
    return tuple(found.first() or ())


CANCEL = event_kind(
    code="cancel", label="異動の取消し", form=CancelForm, plan=plan_cancel, subjects=_subjects
)
KINDS = (CANCEL,)
