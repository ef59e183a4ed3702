# SPDX-License-Identifier: Apache-2.0
"""Relatives: whose claims count, ages by the register or by the counts of a report."""

from __future__ import annotations

from typing import Any

import pytest

from daicho.domains.tax.documents.merge.papers import CheckedClaim, Claim, Paper, Person
from daicho.domains.tax.documents.merge.public import (
    Claimed,
    check_claim,
    claims_of,
    drop_repeated,
    find_claimed_twice,
    merge,
    settle,
)

YEAR = 2026
PERSON = Person(1, 19800301, 2, 0, 0, 1)


def listed(box: str, name: str = "", **more: Any) -> dict[str, Any]:
    return {"listed": box, "name_folded": name, **more}


def report(number: int, relatives: list[dict[str, Any]], **figures: int) -> Paper:
    return Paper(number, "salary_report", f"E{number}", 0, figures, {}, relatives)


def claim(box: str = "dependant", name: str = "a", document: int = 1, **more: int) -> Claim:
    empty = Claim(document, 0, box, "", name, "", 0, 0, 3, 0, 0, 0, 0)
    return empty._replace(**more)


def checked(found: Claim, number: int = 0, birth: int = 0, verdict: int = 0) -> CheckedClaim:
    return CheckedClaim(found, number, birth, found.income, verdict)


def test_a_return_names_the_relatives_but_children_of_a_report_stand() -> None:
    papers = [
        report(1, [listed("dependant", "子"), listed("under_16", "幼")], salary_revenue=1),
        Paper(2, "tax_return", "", 0, {"salary_revenue": 1}, {}, [listed("dependant", "父")]),
    ]
    found = claims_of(settle(papers))
    assert [(one.document_id, one.name_folded) for one in found] == [(1, "幼"), (2, "父")]


@pytest.mark.parametrize(
    ("claimed", "verdict"),
    [
        (Claimed(9, 20100101, 0, 0), 0),
        (Claimed(1, 20100101, 0, 0), 5),
        (Claimed(9, 19400101, 20241231, None), 3),
        (Claimed(9, 19400101, 20250101, None), 0),
        (Claimed(9, 20251231, 0, None), 0),
        (Claimed(9, 20260101, 0, None), 4),
    ],
    ids=["fine", "self", "dead before", "dies in the year", "born in the year", "born after"],
)
def test_judges_a_found_relative(claimed: Claimed, verdict: int) -> None:
    assert check_claim(1, claim(), claimed, YEAR).verdict == verdict


def test_the_own_documents_of_a_relative_tell_the_income() -> None:
    stated = claim(income=300_000)
    assert check_claim(1, stated, Claimed(9, 20000101, 0, 900_000), YEAR).income == 900_000
    assert check_claim(1, stated, Claimed(9, 20000101, 0, None), YEAR).income == 300_000
    assert check_claim(1, stated, None, YEAR).income == 300_000


def test_the_same_relative_in_two_documents_counts_once() -> None:
    found = drop_repeated(
        [
            checked(claim(document=1), 9),
            checked(claim(document=2), 9),
            checked(claim("spouse", "x")),
            checked(claim("spouse", "y", document=2)),
        ]
    )
    assert [one.verdict for one in found] == [0, 6, 0, 6]


def test_a_shared_relative_goes_to_the_larger_income() -> None:
    claims = [(1, checked(claim(), 9)), (2, checked(claim(), 9)), (3, checked(claim(), 8))]
    assert find_claimed_twice(claims, {1: 5, 2: 7}) == {9: 2}
    assert find_claimed_twice(claims, {}) == {9: 1}


def dependants_of(paper: Paper, claims: list[CheckedClaim]) -> list[tuple[int, int, int, int]]:
    merged = merge(PERSON, [paper], claims, YEAR)
    return [
        (
            item.get("birth_date", 0) // 10_000,
            item.get("relation", 0),
            item.get("cohabiting", 0),
            item.get("disability", 0),
        )
        for item in merged.dependants
    ]


def test_unknown_relatives_take_the_classes_that_are_left() -> None:
    """Two named, the mother found (80): the other is the student of 20, one more is unnamed."""
    paper = report(
        1,
        [],
        salary_revenue=5_000_000,
        specified_dependants=1,
        elderly_dependants=1,
        elderly_cohabiting_dependants=1,
        other_dependants=1,
    )
    claims = [
        checked(claim(name="母", ordinal=0), 9, 19450101),
        checked(claim(name="学生", ordinal=1)),
    ]
    assert dependants_of(paper, claims) == [(1945, 1, 1, 0), (2005, 3, 0, 0), (1985, 3, 0, 0)]


def test_a_child_counted_among_the_grown_up_makes_nobody_else_appear() -> None:
    paper = report(1, [], salary_revenue=1, other_dependants=1)
    child = checked(claim(name="子"), 9, 20120401)
    assert dependants_of(paper, [child]) == [(2012, 3, 0, 0)]
    with_mother = report(
        1,
        [],
        salary_revenue=1,
        other_dependants=1,
        elderly_dependants=1,
        elderly_cohabiting_dependants=1,
    )
    mother = checked(claim(name="母", ordinal=1))
    assert dependants_of(with_mother, [child, mother]) == [(2012, 3, 0, 0), (1950, 1, 1, 0)]


def test_a_cohabiting_parent_who_was_not_found_is_one() -> None:
    paper = report(1, [], salary_revenue=1, elderly_dependants=1, elderly_cohabiting_dependants=1)
    assert dependants_of(paper, [checked(claim(name="母"))]) == [(1950, 1, 1, 0)]


def test_disabilities_are_counted_without_names() -> None:
    paper = report(
        1,
        [],
        salary_revenue=1,
        other_dependants=2,
        disabled_special=1,
        disabled_special_cohabiting=1,
    )
    assert dependants_of(paper, []) == [(1985, 3, 0, 0), (1985, 3, 1, 2)]


def test_a_spouse_who_is_only_ticked_counts_with_the_stated_income() -> None:
    paper = report(1, [], salary_revenue=1, spouse_class=1, spouse_income=200_000)
    facts = merge(PERSON, [paper], [], YEAR).facts
    assert (facts["has_spouse"], facts["spouse_income"]) == (1, 200_000)
    assert facts["spouse_birth_date"] == 19850701
    elderly = report(1, [], salary_revenue=1, spouse_class=1, is_spouse_elderly=1)
    assert merge(PERSON, [elderly], [], YEAR).facts["spouse_birth_date"] == 19500701


def test_spouse_class_2_means_no_spouse_on_a_salary_report_and_an_old_one_on_a_pension() -> None:
    figures = {"spouse_class": 2, "pension_revenue": 1}
    assert "has_spouse" not in merge(PERSON, [report(1, [], **figures)], [], YEAR).facts
    pension = Paper(1, "pension_report", "P", 0, figures, {}, [])
    assert merge(PERSON, [pension], [], YEAR).facts["spouse_birth_date"] == 19500701


def test_remarks_relatives_who_do_not_count_and_lists_that_do_not_fit() -> None:
    paper = report(1, [], salary_revenue=1)
    claims = [
        checked(claim(name="a"), 9, 20150101, verdict=1),
        checked(claim(name="b"), 8, 20150101),
        checked(claim("under_16", "c"), 7, 20000101),
    ]
    found = [finding.code for finding in merge(PERSON, [paper], claims, YEAR).findings]
    assert found == ["claimed_twice", "too_young_for_list", "too_old_for_list"]
