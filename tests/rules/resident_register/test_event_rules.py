# SPDX-License-Identifier: Apache-2.0
"""Dates and grounds of an event: what stops, what only warns, and the terms of the law."""

import datetime as dt
from dataclasses import replace

import pytest

from daicho.kernel.uncertain_date import UncertainDate, parse_uncertain
from daicho.rules.resident_register.date_items import allows_uncertain, read_date
from daicho.rules.resident_register.event_rules import (
    EventFacts,
    check_event,
    check_household_change,
    check_leaving_householder,
    check_move_out_place,
    is_before,
    last_day_of_birth_notice,
    last_day_of_death_notice,
    last_day_of_notice,
)
from daicho.rules.resident_register.reasons import Basis, Reason, ResidentKind, ResidentStatus

TODAY = dt.date(2026, 11, 20)  # a Friday


def day(text):
    return parse_uncertain(text).value


MOVE_IN = EventFacts(
    reason=Reason.DOMESTIC_MOVE_IN,
    kind=ResidentKind.JAPANESE,
    basis=Basis.NOTIFICATION,
    moved_on=day("R8.11.18"),
    processed_on=TODAY,
    basis_date=TODAY,
    birth=day("S55.3.1"),
)
MOVE_OUT = replace(
    MOVE_IN,
    reason=Reason.DOMESTIC_MOVE_OUT,
    status=ResidentStatus.RESIDENT,
    moved_on=day("R8.11.30"),
)
WITHIN = replace(MOVE_IN, reason=Reason.MOVE_WITHIN, status=ResidentStatus.RESIDENT)
BIRTH = replace(
    MOVE_IN,
    reason=Reason.BIRTH,
    basis=Basis.FAMILY_REGISTER,
    moved_on=day("R8.11.10"),
    birth=day("R8.11.10"),
)
DEATH = replace(
    MOVE_IN,
    reason=Reason.DEATH,
    basis=Basis.FAMILY_REGISTER,
    status=ResidentStatus.RESIDENT,
    moved_on=day("R8.11.18"),
)
FOREIGN = ResidentKind.FOREIGN


