# SPDX-License-Identifier: Apache-2.0
"""Reads of runs: state, progress, findings, residents without documents."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, QuerySet

from daicho.domains.tax.inhabitants.models import (
    AssessmentRun,
    RunFinding,
    RunState,
    Undeclared,
)
from daicho.foundation.batch.models import BatchStep


class StepProgress(NamedTuple):
    """One step of a run as the page shows it."""

    label: str
    state: str
    state_ja: str
    done: int
    total: int


def find_run(*, run_id: int) -> AssessmentRun | None:
    """One run."""
    return AssessmentRun.objects.filter(pk=run_id).first()


def find_running(*, fiscal_year: int) -> AssessmentRun | None:
    """The run of a year that has not come to its end."""
    return AssessmentRun.objects.filter(
        fiscal_year=fiscal_year, kind="initial", state=RunState.RUNNING
    ).first()


def list_runs() -> QuerySet[AssessmentRun]:
    """Every run, the latest year and run first."""
    return AssessmentRun.objects.order_by("-fiscal_year", "-pk")


def progress_of(*, run: AssessmentRun) -> list[StepProgress]:
    """How far each step of a run is."""
    steps = BatchStep.objects.filter(run_id=run.batch_run_id).order_by("position")
    return [
        StepProgress(step.label, step.state, step.get_state_display(), step.done, step.total)
        for step in steps
    ]


def count_findings(*, run_id: int) -> list[tuple[str, str, int]]:
    """Findings of a run by code: code, severity, number."""
    rows = (
        RunFinding.objects.filter(run_id=run_id)
        .values_list("code", "severity")
        .annotate(number=Count("pk"))
        .order_by("severity", "code")
    )
    return [(code, severity, number) for code, severity, number in rows]


def list_findings(*, run_id: int, code: str = "") -> QuerySet[RunFinding]:
    """Findings of a run, all or of one code; the caller pages them."""
    found = RunFinding.objects.filter(run_id=run_id)
    if code:
        found = found.filter(code=code)
    return found.order_by("code", "addressee_no", "pk")


def list_undeclared(*, run_id: int, kind: int) -> QuerySet[Undeclared]:
    """Residents without an assessment: 未申告, 被扶養者 or 16歳未満."""
    return Undeclared.objects.filter(run_id=run_id, kind=kind).order_by("addressee_no")
