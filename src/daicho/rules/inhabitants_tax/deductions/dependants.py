# SPDX-License-Identifier: Apache-2.0
"""Deductions for dependants (扶養控除) and for relatives of 19 to 22 (特定親族特別控除)."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.facts import Relatives
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "扶養控除",
    cites=(
        "地方税法34条第1項第11号",
        "地方税法34条第4項",
        "地方税法314条の2第1項第11号",
        "地方税法314条の2第4項",
    ),
    formula="一般 × 33万円 + 特定 × 45万円 + 老人 × 38万円 + 同居老親等 × 45万円",
)
def dependants_deduction(p: InhabitantsTaxParameters, r: Relatives) -> int:
    """By the kinds of dependants; those under 16 give none."""
    d = p.deductions
    return (
        r.general * d.dependant_general
        + r.specified * d.dependant_specified
        + r.elderly * d.dependant_elderly
        + r.elderly_parents * d.dependant_elderly_parent
    )


@rule(
    "特定親族特別控除",
    cites=("地方税法34条第1項第11号の2", "地方税法314条の2第1項第11号の2"),
    formula="特定親族ごとの控除額の合計 (令和8年度から)",
)
def specified_relative_special_deduction(r: Relatives) -> int:
    """The sum of what each relative gives; zero before fiscal year 2026."""
    return r.special_relative_deduction
