# SPDX-License-Identifier: Apache-2.0
"""What every part of a run must know; plain values, so that worker processes get them too."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils.timezone import localdate

from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.domains.tax.inhabitants.versions import parameters_hash, rule_version

COMPILE_FROM = 20_000  # people; below, compiling the year takes longer than interpreting it
CHUNK_PEOPLE = 4_000


class RunPlan(NamedTuple):
    """One run. Times and versions are those of its start, so that a resumed run is the same."""

    run_id: int
    fiscal_year: int
    municipality: str
    recorded_at: dt.datetime
    decided_on: dt.date
    decided_by: str
    sequence: int
    rule_version: str
    parameters_hash: str
    is_compiled: bool


class VersionsChangedError(Exception):
    """A run cannot be resumed with other rules or figures than it began with."""


def plan_of(run: AssessmentRun) -> RunPlan:
    """The plan of a stored run; refuses to go on with changed rules or figures."""
    versions = (rule_version(), parameters_hash(run.fiscal_year, run.municipality_code))
    if versions != (run.rule_version, run.parameters_hash):
        raise VersionsChangedError(
            "処理を始めた後に規則または税率等が変わったため再開できません。取り消してやり直してください。"
        )
    return RunPlan(
        run.pk,
        run.fiscal_year,
        run.municipality_code,
        run.started_at,
        localdate(run.started_at),
        run.started_by,
        run.sequence,
        run.rule_version,
        run.parameters_hash,
        run.counts.get("people", 0) >= COMPILE_FROM,
    )
