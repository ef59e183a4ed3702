# SPDX-License-Identifier: Apache-2.0
"""Deductions for social insurance, mutual aid, life insurance and earthquake insurance."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import ceil_rate
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "社会保険料控除",
    cites=("地方税法34条第1項第3号", "地方税法314条の2第1項第3号"),
    formula="支払額の全額",
)
def social_insurance_deduction(paid: int) -> int:
    """All of what was paid."""
    return paid


@rule(
    "小規模企業共済等掛金控除",
    cites=("地方税法34条第1項第4号", "地方税法314条の2第1項第4号"),
    formula="支払額の全額",
)
def mutual_aid_deduction(paid: int) -> int:
    """All of what was paid."""
    return paid


@rule(
    "生命保険料控除 (新契約)",
    cites=("地方税法34条第1項第5号", "地方税法314条の2第1項第5号"),
    formula="支払額による表の額 (1円未満切上げ)",
)
def new_life_insurance(p: InhabitantsTaxParameters, paid: int) -> int:
    """One kind of premium of contracts made since 2012."""
    percent, constant = 0, 0
    for band in p.life_insurance.new:
        if paid > band.over:
            percent, constant = band.percent, band.constant
    return -(-paid * percent // 100) + constant


@rule(
    "生命保険料控除 (旧契約)",
    cites=("地方税法34条第1項第5号", "地方税法314条の2第1項第5号"),
    formula="支払額による表の額 (1円未満切上げ)",
)
def old_life_insurance(p: InhabitantsTaxParameters, paid: int) -> int:
    """One kind of premium of contracts made before 2012."""
    percent, constant = 0, 0
    for band in p.life_insurance.old:
        if paid > band.over:
            percent, constant = band.percent, band.constant
    return -(-paid * percent // 100) + constant


@rule(
    "生命保険料控除 (新旧併用)",
    cites=("地方税法34条第1項第5号", "地方税法314条の2第1項第5号"),
    formula="新契約 + 旧契約 (28,000円まで) と旧契約だけの大きい方",
)
def life_insurance_of_kind(p: InhabitantsTaxParameters, new_paid: int, old_paid: int) -> int:
    """One kind (general or pension) with contracts of both times: the better of the choices."""
    old = old_life_insurance(p, old_paid)
    both = min(p.life_insurance.combined_limit, new_life_insurance(p, new_paid) + old)
    return max(both, old)


@rule(
    "生命保険料控除",
    cites=("地方税法34条第1項第5号", "地方税法314条の2第1項第5号"),
    formula="一般 + 介護医療 + 個人年金 (70,000円まで)",
)
def life_insurance_deduction(
    p: InhabitantsTaxParameters, general: int, care: int, pension: int
) -> int:
    """The three kinds together."""
    return min(general + care + pension, p.life_insurance.total_limit)


@rule(
    "旧長期損害保険料の控除額",
    cites=("地方税法34条第1項第5号の3", "地方税法314条の2第1項第5号の3"),
    formula="支払額による表の額 (1円未満切上げ)",
)
def old_long_term_casualty(p: InhabitantsTaxParameters, paid: int) -> int:
    """Premiums of old long-term casualty contracts (made before 2007)."""
    percent, constant = 0, 0
    for band in p.earthquake_insurance.old_long_term:
        if paid > band.over:
            percent, constant = band.percent, band.constant
    return -(-paid * percent // 100) + constant


@rule(
    "地震保険料控除",
    cites=("地方税法34条第1項第5号の3", "地方税法314条の2第1項第5号の3"),
    formula="地震保険料 × 1/2 (25,000円まで) + 旧長期損害保険料の控除額、合わせて25,000円まで",
)
def earthquake_insurance_deduction(
    p: InhabitantsTaxParameters, paid: int, old_long_term_paid: int
) -> int:
    """Earthquake premiums and old long-term ones; one contract is in one class only (caller)."""
    e = p.earthquake_insurance
    earthquake = min(ceil_rate(paid, e.rate), e.limit)
    return min(earthquake + old_long_term_casualty(p, old_long_term_paid), e.total_limit)
