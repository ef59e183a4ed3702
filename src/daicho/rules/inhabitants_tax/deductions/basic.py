# SPDX-License-Identifier: Apache-2.0
"""Basic deduction (基礎控除), of the inhabitants tax and of the income tax."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "基礎控除",
    cites=("地方税法34条第2項", "地方税法314条の2第2項"),
    formula="合計所得金額による表の額",
)
def basic_deduction(p: InhabitantsTaxParameters, total: int) -> int:
    """Falls above 24 million and ends above 25 million (from fiscal year 2021)."""
    amount = 0
    for step in p.deductions.basic:
        if total > step.over or step.over == 0:
            amount = step.amount
    return amount


@rule(
    "所得税の基礎控除",
    cites=("所得税法86条", "租税特別措置法41条の16の2"),
    formula="合計所得金額による表の額",
)
def income_tax_basic_deduction(p: InhabitantsTaxParameters, total: int) -> int:
    """Of the income tax; `total` is its own 合計所得金額, with retirement income."""
    amount = 0
    for step in p.income_tax_basic.amounts:
        if total > step.over or step.over == 0:
            amount = step.amount
    return amount
