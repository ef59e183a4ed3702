# SPDX-License-Identifier: Apache-2.0
"""Tables that payroll software knows by income year: 給与所得, income tax, limits.

Only what employers print; the ward's own tax is computed by the rules, never from here. Figures:
facts/tax-rules.md §1, §2.
"""

from __future__ import annotations

import numpy as np

_BASIC = {2020: 480_000, 2025: 580_000, 2026: 620_000}  # 基礎控除 of the income tax, plain tier
_RELATIVE_LIMIT = {2019: 380_000, 2020: 480_000, 2025: 580_000, 2026: 620_000}
_BRACKETS = (
    (1_950_000, 5, 0), (3_300_000, 10, 97_500), (6_950_000, 20, 427_500),
    (9_000_000, 23, 636_000), (18_000_000, 33, 1_536_000), (40_000_000, 40, 2_796_000),
)  # fmt: skip


def _since(table: dict[int, int], year: int, before: int) -> int:
    return table[max(key for key in table if key <= year)] if year >= min(table) else before


def relative_limit(year: int) -> int:
    """合計所得 up to which a relative can be claimed for an income year."""
    return _since(_RELATIVE_LIMIT, year, 380_000)


def salary_income(revenue: np.ndarray, year: int) -> np.ndarray:
    """給与所得控除後の金額 of an income year (所得税法28条, 別表第五)."""
    stepped = revenue // 4_000 * 4_000
    older = 100_000 if year < 2020 else 0
    least = {2025: 650_000, 2026: 740_000}.get(year, 550_000 + older) if year < 2027 else 740_000
    low = np.where(revenue < least + 1_000, 0, revenue - least)  # the table starts 1,000 above
    bands = [
        (revenue < 1_619_000, low),
        (revenue < 1_628_000, _plateau(revenue) - older),
        (revenue < 1_800_000, stepped * 6 // 10 + 100_000 - older),
        (revenue < 3_600_000, stepped * 7 // 10 - 80_000 - older),
        (revenue < 6_600_000, stepped * 8 // 10 - 440_000 - older),
        (revenue < 8_500_000, revenue * 9 // 10 - 1_100_000 - older),
    ]
    if year < 2020:
        bands.append((revenue < 10_000_000, revenue * 9 // 10 - 1_200_000))
    top = revenue - (1_950_000 if year >= 2020 else 2_200_000)
    income = np.select([band for band, _ in bands], [value for _, value in bands], top)
    flat_until = {2025: 1_900_000, 2026: 2_191_000}.get(year, 0)
    income = np.where(revenue < flat_until, low, income)
    if year == 2026:
        plateau = np.select(
            [revenue < 2_193_000, revenue < 2_196_000], [1_451_000, 1_453_000], 1_456_000
        )
        income = np.where((revenue >= 2_191_000) & (revenue < 2_200_000), plateau, income)
    return income


def _plateau(revenue: np.ndarray) -> np.ndarray:
    edges = [revenue < 1_620_000, revenue < 1_622_000, revenue < 1_624_000]
    return np.select(edges, [1_069_000, 1_070_000, 1_072_000], 1_074_000)


def pension_income(revenue: np.ndarray, age: np.ndarray, year: int) -> np.ndarray:
    """公的年金等に係る雑所得 where other income is at most 10 million (所得税法35条)."""
    older = 100_000 if year < 2020 else 0
    least = np.where(age >= 65, 1_100_000, 600_000) + older
    top = revenue * 95 // 100 - 1_455_000
    by_rate = np.select(
        [revenue <= 4_100_000, revenue <= 7_700_000, revenue <= 10_000_000],
        [revenue * 75 // 100 - 275_000, revenue * 85 // 100 - 685_000, top],
        top if year < 2020 else revenue - 1_955_000,
    )
    return np.maximum(np.minimum(revenue - least, by_rate - older), 0)


def basic_deduction(total_income: np.ndarray, year: int) -> np.ndarray:
    """基礎控除 of the income tax as printed, without the tiers that came with 令和7年分."""
    amount = _since(_BASIC, year, 380_000)
    edges = [total_income <= 24_000_000, total_income <= 24_500_000, total_income <= 25_000_000]
    return np.select(edges, [amount, 320_000, 160_000], 0)


def income_tax(taxable: np.ndarray) -> np.ndarray:
    """所得税 with the reconstruction surtax, 100 yen dropped."""
    taxable = np.maximum(taxable, 0) // 1_000 * 1_000
    edges = [taxable < limit for limit, _, _ in _BRACKETS]
    taxes = [taxable * rate // 100 - less for _, rate, less in _BRACKETS]
    tax = np.select(edges, taxes, taxable * 45 // 100 - 4_796_000)
    return tax * 1021 // 1000 // 100 * 100
