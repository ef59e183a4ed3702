# SPDX-License-Identifier: Apache-2.0
"""A case of the contract becomes facts, or is refused with path and reason of every fault."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from daicho.engine.case import CaseRefused, read_case
from daicho.engine.contract import case_schema
from daicho.rules.inhabitants_tax.facts import ABSENT, DependantFacts, PersonFacts

LEAST: dict[str, Any] = {
    "id": "a",
    "fiscal_year": 2025,
    "person": {"birth_date": "1980-03-01"},
}
FULL: dict[str, Any] = {
    "id": "b",
    "fiscal_year": 2026,
    "municipality": "141003",
    "nontaxable_class": 2,
    "person": {
        "birth_date": "1980-03-01",
        "sex": "female",
        "disability": "special",
        "single_parent": True,
        "minor": False,
        "resident": False,
        "deceased_on": "2026-03-01",
    },
    "income": {"salary_revenue": 5_000_000, "salary_income": 0, "business": -200_000},
    "deductions": {
        "social_insurance": 700_000,
        "life_insurance": {"new_general": 1, "old_pension": 2},
        "casualty_loss": {"net_loss": 3, "disaster_related_expense": 4},
        "medical": {"paid": 5, "reimbursed": 6, "self_medication": True},
        "donations": [
            {"kind": "furusato", "amount": 30_000},
            {"kind": "furusato", "amount": 20_000, "one_stop": True},
            {"kind": "both_designated", "amount": 7},
        ],
    },
    "credits": {
        "housing_loan": {"move_in": "2022-04-01", "income_tax_before_credit": 0},
        "dividend_kind": "securities_fund",
        "share_transfer_levy_withheld": 8,
    },
    "spouse": {"birth_date": "1979-01-02", "total_income": 480_000, "cohabiting": True},
    "dependants": [
        {"birth_date": "1950-01-01", "total_income": 9, "relation": "parent", "overseas": True}
    ],
    "family_employees": {"blue_salary": 10},
    "collection": {"previous_year_pension_part": 11, "salary_special_collection": True},
    "retirement_allowance": {
        "amount": 12,
        "years_of_service": 13,
        "kind": "officer",
        "paid_on": "2026-02-28",
    },
}


def with_(place: str, value: Any, base: dict[str, Any] = FULL) -> dict[str, Any]:
    case: dict[str, Any] = json.loads(json.dumps(base))
    *way, last = place.split(".")
    target: Any = case
    for key in way:
        target = target[int(key)] if isinstance(target, list) else target[key]
    target[int(last) if isinstance(target, list) else last] = value
    return case


def told(data: Any) -> list[str]:
    with pytest.raises(CaseRefused) as refusal:
        read_case(data)
    return [str(fault) for fault in refusal.value.faults]


def test_least_case_takes_the_defaults() -> None:
    case = read_case(LEAST)
    usual = dict.fromkeys(PersonFacts._fields, 0) | {
        "birth_date": 19800301,
        "resident": 1,
        **dict.fromkeys(("minor", "salary_income"), ABSENT),
        **dict.fromkeys(("housing_income_tax", "housing_taxable_income"), ABSENT),
    }
    assert case.person == PersonFacts(**usual)
    assert (case.municipality, case.nontaxable_class) == ("131032", 0)
    assert (case.dependants, case.retirement) == ((), None)


def test_every_part_of_the_contract_finds_its_field() -> None:
    case = read_case(FULL)
    expected = {
        **{"birth_date": 19800301, "sex": 1, "disability": 2, "single_parent": 1, "minor": 0},
        **{"resident": 0, "deceased_on": 20260301, "salary_revenue": 5_000_000},
        **{"salary_income": 0, "business": -200_000, "social_insurance": 700_000},
        **{"life_new_general": 1, "life_old_pension": 2, "casualty_net_loss": 3},
        **{"casualty_disaster_expense": 4, "medical_paid": 5, "medical_reimbursed": 6},
        **{"self_medication": 1, "donation_furusato": 50_000, "donation_one_stop": 20_000},
        **{"donation_both": 7, "housing_move_in": 20220401, "housing_income_tax": 0},
        **{"housing_taxable_income": ABSENT, "dividend_kind": 1, "share_levy_withheld": 8},
        **{"has_spouse": 1, "spouse_birth_date": 19790102, "spouse_income": 480_000},
        **{"spouse_cohabiting": 1, "blue_salary": 10, "previous_pension_part": 11},
        **{"salary_collection": 1},
    }
    found = {name: value for name, value in case.person._asdict().items() if value}
    assert found == {name: value for name, value in expected.items() if value}
    assert case.dependants == (DependantFacts(19500101, 9, 1, 0, 0, 0, 1),)
    assert case.retirement == (12, 13, 1, 0, 20260228)


@pytest.mark.parametrize(
    ("data", "path", "reason"),
    [
        ([], "(全体)", "オブジェクト"),
        ({}, "id", "必要な項目がありません"),
        (with_("income.salary_revenue", 1.5), "income.salary_revenue", "整数"),
        (with_("income.salary_revenue", "5000000"), "income.salary_revenue", "整数"),
        (with_("income.salary_revenue", True), "income.salary_revenue", "整数"),
        (with_("income.salary_revenue", 10**10), "income.salary_revenue", "より大きい"),
        (with_("income.salary_revenue", -1), "income.salary_revenue", "負の値"),
        (with_("income.bonus", 1), "income.bonus", "知らない項目"),
        (with_("person.birth_date", "2023-02-30"), "person.birth_date", "暦にある日付"),
        (with_("person.birth_date", "20230201"), "person.birth_date", "暦にある日付"),
        (with_("person.birth_date", "2026-01-02"), "person.birth_date", "賦課期日まで"),
        (with_("person.sex", "other"), "person.sex", "female / male"),
        (with_("person.widow", 1), "person.widow", "true か false"),
        (with_("fiscal_year", 2018), "fiscal_year", "2019"),
        (with_("fiscal_year", 2028), "fiscal_year", "2019–2027年度"),
        (with_("municipality", "999999"), "municipality", "検査数字"),
        (with_("municipality", "../../x"), "municipality", "6桁の数字"),
        (with_("nontaxable_class", 4), "nontaxable_class", "使えません"),
        (with_("dependants.0.relation", "aunt"), "dependants[0].relation", "使えません"),
        (with_("deductions.donations.0.amount", -5), "deductions.donations[0].amount", "負の値"),
        (with_("deductions.donations.2.one_stop", True), "deductions.donations[2]", "furusato"),
        (with_("person.deceased_on", "1970-01-01"), "person.deceased_on", "生年月日より前"),
        (with_("retirement_allowance.paid_on", "2025-12-31"), "retirement_allowance", "違います"),
    ],
)
def test_refused_with_path_and_reason(data: Any, path: str, reason: str) -> None:
    assert any(fault.startswith(path) and reason in fault for fault in told(data)), told(data)


def test_every_fault_is_told_at_once() -> None:
    data = with_("person.birth_date", 5)
    data["income"] = {"salary_revenue": "x", "unknown": 1}
    del data["id"]
    assert len(told(data)) == 4


def test_a_long_number_is_never_repeated() -> None:
    data = with_("person.birth_date", "123456789018")
    data["123456789018"] = 1
    assert not any("123456789018" in fault for fault in told(data))


def test_the_base_cases_are_the_contract_s_own() -> None:
    for case in (LEAST, FULL):
        jsonschema.validate(case, case_schema())