def codes(findings):
    return [each.code.removeprefix("register.") for each in findings]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (MOVE_IN, []),
        (replace(MOVE_IN, moved_on=None), ["E-001"]),
        (replace(MOVE_IN, processed_on=dt.date(2026, 11, 19), basis_date=None), ["E-005", "E-014"]),
        (replace(MOVE_IN, moved_on=day("R8.11.21")), ["E-004"]),
        (replace(MOVE_IN, moved_on=day("令和8年11月頃")), ["E-003"]),
        (replace(MOVE_IN, moved_on=day("R8.11.20"), basis_date=dt.date(2026, 11, 21)), ["E-006"]),
        (replace(MOVE_IN, status=ResidentStatus.RESIDENT), ["E-012"]),
        (replace(MOVE_IN, status=ResidentStatus.MOVED_OUT), []),
        (replace(MOVE_IN, basis=Basis.REQUEST), ["E-013"]),
        (replace(MOVE_IN, basis=Basis.AUTHORITY, basis_date=None), []),
        (replace(MOVE_IN, birth=day("R8.11.19")), ["E-016"]),
        (replace(MOVE_IN, last_moved_on=dt.date(2026, 11, 19)), ["A-011"]),
        (replace(MOVE_IN, last_moved_on=dt.date(2026, 11, 18)), []),
        # 令和8年11月6日 + 14 days is November 20
        (replace(MOVE_IN, moved_on=day("R8.11.6")), []),
        (replace(MOVE_IN, moved_on=day("R8.11.5")), ["A-005"]),
        (replace(MOVE_IN, moved_on=day("R8.11.5"), basis=Basis.OFFER), []),
        (
            replace(
                MOVE_IN, moved_on=day("R8.11.5"), reason=Reason.MOVE_IN_FROM_ABROAD, kind=FOREIGN
            ),
            ["A-013"],
        ),
        (replace(WITHIN, moved_on=day("R8.11.5")), ["A-006"]),
        (replace(WITHIN, moved_on=day("R8.11.5"), reason=Reason.HOUSEHOLD_SPLIT), ["A-007"]),
        (replace(WITHIN, status=ResidentStatus.MOVED_OUT), ["E-012"]),
        (replace(WITHIN, reason=Reason.ALIAS_RECORD, basis=Basis.OFFER), ["E-011"]),
        (MOVE_OUT, []),
        (replace(MOVE_OUT, moved_on=day("R8.12.20")), []),
        (replace(MOVE_OUT, moved_on=day("R8.12.21")), ["A-010"]),
        (replace(MOVE_OUT, moved_on=day("R8.11.19")), ["A-014"]),
        (replace(MOVE_OUT, moved_on=day("R8.11.6")), ["A-014"]),
        (replace(MOVE_OUT, moved_on=day("R8.11.5")), ["E-010"]),
        (replace(MOVE_OUT, moved_on=day("R8.11.5"), basis=Basis.AUTHORITY), []),
        (BIRTH, []),
        (replace(BIRTH, birth=day("R8.11.9")), ["E-015"]),
        # born on November 7: November 20 is the fourteenth day
        (replace(BIRTH, moved_on=day("R8.11.7"), birth=day("R8.11.7")), []),
        (replace(BIRTH, moved_on=day("R8.11.6"), birth=day("R8.11.6")), ["A-008"]),
        (
            replace(BIRTH, moved_on=day("R8.8.21"), birth=day("R8.8.21"), happened_abroad=True),
            [],
        ),
        (
            replace(BIRTH, moved_on=day("R8.8.20"), birth=day("R8.8.20"), happened_abroad=True),
            ["A-008"],
        ),
        (DEATH, []),
        (replace(DEATH, moved_on=day("R8.11.14")), []),
        (replace(DEATH, moved_on=day("R8.11.13")), ["A-009"]),
        (replace(DEATH, moved_on=day("R8.11.1"), known_on=dt.date(2026, 11, 15)), []),
        (replace(DEATH, moved_on=day("令和8年11月1日頃から5日頃までの間")), ["A-012"]),
        (
            replace(DEATH, moved_on=day("令和8年11月頃"), known_on=dt.date(2026, 11, 13)),
            ["A-012", "A-009"],
        ),
        (
            replace(DEATH, reason=Reason.CANCEL_INCREASE, basis=Basis.AUTHORITY, basis_date=None),
            ["E-012"],
        ),
        (
            replace(
                DEATH,
                reason=Reason.CANCEL_INCREASE,
                basis=Basis.AUTHORITY,
                basis_date=None,
                status=ResidentStatus.LEAVING,
            ),
            [],
        ),
    ],
)
def test_an_event_is_judged_as_a_whole(event, expected):
    assert codes(check_event(event, today=TODAY)) == expected


@pytest.mark.parametrize(
    ("basis", "reason", "number"),
    [
        (Basis.FAMILY_REGISTER, Reason.DEATH, "E-007"),
        (Basis.OFFER, Reason.CORRECT_BY_AUTHORITY, "E-008"),
        (Basis.REQUEST, Reason.RESIDENT_CODE_REQUEST, "E-009"),
        (Basis.NOTICE, Reason.CORRECT_BY_AUTHORITY, "E-009"),
    ],
)
def test_no_ground_lies_ahead(basis, reason, number):
    event = replace(DEATH, reason=reason, basis=basis, basis_date=dt.date(2026, 11, 21))
    assert codes(check_event(event, today=TODAY)) == [number]


def test_a_finding_tells_item_reason_and_remedy():
    event = replace(MOVE_OUT, moved_on=day("R8.11.5"), subject="宛名番号 1234560")
    assert [each.as_dict() for each in check_event(event, today=TODAY)] == [
        {
            "code": "register.E-010",
            "severity": "error",
            "message_ja": "転出届が異動日から14日を経過しています（期限 令和8年11月19日）。"
            "14日を経過した転出は、届出ではなく職権で記載します。"
            "対応: 根拠を「職権」に改め、転出証明書に準ずる証明書又は除票の写しを交付してください",
            "subject": "宛名番号 1234560",
            "citation": "標準仕様書 4.1.3.0.1",
        }
    ]


