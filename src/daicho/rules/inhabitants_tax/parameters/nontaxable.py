# SPDX-License-Identifier: Apache-2.0
"""Limits up to which nobody is taxed (非課税)."""

from __future__ import annotations

from typing import NamedTuple


class ClassLimit(NamedTuple):
    """均等割 in one class (級地): amount a head, and the addition when there are relatives."""

    nontaxable_class: int
    base: int
    addition: int


class Nontaxable(NamedTuple):
    """非課税 (地方税法24条の5・295条・附則3条の3, 施行令47条の3, 施行規則9条の21)."""

    STATUTE = "local_tax_act/nontaxable"  # type: ignore[misc]

    protected_income_limit: int
    adult_age: int
    marriage_makes_adult: int
    per_capita: tuple[ClassLimit, ...]
    per_capita_extra: int
    income_levy_base: int
    income_levy_addition: int
    income_levy_extra: int
