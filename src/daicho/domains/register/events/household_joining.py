# SPDX-License-Identifier: Apache-2.0
"""Persons who make a new household or join one (異動先世帯, 4.0.2): place, householder, order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from daicho.domains.register.events.authority_checks import member_of
from daicho.domains.register.events.base import EventForm, Now, Plan
from daicho.domains.register.history import PersonChange
from daicho.domains.register.lots import is_unknown_lot
from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.selectors import later_rows
from daicho.foundation.entries.fields import OptionalNumber
from daicho.kernel.address import fold_address
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.household import check_household, subject_of
from daicho.rules.resident_register.member_order import OrderedMember, order_members
from daicho.rules.resident_register.reasons import Basis, Reason
from daicho.rules.resident_register.rebase import Member
from daicho.rules.resident_register.relationship import HOUSEHOLDER, Sex

LATER_HEAD = "register.later_head"
NEW = -1  # the number that a new household has in a plan
PLACE = ("postcode", "address", "building", "town", "address_code")
Items = dict[str, Any]


class ToPlace(EventForm):
    """An event that leads to an address: that of a household named, else a new one's."""

    household_no: OptionalNumber = Field(None, title="異動先の世帯番号")
    address: str = Field("", title="住所", max_length=300, json_schema_extra={"suggest": "towns"})
    building: str = Field(
        "", title="方書", max_length=300, json_schema_extra={"suggest": "buildings"}
    )
    postcode: str = Field("", title="郵便番号", max_length=7)
    town: str = Field("", title="町字", max_length=100)
    address_code: str = Field("", title="住所コード", max_length=11)


def place_of(plan: Plan, typed: ToPlace, now: Now, *, day: date) -> tuple[Items, int]:
    """The items of the address and the number of the household that the event leads to.

    Who joins a household lives where it lives; an address typed beside must be that one.
    """
    if typed.household_no is None:
        if not typed.address:
            plan.add("E-001", detail="住所")
        if is_unknown_lot(address_code=typed.address_code, address=typed.address, on=day):
            plan.warn(
                "register.lot_unknown",
                "番地が住居表示・地番マスタにありません。番地を確認してください。",
                subject="住所", citation="標準仕様書 1.3.2",
            )  # fmt: skip
        return {name: getattr(typed, name) for name in PLACE}, NEW
    plan.household_nos.add(typed.household_no)
    members = now.household(typed.household_no, day)
    if not members:
        plan.add("E-026", detail=f"世帯番号 {typed.household_no}")
        return {name: getattr(typed, name) for name in PLACE}, typed.household_no
    own = {name: getattr(members[0], name) for name in PLACE}
    if typed.address and not _is_same_place(typed, own):
        plan.add("E-027", detail=f"世帯番号 {typed.household_no}")
    return own, typed.household_no


def _is_same_place(typed: ToPlace, own: Mapping[str, Any]) -> bool:
    same = fold_address(typed.address) == fold_address(own["address"])
    return same and (not typed.building or typed.building == own["building"])


def join(
    plan: Plan, now: Now, *, household_no: int, joining: Mapping[int, Items], day: date
) -> dict[int, Items]:
    """The household's items of each who joins: number, householder's name, place in the order.

    A new household is put in order; who joins an old one comes after its members (5.2).
    """
    there = [] if household_no < 0 else now.household(household_no, day)
    there = [row for row in there if row.addressee_no not in joining]
    newcomers = [as_member(number, items) for number, items in joining.items()]
    plan.findings += _judge(there, newcomers, day=day)
    head = _head_name(there, joining)
    if household_no > 0:
        _refuse_later_head(plan, household_no, head, joining, day=day)
    _tell_headless(plan, there, head, day=day)
    start = max((row.member_order or n for n, row in enumerate(there, 1)), default=0)
    return {
        number: {"household_no": household_no, "householder_name": head, "member_order": place}
        for place, number in enumerate(in_order(newcomers), start + 1)
    }


def _refuse_later_head(
    plan: Plan, household_no: int, head: str, joining: Mapping[int, Items], *, day: date
) -> None:
    """Who joins back in time would be named after a householder who has changed since."""
    later = later_rows(household_no=household_no, after=day).exclude(addressee_no__in=joining)
    if later.exclude(householder_name=head).exists():
        plan.stop(
            LATER_HEAD,
            "異動日の後に異動先の世帯主が変わっています。異動日を確認するか、先にその異動を"
            "取り消してください。",
            subject=f"世帯番号 {household_no}", citation="標準仕様書 4.0.2",
        )  # fmt: skip


def as_member(number: int, items: Mapping[str, Any]) -> Member:
    """One who is to be a member, as relationships need it."""
    return Member(number, items["relationship"], Sex(items["sex"]), items.get("birth_date"))


def in_order(members: list[Member]) -> list[int]:
    """The numbers of the members in the order of the standard (5.2)."""
    ordered = order_members(tuple(OrderedMember(one) for one in members))
    return [one.member.number for one in ordered]


def _judge(there: list[ResidentVersion], newcomers: list[Member], *, day: date) -> list[Finding]:
    """What is wrong with the household then, leaving out what was wrong with its members before."""
    old = {subject_of(member_of(row)) for row in there}
    members = (*(member_of(row) for row in there), *newcomers)
    return [one for one in check_household(members, as_of=day) if one.subject not in old]


def _head_name(there: list[ResidentVersion], joining: Mapping[int, Items]) -> str:
    for row in there:
        if row.is_householder:
            return row.name
    heads = [one["name"] for one in joining.values() if one["relationship"] == HOUSEHOLDER.text]
    return heads[0] if heads else there[0].householder_name if there else ""


def _tell_headless(plan: Plan, there: list[ResidentVersion], head: str, *, day: date) -> None:
    """Members of a household without a head get the name of who comes to head it."""
    if not there or any(row.is_householder for row in there):
        return
    changes = [
        PersonChange(
            addressee_no=row.addressee_no, first_day=day, values={"householder_name": head}
        )
        for row in there
        if row.householder_name != head
    ]
    if changes:
        plan.follow(
            Plan(
                reason=Reason.HOUSEHOLDER_CHANGE, basis=Basis.AUTHORITY, happened_on=day,
                changes=changes, household_nos=set(plan.household_nos),
            )
        )  # fmt: skip
