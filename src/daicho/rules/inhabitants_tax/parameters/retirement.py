# SPDX-License-Identifier: Apache-2.0
"""Retirement allowances taxed apart (退職所得の分離課税)."""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.yen import Rate


class RetirementTaxRules(NamedTuple):
    """退職所得控除, the halving, and the rates (所得税法30条, 地方税法50条の2–・328条–)."""

    STATUTE = "local_tax_act/retirement"  # type: ignore[misc]

    deduction_per_year: int
    deduction_minimum: int
    long_service_years: int
    deduction_per_long_year: int
    disability_addition: int
    half: Rate
    short_service_years: int
    short_term_half_limit: int  # ABSENT (-1): 短期退職手当等 do not exist yet
    municipal: Rate
    prefectural: Rate
