# SPDX-License-Identifier: Apache-2.0
"""Deduction for disability (障害者控除) of the taxpayer, the spouse and the dependants."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.facts import (
    ORDINARY_DISABILITY,
    SPECIAL_DISABILITY,
    Relatives,
)
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "障害者控除",
    cites=(
        "地方税法34条第1項第6号",
        "地方税法34条第3項",
        "地方税法314条の2第1項第6号",
        "地方税法314条の2第3項",
    ),
    formula="普通 × 26万円 + 特別 × 30万円 + 同居特別 × 53万円 (本人と同一生計配偶者・扶養親族)",
)
def disability_deduction(p: InhabitantsTaxParameters, own_disability: int, r: Relatives) -> int:
    """Everyone's disability in the family, dependants under 16 included."""
    d = p.deductions
    ordinary = r.disabled + (1 if own_disability == ORDINARY_DISABILITY else 0)
    special = r.disabled_special + (1 if own_disability == SPECIAL_DISABILITY else 0)
    return (
        ordinary * d.disability
        + special * d.disability_special
        + r.disabled_special_cohabiting * d.disability_special_cohabiting
    )
