# SPDX-License-Identifier: Apache-2.0
"""Limits of age and income that decide who counts as spouse or dependant (扶養親族)."""

from __future__ import annotations

from typing import NamedTuple


class SpecialRelativeStep(NamedTuple):
    """Above `over` yen of the relative's own income the special deduction is `amount`."""

    over: int
    amount: int


class RelativeLimits(NamedTuple):
    """同一生計配偶者・扶養親族 and 特定親族 (地方税法23条・34条・292条・314条の2)."""

    STATUTE = "local_tax_act/relatives"  # type: ignore[misc]

    income_limit: int
    spouse_special_limit: int
    elderly_age: int
    deductible_age: int
    specified_age: int
    specified_age_below: int
    under_23_below: int
    overseas_limited: int
    overseas_age: int
    overseas_age_below: int
    special_relative: tuple[SpecialRelativeStep, ...]
