# SPDX-License-Identifier: Apache-2.0
"""Leavers (給与所得者異動届出): the tax stays, its instalments move, no yen is lost."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domains.tax.inhabitants import small_ward as ward
from tests.staff_room import StaffRoom

from daicho.domains.collection.models import Balance, JournalEntry
from daicho.domains.tax.inhabitants.actions.leave import EnterLeaving
from daicho.domains.tax.inhabitants.actions.reassess import Reassess
from daicho.domains.tax.inhabitants.actions.runs import AcceptRun, ReleaseRun
from daicho.domains.tax.inhabitants.explaining import explain_assessment
from daicho.domains.tax.inhabitants.instalments import (
    instalments_of,
    owed_by,
    owed_differences,
)
from daicho.domains.tax.inhabitants.leaving import (
    ABSENT,
    DIED,
    LEAVING_CODES,
    RETIRED,
    TRANSFERRED,
    Leaving,
    check_leaving,
    last_index,
    move_rest,
)
from daicho.domains.tax.inhabitants.models import Assessment, AssessmentRun
from daicho.domains.tax.inhabitants.selectors.current import current_assessment
from daicho.domains.tax.inhabitants.selectors.employers import employer_totals
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Outcome, perform
from daicho.foundation.audit.models import Entry

EMPLOYERS = ("E1", "E2")
TEN = 10  # a family's earner, withheld by E1 (payer 900)


@pytest.fixture
def officer(staff_room: StaffRoom) -> Context:
    """Who enters notifications, in a released year, on October 5."""
    officer = staff_room.context("tax.assessment.run", "tax.assessment.reassess", login="officer")
    ward.build_ward()
    run = ward.run_year(officer)
    head = staff_room.context("tax.release.accept", login="head")
    assert not perform(AcceptRun(run_id=run.pk, reason="初年度"), context=head).is_refused
    assert not perform(ReleaseRun(run_id=run.pk), context=officer).is_refused
    return at(officer, "2026-10-05")


def at(context: Context, day: str) -> Context:
    moment = dt.datetime.fromisoformat(f"{day}T10:00")
    return replace(context, at=moment.replace(tzinfo=ward.TOKYO))


def leave(context: Context, code: str, day: str, last_month: int, **more: object) -> Outcome[int]:
    action = EnterLeaving(
        addressee_no=TEN, fiscal_year=2026, municipality=ward.MINATO, reason="", reason_code=code,
        left_on=dt.date.fromisoformat(day), last_month=last_month,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return perform(action, context=context)


def current() -> Assessment:
    found = current_assessment(addressee_no=TEN, fiscal_year=2026)
    assert found is not None
    return found


def owed() -> dict[tuple[int, int, int], int]:
    """(method, number, payer) → what is owed now."""
    total: Counter[tuple[int, int, int]] = Counter()
    for row in Balance.objects.filter(receivable__addressee_no=TEN).select_related("receivable"):
        owed = row.receivable
        total[owed.method, owed.instalment_no, owed.payer_no] += row.open
    return {key: amount for key, amount in total.items() if amount}


def test_the_rest_of_a_retired_person_is_paid_by_slips(officer: Context) -> None:
    before = current()
    outcome = leave(officer, RETIRED, "2026-09-30", 9)
    assert not outcome.is_refused, outcome.findings
    after = current()
    rest = sum(before.salary[4:])
    assert (after.pk, after.sequence, after.run_id) == (outcome.value, 1, None)
    assert (after.annual_tax, after.difference) == (before.annual_tax, 0)
    assert after.salary == [*before.salary[:4], *[0] * 8]
    # June and August are over; the rest falls on November 2 and February 1
    each = rest // 2 // 1000 * 1000
    assert after.ordinary == [0, 0, rest - each, each]
    assert after.reason == "退職(異動日2026年9月30日、9月分まで徴収済み)"
    assert owed() == {
        **{(2, number, 900): amount for number, amount in enumerate(before.salary[:4], 1)},
        (1, 3, TEN): rest - each,
        (1, 4, TEN): each,
    }
    entry = Entry.objects.filter(subjects=[TEN]).order_by("-id").first()
    assert entry is not None
    assert entry.detail["事由"] == "退職"


def test_the_last_pay_takes_the_rest_at_once(officer: Context) -> None:
    before = current()
    outcome = leave(at(officer, "2027-02-03"), RETIRED, "2027-01-31", 12, lump_sum=True)
    assert not outcome.is_refused, outcome.findings
    after = current()
    assert after.salary == [*before.salary[:7], sum(before.salary[7:]), *[0] * 4]
    assert sum(after.ordinary) == 0
    assert owed()[2, 8, 900] == sum(before.salary[7:])
    assert sum(owed().values()) == before.annual_tax


def test_the_next_employer_withholds_the_rest(officer: Context) -> None:
    before = current()
    outcome = leave(officer, TRANSFERRED, "2026-09-30", 9, new_employer_no="E2")
    assert not outcome.is_refused, outcome.findings
    after = current()
    assert (after.salary, after.employer_no) == (before.salary, "E2")
    assert owed() == {
        (2, number, 900 if number <= 4 else 901): amount
        for number, amount in enumerate(before.salary, 1)
    }
    codes = [f.code for f in leave(officer, RETIRED, "2026-12-31", 8).findings]
    assert codes == ["leaving.month_of_former_employer"]
    # a reassessment keeps what the first employer withheld with that employer
    reassess(at(officer, "2026-10-06"), small_enterprise_mutual_aid=500_000)
    assert {payer for (_, number, payer) in owed() if number <= 4} == {900}
    assert {payer for (_, number, payer) in owed() if number > 4} == {901}
    assert current().employer_no == "E2"
    assert sum(owed().values()) == current().annual_tax == before.annual_tax - 50_000


def reassess(context: Context, **changes: int) -> None:
    action = Reassess(
        addressee_no=TEN, fiscal_year=2026, municipality=ward.MINATO, reason="調査による",
        reason_code="investigation", changes=changes,
    )  # fmt: skip
    outcome = perform(action, context=context)
    assert not outcome.is_refused, outcome.findings


@pytest.mark.parametrize(("changes", "difference"), [
    ({"small_enterprise_mutual_aid": 100_000}, -10_000),
    ({"business": 1_000_000}, 100_000),
])  # fmt: skip
def test_a_leaver_who_is_reassessed_pays_the_difference_by_slips(
    officer: Context, changes: dict[str, int], difference: int
) -> None:
    leave(officer, ABSENT, "2026-09-30", 9)
    left = current()
    reassess(at(officer, "2026-10-06"), **changes)
    after = current()
    assert after.difference == difference
    assert (after.salary, after.employer_no) == (left.salary, None)
    assert sum(after.ordinary) == sum(left.ordinary) + difference
    assert sum(owed().values()) == after.annual_tax
    assert {payer for (method, _, payer) in owed() if method == 2} == {900}


def test_who_left_before_june_pays_everything_by_slips(officer: Context) -> None:
    outcome = leave(at(officer, "2026-05-28"), RETIRED, "2026-04-30", 0)
    assert not outcome.is_refused, outcome.findings
    after = current()
    assert after.salary == [0] * 12
    assert sum(after.ordinary) == after.annual_tax == sum(owed().values())
    assert all(after.ordinary)
    assert explain_assessment(assessment=after).findings == []


def test_totals_of_employers_leave_out_who_was_decided_anew(officer: Context) -> None:
    run = AssessmentRun.objects.get()
    rows = {row.addressee_no: row for row in Assessment.objects.filter(employer_no="E1")}
    (total,) = employer_totals(run_id=run.pk)
    assert sorted(rows) == [TEN, 30, 60]
    assert (total.employer_no, total.employees, total.taken_out) == ("E1", 3, 0)
    assert total.amount == sum(row.salary_total for row in rows.values()) == run.totals["salary"]
    by_month = zip(*(row.salary for row in rows.values()), strict=True)
    assert total.months == tuple(map(sum, by_month))
    leave(officer, RETIRED, "2026-09-30", 9)
    (after,) = employer_totals(run_id=run.pk)
    assert (after.employees, after.taken_out) == (2, 1)
    assert after.taken_out_amount == rows[TEN].salary_total
    assert after.amount + after.taken_out_amount == total.amount


def test_refuses_what_cannot_be_and_changes_nothing(
    officer: Context, staff_room: StaffRoom
) -> None:
    def codes(*given: object, context: Context = officer, **more: object) -> list[str]:
        found = leave(context, *given, **more).findings  # type: ignore[arg-type]
        return [finding.code.removeprefix("leaving.") for finding in found]

    count = Assessment.objects.count(), JournalEntry.objects.count()
    assert codes("bored", "2026-09-30", 9) == ["kind"]
    assert codes(RETIRED, "2026-09-30", 13) == ["month"]
    assert codes(RETIRED, "2026-09-30", 10) == ["month_after_leaving"]
    assert codes(RETIRED, "2026-03-31", 0) == ["day_outside_year"]
    assert codes(RETIRED, "2027-06-01", 5) == ["day_outside_year"]
    assert codes(RETIRED, "2027-02-28", 1) == ["lump_sum_required"]
    assert codes(RETIRED, "2026-04-30", 0, lump_sum=True) == ["before_june"]
    assert codes(DIED, "2026-09-30", 9, lump_sum=True) == ["no_lump_sum"]
    assert codes(TRANSFERRED, "2026-09-30", 10, lump_sum=True, new_employer_no="E9") == [
        "month_after_leaving", "no_lump_sum", "unknown_employer",
    ]  # fmt: skip
    assert codes(TRANSFERRED, "2026-09-30", 9, new_employer_no="E1") == ["same_employer"]
    assert codes(RETIRED, "2026-09-30", 9, new_employer_no="E2") == ["no_new_employer"]
    clerk = staff_room.context("tax.taxpayer.view", login="clerk")
    assert codes(RETIRED, "2026-09-30", 9, context=clerk) == ["access.not_granted"]
    assert count == (Assessment.objects.count(), JournalEntry.objects.count())
    assert leave(officer, ABSENT, "2026-09-30", 9).value
    assert codes(RETIRED, "2026-10-31", 9) == ["not_withheld"]


def test_a_last_pay_that_does_not_cover_the_rest(officer: Context) -> None:
    outcome = leave(
        at(officer, "2027-03-03"), RETIRED, "2027-02-28", 1, pay_is_insufficient=True
    )  # fmt: skip
    assert not outcome.is_refused, outcome.findings
    assert current().ordinary[4] == sum(current().ordinary)  # due on its own


@given(
    st.lists(st.integers(0, 90), min_size=12, max_size=12),
    st.lists(st.integers(0, 90), min_size=4, max_size=4),
    st.sampled_from(sorted(LEAVING_CODES)),
    st.dates(dt.date(2026, 3, 1), dt.date(2027, 6, 30)),
    st.integers(0, 12),
    st.booleans(),
    st.integers(0, 500),
)
def test_postings_of_a_move_come_to_nothing(
    months: list[int], quarters: list[int], code: str, day: dt.date, last: int,
    lump_sum: bool, later: int,
) -> None:  # fmt: skip
    salary, ordinary = [n * 100 for n in months], [n * 1000 for n in quarters]
    before = Assessment(
        fiscal_year=2026, municipality_code=ward.MINATO, employer_no="E1", salary=salary,
        ordinary=ordinary, provisional=[0] * 3, final=[0] * 3, addressee_no=TEN,
    )  # fmt: skip
    new_employer = "E2" if code == TRANSFERRED else ""
    leaving = Leaving(code, day, last, lump_sum, True, new_employer)
    if check_leaving(leaving, before, EMPLOYERS, 0):
        return
    decided_on = dt.date(2026, 6, 1) + dt.timedelta(later)
    moved = move_rest(leaving, before, decided_on)
    after = Assessment(
        salary=moved.salary, ordinary=moved.ordinary, provisional=[0] * 3, final=[0] * 3
    )
    first = instalments_of(before, 2026, ward.MINATO, dt.date(2026, 6, 1))
    posted = owed_by(first, addressee_no=TEN, employer_payer=900)
    new = owed_by(
        instalments_of(after, 2026, ward.MINATO, decided_on), addressee_no=TEN,
        employer_payer=901 if new_employer else None, posted=posted,
        settled_months=last_index(leaving) + 1 if new_employer else 12,
    )  # fmt: skip
    assert sum(item.amount for item in owed_differences(new, posted)) == 0
    assert sum(moved.salary) + sum(moved.ordinary) == sum(salary) + sum(ordinary)
    assert min(*moved.salary, *moved.ordinary) >= 0
    withheld = list(accumulate(salary, initial=0))[last_index(leaving) + 1]
    assert sum(moved.salary) >= withheld
    assert list(moved.salary[: last_index(leaving) + 1])[:-1] == salary[: last_index(leaving)] or (
        last_index(leaving) < 0
    )
