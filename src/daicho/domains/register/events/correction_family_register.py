# SPDX-License-Identifier: Apache-2.0
"""Notices of the family register (住民票記載事項通知, 住民基本台帳法9条2項; 標準仕様書 4.2.0.3).

Marriage, divorce, adoption and the like reach the register as a correction by authority of names,
family register, relationship and, rarely, sex. Where the household changes with it, that is an
event of its own in the same slip.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from daicho.domains.register.events.authority_checks import member_of, named
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.events.correction_items import read_item
from daicho.domains.register.events.correction_plan import plan_values
from daicho.domains.register.events.special_adoption import remark_adoption
from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import ResidentVersion
from daicho.foundation.entries.fields import OptionalNumber
from daicho.foundation.entries.kinds import Form
from daicho.rules.resident_register.household import check_household
from daicho.rules.resident_register.reasons import Basis, Reason, SpecialAdoption
from daicho.rules.resident_register.rebase import Member
from daicho.rules.resident_register.relationship import HOUSEHOLDER, Sex


class FamilyEvent(StrEnum):
    """What happened in the family register."""

    MARRIAGE = "婚姻"
    DIVORCE = "離婚"
    ADOPTION = "養子縁組"
    ADOPTION_DISSOLVED = "離縁"
    SPECIAL_ADOPTION = "特別養子縁組"
    SPECIAL_ADOPTION_DISSOLVED = "特別養子縁組の解消"
    ACKNOWLEDGED = "認知"
    ENTERED = "入籍"
    MOVED_DOMICILE = "転籍"
    NEW_SURNAME = "氏の変更"
    NEW_GIVEN_NAME = "名の変更"
    NEW_SEX = "性別の変更"
    OTHER = "その他"


# Certificates leave these out of the history by default (特別な事由, 1.1.4).
SPECIAL = frozenset(
    {
        FamilyEvent.SPECIAL_ADOPTION, FamilyEvent.SPECIAL_ADOPTION_DISSOLVED,
        FamilyEvent.NEW_SEX,
    }
)  # fmt: skip


ADOPTION_WORDS = {
    FamilyEvent.SPECIAL_ADOPTION: SpecialAdoption.MADE,
    FamilyEvent.SPECIAL_ADOPTION_DISSOLVED: SpecialAdoption.DISSOLVED,
}


class FamilyPerson(Form):
    """One person of the notice; what is left empty stays as it is."""

    addressee_no: int = Field(title="宛名番号")
    name: str = Field("", title="氏名", max_length=200, json_schema_extra={"copied": "surname"})
    kana: str = Field(
        "", title="氏名の振り仮名", max_length=200, json_schema_extra={"copied": "surname"}
    )
    registered_domicile: str = Field(
        "", title="本籍", max_length=200,
        json_schema_extra={"copied": True, "suggest": "domiciles"},
    )  # fmt: skip
    registry_head: str = Field(
        "", title="筆頭者", max_length=200, json_schema_extra={"copied": True, "suggest": "names"}
    )
    relationship: str = Field("", title="続柄", max_length=50)
    sex: str = Field("", title="性別", max_length=2)


class HouseholdPlace(Form):
    """Where one person lives from then on; no number is a new household."""

    addressee_no: int = Field(title="宛名番号")
    household_no: OptionalNumber = Field(None, title="世帯番号", json_schema_extra={"copied": True})
    relationship: str = Field(title="続柄", min_length=1, max_length=50)


class FamilyNoticeForm(EventForm):
    """A notice of the family register about one or several persons."""

    basis: Basis = Field(Basis.FAMILY_REGISTER, title="根拠")
    cause: FamilyEvent = Field(title="戸籍の異動")
    people: tuple[FamilyPerson, ...] = Field(title="対象者", min_length=1)
    households: tuple[HouseholdPlace, ...] = Field((), title="世帯の変更")


def plan_family_notice(typed: FamilyNoticeForm, now: Now) -> Plan:
    """The correction, and the change of household that goes with it."""
    plan = Plan(
        reason=Reason.CORRECT_BY_AUTHORITY, detail={"戸籍の異動": typed.cause.value},
        is_special=typed.cause in SPECIAL,
    )  # fmt: skip
    remark_adoption(plan, ADOPTION_WORDS.get(typed.cause, SpecialAdoption.NONE))
    wanted = {one.addressee_no: _wanted(plan, one) for one in typed.people}
    plan_values(plan, typed, now, wanted, first_days={})
    if typed.households:
        plan.follow(_plan_households(plan, typed, now))
    return plan


def _wanted(plan: Plan, person: FamilyPerson) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    for item in ("name", "kana", "registered_domicile", "registry_head", "relationship", "sex"):
        if text := getattr(person, item):
            read = read_item(item, text)
            wanted |= read.values
            if read.reason:
                plan.stop(
                    "register.item_unreadable", f"{read.reason}。",
                    subject=named(person.addressee_no),
                )  # fmt: skip
    return wanted


def _plan_households(plan: Plan, typed: FamilyNoticeForm, now: Now) -> Plan:
    day = typed.happened_on.day
    made = Plan(reason=Reason.HOUSEHOLD_CHANGE, basis=Basis.AUTHORITY, happened_on=day)
    rows = now.people([one.addressee_no for one in typed.households], day)
    names = {one.addressee_no: dict(one.values) for one in plan.changes}
    for place in typed.households:
        row = rows.get(place.addressee_no)
        if row is None:
            made.add("E-012", subject=named(place.addressee_no))
            continue
        head = _head_name(place, typed, now, rows, names)
        values = {
            "household_no": place.household_no or -1, "relationship": place.relationship,
            "householder_name": head,
        }  # fmt: skip
        made.changes.append(
            PersonChange(addressee_no=row.addressee_no, first_day=day, values=values)
        )
        made.household_nos |= {row.household_no or 0, place.household_no or 0} - {0}
        _check_address(made, place, row, now)
    _check_made_households(made, now, rows)
    return made


def _head_name(
    place: HouseholdPlace, typed: FamilyNoticeForm, now: Now,
    rows: dict[int, ResidentVersion], names: dict[int, dict[str, Any]],
) -> str:  # fmt: skip
    """The householder's name, as this very slip may have changed it."""
    heads = [
        one.addressee_no
        for one in typed.households
        if one.household_no == place.household_no and one.relationship == HOUSEHOLDER.text
    ]
    if heads and heads[0] in rows:
        return str(names.get(heads[0], {}).get("name", rows[heads[0]].name))
    members = now.household(place.household_no or 0, typed.happened_on.day)
    own = [row for row in members if row.is_householder]
    return str(names.get(own[0].addressee_no, {}).get("name", own[0].name)) if own else ""


