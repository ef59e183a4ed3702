# SPDX-License-Identifier: Apache-2.0
"""更正: differences, new instalments, postings, history; and the proof of every stored row."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db.models import Sum
from tests.domains.tax.inhabitants import small_ward as ward
from tests.staff_room import StaffRoom

from daicho.domains.collection.models import Balance, JournalEntry
from daicho.domains.tax.documents.models import Basis
from daicho.domains.tax.inhabitants.actions.reassess import (
    Reassess,
    WithdrawAssessment,
    preview_reassessment,
)
from daicho.domains.tax.inhabitants.actions.runs import AcceptRun, ReleaseRun
from daicho.domains.tax.inhabitants.explaining import explain_assessment
from daicho.domains.tax.inhabitants.models import Assessment
from daicho.domains.tax.inhabitants.selectors.current import current_assessment
from daicho.domains.tax.inhabitants.selectors.taxpayer import (
    list_history,
    list_receivables,
    list_years,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(staff_room: StaffRoom) -> Context:
    """Who decides."""
    return staff_room.context("tax.assessment.run", "tax.assessment.reassess", login="officer")


@pytest.fixture
def released(staff_room: StaffRoom, officer: Context) -> Context:
    """A released year; gives the officer on August 1, after the first instalments."""
    ward.build_ward()
    run = ward.run_year(officer)
    head = staff_room.context("tax.release.accept", login="head")
    assert not perform(AcceptRun(run_id=run.pk, reason="初年度"), context=head).is_refused
    assert not perform(ReleaseRun(run_id=run.pk), context=officer).is_refused
    return replace(officer, at=dt.datetime(2026, 8, 1, 10, 0, tzinfo=ward.TOKYO))


def reassess(number: int, context: Context, **more: object) -> None:
    action = Reassess(
        addressee_no=number,
        fiscal_year=2026,
        municipality=ward.MINATO,
        reason="調査による",
        reason_code="investigation",
        **more,  # type: ignore[arg-type]
    )
    outcome = perform(action, context=context)
    assert not outcome.is_refused, outcome.findings


def current(number: int) -> Assessment:
    found = current_assessment(addressee_no=number, fiscal_year=2026)
    assert found is not None
    return found


def posted(number: int) -> int:
    rows = Balance.objects.filter(receivable__addressee_no=number)
    return rows.aggregate(total=Sum("open"))["total"] or 0


def test_a_decided_figure_makes_a_new_assessment_with_its_difference(released: Context) -> None:
    before = current(40)
    reassess(40, released, changes={"business": 7_000_000})
    after = current(40)
    # 1,000,000 more at 10 %
    assert after.difference == 100_000
    assert after.annual_tax == before.annual_tax + 100_000
    assert (after.sequence, after.run_id, after.decided_by) == (1, None, "officer")
    assert [row.difference for row in list_history(addressee_no=40, fiscal_year=2026)] == [
        0,
        100_000,
    ]
    # June stands as it was; the rest is shared by the three open instalments
    assert after.ordinary[0] == before.ordinary[0]
    assert sum(after.ordinary) == after.annual_tax == posted(40)
    basis = Basis.objects.get(pk=after.basis_id)
    assert (basis.version, basis.source) == (2, "redetermined")
    assert basis.trace["business"]["decided"] == {"before": 6_000_000, "reason": "調査による"}
    assert basis.trace["business"]["rejected"][0][1:] == [6_000_000, "decided"]


def test_a_decrease_lowers_the_postings_of_the_employer(released: Context) -> None:
    before = current(10)
    reassess(10, released, changes={"small_enterprise_mutual_aid": 500_000})
    after = current(10)
    assert after.difference == -50_000
    assert after.salary[:1] == before.salary[:1]
    assert sum(after.salary) == after.annual_tax == posted(10)
    owed = list_receivables(addressee_no=10, fiscal_year=2026)
    assert [row["amount"] for row in owed] == after.salary
    assert {row["payer_no"] for row in owed} == {900}


def test_a_late_document_is_merged(released: Context) -> None:
    ward.add_document(2026, 50, "resident_return", misc=2_000_000)
    reassess(50, released, from_documents=True)
    first = current(50)
    # 2,000,000 − 430,000 = 1,570,000 → 157,000 − 2,500 = 94,200−1,500, 62,800−1,000
    assert first.annual_tax == 92_700 + 61_800 + 5_000
    assert (first.sequence, first.difference) == (0, first.annual_tax)
    assert first.ordinary[0] == 0
    assert posted(50) == first.annual_tax


def test_a_year_that_is_over_is_due_on_its_own(released: Context) -> None:
    late = replace(released, at=dt.datetime(2027, 2, 10, 10, 0, tzinfo=ward.TOKYO))
    before = current(40)
    reassess(40, late, changes={"business": 7_000_000})
    after = current(40)
    assert after.ordinary == [*before.ordinary, 100_000]
    found = Balance.objects.get(receivable__addressee_no=40, receivable__instalment_no=5)
    assert (found.open, str(found.receivable.due_date)) == (100_000, "2027-03-12")


def test_a_withdrawn_assessment_owes_nothing(released: Context) -> None:
    action = WithdrawAssessment(
        addressee_no=40, fiscal_year=2026, municipality=ward.MINATO, reason="二重課税"
    )
    assert not perform(action, context=released).is_refused
    assert (current(40).annual_tax, posted(40)) == (0, 0)
    assert perform(action, context=released).is_refused


def test_refuses_without_reason_or_change_and_changes_nothing(
    released: Context, staff_room: StaffRoom
) -> None:
    def refused(context: Context = released, **more: object) -> str:
        told = {"reason": "x", "reason_code": "error", **more}
        action = Reassess(
            addressee_no=40,
            fiscal_year=2026,
            municipality=ward.MINATO,
            **told,  # type: ignore[arg-type]
        )
        (finding,) = perform(action, context=context).findings
        return finding.code

    count = Assessment.objects.count(), JournalEntry.objects.count()
    assert refused(reason=" ") == "reassess.no_reason"
    assert refused(reason_code="whim") == "reassess.no_reason"
    assert refused() == "reassess.no_change"
    assert refused(changes={"business": 6_000_000}) == "reassess.no_change"
    assert refused(changes={"bussiness": 1}) == "reassess.unknown_figure"
    clerk = staff_room.context("tax.taxpayer.view", login="clerk")
    assert refused(clerk, changes={"business": 1}) == "access.not_granted"
    assert count == (Assessment.objects.count(), JournalEntry.objects.count())


def test_a_preview_stores_nothing(released: Context) -> None:
    count = Assessment.objects.count(), Basis.objects.count()
    found = preview_reassessment(
        addressee_no=40,
        fiscal_year=2026,
        municipality=ward.MINATO,
        changes={"business": 7_000_000},
        from_documents=False,
        reason="",
        at=released.at,
    )
    assert not hasattr(found, "code")
    assert found.difference == 100_000  # type: ignore[union-attr]
    assert count == (Assessment.objects.count(), Basis.objects.count())


def test_every_stored_assessment_is_reproduced(released: Context) -> None:
    reassess(40, released, changes={"business": 7_000_000})
    for row in Assessment.objects.all():
        explained = explain_assessment(assessment=row)
        assert explained.findings == []
        assert explained.result["annual_tax"] == row.annual_tax
        assert explained.steps[0]["name_ja"]
    assert [year.fiscal_year for year in list_years(addressee_no=40)] == [2026]


def test_a_tampered_row_is_found(released: Context) -> None:
    row = current(40)
    row.annual_tax += 100
    codes = [finding.code for finding in explain_assessment(assessment=row).findings]
    assert codes == ["assessment_not_reproduced"]
