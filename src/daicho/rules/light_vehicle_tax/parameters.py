# SPDX-License-Identifier: Apache-2.0
"""The dated figures of the light vehicle tax (軽自動車税)."""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.yen import Rate


class FixedRate(NamedTuple):
    """A year's tax of a kind that has one rate only."""

    kind: int
    amount: int


class WheeledRate(NamedTuple):
    """A year's tax of three- and four-wheeled vehicles by age and cleanness."""

    kind: int
    old: int  # first inspected before April 2015
    new: int
    aged: int  # 重課: from the fourteenth fiscal year after the first inspection
    cut75: int  # 軽課: the year after the first inspection only
    cut50: int
    cut25: int


class GreenWindow(NamedTuple):
    """Months of first inspection (yyyymm) for which a reduction is granted."""

    percent: int
    first_from: int
    first_to: int
    business_only: int


class LightVehicleRules(NamedTuple):
    """種別割: rates and the months that choose between them (地方税法463条の15・附則30条)."""

    STATUTE = "local_tax_act/light_vehicle_tax"  # type: ignore[misc]

    fixed_rates: tuple[FixedRate, ...]
    wheeled_rates: tuple[WheeledRate, ...]
    new_rate_from: int
    aged_from_year: int
    aged_after: int
    year_only_before: int
    green_windows: tuple[GreenWindow, ...]
    green_confirmed_to: int
    excess_limit: Rate
    assessment_day: int


class EnvironmentRate(NamedTuple):
    """環境性能割 of one grade, for private and business use."""

    grade: int
    private: Rate
    business: Rate


class EnvironmentRules(NamedTuple):
    """環境性能割, which ended with March 2026."""

    STATUTE = "local_tax_act/light_vehicle_environment"  # type: ignore[misc]

    rates: tuple[EnvironmentRate, ...]
    exempt_up_to: int
    base_unit: int
    first_day: int
    last_day: int
    relief_last_day: int
    relief: Rate
