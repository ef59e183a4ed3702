# SPDX-License-Identifier: Apache-2.0
"""徴収区分: salary, pension, slips, and what is remarked."""

from __future__ import annotations

import pytest

from daicho.domains.tax.documents.merge.papers import Paper, Person
from daicho.domains.tax.inhabitants.collection_choice import (
    Choice,
    LastYear,
    choose_collection,
    is_old_enough,
)

OLD = Person(1, 19500101, 1, 0, 0, 1)


def salary(number: int, payer: str, amount: int, **more: int) -> Paper:
    figures = {"salary_revenue": amount, **more}
    return Paper(number, "salary_report", payer, 0, figures, {}, ())


PENSION = Paper(99, "pension_collection", "P", 0, {}, {}, ())


def choose(*papers: Paper, person: Person = OLD, last: LastYear | None = None) -> Choice:
    return choose_collection(person, papers, last, {"A", "B"}, 2026)


@pytest.mark.parametrize(
    ("papers", "employer"),
    [
        ([salary(1, "A", 100)], "A"),
        ([salary(1, "A", 100), salary(2, "B", 200)], "B"),
        ([salary(1, "A", 100), salary(2, "B", 200, is_second_employer=1)], "A"),
        ([salary(1, "A", 100), salary(2, "B", 200, part_year_class=2)], "A"),
        ([salary(1, "A", 100, part_year_class=1)], "A"),
        ([salary(1, "A", 100, wants_ordinary_collection=1)], None),
        ([salary(1, "A", 100, left_by_death=1)], None),
        ([salary(1, "", 100)], None),
        ([], None),
    ],
)
def test_finds_the_employer_that_withholds(papers: list[Paper], employer: str | None) -> None:
    choice = choose(*papers)
    assert choice.employer_no == employer
    assert choice.facts.get("salary_collection", 0) == (1 if employer else 0)
    assert choice.findings == []


def test_remarks_an_employer_that_nobody_knows() -> None:
    choice = choose(salary(1, "X", 100))
    assert choice.employer_no is None
    assert [finding.code for finding in choice.findings] == ["employer_unknown"]


def test_withholds_from_a_pension_in_the_first_and_the_following_years() -> None:
    assert choose(PENSION).facts == {"pension_collection": 1, "pension_first_year": 1}
    following = choose(PENSION, last=LastYear(60_000, 80_000))
    assert following.facts == {"pension_collection": 1, "previous_pension_part": 80_000}
    stopped = choose(PENSION, last=LastYear(0, 80_000))
    assert stopped.facts == {"pension_collection": 1, "pension_first_year": 1}


def test_both_salary_and_pension() -> None:
    facts = choose(salary(1, "A", 100), PENSION).facts
    assert (facts["salary_collection"], facts["pension_collection"]) == (1, 1)


def test_does_not_withhold_from_a_pension_before_65() -> None:
    young = choose(PENSION, person=OLD._replace(birth_date=19700101))
    assert young.facts == {}
    assert [finding.code for finding in young.findings] == ["pension_collection_under_65"]


def test_65_on_april_1_by_the_law_of_ages() -> None:
    assert is_old_enough(19610402, 2026)
    assert not is_old_enough(19610403, 2026)
