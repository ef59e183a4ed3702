# SPDX-License-Identifier: Apache-2.0
"""Who may decide a request for rights, and what is wrong with a request: questions only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from daicho.foundation.access.actor import Actor
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.granting import last_of_a_year
from daicho.foundation.access.models import (
    Post,
    PostKind,
    RequestState,
    RightsRequest,
    Unit,
)
from daicho.foundation.access.organisation import posts_on, units_above, units_of
from daicho.foundation.identity.models import Staff
from daicho.kernel.findings import Finding, Severity

ADMINISTRATION = "staff.manage"
SHORTEST_REASON = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for: functions for a person or a unit, for a term, with a reason."""

    staff: Staff | None
    unit: str
    functions: tuple[str, ...]
    scope: str
    first: date
    last: date
    reason: str


def faults_of(wish: Wish, *, actor: Actor, on: date) -> list[Finding]:
    """Every reason for which the request cannot be taken."""
    return [
        *_faults_of_holder(wish, actor, on), *_faults_of_functions(wish.functions),
        *_faults_of_term(wish, on), *_faults_of_text(wish),
    ]  # fmt: skip


def _faults_of_holder(wish: Wish, actor: Actor, on: date) -> list[Finding]:
    if (wish.staff is None) == (wish.unit == ""):
        return [_error("rights.holder", "職員または所属のどちらか一つを指定してください。")]
    if wish.unit and not Unit.objects.filter(code=wish.unit, valid__contains=on).exists():
        return [_error("rights.unit", "この所属はありません。")]
    if _is_near(wish, actor, on):
        return []
    return [_error("rights.elsewhere", "自分と同じ所属の職員・所属の分だけを申請できます。")]


def _is_near(wish: Wish, actor: Actor, on: date) -> bool:
    """For oneself, for colleagues and parts of the own unit; an administrator for everybody."""
    if ADMINISTRATION in actor.functions:
        return True
    if wish.staff is not None and wish.staff.pk == actor.staff_id:
        return True
    own = units_of(staff_id=actor.staff_id, on=on)
    theirs = units_of(staff_id=wish.staff.pk, on=on) if wish.staff else {wish.unit}
    return bool(own & units_above(codes=theirs, on=on))


def _faults_of_functions(functions: Collection[str]) -> list[Finding]:
    known = catalogue().functions
    found = [
        _error("rights.function", f"機能「{code}」はありません。")
        for code in functions
        if code not in known
    ]
    return found if functions else [_error("rights.nothing", "機能を選んでください。")]


def _faults_of_term(wish: Wish, on: date) -> list[Finding]:
    if not wish.first <= wish.last <= last_of_a_year(wish.first):
        return [_error("rights.term", "期間は1年以内で指定してください。")]
    if wish.last < on:
        return [_error("rights.past", "期間がすでに終わっています。")]
    if wish.staff is None:
        return []
    moves = Post.objects.filter(staff=wish.staff, kind=PostKind.MAIN).exclude(
        unit__in=units_of(staff_id=wish.staff.pk, on=on)
    )
    if moves.filter(
        valid__startswith__gt=max(on, wish.first), valid__startswith__lte=wish.last
    ).exists():
        return [
            _error("rights.move", "期間中に異動が発令されています。異動の前日までにしてください。")
        ]
    return []


def _faults_of_text(wish: Wish) -> list[Finding]:
    if len(wish.reason.strip()) < SHORTEST_REASON:
        return [_error("rights.reason", f"理由を{SHORTEST_REASON}文字以上で入力してください。")]
    return []


def why_not_decide(request: RightsRequest, *, actor: Actor, on: date) -> Finding | None:
    """None for the head of the section (or of one above); the administrator for heads.

    Nobody decides what they asked for, what is for themselves, or what their own unit gets.
    """
    if actor.staff_id in (request.requester_id, request.staff_id) or request.unit in actor.units:
        return _error("rights.own", "自分が申請した権限、自分が得る権限は承認できません。")
    heads = _heads(request, on)
    if actor.staff_id in heads:
        return None
    others = heads - {request.requester_id, request.staff_id}
    if request.unit:
        others -= set(posts_on(on=on).filter(unit=request.unit).values_list("staff_id", flat=True))
    if ADMINISTRATION in actor.functions and (not others or _is_for_head(request, on)):
        return None
    return _error("rights.not_head", "承認できるのは所属長(所属長の分はシステム管理者)です。")


def _heads(request: RightsRequest, on: date) -> set[int]:
    own = {request.unit} if request.unit else units_of(staff_id=request.staff_id or 0, on=on)
    above = units_above(codes=own, on=on)
    heads = posts_on(on=on).filter(unit__in=above, is_head=True)
    return set(heads.values_list("staff_id", flat=True))


def _is_for_head(request: RightsRequest, on: date) -> bool:
    return posts_on(on=on).filter(staff=request.staff_id, is_head=True).exists()


def open_requests() -> QuerySet[RightsRequest]:
    """What waits for a decision, the oldest first."""
    return (
        RightsRequest.objects.filter(state=RequestState.OPEN)
        .select_related("requester", "staff")
        .order_by("requested_at", "pk")
    )


def waiting_for(*, actor: Actor, on: date, most: int = 200) -> list[RightsRequest]:
    """Of the oldest open requests those that this person may decide."""
    return [
        one for one in open_requests()[:most]
        if why_not_decide(one, actor=actor, on=on) is None
    ]  # fmt: skip


def _error(code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message)
