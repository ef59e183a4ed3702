# SPDX-License-Identifier: Apache-2.0
"""The assessments of one taxpayer as the pages read them: every year, every version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import OuterRef, Subquery
from django.http import Http404

from daicho.domains.tax.inhabitants.models import (
    Assessment,
    AssessmentRun,
    RunState,
    Undeclared,
)

COMPARED = (
    *("taxable", "total_income", "total_income_etc", "deductions_total", "tax_base_general"),
    *("municipal_income_levy", "prefectural_income_levy", "municipal_per_capita"),
    *("prefectural_per_capita", "forest_environment_tax", "annual_tax", "ordinary_total"),
    *("salary_total", "pension_total", "employer_no"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that a version changed."""

    label: str
    before: object
    after: object
    difference: int | None


@dataclass(frozen=True, slots=True)
class Version:
    """One decision with what it changed against the one before."""

    assessment: Assessment
    is_decided: bool
    changes: tuple[Change, ...]


def list_assessments(addressee_no: int) -> list[Assessment]:
    """Every assessment that counts or is about to, the latest year and version first."""
    state = AssessmentRun.objects.filter(pk=OuterRef("run_id")).values("state")
    found = (
        Assessment.objects.filter(addressee_no=addressee_no)
        .annotate(run_state=Subquery(state))
        .order_by("-fiscal_year", "-sequence")
    )
    return [one for one in found if one.run_state != RunState.WITHDRAWN]


def is_decided(assessment: Assessment) -> bool:
    """Whether the assessment has been released; before that it is only computed."""
    state = getattr(assessment, "run_state", None)
    return assessment.run_id is None or state == RunState.RELEASED


def latest_of_years(found: Sequence[Assessment]) -> list[Assessment]:
    """The last version of each year, the latest year first."""
    latest: dict[int, Assessment] = {}
    for one in found:
        latest.setdefault(one.fiscal_year, one)
    return list(latest.values())


def find_of_year(found: Sequence[Assessment], year: int) -> Assessment:
    """The last version of a year; 404 when there is none."""
    for one in found:
        if one.fiscal_year == year:
            return one
    raise Http404("この年度の賦課はありません")


def list_undeclared(addressee_no: int) -> list[Undeclared]:
    """The years in which no document told of this person."""
    live = AssessmentRun.objects.exclude(state=RunState.WITHDRAWN).values("pk")
    return list(
        Undeclared.objects.filter(addressee_no=addressee_no, run_id__in=live).order_by(
            "-fiscal_year"
        )
    )


def versions_of(found: Sequence[Assessment], year: int) -> list[Version]:
    """The versions of a year, the latest first, with their differences."""
    rows = [one for one in found if one.fiscal_year == year]
    pairs = [*pairwise(rows), *((last, None) for last in rows[-1:])]
    return [
        Version(new, is_decided(new), _changes(old, new) if old is not None else ())
        for new, old in pairs
    ]


def changes_between(old: object, new: object) -> tuple[Change, ...]:
    """The figures that differ between two results with the names of an assessment."""
    return _changes(old, new)


def _changes(old: object, new: object) -> tuple[Change, ...]:
    changes = []
    for name in COMPARED:
        if not (hasattr(old, name) and hasattr(new, name)):
            continue  # a preview knows figures only
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        label = str(Assessment._meta.get_field(name).verbose_name)
        if name == "taxable":
            words = dict(Assessment._meta.get_field(name).flatchoices)
            changes.append(Change(label, words.get(before), words.get(after), None))
        elif isinstance(before, int) and isinstance(after, int):
            changes.append(Change(label, before, after, after - before))
        else:
            changes.append(Change(label, before or "なし", after or "なし", None))
    return tuple(changes)
