# SPDX-License-Identifier: Apache-2.0
"""A run that dies between two chunks goes on, and ends the same to the byte as one that did not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from tests.domains.tax.inhabitants import small_ward as ward
from tests.staff_room import StaffRoom

from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.domains.tax.inhabitants.run import runner
from daicho.domains.tax.inhabitants.run.plan import VersionsChangedError, plan_of
from daicho.foundation.access.actor import Context

pytestmark = pytest.mark.django_db
TABLES = {
    "tax_inhabitants_assessment": "addressee_no, annual_tax, ordinary, salary, provisional, final,"
    " employer_no, taxable, income_kind, total_income, recorded_at, decided_on, decided_by",
    "tax_documents_basis": "addressee_no, version, facts, trace, findings, recorded_at",
    "tax_inhabitants_relativeclaim": "claimant_no, document_id, claimed_no, income, verdict",
    "tax_inhabitants_undeclared": "addressee_no, kind",
    "tax_inhabitants_runfinding": "code, addressee_no, message",
}


@pytest.fixture
def officer(staff_room: StaffRoom) -> Context:
    """Who runs."""
    return staff_room.context("tax.assessment.run", login="officer")


def content() -> dict[str, list[Any]]:
    """Everything that a run stored, in an order of its own."""
    found = {}
    with connection.cursor() as cursor:
        for table, columns in TABLES.items():
            cursor.execute(f"SELECT ({columns})::text FROM {table} ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def content_of_run_undone(context: Context) -> dict[str, list[Any]]:
    """What a run stores that nobody disturbs; the run itself is rolled back."""
    with transaction.atomic():
        ward.run_year(context)
        found = content()
        transaction.set_rollback(True)
    return found


def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = runner.plan_chunks
    monkeypatch.setattr(
        "daicho.domains.tax.inhabitants.actions.runs.plan_chunks",
        lambda run: plan(run, chunk_people=3),
    )


class PowerCutError(Exception):
    """The machine stops."""


def cut_after(count: int, work: Callable[..., bool]) -> Callable[..., bool]:
    """The same work, until the power goes."""
    done = 0

    def working(*arguments: Any) -> bool:
        nonlocal done
        if done == count:
            raise PowerCutError
        done += 1
        return work(*arguments)

    return working


def carry_out(run: AssessmentRun, context: Context) -> AssessmentRun:
    return runner.carry_out(run, context=context, clock=lambda: context.at, processes=1)


@pytest.mark.parametrize("chunks_done", [0, 1, 2])
def test_a_killed_run_goes_on_to_the_same_result(
    chunks_done: int, officer: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch)
    ward.build_ward()
    undisturbed = content_of_run_undone(officer)
    run = ward.start(officer)
    assert run.chunks.count() == 3
    with monkeypatch.context() as patch:
        patch.setattr(runner, "process_chunk", cut_after(chunks_done, runner.process_chunk))
        with pytest.raises(PowerCutError):
            carry_out(run, officer)
    assert run.chunks.filter(done=True).count() == chunks_done
    first = content()
    resumed = carry_out(AssessmentRun.objects.get(pk=run.pk), officer)
    assert resumed.finished_at is not None
    assert resumed.stop_check["gaps"] == []
    after = content()
    assert after == undisturbed
    for table, rows in first.items():
        assert set(rows) <= set(after[table])
    again = carry_out(AssessmentRun.objects.get(pk=run.pk), officer)
    assert content() == after
    assert again.counts["assessed"] == 5


def test_chunk_size_does_not_change_the_result(
    officer: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.build_ward()
    whole = ward.run_year(officer)
    AssessmentRun.objects.filter(pk=whole.pk).update(state="withdrawn")
    small_chunks(monkeypatch)
    parts = ward.run_year(officer)
    assert (whole.totals, whole.stop_check["this_year"]) == (
        parts.totals,
        parts.stop_check["this_year"],
    )


def test_does_not_resume_with_other_rules(officer: Context) -> None:
    ward.build_ward()
    run = ward.start(officer)
    run.rule_version = "other"
    with pytest.raises(VersionsChangedError):
        plan_of(run)
