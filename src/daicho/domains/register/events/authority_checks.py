# SPDX-License-Identifier: Apache-2.0
"""What events by authority look at alike: the event against the person, and a whole new record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from daicho.domains.register.events.base import EventForm, Now, Plan
from daicho.domains.register.history import latest_rows
from daicho.domains.register.models import ResidentKind, ResidentVersion, Status
from daicho.kernel.findings import Finding
from daicho.kernel.numbers import addressee_check_digit
from daicho.kernel.uncertain_date import UncertainDate
from daicho.rules.resident_register.entitlements import check_entitlements
from daicho.rules.resident_register.event_rules import EventFacts, check_event
from daicho.rules.resident_register.foreign import ForeignClass, ResidenceItems
from daicho.rules.resident_register.reasons import Reason, ResidentStatus
from daicho.rules.resident_register.reasons import ResidentKind as RuleKind
from daicho.rules.resident_register.rebase import Member
from daicho.rules.resident_register.relationship import Sex
from daicho.rules.resident_register.required import PersonItems, check_person
from daicho.rules.resident_register.resident_code import with_check_digit

GONE = "register.person_gone"
# Numbers that only the registration gives: what stands for them while a slip is checked.
_PENDING_NO = f"1{addressee_check_digit('1')}"
_PENDING_CODE = with_check_digit("0" * 10)
_RULE_KINDS = {ResidentKind.JAPANESE: RuleKind.JAPANESE, ResidentKind.FOREIGN: RuleKind.FOREIGN}
_RULE_STATES = {
    Status.RESIDENT: ResidentStatus.RESIDENT,
    Status.MOVED_OUT: ResidentStatus.MOVED_OUT,
    Status.DEAD: ResidentStatus.DEAD,
    Status.REMOVED: ResidentStatus.REMOVED,
}


def named(number: int) -> str:
    """How a finding names a person."""
    return f"宛名番号 {number}"


def rule_kind(kind: str) -> RuleKind:
    """The kind of resident as the rules name it."""
    return _RULE_KINDS[ResidentKind(kind)]


def state_of(row: ResidentVersion | None, latest: ResidentVersion | None) -> ResidentStatus | None:
    """The state for the rules: a resident with a removal ahead is 転出予定."""
    if row is None:
        return None
    if row.status == Status.RESIDENT and latest is not None and not latest.is_resident:
        return ResidentStatus.LEAVING if latest.valid.lower > (row.valid.lower or date.min) else (
            ResidentStatus.RESIDENT
        )  # fmt: skip
    return _RULE_STATES[Status(row.status)]


def birth_of(row: ResidentVersion) -> UncertainDate | None:
    """The date of birth with its wording."""
    return UncertainDate(row.birth_date, row.birth_date_text) if row.birth_date else None


def member_of(row: ResidentVersion) -> Member:
    """A member of a household as the rules of relationships take one."""
    return Member(row.addressee_no, row.relationship, Sex(row.sex), row.birth_date)


def day_of(typed: EventForm, row: ResidentVersion | None, now: Now) -> date:
    """The first day of what the event changes.

    That is the day of the event; where nobody knows it (年月日不詳, or words that begin before the
    person became a resident) the record changes from the first day that can be said: the day of
    notice for an unknown one, else the day on which the person's stay began.
    """
    day = typed.happened_on
    if not day.is_year_known:
        return typed.notified_on or now.today
    began = row.became_resident_on or row.foreign_resident_on if row is not None else None
    return max(day.day, began) if day.is_uncertain and began is not None else day.day


def found_people(
    plan: Plan, typed: EventForm, now: Now, numbers: Iterable[int]
) -> dict[int, ResidentVersion]:
    """The records that the event starts from, on its day; who has none is a finding."""
    wanted = list(dict.fromkeys(numbers))
    today = now.people(wanted)
    days = {number: day_of(typed, today.get(number), now) for number in wanted}
    found: dict[int, ResidentVersion] = {}
    for day in sorted(set(days.values())):
        found |= now.people([number for number in wanted if days[number] == day], day)
    for number in wanted:
        if number not in found:
            plan.stop(
                GONE, "異動日に住民記録のない宛名番号です。対象者と異動日を確認してください。",
                subject=named(number),
            )  # fmt: skip
    return {number: found[number] for number in wanted if number in found}


def check_people(
    plan: Plan, typed: EventForm, now: Now, rows: Mapping[int, ResidentVersion], **facts: Any
) -> None:
    """Add every error and alert of the event for each person."""
    latest = latest_rows(rows)
    for number, row in rows.items():
        last = latest.get(number)
        own = EventFacts(
            reason=plan.reason, kind=rule_kind(row.kind), basis=typed.basis,
            moved_on=typed.happened_on, processed_on=now.today, basis_date=typed.notified_on,
            status=state_of(row, last), birth=birth_of(row),
            last_moved_on=last.valid.lower if last else None, subject=named(number),
        )  # fmt: skip
        plan.findings += check_event(replace(own, **facts), today=now.today)


def check_newcomer(
    plan: Plan, typed: EventForm, now: Now, *, reason: Reason, values: Mapping[str, Any],
    subject: str,
) -> None:  # fmt: skip
    """Add what speaks against recording somebody who is not in the register."""
    birth = _uncertain(values, "birth_date")
    plan.findings += check_event(
        EventFacts(
            reason=reason, kind=rule_kind(values.get("kind", ResidentKind.JAPANESE)),
            basis=typed.basis, moved_on=typed.happened_on, processed_on=now.today,
            basis_date=typed.notified_on, birth=birth, subject=subject,
        ),
        today=now.today,
    )  # fmt: skip
    plan.findings += check_record(values, now=now, subject=subject)


def check_record(values: Mapping[str, Any], *, now: Now, subject: str) -> tuple[Finding, ...]:
    """Every error of the items of one whole record that is about to be."""
    kind = rule_kind(values.get("kind", ResidentKind.JAPANESE))
    is_foreign = kind is RuleKind.FOREIGN
    held = check_entitlements(values.get("entitlements") or {}, kind=kind, subject=subject)
    return held + check_person(
        PersonItems(
            kind=kind, birth=_uncertain(values, "birth_date"), address=values.get("address", ""),
            addressee_no=_PENDING_NO, household_no=_PENDING_NO if values["household_no"] else "",
            resident_code=values.get("resident_code") or _PENDING_CODE,
            registered_domicile=values.get("registered_domicile", ""),
            family_register_head=values.get("registry_head", ""),
            became_resident_on=_uncertain(values, "became_resident_on", "became_resident_text"),
            settled_on=_uncertain(values, "moved_in_on", "moved_in_text"),
            became_foreign_resident_on=_uncertain(
                values, "foreign_resident_on", "foreign_resident_text"
            ),
            residence=residence_of(values) if is_foreign else None,
            is_removed=values.get("status", Status.RESIDENT) != Status.RESIDENT, subject=subject,
        ),
        processed_on=now.today,
    )  # fmt: skip


def residence_of(values: Mapping[str, Any]) -> ResidenceItems:
    """The items of Article 30-45; 上陸期間 and 仮滞在期間 are kept as 在留期間."""
    article = values.get("article_30_45", "")
    foreign_class = ForeignClass(article) if article in set(ForeignClass) else None
    period = values.get("residence_period", "")
    landing = foreign_class is ForeignClass.TEMPORARY_REFUGE
    provisional = foreign_class is ForeignClass.PROVISIONAL_STAY
    return ResidenceItems(
        foreign_class, status_of_residence=values.get("residence_status", ""),
        period_of_stay="" if landing or provisional else period,
        expires_on=values.get("residence_until"), card_number=values.get("residence_card_no", ""),
        landing_period=period if landing else "",
        provisional_stay_period=period if provisional else "",
    )  # fmt: skip


def _uncertain(
    values: Mapping[str, Any], name: str, text_name: str | None = None
) -> UncertainDate | None:
    day = values.get(name)
    return UncertainDate(day, values.get(text_name or f"{name}_text", "")) if day else None
