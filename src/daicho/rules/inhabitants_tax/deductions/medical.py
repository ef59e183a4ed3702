# SPDX-License-Identifier: Apache-2.0
"""Deduction for medical expenses (医療費控除) and the self-medication exception."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import clamp, floor_rate
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "医療費控除",
    cites=("地方税法34条第1項第2号", "地方税法314条の2第1項第2号"),
    formula="(支払額 − 補てん額) − (10万円と総所得金額等の5%の小さい方) (0円から200万円まで)",
)
def medical_deduction(
    p: InhabitantsTaxParameters, paid: int, reimbursed: int, total_etc: int
) -> int:
    """The ordinary deduction."""
    threshold = min(p.medical.threshold, floor_rate(total_etc, p.medical.income_rate))
    return clamp(paid - reimbursed - threshold, 0, p.medical.limit)


@rule(
    "医療費控除の特例 (セルフメディケーション税制)",
    cites="地方税法附則4条の4",
    formula="(支払額 − 補てん額) − 12,000円 (88,000円を上限)",
)
def self_medication_deduction(p: InhabitantsTaxParameters, paid: int, reimbursed: int) -> int:
    """The exception, for those who chose it instead of the ordinary deduction."""
    excess = paid - reimbursed - p.medical.self_medication_threshold
    return clamp(excess, 0, p.medical.self_medication_limit)