@pytest.mark.parametrize(
    ("function", "first", "last"),
    [
        (last_day_of_notice, dt.date(2026, 11, 6), dt.date(2026, 11, 20)),
        (last_day_of_notice, dt.date(2026, 11, 7), dt.date(2026, 11, 24)),  # Sat, Sun, holiday
        (last_day_of_notice, dt.date(2026, 12, 17), dt.date(2027, 1, 4)),  # New Year
    ],
)
def test_terms_end_on_open_days(function, first, last):
    assert function(first) == last


def test_terms_of_the_family_register_act_count_the_first_day():
    assert last_day_of_birth_notice(dt.date(2026, 11, 6), abroad=False) == dt.date(2026, 11, 19)
    assert last_day_of_death_notice(dt.date(2026, 11, 6), abroad=False) == dt.date(2026, 11, 12)
    assert last_day_of_birth_notice(dt.date(2026, 11, 6), abroad=True) == dt.date(2027, 2, 5)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("R8.1.1", "R8.1.2", True),
        ("R8.1.2", "R8.1.2", False),
        ("昭和20年頃", "S20.3.3", False),
        ("昭和19年頃", "S20.3.3", True),
        ("年月日不詳", "S20.3.3", False),
    ],
)
def test_uncertain_days_are_compared_by_years(one, other, expected):
    assert is_before(day(one), day(other)) is expected


@pytest.mark.parametrize(
    ("item", "reason", "expected"),
    [
        ("生年月日", None, True),
        ("住所を定めた年月日", None, True),
        ("異動日", Reason.DEATH, True),
        ("異動日", Reason.MOVE_WITHIN, False),
        ("届出日", None, False),
        ("在留期間の満了の日", None, False),
    ],
)
def test_items_that_take_uncertain_dates(item, reason, expected):
    assert allows_uncertain(item, reason=reason) is expected


@pytest.mark.parametrize(
    ("text", "item", "value", "number"),
    [
        ("S20.3.3", "届出日", UncertainDate(dt.date(1945, 3, 3)), None),
        ("", "届出日", None, "E-001"),
        ("令和8年2月30日", "届出日", None, "E-003"),
        ("令和8年2月32日", "届出日", None, "E-002"),
        ("昭和20年頃", "届出日", None, "E-003"),
        ("昭和20年頃", "生年月日", UncertainDate(dt.date(1945, 1, 1), "昭和20年頃"), None),
    ],
)
def test_dates_are_read_from_a_form(text, item, value, number):
    read, found = read_date(text, item=item, is_required=True)
    assert read == value
    assert codes(found) == ([number] if number else [])


def test_an_optional_date_may_stay_empty():
    assert read_date(" ", item="届出日") == (None, ())


@pytest.mark.parametrize(
    ("reason", "new_address", "expected"),
    [
        (Reason.HOUSEHOLD_SPLIT, "松町1番地", []),
        (Reason.HOUSEHOLD_SPLIT, "松町2番地", ["E-020"]),
        (Reason.HOUSEHOLD_MERGE, "松町2番地", ["E-027"]),
        (Reason.MOVE_WITHIN, "松町2番地", []),
    ],
)
def test_a_change_of_household_keeps_the_address(reason, new_address, expected):
    found = check_household_change(reason, old_address="松町1番地", new_address=new_address)
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("remaining", "is_householder", "expected"),
    [(0, True, []), (1, True, ["A-003"]), (2, True, ["A-001"]), (2, False, [])],
)
def test_a_householder_who_leaves(remaining, is_householder, expected):
    found = check_leaving_householder(remaining=remaining, is_householder=is_householder)
    assert codes(found) == expected


def test_a_removal_names_its_place_but_for_a_special_adoption():
    assert codes(check_move_out_place(place=" ")) == ["E-072"]
    assert check_move_out_place(place="港区") == ()
    assert check_move_out_place(place="", is_special_adoption=True) == ()
