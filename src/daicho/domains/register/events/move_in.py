# SPDX-License-Identifier: Apache-2.0
"""Moving in (転入, 標準仕様書 4.1.1): new records, or those of who was here before going on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from daicho.domains.register.events.authority_checks import (
    check_record,
    named,
    rule_kind,
    state_of,
)
from daicho.domains.register.events.base import Now, Plan, event_kind
from daicho.domains.register.events.household_joining import join, place_of
from daicho.domains.register.events.move_in_form import (
    UNREGISTERED,
    MoveIn,
    Mover,
    Origin,
    record_of,
)
from daicho.domains.register.events.move_in_returning import check_returning
from daicho.domains.register.events.names_alias import names_to_carry_over
from daicho.domains.register.events.special_adoption import remark_adoption
from daicho.domains.register.history import PersonChange, latest_rows
from daicho.kernel.findings import Finding
from daicho.kernel.numbers import is_individual_number
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.event_rules import EventFacts, check_event
from daicho.rules.resident_register.names import Furigana, check_furigana
from daicho.rules.resident_register.reasons import Reason
from daicho.rules.resident_register.required import check_age

REASONS = {
    Origin.DOMESTIC: Reason.DOMESTIC_MOVE_IN,
    Origin.ABROAD: Reason.MOVE_IN_FROM_ABROAD,
}
_NEW_PERSON = re.compile(r"^宛名番号 -(\d+)$")
# What speaks against the slip as a whole, however many persons it names.
_OF_SLIP = frozenset(
    f"register.{number}"
    for number in ("E-003", "E-004", "E-005", "E-006", "E-008", "E-013", "E-014", "A-005", "A-013")
)


def plan_move_in(typed: MoveIn, now: Now, *, reason: Reason | None = None) -> Plan:
    """What the move makes of the register; by authority the event has a `reason` of its own."""
    plan = Plan(reason=reason or REASONS[typed.origin], detail=_detail(typed), note=_note(typed))
    remark_adoption(plan, typed.special_adoption, items=("転入前住所",))
    day = typed.happened_on.day
    place, household = place_of(plan, typed, now, day=day)
    numbers = [one.addressee_no or -n for n, one in enumerate(typed.members, start=1)]
    if _names_somebody_twice(plan, numbers):
        return plan
    movers = dict(zip(numbers, typed.members, strict=True))
    records = {number: record_of(typed, one, place) for number, one in movers.items()}
    shares = join(plan, now, household_no=household, joining=records, day=day)
    plan.household_nos.add(household)
    for number, one in movers.items():
        values = records[number] | shares[number]
        plan.changes.append(
            PersonChange(addressee_no=number, first_day=day, values=values, is_entry=True)
        )
        plan.findings += _check_record(one, values, now, subject=named(number))
        if is_individual_number(one.individual_number):
            plan.individual_numbers.append((number, one.individual_number))
    plan.findings += _check_event(plan.reason, typed, movers, now)
    check_returning(plan, now, typed.members)
    _ask_for_names(plan, typed)
    _check_numbers(plan, typed.members)
    plan.findings = say_once(plan.findings)
    return plan


def _detail(typed: MoveIn) -> dict[str, object]:
    marks = {"特例転入": typed.by_certificate, "未届転入": typed.is_unregistered}
    return {name: True for name, is_set in marks.items() if is_set}


def _note(typed: MoveIn) -> str:
    """The remark that an unregistered move demands (4.1.1.4, 1.1.14 B類型)."""
    if not typed.is_unregistered:
        return ""
    return (
        f"未届転入。転入前住所{UNREGISTERED}: {typed.previous_address.removesuffix(UNREGISTERED)}"
    )


def _names_somebody_twice(plan: Plan, numbers: Sequence[int]) -> bool:
    twice = [number for number, count in Counter(numbers).items() if count > 1]
    for number in twice:
        plan.stop("register.twice", "同じ人が二度入力されています。", subject=named(number))
    return bool(twice)


def _check_event(
    reason: Reason, typed: MoveIn, movers: dict[int, Mover], now: Now
) -> list[Finding]:
    """Reason, ground and dates, as they meet each person and the record continued."""
    known = latest_rows([number for number in movers if number > 0])
    today = now.people(known)
    found: list[Finding] = []
    for number, one in movers.items():
        latest = known.get(number)
        status = state_of(today.get(number) or latest, latest)
        found += check_event(
            EventFacts(
                reason=reason, kind=rule_kind(one.kind), basis=typed.basis,
                moved_on=typed.happened_on, processed_on=now.today, basis_date=typed.notified_on,
                status=status, birth=one.birth,
                last_moved_on=latest.valid.lower if latest else None, subject=named(number),
            ),
            today=now.today,
        )  # fmt: skip
        if number > 0 and latest is None:
            found.append(finding("E-012", subject=named(number), detail="記録なし"))
        elif latest is not None and _is_before_removal(typed, latest):
            detail = f"消除の日 {latest.valid.lower}"
            found.append(finding("E-012", subject=named(number), detail=detail))
    return found


def _is_before_removal(typed: MoveIn, latest: Any) -> bool:
    """Coming back on a day on which the old record still held would wipe it out."""
    began = latest.valid.lower
    return not latest.is_resident and began is not None and typed.happened_on.day < began


def _check_record(one: Mover, values: dict[str, Any], now: Now, *, subject: str) -> list[Finding]:
    readings = Furigana(one.kana, one.former_name_kana, one.alias_kana, one.kana_confirmed)
    return [
        *check_record(values, now=now, subject=subject),
        *check_furigana(
            readings, kind=rule_kind(one.kind), has_former_surname=bool(one.former_name),
            as_of=now.today, subject=subject,
        ),
        *check_age(one.birth, as_of=now.today, is_ward=one.under_guardianship, subject=subject),
        *_check_kind(one, subject),
    ]  # fmt: skip


_FOREIGN_ONLY = (
    "nationality", "foreign_resident", "article_30_45", "residence_status", "residence_period",
    "residence_until", "residence_card_no", "landed_by_permit", "alien_registered",
)  # fmt: skip


def _check_kind(one: Mover, subject: str) -> list[Finding]:
    """Items of the other kind of resident, and an alias without its day and place."""
    if one.is_foreign:
        found = [finding("E-043", subject=subject)] if one.former_name else []
        if one.alias and not (one.alias_entered_on and one.alias_entered_at):
            found.append(finding("E-045", subject=subject))
        return found
    found = [finding("E-044", subject=subject)] if one.alias else []
    if any(getattr(one, name) for name in _FOREIGN_ONLY if getattr(one, name) != "JP"):
        found.append(finding("E-054", subject=subject))
    return found


def _ask_for_names(plan: Plan, typed: MoveIn) -> None:
    """Who left for abroad from here may take up the former surname or alias again (1.1.7)."""
    if typed.origin is not Origin.ABROAD:
        return
    for one in typed.members:
        left = names_to_carry_over(addressee_no=one.addressee_no) if one.addressee_no else {}
        for name, label in (("former_name", "旧氏"), ("alias", "通称")):
            if left.get(name) and not getattr(one, name):
                plan.warn(
                    f"register.{name}_not_taken_up",
                    f"国外への転出時に{label}の記載があります。引き継がないことを確認してください。",
                    subject=named(one.addressee_no or 0), citation="標準仕様書 1.1.7",
                )  # fmt: skip


def _check_numbers(plan: Plan, movers: Sequence[Mover]) -> None:
    """個人番号: the check digit, and nobody's twice. The numbers themselves are told to nobody."""
    for place, one in enumerate(movers, start=1):
        if one.individual_number and not is_individual_number(one.individual_number):
            plan.add("E-031", subject=f"転入者 {place}件目")
    typed = [one.individual_number for one in movers if one.individual_number]
    if len(set(typed)) < len(typed):
        plan.add("E-034", detail="同じ入力票の中")
    codes = [one.resident_code for one in movers if one.resident_code]
    if len(set(codes)) < len(codes):
        plan.add("E-035", detail="同じ入力票の中")


def say_once(found: Sequence[Finding]) -> list[Finding]:
    """What speaks against the slip is said once, and new persons are named by their place."""
    said: dict[tuple[str, str, str], Finding] = {}
    for one in found:
        subject = _NEW_PERSON.sub(r"転入者 \1件目", one.subject)
        told = replace(one, subject="" if one.code in _OF_SLIP else subject)
        said.setdefault((told.code, told.message_ja, told.subject), told)
    return list(said.values())


def _subjects(typed: MoveIn) -> tuple[int, ...]:
    return tuple(one.addressee_no for one in typed.members if one.addressee_no)


KINDS = (
    event_kind(
        code="move_in", label="転入", form=MoveIn, plan=plan_move_in, subjects=_subjects
    ),
)  # fmt: skip
