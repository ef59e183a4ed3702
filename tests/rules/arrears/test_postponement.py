# SPDX-License-Identifier: Apache-2.0
"""Terms of postponing, guarantees, and when a claim may be written off."""

from __future__ import annotations

import datetime as dt

import pytest

from daicho.engine.fields.parameters import load_holds, load_postponement, load_terms
from daicho.rules.arrears.postponement import (
    PostponementGround,
    check_postponement,
    last_day_of_postponement,
    last_day_to_apply,
    needs_guarantee,
)
from daicho.rules.arrears.prescription import (
    EventKind,
    Prescription,
    PrescriptionEvent,
    prescription,
)
from daicho.rules.arrears.write_off import (
    StayGround,
    WriteOffCause,
    check_write_off,
    first_day_extinct,
)

RULES, TERMS = load_postponement(2026), load_terms(2026)
FIRST = dt.date(2026, 4, 1)


def check(last: dt.date, **given: object) -> list[str]:
    facts = {
        "ground": PostponementGround.SALE_ON_REQUEST,
        "amount": 500_000,
        "due": dt.date(2026, 1, 31),
        "applied": dt.date(2026, 3, 20),
        "first": FIRST,
        "granted_from": FIRST,
        "has_guarantee": False,
    }
    found = check_postponement(RULES, **{**facts, **given}, last=last)  # type: ignore[arg-type]
    return [finding.code for finding in found]


def test_a_year_at_first_and_two_with_extension() -> None:
    assert last_day_of_postponement(RULES, first=FIRST, total=False) == dt.date(2027, 3, 31)
    assert last_day_of_postponement(RULES, first=FIRST, total=True) == dt.date(2028, 3, 31)
    assert check(dt.date(2027, 3, 31)) == []
    assert check(dt.date(2027, 4, 1)) == ["arrears.postponement_too_long"]
    assert check(dt.date(2028, 3, 31), first=dt.date(2027, 4, 1)) == []
    assert check(dt.date(2028, 4, 1), first=dt.date(2027, 4, 1)) == [
        "arrears.postponement_too_long"
    ]


def test_a_request_comes_within_six_months() -> None:
    due = dt.date(2026, 1, 31)
    assert last_day_to_apply(RULES, due=due) == dt.date(2026, 7, 31)
    late = dt.date(2026, 8, 1)
    assert check(dt.date(2026, 12, 31), applied=late) == ["arrears.application_late"]
    assert check(dt.date(2026, 12, 31), applied=late, ground=PostponementGround.ILLNESS) == []


@pytest.mark.parametrize(
    ("amount", "last", "needed"),
    [
        (1_000_000, dt.date(2027, 3, 31), False),
        (1_000_001, dt.date(2026, 6, 30), False),
        (1_000_001, dt.date(2026, 7, 1), True),
    ],
)
def test_a_guarantee_above_a_million_and_three_months(
    amount: int, last: dt.date, needed: bool
) -> None:
    assert needs_guarantee(RULES, amount=amount, first=FIRST, last=last) is needed
    assert ("arrears.guarantee_missing" in check(last, amount=amount)) is needed


def test_every_fault_is_told_at_once() -> None:
    found = check(dt.date(2029, 1, 1), amount=2_000_000, applied=dt.date(2027, 1, 1))
    assert found == [
        "arrears.postponement_too_long",
        "arrears.application_late",
        "arrears.guarantee_missing",
    ]


def test_only_disaster_and_illness_free_the_whole_charge() -> None:
    assert [each for each in PostponementGround if each.frees_whole_charge] == [
        PostponementGround.DISASTER,
        PostponementGround.ILLNESS,
    ]


STAYED, TODAY = dt.date(2023, 10, 10), dt.date(2026, 11, 20)


def claim(*events: PrescriptionEvent) -> Prescription:
    return prescription(
        TERMS, load_holds(2026), runs_from=dt.date(2022, 7, 1), events=events, as_of=TODAY
    )


def codes(cause: WriteOffCause, stayed: dt.date | None, as_of: dt.date = TODAY) -> list[str]:
    found = check_write_off(TERMS, cause=cause, stayed=stayed, found=claim(), as_of=as_of)
    return [finding.message_ja for finding in found]


def test_three_years_of_stay_must_have_passed() -> None:
    assert codes(WriteOffCause.STAY, STAYED, dt.date(2026, 10, 10)) == [
        "停止が3年続くのは令和8年10月10日の満了です。"
    ]
    assert codes(WriteOffCause.STAY, STAYED, dt.date(2026, 10, 11)) == []
    assert codes(WriteOffCause.STAY, None) == ["滞納処分の停止がされていません。"]
    assert codes(WriteOffCause.AT_ONCE, TODAY) == []


def test_prescription_must_be_complete() -> None:
    assert codes(WriteOffCause.PRESCRIPTION, None) == [
        "時効は令和9年6月30日の満了まで完成していません。"
    ]
    assert codes(WriteOffCause.PRESCRIPTION, None, dt.date(2027, 7, 1)) == []


def test_a_stay_may_end_the_claim_before_prescription_and_the_other_way() -> None:
    assert first_day_extinct(TERMS, stayed=STAYED, found=claim()) == (
        dt.date(2026, 10, 11),
        WriteOffCause.STAY,
    )
    assert first_day_extinct(TERMS, stayed=dt.date(2025, 1, 1), found=claim()) == (
        dt.date(2027, 7, 1),
        WriteOffCause.PRESCRIPTION,
    )
    seized = claim(PrescriptionEvent(EventKind.SEIZURE, dt.date(2023, 1, 1)))
    assert first_day_extinct(TERMS, stayed=None, found=seized) is None


def test_grounds_of_a_stay_have_words_and_articles() -> None:
    assert [str(ground.citation) for ground in StayGround] == [
        "地方税法15条の7第1項1号",
        "地方税法15条の7第1項2号",
        "地方税法15条の7第1項3号",
    ]
