# SPDX-License-Identifier: Apache-2.0
"""The dated figures of the fields, read from the statute tree as those of the inhabitants tax."""

from __future__ import annotations

from functools import cache, partial
from typing import Any, get_type_hints

from daicho.engine.statute_files import STATUTES, Statute, read_statute
from daicho.engine.statutes import find_statute, load_group
from daicho.rules.arrears.parameters import HoldRules, PostponementRules, SeizureRules, TermRules
from daicho.rules.collection.parameters import DelinquencyRules, RefundInterestRules
from daicho.rules.light_vehicle_tax.parameters import EnvironmentRules, LightVehicleRules

# Every national group; a file of the statute tree belongs to exactly one field of one group.
GROUPS: tuple[Any, ...] = (
    DelinquencyRules,
    RefundInterestRules,
    TermRules,
    HoldRules,
    SeizureRules,
    PostponementRules,
    LightVehicleRules,
    EnvironmentRules,
)


@cache
def load_national(group: Any, fiscal_year: int) -> Any:
    """One group for one fiscal year."""
    return load_group(group, fiscal_year, partial(find_statute, "", group))


def load_delinquency(fiscal_year: int) -> DelinquencyRules:
    """Figures of 延滞金; the rates of every calendar year are in them."""
    rules: DelinquencyRules = load_national(DelinquencyRules, fiscal_year)
    return rules


def load_refund_interest(fiscal_year: int) -> RefundInterestRules:
    """Terms of 還付加算金."""
    rules: RefundInterestRules = load_national(RefundInterestRules, fiscal_year)
    return rules


def load_terms(fiscal_year: int) -> TermRules:
    """Days and years of demand, prescription, stay and levying."""
    rules: TermRules = load_national(TermRules, fiscal_year)
    return rules


def load_holds(fiscal_year: int) -> HoldRules:
    """Months that hold prescription open."""
    rules: HoldRules = load_national(HoldRules, fiscal_year)
    return rules


def load_seizure(fiscal_year: int) -> SeizureRules:
    """What of pay may not be seized."""
    rules: SeizureRules = load_national(SeizureRules, fiscal_year)
    return rules


def load_postponement(fiscal_year: int) -> PostponementRules:
    """Terms of postponing."""
    rules: PostponementRules = load_national(PostponementRules, fiscal_year)
    return rules


def load_light_vehicle(fiscal_year: int) -> LightVehicleRules:
    """Rates of 種別割 of one fiscal year."""
    rules: LightVehicleRules = load_national(LightVehicleRules, fiscal_year)
    return rules


def load_environment(fiscal_year: int) -> EnvironmentRules:
    """Rates of 環境性能割."""
    rules: EnvironmentRules = load_national(EnvironmentRules, fiscal_year)
    return rules


def unverified_statutes(group: Any) -> tuple[Statute, ...]:
    """The statutes of a group that no official text has confirmed yet."""
    found = (read_statute(STATUTES / group.STATUTE / f"{f}.toml") for f in get_type_hints(group))
    return tuple(statute for statute in found if statute.unverified)
