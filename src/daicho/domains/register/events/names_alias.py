# SPDX-License-Identifier: Apache-2.0
"""Aliases of foreign residents (通称の記載・削除, 標準仕様書 1.1.7), on their offer.

Each stands with the day and the municipality of its record and removal; the list of all of them
(通称の履歴) is read from the rows. Who comes back from abroad takes up the alias or former surname
they left with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field

from daicho.domains.register.events.authority_checks import (
    check_people,
    found_people,
    named,
    rule_kind,
)
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.history import PersonChange, latest_rows
from daicho.domains.register.models import Event, ResidentVersion, Status
from daicho.foundation.entries.fields import OptionalDate
from daicho.rules.resident_register.names import AliasOffer, Furigana, check_alias, check_furigana
from daicho.rules.resident_register.reasons import Basis, Reason


class AliasForm(EventForm):
    """An offer to record an alias; without a day or a place it is recorded here, on the day."""

    basis: Basis = Field(Basis.OFFER, title="根拠")
    addressee_no: int = Field(title="宛名番号")
    alias: str = Field(title="通称", min_length=1, max_length=100)
    alias_kana: str = Field("", title="通称の振り仮名", max_length=100)
    alias_kana_confirmed: bool = Field(False, title="通称の振り仮名確認")
    entered_on: OptionalDate = Field(None, title="通称を記載した日")
    entered_at: str = Field("", title="通称を記載した市区町村", max_length=100)


class AliasRemoval(EventForm):
    """The removal of the alias."""

    basis: Basis = Field(Basis.OFFER, title="根拠")
    addressee_no: int = Field(title="宛名番号")
    removed_on: OptionalDate = Field(None, title="通称を削除した日")
    removed_at: str = Field("", title="通称を削除した市区町村", max_length=100)


def plan_alias(typed: AliasForm, now: Now) -> Plan:
    """What the record of an alias changes."""
    day = typed.entered_on or typed.happened_on.day
    values = {
        "alias": typed.alias, "alias_kana": typed.alias_kana,
        "alias_kana_confirmed": typed.alias_kana_confirmed, "alias_entered_on": day,
        "alias_entered_at": typed.entered_at, "alias_removed_on": None, "alias_removed_at": "",
    }  # fmt: skip
    plan = _plan(Reason.ALIAS_RECORD, typed, now, values, day, typed.entered_at, typed.alias)
    if typed.alias_kana:
        readings = Furigana("", alias=typed.alias_kana)
        plan.findings += check_furigana(
            readings, kind=rule_kind("foreign"), has_former_surname=False, as_of=now.today,
            subject=named(typed.addressee_no),
        )  # fmt: skip
    return plan


def plan_alias_removal(typed: AliasRemoval, now: Now) -> Plan:
    """What the removal of an alias changes; its day and place stay with the record."""
    day = typed.removed_on or typed.happened_on.day
    values = {
        "alias": "", "alias_kana": "", "alias_kana_confirmed": False, "name_precedence": "",
        "alias_removed_on": day, "alias_removed_at": typed.removed_at,
    }  # fmt: skip
    return _plan(Reason.ALIAS_REMOVE, typed, now, values, day, typed.removed_at, "")


def _plan(
    reason: Reason, typed: AliasForm | AliasRemoval, now: Now, values: dict[str, Any], day: date,
    place: str, requested: str,
) -> Plan:  # fmt: skip
    plan = Plan(reason=reason)
    rows = found_people(plan, typed, now, [typed.addressee_no])
    check_people(plan, typed, now, rows)
    for number, row in rows.items():
        plan.findings += check_alias(
            AliasOffer(
                reason=reason, kind=rule_kind(row.kind), held=row.alias, requested=requested,
                on=day, municipality=place, subject=named(number),
            )
        )  # fmt: skip
        plan.changes.append(
            PersonChange(addressee_no=number, first_day=typed.happened_on.day, values=values)
        )
    return plan


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasTime:
    """One alias with day and place of its record and, when it is over, of its removal."""

    alias: str
    kana: str
    entered_on: date | None
    entered_at: str
    removed_on: date | None = None
    removed_at: str = ""


def list_aliases(*, addressee_no: int) -> list[AliasTime]:
    """Every alias that the person has had, as known now, the first one first (通称の履歴)."""
    rows = ResidentVersion.objects.filter(addressee_no=addressee_no, recorded__upper_inf=True)
    found: list[AliasTime] = []
    held: ResidentVersion | None = None
    for row in rows.order_by("history_no"):
        if held is not None and row.alias != held.alias:
            found.append(_time(held, row.alias_removed_on, row.alias_removed_at))
            held = None
        if row.alias:
            held = row
    if held is not None:
        found.append(_time(held, None, ""))
    return found


def _time(row: ResidentVersion, removed_on: date | None, removed_at: str) -> AliasTime:
    return AliasTime(
        alias=row.alias, kana=row.alias_kana, entered_on=row.alias_entered_on,
        entered_at=row.alias_entered_at, removed_on=removed_on, removed_at=removed_at,
    )  # fmt: skip


CARRIED = (
    "former_name", "former_name_kana", "former_name_kana_confirmed", "alias", "alias_kana",
    "alias_kana_confirmed", "alias_entered_on", "alias_entered_at",
)  # fmt: skip


def names_to_carry_over(*, addressee_no: int) -> dict[str, Any]:
    """Former surname and alias that one who moved abroad from here may take up again (1.1.7).

    Only at the first move in from abroad, and here: empty when the last event was another.
    """
    row = latest_rows([addressee_no]).get(addressee_no)
    if row is None or row.status != Status.MOVED_OUT or row.event_id is None:
        return {}
    left = Event.objects.filter(pk=row.event_id, reason=Reason.MOVE_OUT_ABROAD.value)
    if not left.exists():
        return {}
    return {name: getattr(row, name) for name in CARRIED}


ALIAS_RECORD = event_kind(
    code="alias_record", label="通称の記載", form=AliasForm, plan=plan_alias,
    subjects=lambda typed: (typed.addressee_no,),
)  # fmt: skip
ALIAS_REMOVE = event_kind(
    code="alias_remove", label="通称の削除", form=AliasRemoval, plan=plan_alias_removal,
    subjects=lambda typed: (typed.addressee_no,),
)  # fmt: skip
KINDS = (ALIAS_RECORD, ALIAS_REMOVE)
