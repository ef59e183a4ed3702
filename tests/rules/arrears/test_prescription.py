# SPDX-License-Identifier: Apache-2.0
"""When a claim ends: every kind of event, what has no effect, and properties of the timeline."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.fields.parameters import load_holds, load_terms
from daicho.rules.arrears.prescription import (
    EventKind,
    Prescription,
    PrescriptionEvent,
    PrescriptionStatus,
    explain,
    prescription,
)

TERMS, HOLDS = load_terms(2026), load_holds(2026)
RUNS_FROM = dt.date(2020, 7, 1)  # 納期限 June 30
TODAY = dt.date(2026, 11, 20)


def timeline(*events: PrescriptionEvent, as_of: dt.date = TODAY) -> Prescription:
    return prescription(TERMS, HOLDS, runs_from=RUNS_FROM, events=events, as_of=as_of)


def event(kind: EventKind, first: str, last: str = "") -> PrescriptionEvent:
    until = dt.date.fromisoformat(last) if last else None
    return PrescriptionEvent(kind, dt.date.fromisoformat(first), until)


def end(*events: PrescriptionEvent) -> str:
    found = timeline(*events)
    return found.completes_on.isoformat() if found.completes_on else ""


def test_five_years_to_the_day() -> None:
    assert end() == "2025-06-30"
    assert timeline(as_of=dt.date(2025, 6, 30)).status is PrescriptionStatus.RUNNING
    assert timeline(as_of=dt.date(2025, 7, 1)).status is PrescriptionStatus.COMPLETED


def test_a_demand_starts_five_years_anew_after_ten_days() -> None:
    found = timeline(event(EventKind.DEMAND, "2020-07-20"))
    assert found.started_on == dt.date(2020, 7, 31)
    assert found.completes_on == dt.date(2025, 7, 30)


def test_a_second_demand_changes_nothing() -> None:
    first, second = event(EventKind.DEMAND, "2020-07-20"), event(EventKind.DEMAND, "2021-07-20")
    found = timeline(first, second)
    assert found.completes_on == dt.date(2025, 7, 30)
    assert found.steps[-1].effect_ja == "二度目の督促なので効力がない"


@pytest.mark.parametrize(
    "kind", [EventKind.ACKNOWLEDGEMENT, EventKind.PLEDGE, EventKind.PART_PAYMENT]
)
def test_acknowledging_starts_anew_the_day_after(kind: EventKind) -> None:
    assert end(event(kind, "2023-03-31")) == "2028-03-31"


def test_a_seizure_holds_while_it_lasts_and_then_starts_anew() -> None:
    open_one = timeline(event(EventKind.SEIZURE, "2021-05-10"))
    assert (open_one.status, open_one.completes_on) == (PrescriptionStatus.HELD, None)
    assert end(event(EventKind.SEIZURE, "2021-05-10", "2024-05-10")) == "2029-05-10"


def test_a_seizure_undone_as_unlawful_only_holds_for_six_months() -> None:
    first, last = dt.date(2021, 5, 10), dt.date(2025, 4, 30)
    found = timeline(PrescriptionEvent(EventKind.SEIZURE, first, last, cancelled=True))
    assert found.completes_on == dt.date(2025, 10, 31)


def test_a_request_for_distribution_works_as_a_seizure() -> None:
    assert end(event(EventKind.DISTRIBUTION_REQUEST, "2022-01-01", "2022-12-31")) == "2027-12-31"


def test_postponement_adds_its_days() -> None:
    # 365 days of 2022
    assert end(event(EventKind.POSTPONEMENT, "2022-01-01", "2022-12-31")) == "2026-06-30"
    found = timeline(
        event(EventKind.POSTPONEMENT, "2022-01-01", "2022-12-31"), as_of=dt.date(2022, 5, 1)
    )
    assert found.status is PrescriptionStatus.STOPPED


def test_days_of_two_postponements_count_once() -> None:
    assert (
        end(
            event(EventKind.POSTPONEMENT, "2022-01-01", "2022-12-31"),
            event(EventKind.POSTPONEMENT, "2022-07-01", "2022-12-31"),
        )
        == "2026-06-30"
    )


def test_a_reminder_near_the_end_holds_six_months_and_only_once() -> None:
    first = event(EventKind.REMINDER, "2025-06-10")
    assert end(first) == "2025-12-10"
    found = timeline(first, event(EventKind.REMINDER, "2025-11-20"))
    assert found.completes_on == dt.date(2025, 12, 10)
    assert found.steps[-1].effect_ja == "完成が猶予されている間の催告なので効力がない"


def test_an_early_reminder_changes_nothing_and_does_not_use_up_a_later_one() -> None:
    early = event(EventKind.REMINDER, "2022-06-10")
    assert end(early) == "2025-06-30"
    assert end(early, event(EventKind.REMINDER, "2025-06-10")) == "2025-12-10"


def test_acknowledging_while_a_reminder_holds_saves_the_claim() -> None:
    assert (
        end(event(EventKind.REMINDER, "2025-06-10"), event(EventKind.PART_PAYMENT, "2025-11-20"))
        == "2030-11-20"
    )


def test_paying_after_the_end_revives_nothing() -> None:
    found = timeline(event(EventKind.PART_PAYMENT, "2025-07-01"))
    assert (found.status, found.completes_on) == (
        PrescriptionStatus.COMPLETED,
        dt.date(2025, 6, 30),
    )
    assert not found.steps[-1].is_effective


def test_the_explanation_names_day_effect_end_and_article() -> None:
    lines = explain(timeline(event(EventKind.PLEDGE, "2023-03-31")))
    assert lines == (
        "令和2年7月1日から進行 → 令和7年6月30日の満了で完成 [地方税法18条第1項]",
        "令和5年3月31日 分割納付の誓約: 翌日から新たに進行(更新)"
        " → 令和10年3月31日の満了で完成 [民法152条]",
    )


DAYS = st.dates(RUNS_FROM, dt.date(2032, 12, 31))
EVENTS = st.builds(
    lambda kind, first, days, cancelled: PrescriptionEvent(
        kind, first, first + dt.timedelta(days=days), cancelled
    ),
    st.sampled_from(EventKind),
    DAYS,
    st.integers(0, 1_200),
    st.booleans(),
)
LATE = dt.date(2060, 1, 1)


@given(st.lists(EVENTS, max_size=6))
def test_a_claim_never_ends_before_five_years_nor_before_its_events(
    events: list[PrescriptionEvent],
) -> None:
    found = timeline(*events, as_of=LATE)
    assert found.completes_on is not None
    assert found.completes_on >= dt.date(2025, 6, 30)
    effective = [step.event for step in found.steps if step.event and step.is_effective]
    assert all(each.first <= found.completes_on for each in effective)


@given(st.lists(EVENTS, max_size=5), EVENTS)
def test_what_happens_last_never_shortens(
    events: list[PrescriptionEvent], more: PrescriptionEvent
) -> None:
    earlier = [each for each in events if each.first < more.first]
    before, after = timeline(*earlier, as_of=LATE), timeline(*earlier, more, as_of=LATE)
    assert before.completes_on
    assert after.completes_on
    # Two days: five calendar years hold one leap day or two, days stood still hold their own.
    assert after.completes_on >= before.completes_on - dt.timedelta(days=2)


@given(st.lists(EVENTS, max_size=5), EVENTS)
def test_what_happens_after_the_end_changes_nothing(
    events: list[PrescriptionEvent], more: PrescriptionEvent
) -> None:
    before = timeline(*events, as_of=LATE)
    assert before.completes_on
    if more.first > max([before.completes_on, *(each.first for each in events)]):
        assert timeline(*events, more, as_of=LATE).completes_on == before.completes_on
