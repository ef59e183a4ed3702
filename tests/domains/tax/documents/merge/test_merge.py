# SPDX-License-Identifier: Apache-2.0
"""資料併合: each rule of precedence, and that no figure is lost."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.domains.tax.documents.merge.papers import Merged, Paper, Person
from daicho.domains.tax.documents.merge.public import merge, settle
from daicho.domains.tax.documents.merge.reasons import BY_CODE
from daicho.domains.tax.documents.merge.statements import facts_of

PERSON = Person(1234567, 19800301, 2, 0, 0, 1)
YEAR = 2026


def paper(number: int, kind: str, payer: str = "", correction: int = 0, **figures: int) -> Paper:
    return Paper(number, kind, payer, correction, figures, {}, ())


def salary(number: int, payer: str, amount: int, correction: int = 0, **more: int) -> Paper:
    return paper(number, "salary_report", payer, correction, salary_revenue=amount, **more)


def merged(*papers: Paper) -> Merged:
    return merge(PERSON, papers, (), YEAR)


def codes(result: Merged) -> list[str]:
    return [finding.code for finding in result.findings]


CASES: list[tuple[str, list[Paper], dict[str, int], str, list[str]]] = [
    (
        "one report",
        [salary(1, "A", 5_000_000, social_insurance=700_000)],
        {"salary_revenue": 5_000_000, "social_insurance": 700_000},
        "report",
        [],
    ),
    (
        "two employers are summed",
        [salary(1, "A", 5_000_000), salary(2, "B", 400_000, is_second_employer=1)],
        {"salary_revenue": 5_400_000},
        "reports",
        [],
    ),
    (
        "salary and pension stay apart",
        [
            salary(1, "A", 1_000_000, social_insurance=10_000),
            paper(2, "pension_report", "P", pension_revenue=2_000_000, social_insurance=90_000),
        ],
        {"salary_revenue": 1_000_000, "pension_revenue": 2_000_000, "social_insurance": 100_000},
        "reports",
        [],
    ),
    (
        "a correction replaces",
        [salary(1, "A", 5_000_000), salary(2, "A", 5_500_000, correction=2)],
        {"salary_revenue": 5_500_000},
        "report",
        [],
    ),
    (
        "a cancellation empties",
        [salary(1, "A", 5_000_000), salary(2, "A", 5_000_000, correction=3)],
        {},
        "others",
        [],
    ),
    (
        "a duplicate counts once",
        [salary(1, "A", 5_000_000), salary(2, "A", 5_000_000)],
        {"salary_revenue": 5_000_000},
        "report",
        ["duplicate_document"],
    ),
    (
        "an added report of the same payer counts too",
        [salary(1, "A", 3_000_000), salary(2, "A", 3_000_000, correction=1)],
        {"salary_revenue": 6_000_000},
        "reports",
        ["same_payer_twice"],
    ),
    (
        "a return replaces the reports",
        [
            salary(1, "A", 5_000_000, life_new_general=20_000),
            paper(2, "tax_return", salary_revenue=5_000_000, business=300_000),
        ],
        {"salary_revenue": 5_000_000, "business": 300_000},
        "tax_return",
        [],
    ),
    (
        "a return below the reports is remarked",
        [salary(1, "A", 5_000_000), paper(2, "tax_return", salary_revenue=3_000_000)],
        {"salary_revenue": 3_000_000},
        "tax_return",
        ["return_below_reports"],
    ),
    (
        "the tax return is stronger than the inhabitants tax return",
        [paper(1, "resident_return", business=100), paper(2, "tax_return", business=200)],
        {"business": 200},
        "tax_return",
        ["two_returns"],
    ),
    (
        "the later of two tax returns decides",
        [paper(1, "tax_return", business=100), paper(2, "tax_return", business=200)],
        {"business": 200},
        "tax_return",
        [],
    ),
    (
        "one-stop gifts count",
        [
            salary(1, "A", 5_000_000),
            paper(2, "one_stop", "272051", donation_one_stop=30_000),
            paper(3, "one_stop", "272230", donation_one_stop=10_000),
        ],
        {
            "salary_revenue": 5_000_000,
            "donation_furusato": 40_000,
            "donation_one_stop": 40_000,
        },
        "report",
        [],
    ),
    (
        "one-stop gifts are void beside a return",
        [
            paper(1, "one_stop", "272051", donation_one_stop=30_000),
            paper(2, "tax_return", salary_revenue=5_000_000),
        ],
        {"salary_revenue": 5_000_000},
        "tax_return",
        ["one_stop_not_in_return"],
    ),
    (
        "the previous job inside the main report",
        [
            salary(1, "A", 1_200_000, part_year_class=2),
            salary(2, "B", 4_000_000, other_payer_salary=1_200_000),
        ],
        {"salary_revenue": 4_000_000},
        "report",
        [],
    ),
    (
        "insurance by the main employer",
        [
            salary(1, "A", 1_000_000, life_new_general=12_000),
            salary(2, "B", 4_000_000, life_new_general=20_000),
        ],
        {"salary_revenue": 5_000_000, "life_new_general": 20_000},
        "reports",
        [],
    ),
    (
        "the premium behind the earthquake deduction",
        [salary(1, "A", 4_000_000, earthquake_deduction=25_000)],
        {"salary_revenue": 4_000_000, "earthquake_insurance": 25_000},
        "report",
        [],
    ),
    (
        "the mutual aid inside the social insurance",
        [salary(1, "A", 4_000_000, social_insurance=600_000, small_enterprise_mutual_aid=100_000)],
        {
            "salary_revenue": 4_000_000,
            "social_insurance": 500_000,
            "small_enterprise_mutual_aid": 100_000,
        },
        "report",
        [],
    ),
    (
        "the housing credit that the income tax left over",
        [
            salary(
                1,
                "A",
                4_000_000,
                housing_credit_available=200_000,
                housing_credit_stated=80_000,
                housing_move_in_date=20220401,
                salary_income_stated=2_760_000,
                deductions_total_stated=1_160_500,
            )
        ],
        {
            "salary_revenue": 4_000_000,
            "housing_credit_available": 200_000,
            "housing_income_tax": 80_000,
            "housing_taxable_income": 1_599_000,
            "housing_move_in": 20220401,
        },
        "report",
        [],
    ),
]
IDENTITY = {"birth_date": 19800301, "sex": 2, "resident": 1}


@pytest.mark.parametrize(
    ("papers", "facts", "rule", "findings"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_merges_documents(
    papers: list[Paper], facts: dict[str, int], rule: str, findings: list[str]
) -> None:
    result = merged(*papers)
    assert result.facts == facts | IDENTITY
    assert result.rule == rule
    assert codes(result) == findings


@pytest.mark.parametrize("papers", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_order_of_documents_does_not_matter(papers: list[Paper]) -> None:
    expected = merged(*papers)
    assert all(merged(*order) == expected for order in permutations(papers))


def test_refuses_one_stop_notices_of_more_than_five_municipalities() -> None:
    papers = [paper(n, "one_stop", str(n), donation_one_stop=10_000) for n in range(1, 7)]
    result = merged(*papers)
    assert "donation_one_stop" not in result.facts
    assert codes(result) == ["one_stop_not_in_return"]


def test_traces_every_figure_to_its_document() -> None:
    result = merged(salary(7, "A", 5_000_000), salary(9, "B", 400_000), salary(11, "B", 1, 2))
    assert result.trace["salary_revenue"] == {
        "value": 5_000_001,
        "adopted": [[7, 5_000_000], [11, 1]],
        "rejected": [[9, 400_000, "corrected"]],
    }
    assert result.document_ids == [7, 11]


figures = st.dictionaries(
    st.sampled_from(
        ["salary_revenue", "pension_revenue", "business", "social_insurance", "working_student"]
    ),
    st.integers(1, 9_999_999),
    max_size=3,
)
papers_of_a_person = st.lists(
    st.tuples(
        st.sampled_from(["salary_report", "pension_report", "tax_return", "resident_return"]),
        st.sampled_from(["", "A", "B"]),
        st.sampled_from([0, 0, 1, 2, 3]),
        figures,
    ),
    min_size=1,
    max_size=6,
)


@given(papers_of_a_person)
def test_adopts_or_rejects_every_figure_once(rows: list[Any]) -> None:
    papers = [Paper(n, *row, {}, ()) for n, row in enumerate(rows, 1)]
    result = merged(*papers)
    settled = settle(papers)
    assert len(settled.live) + len(settled.rejected) == len(papers)
    stated = sorted((p.id, name, v) for p in papers for name, v in facts_of(p).items())
    traced = sorted(
        (item[0], name, item[1])
        for name, entry in result.trace.items()
        for item in (*entry["adopted"], *entry["rejected"])
    )
    assert traced == stated
    reasons = {item[2] for entry in result.trace.values() for item in entry["rejected"]}
    assert reasons <= set(BY_CODE)
