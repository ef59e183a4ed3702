# SPDX-License-Identifier: Apache-2.0
"""Birth (出生, 標準仕様書 4.2.1.2): children of one household, recorded by the notice of birth.

Address and householder come from the household, the family register (戸籍の表示) from a parent
(4.2.0.3), the relationship from the parent's own; the resident code comes from the stock when the
slip is registered, the 個人番号 later from the agency (個人番号の職権記載).
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from daicho.domains.register.events.authority_checks import (
    check_newcomer,
    day_of,
    member_of,
)
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import ResidentKind, ResidentVersion, Sex
from daicho.foundation.entries.fields import OptionalNumber
from daicho.foundation.entries.kinds import Form
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.foreign import ForeignClass
from daicho.rules.resident_register.household import check_household
from daicho.rules.resident_register.member_order import OrderedMember, order_members
from daicho.rules.resident_register.names import Furigana, check_furigana
from daicho.rules.resident_register.reasons import Basis, Reason
from daicho.rules.resident_register.reasons import ResidentKind as RuleKind
from daicho.rules.resident_register.rebase import Member
from daicho.rules.resident_register.relationship import (
    CHILDREN,
    CONNECTED,
    MAX_GENERATIONS,
    SPOUSES,
    Link,
    RelationKind,
    Relationship,
    parse_relationship,
)
from daicho.rules.resident_register.relationship import Sex as RuleSex

BORN = "出生"
HOME_ITEMS = ("postcode", "address", "building", "town", "address_code")


class Newborn(Form):
    """One child. An empty relationship or family register is taken from the parent."""

    name: str = Field(
        title="氏名", min_length=1, max_length=200, json_schema_extra={"copied": "surname"}
    )
    kana: str = Field(
        "", title="氏名の振り仮名", max_length=200, json_schema_extra={"copied": "surname"}
    )
    sex: Sex = Field(title="性別")
    relationship: str = Field("", title="続柄", max_length=50)
    registered_domicile: str = Field(
        "", title="本籍", max_length=200,
        json_schema_extra={"copied": True, "suggest": "domiciles"},
    )  # fmt: skip
    registry_head: str = Field(
        "", title="筆頭者", max_length=200, json_schema_extra={"copied": True, "suggest": "names"}
    )
    nationality: str = Field("JP", title="国籍・地域", max_length=50)


class BirthForm(EventForm):
    """A birth, or several of one day, into a household."""

    basis: Basis = Field(Basis.FAMILY_REGISTER, title="根拠")
    household_no: int = Field(title="世帯番号")
    parent_no: OptionalNumber = Field(None, title="父又は母の宛名番号")
    children: tuple[Newborn, ...] = Field(title="出生者", min_length=1)
    born_abroad: bool = Field(False, title="国外での出生")


def plan_birth(typed: BirthForm, now: Now) -> Plan:
    """What the birth makes of the register."""
    plan = Plan(reason=Reason.BIRTH, household_nos={typed.household_no})
    day = day_of(typed, None, now)
    members = now.household(typed.household_no, day)
    if not members:
        plan.add("E-026", detail=f"世帯番号 {typed.household_no}")
        return plan
    if _has_moved(members, now):
        plan.warn(
            "register.birth_before_move",
            "出生の日の後に世帯の住所が変わっています。登録の後、出生者の転居も入力してください。",
        )
    parent = next((row for row in members if row.addressee_no == typed.parent_no), members[0])
    for number, child in enumerate(typed.children, start=1):
        values = _record(typed, child, parent, members[0])
        subject = f"出生者 {number}件目"
        check_newcomer(plan, typed, now, reason=Reason.BIRTH, values=values, subject=subject)
        plan.findings += _readings(child, now, subject)
        plan.changes.append(
            PersonChange(addressee_no=-number, first_day=day, values=values, is_entry=True)
        )
    _check_together(plan, members, now)
    _put_in_order(plan, members)
    return plan


def relationship_of_child(parent: str) -> str:
    """What a parent's child is to the householder: 子 of the householder or the spouse."""
    read = parse_relationship(parent).value
    if read is None or read.kind in (RelationKind.CONNECTED, RelationKind.LODGER):
        return parent
    links = read.links
    while links and links[-1] in SPOUSES:  # the child of 子の妻 is 子の子
        links = links[:-1]
    if links and links[-1] in CHILDREN:  # 子（子の夫）の子 is 子の子
        links = (*links[:-1], Link.CHILD)
    if len(links) >= MAX_GENERATIONS:
        return CONNECTED.text
    return Relationship(RelationKind.FAMILY, (*links, Link.CHILD)).text