def _check_address(plan: Plan, place: HouseholdPlace, row: ResidentVersion, now: Now) -> None:
    if place.household_no is None:
        return
    members = now.household(place.household_no)
    if not members:
        plan.add("E-026", subject=named(row.addressee_no))
    elif members[0].address != row.address:
        plan.add("E-027", subject=named(row.addressee_no))


def _check_made_households(plan: Plan, now: Now, rows: dict[int, ResidentVersion]) -> None:
    """Every household that is left or entered, as it will be."""
    moved = {one.addressee_no: one.values for one in plan.changes}
    numbers = {values["household_no"] for values in moved.values()} | plan.household_nos
    for number in sorted(numbers):
        held = now.household(number) if number > 0 else []
        staying = [member_of(row) for row in held if row.addressee_no not in moved]
        coming = [
            Member(
                person, values["relationship"], Sex(rows[person].sex), rows[person].birth_date
            )
            for person, values in moved.items()
            if values["household_no"] == number
        ]  # fmt: skip
        before = set(check_household(tuple(map(member_of, held)), as_of=now.today))
        found = check_household((*staying, *coming), as_of=now.today)
        plan.findings += [one for one in found if one not in before]


FAMILY_NOTICE = event_kind(
    code="family_notice", label="戸籍通知による職権修正", form=FamilyNoticeForm,
    plan=plan_family_notice,
    subjects=lambda typed: tuple(
        dict.fromkeys([one.addressee_no for one in (*typed.people, *typed.households)])
    ),
)  # fmt: skip
KINDS = (FAMILY_NOTICE,)
