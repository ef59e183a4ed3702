# SPDX-License-Identifier: Apache-2.0
"""Days of demand, seizure, service, levying and stay, at their boundaries."""

import datetime as dt

import pytest

from daicho.engine.fields.parameters import load_terms
from daicho.rules.arrears.terms import (
    LevyKind,
    demand_passed_on,
    first_day_to_seize,
    last_day_to_claim_refund,
    last_day_to_demand,
    last_day_to_levy,
    presumed_delivery,
    served_by_notice_on,
    stay_extinguishes_on,
    term_end,
)

TERMS = load_terms(2026)


def test_a_demand_goes_out_within_twenty_days() -> None:
    assert last_day_to_demand(TERMS, due=dt.date(2026, 6, 30)) == dt.date(2026, 7, 20)


def test_seizure_only_after_ten_days_have_passed() -> None:
    demanded = dt.date(2026, 4, 1)
    assert demand_passed_on(TERMS, demanded=demanded) == dt.date(2026, 4, 11)
    assert first_day_to_seize(TERMS, demanded=demanded) == dt.date(2026, 4, 12)


def test_public_notice_serves_after_seven_days() -> None:
    assert served_by_notice_on(TERMS, posted=dt.date(2026, 4, 1)) == dt.date(2026, 4, 8)


def test_mail_arrives_when_it_usually_does() -> None:
    assert presumed_delivery(sent=dt.date(2026, 6, 1), usual_days=4) == dt.date(2026, 6, 5)


def test_a_term_on_a_closed_day_ends_on_the_next_open_one() -> None:
    assert term_end(dt.date(2026, 1, 31)) == dt.date(2026, 2, 2)  # Saturday
    assert term_end(dt.date(2025, 12, 31)) == dt.date(2026, 1, 5)  # year's end, then a weekend
    assert term_end(dt.date(2026, 6, 30)) == dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        (LevyKind.LEVY, "2029-06-30"),
        (LevyKind.REDUCTION, "2031-06-30"),
        (LevyKind.FRAUD, "2033-06-30"),
    ],
)
def test_last_day_to_levy(kind: LevyKind, last: str) -> None:
    due = dt.date(2026, 6, 30)
    assert last_day_to_levy(TERMS, statutory_due=due, kind=kind).isoformat() == last


def test_a_refund_may_be_claimed_for_five_years() -> None:
    assert last_day_to_claim_refund(TERMS, claimable=dt.date(2026, 2, 28)) == dt.date(2031, 2, 28)


def test_a_stay_of_three_years_extinguishes() -> None:
    assert stay_extinguishes_on(TERMS, stayed=dt.date(2024, 2, 29)) == dt.date(2027, 2, 28)
    assert stay_extinguishes_on(TERMS, stayed=dt.date(2023, 10, 10)) == dt.date(2026, 10, 10)
