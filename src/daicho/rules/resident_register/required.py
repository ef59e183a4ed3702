# SPDX-License-Identifier: Apache-2.0
"""Items that may not be empty (1.1.6), how the dates of one person agree, and what age tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from daicho.kernel.dates import attained_age
from daicho.kernel.findings import Finding
from daicho.kernel.numbers import is_addressee_number
from daicho.kernel.uncertain_date import UncertainDate
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.event_rules import is_before
from daicho.rules.resident_register.foreign import ResidenceItems, check_residence
from daicho.rules.resident_register.reasons import ResidentKind
from daicho.rules.resident_register.resident_code import check_resident_code

AGE_OF_MAJORITY = 18  # 民法4条, since 2022-04-01
AGE_OF_MAJORITY_BEFORE = 20
MAJORITY_LOWERED_ON = dt.date(2022, 4, 1)
NOTIFIER_AGE = 15
OLDEST_USUAL_AGE = 120


@dataclass(frozen=True, slots=True)
class PersonItems:
    """The items of one resident record, as far as they are checked; removed: 除票."""

    kind: ResidentKind
    birth: UncertainDate | None
    address: str
    addressee_no: str
    household_no: str
    resident_code: str = ""
    registered_domicile: str = ""  # 本籍; なし and 不明 are values
    family_register_head: str = ""  # 筆頭者
    became_resident_on: UncertainDate | None = None
    settled_on: UncertainDate | None = None  # 住所を定めた年月日
    became_foreign_resident_on: UncertainDate | None = None
    residence: ResidenceItems | None = None
    is_removed: bool = False
    subject: str = ""


def check_person(person: PersonItems, *, processed_on: dt.date) -> tuple[Finding, ...]:
    """Every error of one person's items."""
    return (
        *check_required(person),
        *check_numbers(person),
        *check_person_dates(person, processed_on=processed_on),
        *_check_class(person),
    )


def required_items(person: PersonItems) -> tuple[tuple[str, object], ...]:
    """Label and value of every item that may not be empty for this person."""
    always = (
        ("生年月日", person.birth),
        ("住所", person.address),
        ("宛名番号", person.addressee_no),
        ("世帯番号", person.household_no),
    )
    code = () if person.is_removed else (("住民票コード", person.resident_code),)
    if person.kind is ResidentKind.FOREIGN:
        return (
            *always,
            *code,
            ("外国人住民となった年月日", person.became_foreign_resident_on),
        )
    return (
        *always,
        *code,
        ("本籍", person.registered_domicile),
        ("筆頭者", person.family_register_head),
        ("住民となった年月日", person.became_resident_on),
    )


def check_required(person: PersonItems) -> tuple[Finding, ...]:
    """An error for each item that is empty."""
    return tuple(
        finding("E-001", subject=person.subject, detail=label)
        for label, value in required_items(person)
        if not value
    )


def check_numbers(person: PersonItems) -> tuple[Finding, ...]:
    """Check digits of 宛名番号, 世帯番号 and 住民票コード, where they are given."""
    named = (("宛名番号", person.addressee_no), ("世帯番号", person.household_no))
    wrong = (
        finding("E-033", subject=person.subject, detail=label)
        for label, number in named
        if number and not is_addressee_number(number)
    )
    return (*wrong, *check_resident_code(person.resident_code, subject=person.subject))


def _check_class(person: PersonItems) -> tuple[Finding, ...]:
    if person.kind is ResidentKind.FOREIGN:
        items = person.residence or ResidenceItems(None)
        return check_residence(items, is_removed=person.is_removed, subject=person.subject)
    if person.residence is None and person.became_foreign_resident_on is None:
        return ()
    return (finding("E-054", subject=person.subject),)


def check_person_dates(person: PersonItems, *, processed_on: dt.date) -> tuple[Finding, ...]:
    """Birth, becoming a resident and settling follow each other, and birth is not ahead."""
    return tuple(_date_findings(person, processed_on))


def _date_findings(person: PersonItems, processed_on: dt.date) -> Iterator[Finding]:
    since = person.became_resident_on or person.became_foreign_resident_on
    if person.birth is not None and person.birth.is_year_known and person.birth.day > processed_on:
        yield finding("E-019", subject=person.subject, detail=str(person.birth))
    if is_before(since, person.birth):
        yield finding("E-018", subject=person.subject, detail=f"{since}、生年月日 {person.birth}")
    if is_before(person.settled_on, person.became_resident_on):
        detail = f"{person.settled_on}、住民となった日 {person.became_resident_on}"
        yield finding("E-017", subject=person.subject, detail=detail)
    for label, value in (
        ("生年月日", person.birth),
        ("住民となった年月日", person.became_resident_on),
        ("住所を定めた年月日", person.settled_on),
        ("外国人住民となった年月日", person.became_foreign_resident_on),
    ):
        if value is not None and value.is_uncertain:
            yield finding("A-012", subject=person.subject, detail=f"{label} {value}")


def age_of_majority(on: dt.date) -> int:
    """18, and 20 before 2022-04-01."""
    return AGE_OF_MAJORITY if on >= MAJORITY_LOWERED_ON else AGE_OF_MAJORITY_BEFORE


def check_age(
    birth: UncertainDate | None, *, as_of: dt.date, is_ward: bool, subject: str = ""
) -> tuple[Finding, ...]:
    """Alerts of age: 成年被後見人, a minor among them, 120 years and more."""
    found = [finding("A-061", subject=subject)] if is_ward else []
    if birth is None or not birth.is_year_known:
        return tuple(found)
    age = attained_age(birth.day, as_of)
    if is_ward and age < age_of_majority(as_of):
        found.append(finding("A-064", subject=subject))
    if age >= OLDEST_USUAL_AGE:
        found.append(finding("A-062", subject=subject, detail=f"{age}歳"))
    return tuple(found)


def check_notifier(
    birth: UncertainDate | None, *, as_of: dt.date, subject: str = ""
) -> tuple[Finding, ...]:
    """Who notifies must be able to: an alert below 15 years (our reading, unverified)."""
    if birth is None or not birth.is_year_known or attained_age(birth.day, as_of) >= NOTIFIER_AGE:
        return ()
    return (finding("A-063", subject=subject),)
