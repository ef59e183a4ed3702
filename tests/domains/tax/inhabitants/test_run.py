# SPDX-License-Identifier: Apache-2.0
"""当初賦課 of a small ward: who is assessed, how much, how collected; stop check; release."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from tests.domains.tax.inhabitants import small_ward as ward
from tests.staff_room import StaffRoom

from daicho.domains.collection.models import Balance, JournalEntry, Receivable
from daicho.domains.tax.inhabitants.actions.runs import AcceptRun, ReleaseRun, WithdrawRun
from daicho.domains.tax.inhabitants.models import (
    Assessment,
    AssessmentRun,
    RelativeClaim,
    RunFinding,
    RunState,
    Undeclared,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform

pytestmark = pytest.mark.django_db
RUN = "tax.assessment.run"
ACCEPT = "tax.release.accept"


@pytest.fixture
def officer(staff_room: StaffRoom) -> Context:
    """Who runs the assessment (and, wrongly, may accept as well)."""
    return staff_room.context(RUN, ACCEPT, login="officer")


@pytest.fixture
def head(staff_room: StaffRoom) -> Context:
    """The second person."""
    return staff_room.context(ACCEPT, RUN, login="head")


@pytest.fixture
def run(officer: Context) -> AssessmentRun:
    """A finished run of the small ward."""
    ward.build_ward()
    return ward.run_year(officer)


def assessment(number: int) -> Assessment:
    return Assessment.objects.get(addressee_no=number)


def test_assesses_the_family_with_its_relatives(run: AssessmentRun) -> None:
    father = assessment(10)
    # 7,000,000 − (7,000,000×10%+1,100,000) = 5,200,000; 社保 1,000,000 配偶者 330,000
    # 特定扶養 450,000 基礎 430,000 → 課税 2,990,000
    assert father.total_income == 5_200_000
    assert father.deductions_total == 2_210_000
    assert father.tax_base_general == 2_990_000
    # 調整控除: 差 5+5+18=28万 − (299万−200万) → 5万 ×5% = 2,500 (市1,500 県1,000)
    assert father.municipal_income_levy == 177_900
    assert father.prefectural_income_levy == 118_600
    assert father.annual_tax == 177_900 + 118_600 + 5_000
    assert (father.salary_total, father.employer_no) == (301_500, "E1")
    assert sum(father.salary) == 301_500


def test_counts_everybody_once(run: AssessmentRun) -> None:
    counts = run.counts
    assert counts["registered"] == 8
    assert counts["assessed"] == 5
    assert counts["assessed_registered"] == 4
    assert (counts["dependants"], counts["children"], counts["undeclared"]) == (2, 1, 1)
    assert list(
        Undeclared.objects.order_by("addressee_no").values_list("addressee_no", "kind")
    ) == [
        (11, 2),
        (12, 2),
        (13, 3),
        (50, 1),
    ]
    assert counts["documents"] == 7
    assert run.totals["salary_revenue"] == 14_600_000
    assert run.stop_check["gaps"] == []


def test_sums_employers_and_withholds_at_the_main_one(run: AssessmentRun) -> None:
    two_jobs = assessment(30)
    assert two_jobs.total_income == 4_600_000 * 8 // 10 - 440_000
    assert two_jobs.employer_no == "E1"


def test_collects_a_first_pension_half_by_slips(run: AssessmentRun) -> None:
    pensioner = assessment(20)
    assert pensioner.provisional == [0, 0, 0]
    assert sum(pensioner.final) == pensioner.pension_total > 0
    assert sum(pensioner.ordinary[:2]) == pensioner.ordinary_total > 0
    assert pensioner.pension_part == pensioner.annual_tax


def test_stops_without_a_last_year_until_a_second_person_accepts(
    run: AssessmentRun, officer: Context, head: Context
) -> None:
    assert run.state == RunState.STOPPED
    assert perform(ReleaseRun(run_id=run.pk), context=officer).is_refused
    refused = perform(AcceptRun(run_id=run.pk, reason="確認した"), context=officer)
    assert [finding.code for finding in refused.findings] == ["run.same_person"]
    assert perform(AcceptRun(run_id=run.pk, reason=" "), context=head).is_refused
    run.refresh_from_db()
    assert run.state == RunState.STOPPED
    assert JournalEntry.objects.count() == 0
    assert not perform(AcceptRun(run_id=run.pk, reason="初年度のため"), context=head).is_refused
    assert not perform(ReleaseRun(run_id=run.pk), context=officer).is_refused
    run.refresh_from_db()
    assert (run.state, run.accepted_by, run.released_by) == (RunState.RELEASED, "head", "officer")


def test_release_posts_what_was_assessed(
    run: AssessmentRun, officer: Context, head: Context
) -> None:
    perform(AcceptRun(run_id=run.pk, reason="初年度"), context=head)
    perform(ReleaseRun(run_id=run.pk), context=officer)
    methods = Balance.objects.values_list("receivable__method").annotate(Sum("open"))
    totals = Assessment.objects.aggregate(
        Sum("ordinary_total"), Sum("salary_total"), Sum("pension_total")
    )
    assert dict(methods) == {
        1: totals["ordinary_total__sum"],
        2: totals["salary_total__sum"],
        3: totals["pension_total__sum"],
    }
    salary = Receivable.objects.filter(addressee_no=10).order_by("instalment_no")
    assert [row.instalment_no for row in salary] == list(range(1, 13))
    assert {row.payer_no for row in salary} == {900}
    assert str(salary[0].due_date) == "2026-07-10"
    assert perform(ReleaseRun(run_id=run.pk), context=officer).is_refused


def test_refuses_to_change_what_was_decided_or_posted(
    run: AssessmentRun, officer: Context, head: Context
) -> None:
    perform(AcceptRun(run_id=run.pk, reason="初年度"), context=head)
    perform(ReleaseRun(run_id=run.pk), context=officer)
    for table, column in (
        ("tax_inhabitants_assessment", "fiscal_year"), ("collection_receivable", "fiscal_year"),
        ("collection_journalentry", "kind"), ("collection_posting", "amount"),
    ):  # fmt: skip
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = 0"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_without_permission_nothing_changes(staff_room: StaffRoom) -> None:
    ward.build_ward()
    outcome = perform(
        ward.StartInitialAssessment(fiscal_year=2026, municipality=ward.MINATO),
        context=staff_room.context("tax.taxpayer.view", login="clerk"),
    )
    assert outcome.is_refused
    assert AssessmentRun.objects.count() == 0


def test_a_second_start_is_refused_until_the_first_is_withdrawn(
    run: AssessmentRun, officer: Context
) -> None:
    again = ward.StartInitialAssessment(fiscal_year=2026, municipality=ward.MINATO)
    assert [f.code for f in perform(again, context=officer).findings] == ["run.exists"]
    assert not perform(WithdrawRun(run_id=run.pk, reason="誤り"), context=officer).is_refused
    second = ward.run_year(officer)
    assert second.sequence == 1
    figures = ("addressee_no", "annual_tax", "ordinary", "salary", "provisional", "final")
    first_rows = Assessment.objects.filter(run_id=run.pk).order_by("addressee_no")
    second_rows = Assessment.objects.filter(run_id=second.pk).order_by("addressee_no")
    assert list(first_rows.values_list(*figures)) == list(second_rows.values_list(*figures))


def test_a_relative_claimed_twice_counts_with_the_larger_income(officer: Context) -> None:
    ward.build_ward()
    ward.add_document(
        2026,
        11,
        "salary_report",
        payer="E2",
        salary_revenue=5_000_000,
        relatives=[ward.relative("dependant", name="港 一郎")],
    )
    ward.run_year(officer)
    claims = RelativeClaim.objects.filter(claimed_no=12).order_by("claimant_no")
    assert [(claim.claimant_no, claim.verdict) for claim in claims] == [(10, 0), (11, 1)]
    found = RunFinding.objects.get(code="claimed_twice")
    assert found.addressee_no == 11
    # the spouse has an income of 3,560,000 now: no deduction for her, and a remark
    assert assessment(10).deductions_total == 2_210_000 - 330_000
    assert RunFinding.objects.filter(code="income_too_high", addressee_no=10).exists()


def test_a_dead_relative_does_not_count(officer: Context) -> None:
    ward.build_ward()
    ward.add_person(
        14, "1940-01-01", household=1, name="港 トメ", until="2024-12-31", cease_reason="死亡"
    )
    ward.add_document(
        2026,
        30,
        "salary_report",
        payer="E1",
        correction=1,
        salary_revenue=1,
        relatives=[ward.relative("dependant", name="港 トメ", number_hash="ab" * 32)],
    )
    ward.Addressee.objects.filter(pk=14).update(number_hash=bytes.fromhex("ab" * 32))
    ward.run_year(officer)
    assert RelativeClaim.objects.get(claimed_no=14).verdict == 3
    assert RunFinding.objects.filter(code="relative_deceased", addressee_no=30).exists()


def test_the_dead_and_the_departed_are_not_taxed(officer: Context) -> None:
    ward.build_ward()
    ward.add_person(70, "1950-01-01", until="2025-12-20", cease_reason="死亡")
    ward.add_person(71, "1980-01-01", until="2025-12-20", cease_reason="転出")
    for number in (70, 71):
        ward.add_document(2026, number, "salary_report", payer="E1", salary_revenue=5_000_000)
    ward.run_year(officer)
    assert [(assessment(n).annual_tax, assessment(n).nontaxable_reason) for n in (70, 71)] == [
        (0, 6),
        (0, 5),
    ]


def test_a_missing_payer_is_remarked(officer: Context) -> None:
    ward.build_ward()
    ward.add_document(2025, 30, "salary_report", payer="GONE", salary_revenue=1_000_000)
    ward.run_year(officer)
    found = RunFinding.objects.get(code="payer_missing")
    assert "指定番号GONE" in found.message


def test_an_open_import_and_unjoined_documents_are_remarked_and_stop(
    run: AssessmentRun, officer: Context
) -> None:
    perform(WithdrawRun(run_id=run.pk, reason="やり直し"), context=officer)
    ward.add_document(2026, 50, "one_stop", payer="272051", join_state=2, donation_one_stop=1)
    ward.ImportFile.objects.filter(kind="one_stop").update(state="open")
    second = ward.run_year(officer)
    assert [item["code"] for item in second.stop_check["open"]] == ["import_open"]
    codes = set(RunFinding.objects.filter(run_id=second.pk).values_list("code", flat=True))
    assert {"import_open", "documents_waiting"} <= codes


def test_the_second_year_is_compared_with_the_first(
    run: AssessmentRun, officer: Context, head: Context
) -> None:
    perform(AcceptRun(run_id=run.pk, reason="初年度"), context=head)
    perform(ReleaseRun(run_id=run.pk), context=officer)
    ward.add_document(2027, 20, "pension_report", payer="P", pension_revenue=2_500_000)
    ward.add_document(2027, 20, "pension_collection", payer="P")
    ward.add_document(2027, 40, "tax_return", business=6_000_000, social_insurance=500_000)
    second = ward.run_year(officer, 2027)
    assert second.stop_check["last_year"]["tax"] == run.totals["annual_tax"]
    assert {"total_tax", "taxpayers"} <= {
        breach["code"] for breach in second.stop_check["breaches"]
    }
    assert second.state == RunState.STOPPED
    missing = RunFinding.objects.filter(run_id=second.pk, code="payer_missing")
    assert missing.count() == 2
    # the second year of the pension begins with provisional collection of half the first
    first = Assessment.objects.get(addressee_no=20, fiscal_year=2026)
    pensioner = Assessment.objects.get(addressee_no=20, fiscal_year=2027)
    assert sum(pensioner.provisional) == first.pension_part // 2 // 100 * 100