def _has_moved(members: list[ResidentVersion], now: Now) -> bool:
    today = now.people([row.addressee_no for row in members])
    return any(
        row.addressee_no in today and today[row.addressee_no].address != row.address
        for row in members
    )


def _record(
    typed: BirthForm, child: Newborn, parent: ResidentVersion, head: ResidentVersion
) -> dict[str, Any]:
    day, text = typed.happened_on.day, typed.happened_on.text
    home = {name: getattr(head, name) for name in HOME_ITEMS}
    given = {
        "household_no": typed.household_no, "name": child.name, "kana": child.kana,
        "sex": child.sex, "birth_date": day, "birth_date_text": text,
        "householder_name": head.householder_name,
        "relationship": child.relationship or relationship_of_child(parent.relationship),
        "moved_in_on": day, "moved_in_text": text, "became_resident_by": BORN,
        "notified_on": typed.notified_on, "address_notified_on": typed.notified_on,
    }  # fmt: skip
    if child.nationality == "JP":
        return home | given | _japanese(typed, child, parent)
    return home | given | {
        "kind": ResidentKind.FOREIGN, "nationality": child.nationality,
        "foreign_resident_on": day, "foreign_resident_text": text,
        "article_30_45": ForeignClass.TRANSITIONAL_BY_BIRTH.value,
    }  # fmt: skip


def _japanese(typed: BirthForm, child: Newborn, parent: ResidentVersion) -> dict[str, Any]:
    return {
        "became_resident_on": typed.happened_on.day,
        "became_resident_text": typed.happened_on.text,
        "registered_domicile": child.registered_domicile or parent.registered_domicile,
        "registry_head": child.registry_head or parent.registry_head,
    }


def _readings(child: Newborn, now: Now, subject: str) -> tuple[Finding, ...]:
    is_japanese = child.nationality == "JP"
    return check_furigana(
        Furigana(child.kana, is_confirmed=True),
        kind=RuleKind.JAPANESE if is_japanese else RuleKind.FOREIGN,
        has_former_surname=False, as_of=now.today, subject=subject,
    )  # fmt: skip


def _newborns(plan: Plan) -> list[Member]:
    return [
        Member(
            one.addressee_no, one.values["relationship"], RuleSex(one.values["sex"]),
            one.values["birth_date"],
        )
        for one in plan.changes
    ]  # fmt: skip


def _check_together(plan: Plan, members: list[ResidentVersion], now: Now) -> None:
    """What the children add to what can be said of the household; the rest is not their matter."""
    before = set(check_household(tuple(map(member_of, members)), as_of=now.today))
    whole = (*map(member_of, members), *_newborns(plan))
    plan.findings += [one for one in check_household(whole, as_of=now.today) if one not in before]
    if not any(row.is_householder for row in members):
        plan.findings.append(finding("A-002"))


def _put_in_order(plan: Plan, members: list[ResidentVersion]) -> None:
    """The children's place among the members (世帯員の並び順)."""
    whole = [OrderedMember(one) for one in (*map(member_of, members), *_newborns(plan))]
    places = {one.member.number: place for place, one in enumerate(order_members(tuple(whole)), 1)}
    plan.changes = [
        PersonChange(
            addressee_no=one.addressee_no, first_day=one.first_day, is_entry=True,
            values={**one.values, "member_order": places[one.addressee_no]},
        )
        for one in plan.changes
    ]  # fmt: skip


def _subjects(typed: BirthForm) -> tuple[int, ...]:
    return (typed.parent_no,) if typed.parent_no is not None else ()


BIRTH = event_kind(code="birth", label=BORN, form=BirthForm, plan=plan_birth, subjects=_subjects)
KINDS = (BIRTH,)
