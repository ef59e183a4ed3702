# SPDX-License-Identifier: Apache-2.0
"""From a computed case to the figures on paper."""

from __future__ import annotations

from daicho.domains.tax.inhabitants.documents.amounts import Item, Split, TaxBase
from daicho.domains.tax.inhabitants.documents.results import (
    read_certificate_amounts,
    read_figures,
)
from daicho.engine.compute import compute_case

CASE = {
    "id": "paper",
    "fiscal_year": 2025,
    "person": {"birth_date": "1980-03-01"},
    "income": {"salary_revenue": 5_000_000, "listed_shares": 400_000},
    "deductions": {
        "social_insurance": 720_000,
        "donations": [{"kind": "furusato", "amount": 20_000}],
    },
}
BLANK = Split("", None, None)


def test_figures_of_a_notice_come_out_of_the_result() -> None:
    result = compute_case(CASE)
    rates = {"general": ("6%", "4%"), "listed_shares": ("3%", "2%")}
    figures = read_figures(result, rates=rates)
    assert figures.incomes == (Item("給与所得", 3_560_000), Item("上場株式等の譲渡", 400_000))
    assert figures.total_income == 3_960_000
    assert figures.deductions == (Item("社会保険料控除", 720_000), Item("基礎控除", 430_000))
    assert figures.tax_bases == (
        TaxBase("総所得", 2_410_000, "6%", "4%"),
        TaxBase("上場株式等の譲渡", 400_000, "3%", "2%"),
    )
    assert figures.before_credits == Split("", 156_600, 104_400)
    donation = figures.credits[3]
    parts = [result["credits"][key] for key in ("donation_basic", "donation_special")]
    assert donation.municipal == sum(part["municipal"] for part in parts)
    assert donation.municipal is not None
    assert donation.municipal > 0
    assert figures.credits[1:3] == (BLANK, BLANK)
    assert figures.annual_tax == result["annual_tax"]


def test_amounts_of_a_certificate_leave_out_what_does_not_apply() -> None:
    amounts = read_certificate_amounts(
        compute_case(CASE), salary_revenue=5_000_000, pension_revenue=0, loss_carried_forward=0
    )
    assert amounts.incomes == {
        "salary_revenue": 5_000_000,
        "salary_income": 3_560_000,
        "listed_shares": 400_000,
    }
    assert amounts.deductions == {"social_insurance": 720_000, "basic": 430_000}
    assert set(amounts.credits) == {"adjustment", "donation"}
