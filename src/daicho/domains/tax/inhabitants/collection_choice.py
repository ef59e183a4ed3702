# SPDX-License-Identifier: Apache-2.0
"""How a person's tax is to be collected (徴収区分): from the salary, the pension, or by slips."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from daicho.domains.tax.documents.merge.public import (
    PENSION_COLLECTION,
    SALARY_REPORT,
    Paper,
    Person,
    has_left,
    rank_of_employer,
)
from daicho.kernel.findings import Finding, Severity

PENSION_AGE = 65  # on April 1 of the fiscal year (地方税法321条の7の2第1項)


class LastYear(NamedTuple):
    """What last year's assessment says for this year's collection."""

    pension_total: int
    pension_part: int


class Choice(NamedTuple):
    """Facts of collection, the employer that withholds, and what to look at."""

    facts: dict[str, int]
    employer_no: str | None
    findings: list[Finding]


def choose_collection(
    person: Person,
    papers: Sequence[Paper],
    last_year: LastYear | None,
    employers: Container[str],
    fiscal_year: int,
) -> Choice:
    """Decide from the live documents. `employers`: designated numbers that are known."""
    facts: dict[str, int] = {}
    findings: list[Finding] = []
    employer = _find_employer(papers)
    if employer is not None and employer.payer_no not in employers:
        findings.append(_unknown_employer(employer))
        employer = None
    if employer is not None:
        facts["salary_collection"] = 1
    if any(paper.kind == PENSION_COLLECTION for paper in papers):
        if is_old_enough(person.birth_date, fiscal_year):
            facts.update(_pension_facts(last_year))
        else:
            findings.append(_too_young(person))
    return Choice(facts, employer.payer_no if employer else None, findings)


def _find_employer(papers: Sequence[Paper]) -> Paper | None:
    """The main employer that withholds on April 1 (地方税法321条の3, 321条の4)."""
    candidates = [
        paper
        for paper in papers
        if paper.kind == SALARY_REPORT and paper.payer_no and not is_excluded(paper)
    ]
    return min(candidates, key=rank_of_employer, default=None)


def is_excluded(paper: Paper) -> bool:
    """乙欄, a leaver, or a wish for ordinary collection: this pay is not withheld from."""
    figures = paper.figures
    return bool(
        figures.get("is_second_employer")
        or figures.get("wants_ordinary_collection")
        or has_left(paper)
    )


def is_old_enough(birth_date: int, fiscal_year: int) -> bool:
    """65 on April 1 of the year; a birthday on April 2 counts as reached on April 1."""
    return 0 < birth_date <= (fiscal_year - PENSION_AGE) * 10_000 + 402


def _pension_facts(last_year: LastYear | None) -> dict[str, int]:
    """The second year on starts with provisional collection (仮徴収) from last year's part."""
    if last_year is None or last_year.pension_total == 0:
        return {"pension_collection": 1, "pension_first_year": 1}
    return {"pension_collection": 1, "previous_pension_part": last_year.pension_part}


def _unknown_employer(paper: Paper) -> Finding:
    return Finding(
        "employer_unknown",
        Severity.WARNING,
        f"指定番号{paper.payer_no}の特別徴収義務者が登録されていないため普通徴収とした",
        f"資料{paper.id}",
        "地方税法321条の4",
    )


def _too_young(person: Person) -> Finding:
    return Finding(
        "pension_collection_under_65",
        Severity.WARNING,
        "4月1日に65歳未満のため年金特別徴収の対象としない",
        f"宛名番号{person.addressee_no}",
        "地方税法321条の7の2",
    )
