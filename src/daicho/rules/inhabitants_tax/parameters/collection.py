# SPDX-License-Identifier: Apache-2.0
"""How a year's tax is cut into instalments (期割・月割)."""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.yen import Rate


class CollectionRules(NamedTuple):
    """Units and shares of ordinary, salary and pension collection."""

    STATUTE = "local_tax_act/collection"  # type: ignore[misc]

    ordinary_unit: int
    salary_unit: int
    pension_unit: int
    pension_age: int  # on April 1: from here on a pension's tax may go into no salary
    pension_first_year_share: Rate
    pension_provisional_share: Rate
    fixed_amount_in_order: int  # 令和6: 定額減税 is taken from the first instalments on
    lump_sum_month_from: int
    lump_sum_month_to: int
