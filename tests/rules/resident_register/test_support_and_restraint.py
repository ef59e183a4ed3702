# SPDX-License-Identifier: Apache-2.0
"""支援措置 and 抑止: the year and its extension, what stops, what warns, releases that revert."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.rules.resident_register.restraint import (
    Level,
    Process,
    Restraint,
    TemporaryRelease,
    check_process,
    check_restraint,
    effective_level,
    release_for,
)
from daicho.rules.resident_register.support import (
    Support,
    SupportState,
    SupportTerm,
    at_move_out,
    check_display,
    check_release,
    check_term,
    extend,
    extendable_from,
    is_protected,
    next_term,
    state_on,
    term_from,
)

DATE = dt.date


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (DATE(2020, 4, 1), DATE(2021, 3, 31)),  # the standard's own example
        (DATE(2024, 2, 29), DATE(2025, 2, 28)),
        (DATE(2023, 3, 1), DATE(2024, 2, 29)),
        (DATE(2023, 2, 28), DATE(2024, 2, 27)),
        (DATE(2026, 1, 1), DATE(2026, 12, 31)),
    ],
)
def test_a_measure_lasts_one_year(first, last):
    assert term_from(first) == SupportTerm(first, last)


@pytest.mark.parametrize(
    ("last", "from_"),
    [
        (DATE(2021, 3, 31), DATE(2021, 2, 28)),
        (DATE(2024, 3, 31), DATE(2024, 2, 29)),
        (DATE(2021, 3, 15), DATE(2021, 2, 15)),
        (DATE(2021, 1, 31), DATE(2020, 12, 31)),
    ],
)
def test_extension_opens_a_month_before_the_end(last, from_):
    assert extendable_from(SupportTerm(DATE(2020, 1, 1), last)) == from_


def test_the_next_year_begins_on_the_day_after():
    term = term_from(DATE(2020, 4, 1))
    assert extend(term, as_of=DATE(2021, 2, 28)) == (
        SupportTerm(DATE(2021, 4, 1), DATE(2022, 3, 31)),
        (),
    )
    early, found = extend(term, as_of=DATE(2021, 2, 27))
    assert early is None
    assert [each.message_ja for each in found] == [
        "支援措置の延長はまだできません（令和3年2月28日から）。延長は期間終了日の１か月前から行えます。"
        "対応: 延長できる日まで待ってください"
    ]


@given(st.dates(DATE(2000, 1, 1), DATE(2100, 1, 1)))
def test_years_follow_each_other_without_a_gap(first):
    term = term_from(first)
    assert next_term(term).first - term.last == dt.timedelta(days=1)
    assert 364 <= (term.last - term.first).days <= 365
    assert term.first < extendable_from(term) < term.last


TERM = term_from(DATE(2020, 4, 1))
MEASURE = Support(TERM, provisional_from=DATE(2020, 3, 20), subject="宛名番号 19")


@pytest.mark.parametrize(
    ("support", "on", "state", "release", "display"),
    [
        (MEASURE, DATE(2020, 3, 19), SupportState.NOT_YET, [], []),
        (MEASURE, DATE(2020, 3, 20), SupportState.PROVISIONAL, ["E-064"], []),
        (MEASURE, DATE(2020, 4, 1), SupportState.IN_FORCE, ["E-063"], []),
        (MEASURE, DATE(2021, 2, 27), SupportState.IN_FORCE, ["E-063"], []),
        (MEASURE, DATE(2021, 2, 28), SupportState.ENDING, ["E-063"], ["A-021"]),
        (MEASURE, DATE(2021, 3, 31), SupportState.ENDING, ["E-063"], ["A-021"]),
        (MEASURE, DATE(2021, 4, 1), SupportState.EXPIRED, ["E-063"], ["A-022"]),
        (Support(TERM, ended_on=DATE(2020, 9, 1)), DATE(2020, 8, 31), SupportState.IN_FORCE,
         ["E-063"], []),
        (Support(TERM, ended_on=DATE(2020, 9, 1)), DATE(2020, 9, 1), SupportState.ENDED, [], []),
    ],
)  # fmt: skip
def test_state_and_what_it_stops(support, on, state, release, display):
    assert state_on(support, on) is state
    assert is_protected(support, on) is bool(release)
    assert [each.code for each in check_release(support, as_of=on)] == [
        f"register.{number}" for number in release
    ]
    assert [each.code for each in check_display(support, as_of=on)] == [
        f"register.{number}" for number in display
    ]


def test_at_a_removal_protection_goes_on_without_an_end():
    after = at_move_out(MEASURE, moved_on=DATE(2020, 6, 1))
    assert after == Support(None, DATE(2020, 3, 20), None, "宛名番号 19")
    assert state_on(after, DATE(2030, 1, 1)) is SupportState.PROVISIONAL
    ended = Support(TERM, ended_on=DATE(2020, 5, 1))
    assert at_move_out(ended, moved_on=DATE(2020, 6, 1)) is ended


def test_a_term_set_by_hand_must_hold():
    assert check_term(TERM) == ()
    wrong = check_term(SupportTerm(DATE(2020, 4, 1), DATE(2020, 3, 31)))
    assert [each.code for each in wrong] == ["register.E-081"]


NOW = dt.datetime(2026, 11, 20, 10, 0)  # noqa: DTZ001  # the caller's clock, whatever its zone
ERROR = Restraint(Process.ISSUE, Level.ERROR, DATE(2026, 11, 1), DATE(2026, 11, 30))
ALERT = Restraint(Process.ISSUE, Level.ALERT, DATE(2026, 11, 1))
FREE = Restraint(Process.ISSUE, Level.NONE, DATE(2026, 11, 1))
PAST = Restraint(Process.ISSUE, Level.ERROR, DATE(2026, 10, 1), DATE(2026, 10, 31))
LATER = Restraint(Process.ISSUE, Level.ERROR, DATE(2026, 11, 21))
ENDED = Restraint(Process.ISSUE, Level.ERROR, DATE(2026, 10, 1), ended_on=DATE(2026, 11, 20))
CHANGE = Restraint(Process.CHANGE, Level.ERROR, DATE(2026, 11, 1))


@pytest.mark.parametrize(
    ("restraints", "level", "codes"),
    [
        ((), Level.NONE, []),
        ((ERROR,), Level.ERROR, ["E-062"]),
        ((ALERT,), Level.ALERT, ["A-023"]),
        ((FREE,), Level.NONE, []),
        ((ALERT, ERROR, FREE), Level.ERROR, ["E-062"]),
        ((PAST,), Level.ERROR, ["E-062", "A-024"]),
        ((LATER,), Level.NONE, []),
        ((ENDED,), Level.NONE, []),
        ((CHANGE,), Level.NONE, []),
        ((CHANGE, ALERT), Level.ALERT, ["A-023"]),
    ],
)
def test_the_strictest_setting_counts(restraints, level, codes):
    assert effective_level(Process.ISSUE, restraints, now=NOW) is level
    found = check_process(Process.ISSUE, restraints, now=NOW)
    assert [each.code.removeprefix("register.") for each in found] == codes


@pytest.mark.parametrize(
    ("minutes_later", "level", "code"),
    [
        (-1, Level.ERROR, "E-062"),
        (0, Level.NONE, "A-025"),
        (29, Level.NONE, "A-025"),
        (30, Level.ERROR, "E-062"),
    ],
)
def test_a_release_reverts_by_itself(minutes_later, level, code):
    release = release_for(Process.ISSUE, now=NOW, minutes=30)
    now = NOW + dt.timedelta(minutes=minutes_later)
    held = {"now": now, "releases": (release,)}
    assert effective_level(Process.ISSUE, (ERROR,), **held) is level
    found = check_process(Process.ISSUE, (ERROR,), **held)
    assert [each.code for each in found] == [f"register.{code}"]


def test_a_release_is_for_one_process_and_some_time():
    release = TemporaryRelease(Process.INQUIRY, NOW, NOW + dt.timedelta(minutes=30))
    assert effective_level(Process.ISSUE, (ERROR,), now=NOW, releases=(release,)) is Level.ERROR
    with pytest.raises(ValueError, match="正の分数"):
        release_for(Process.ISSUE, now=NOW, minutes=0)


def test_a_setting_ends_after_it_begins():
    wrong = Restraint(Process.ISSUE, Level.ERROR, DATE(2026, 11, 2), DATE(2026, 11, 1))
    assert [each.code for each in check_restraint(wrong)] == ["register.E-083"]
    assert check_restraint(ERROR) == check_restraint(ALERT) == ()
