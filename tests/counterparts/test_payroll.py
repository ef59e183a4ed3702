# SPDX-License-Identifier: Apache-2.0
"""What the made-up employers print agrees with the ward's own rules in every year."""

import numpy as np
import pytest

from daicho.counterparts.ward import payroll
from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.income.pension import pension_income
from daicho.rules.inhabitants_tax.income.salary import salary_after_deduction

EDGES = [
    551_000, 651_000, 741_000, 1_619_000, 1_620_000, 1_622_000, 1_624_000, 1_628_000, 1_800_000,
    1_900_000, 2_191_000, 2_193_000, 2_196_000, 2_200_000, 3_600_000, 6_600_000, 8_500_000,
    10_000_000,
]  # fmt: skip
REVENUES = sorted(
    {edge + step for edge in EDGES for step in (-1, 0, 1, 3_999)} | {*range(0, 12_000_000, 33_333)}
)


@pytest.mark.parametrize("fiscal_year", range(2019, 2028))
def test_salary_income_is_that_of_the_rules(fiscal_year):
    parameters = load_parameters(fiscal_year)
    printed = payroll.salary_income(np.array(REVENUES), fiscal_year - 1).tolist()
    assert printed == [salary_after_deduction(parameters, revenue) for revenue in REVENUES]


@pytest.mark.parametrize("fiscal_year", range(2019, 2028))
@pytest.mark.parametrize("age", [64, 65])
def test_pension_income_is_that_of_the_rules(fiscal_year, age):
    parameters = load_parameters(fiscal_year)
    ages = np.full(len(REVENUES), age)
    printed = payroll.pension_income(np.array(REVENUES), ages, fiscal_year - 1).tolist()
    assert printed == [pension_income(parameters, revenue, age, 0) for revenue in REVENUES]
