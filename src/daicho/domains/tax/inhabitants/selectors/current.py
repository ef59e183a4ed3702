# SPDX-License-Identifier: Apache-2.0
"""Which assessment is in force: the last of a person and year, of released runs and 更正 only."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q, QuerySet

from daicho.domains.tax.inhabitants.collection_choice import LastYear
from daicho.domains.tax.inhabitants.models import Assessment, AssessmentRun, RunState

# Rows in force of one year; the caller adds conditions with AND and may join to it.
IN_FORCE = """
SELECT DISTINCT ON (a.addressee_no) a.* FROM tax_inhabitants_assessment a
WHERE a.fiscal_year = %(year)s AND (a.run_id IS NULL OR a.run_id IN
    (SELECT id FROM tax_inhabitants_assessmentrun WHERE state = 'released'))
ORDER BY a.addressee_no, a.sequence DESC
"""


def decided_assessments() -> QuerySet[Assessment]:
    """Assessments that count as decided: of released runs, and reassessments."""
    released = AssessmentRun.objects.filter(state=RunState.RELEASED).values("pk")
    return Assessment.objects.filter(Q(run_id__isnull=True) | Q(run_id__in=released))


def current_assessment(*, addressee_no: int, fiscal_year: int) -> Assessment | None:
    """The assessment in force of one person and year."""
    return (
        decided_assessments()
        .filter(addressee_no=addressee_no, fiscal_year=fiscal_year)
        .order_by("-sequence")
        .first()
    )


def pension_of_last_year(fiscal_year: int, first: int, last: int) -> dict[int, LastYear]:
    """What last year's assessments of a range say for this year's collection from the pension."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT addressee_no, pension_total, pension_part FROM ({_IN_RANGE}) q"
            " WHERE pension_part > 0",
            {"year": fiscal_year - 1, "first": first, "last": last},
        )
        return {number: LastYear(total, part) for number, total, part in cursor.fetchall()}


_IN_RANGE = IN_FORCE.replace(
    "ORDER BY", "AND a.addressee_no BETWEEN %(first)s AND %(last)s\nORDER BY"
)
