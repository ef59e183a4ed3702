# SPDX-License-Identifier: Apache-2.0
"""Naturalisation, acquired and lost nationality (帰化・国籍取得・国籍喪失, 標準仕様書 4.5.3–4.5.5).

The record of the one kind is removed and that of the other kind made, by two events of one slip
under the same 宛名番号. What both kinds have is carried over; what only the old one has is not.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field

from daicho.domains.register.events.authority_checks import (
    check_people,
    check_record,
    found_people,
    named,
)
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.events.correction_plan import rename_for_members
from daicho.domains.register.events.death import removal_values
from daicho.domains.register.history import PersonChange, items_of
from daicho.domains.register.models import ResidentKind, ResidentVersion, Status
from daicho.foundation.entries.fields import OptionalDate
from daicho.rules.resident_register.foreign import (
    ForeignClass,
    became_foreign_resident_after_loss,
)
from daicho.rules.resident_register.reasons import Basis, Reason

FOREIGN_ITEMS: dict[str, Any] = {
    "kanji_name": "", "latin_name": "", "alias": "", "alias_kana": "",
    "alias_kana_confirmed": False, "alias_entered_on": None, "alias_entered_at": "",
    "alias_removed_on": None, "alias_removed_at": "", "name_precedence": "",
    "foreign_resident_on": None, "foreign_resident_text": "", "alien_registered_on": None,
    "alien_registered_text": "", "article_30_45": "", "residence_status": "",
    "residence_period": "", "residence_until": None, "residence_card_no": "",
    "residence_notified": False, "landed_by_permit": False,
}  # fmt: skip
JAPANESE_ITEMS: dict[str, Any] = {
    "registered_domicile": "", "registry_head": "", "former_name": "", "former_name_kana": "",
    "former_name_kana_confirmed": False, "became_resident_on": None, "became_resident_text": "",
}  # fmt: skip
PRESENT: dict[str, Any] = {
    "status": Status.RESIDENT, "ceased_on": None, "ceased_text": "", "cease_reason": "",
    "cease_notified_on": None,
}  # fmt: skip


class Acquisition(StrEnum):
    """How Japanese nationality came."""

    NATURALISED = "帰化"
    ACQUIRED = "国籍取得"


class NationalityGained(EventForm):
    """A foreign resident who is Japanese from the day on."""

    basis: Basis = Field(Basis.FAMILY_REGISTER, title="根拠")
    addressee_no: int = Field(title="宛名番号")
    cause: Acquisition = Field(title="事由")
    name: str = Field(title="氏名", min_length=1, max_length=300)
    kana: str = Field("", title="氏名の振り仮名", max_length=300)
    registered_domicile: str = Field(title="本籍", min_length=1, max_length=300)
    registry_head: str = Field(title="筆頭者", min_length=1, max_length=300)


class NationalityLost(EventForm):
    """A Japanese resident who is foreign from the day on (the day of the event is that of loss)."""

    basis: Basis = Field(Basis.FAMILY_REGISTER, title="根拠")
    addressee_no: int = Field(title="宛名番号")
    nationality: str = Field(
        title="国籍・地域", min_length=1, max_length=100,
        json_schema_extra={"suggest": "countries"},
    )  # fmt: skip
    name: str = Field("", title="氏名", max_length=300)
    kana: str = Field("", title="氏名の振り仮名", max_length=300)
    latin_name: str = Field("", title="氏名(アルファベット)", max_length=300)
    article_30_45: str = Field(
        ForeignClass.TRANSITIONAL_BY_LOSS.value, title="法30条の45の区分", max_length=20
    )
    residence_status: str = Field("", title="在留資格", max_length=100)
    residence_period: str = Field("", title="在留期間", max_length=50)
    residence_until: OptionalDate = Field(None, title="在留期間満了の日")
    residence_card_no: str = Field("", title="在留カード等の番号", max_length=12)


def plan_nationality_gained(typed: NationalityGained, now: Now) -> Plan:
    """The foreign record is removed, the Japanese one made."""
    plan = Plan(
        reason=Reason.REMOVE_NATURALISED, is_passing=True, detail={"事由": typed.cause.value}
    )
    rows = found_people(plan, typed, now, [typed.addressee_no])
    check_people(plan, typed, now, rows)
    for row in rows.values():
        since = row.foreign_resident_on
        values = FOREIGN_ITEMS | PRESENT | {
            "kind": ResidentKind.JAPANESE, "nationality": "JP", "name": typed.name,
            "kana": typed.kana, "kana_confirmed": False, "notified_on": typed.notified_on,
            "registered_domicile": typed.registered_domicile,
            "registry_head": typed.registry_head, "became_resident_on": since,
            "became_resident_text": row.foreign_resident_text,
            "became_resident_by": typed.cause.value,
        }  # fmt: skip
        record = Plan(reason=Reason.RECORD_NATURALISED, detail={"事由": typed.cause.value})
        _exchange(plan, record, typed, now, row, values, typed.happened_on.day)
    return plan


def plan_nationality_lost(typed: NationalityLost, now: Now) -> Plan:
    """The Japanese record is removed, the foreign one made."""
    plan = Plan(reason=Reason.REMOVE_NATIONALITY_LOST, is_passing=True)
    row = now.person(typed.addressee_no)
    if row is None:
        found_people(plan, typed, now, [typed.addressee_no])
        return plan
    check_people(plan, typed, now, {typed.addressee_no: row})
    lost_on = typed.happened_on.day
    since = became_foreign_resident_after_loss(
        lost_on=lost_on, became_resident_on=row.became_resident_on or lost_on
    )
    values = JAPANESE_ITEMS | PRESENT | {
        "kind": ResidentKind.FOREIGN, "nationality": typed.nationality,
        "name": typed.name or row.name, "kana": typed.kana or row.kana,
        "latin_name": typed.latin_name, "foreign_resident_on": since,
        "foreign_resident_text": "", "became_resident_by": "国籍喪失",
        "notified_on": typed.notified_on, "article_30_45": typed.article_30_45,
        "residence_status": typed.residence_status, "residence_period": typed.residence_period,
        "residence_until": typed.residence_until, "residence_card_no": typed.residence_card_no,
    }  # fmt: skip
    _exchange(plan, Plan(reason=Reason.RECORD_NATIONALITY_LOST), typed, now, row, values, since)
    return plan


def _exchange(
    plan: Plan, record: Plan, typed: EventForm, now: Now, row: ResidentVersion,
    values: dict[str, Any], day: date,
) -> None:  # fmt: skip
    """Removal and record of one person from a day on, one right after the other."""
    number = row.addressee_no
    removal = removal_values(typed, status=Status.REMOVED, cause=plan.reason.label_ja)
    plan.changes.append(PersonChange(addressee_no=number, first_day=day, values=removal))
    if row.is_householder:
        values["householder_name"] = values["name"]
    record.changes.append(PersonChange(addressee_no=number, first_day=day, values=values))
    record.findings += check_record({**items_of(row), **values}, now=now, subject=named(number))
    for one in (plan, record):
        one.household_nos |= {row.household_no} if row.household_no is not None else set()
    plan.follow(record)
    if row.is_householder and values["name"] != row.name:
        rename = Plan(reason=Reason.CORRECT_BY_AUTHORITY)
        rename_for_members(rename, now, row, values["name"], day)
        if rename.then is not None:
            plan.follow(rename.then)


NATIONALITY_GAINED = event_kind(
    code="nationality_gained", label="帰化・国籍取得", form=NationalityGained,
    plan=plan_nationality_gained, subjects=lambda typed: (typed.addressee_no,),
)  # fmt: skip
NATIONALITY_LOST = event_kind(
    code="nationality_lost", label="国籍喪失", form=NationalityLost,
    plan=plan_nationality_lost, subjects=lambda typed: (typed.addressee_no,),
)  # fmt: skip
KINDS = (NATIONALITY_GAINED, NATIONALITY_LOST)
