# SPDX-License-Identifier: Apache-2.0
"""One builder for the levy's tests: a taxpayer by tax base, with everything else unremarkable."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.facts import (
    ABSENT,
    Deductions,
    Income,
    Levy,
    Nontaxability,
    PersonFacts,
    Relatives,
    TaxBase,
)
from daicho.rules.inhabitants_tax.levy.compute import compute_levy

NONE: Mapping[str, int] = {}


def zero_income(**given: int) -> Income:
    """No income but what is given."""
    return Income(**(dict.fromkeys(Income._fields, 0) | given))


@pytest.fixture(scope="session")
def levy_of(person: Callable[..., PersonFacts]) -> Callable[..., Levy]:
    """Levy of a person with `general` taxable income and the basic deduction only."""

    def build(
        fiscal_year: int,
        municipality: str,
        general: int,
        *,
        base: Mapping[str, int] = NONE,
        income: Mapping[str, int] = NONE,
        deductions: Mapping[str, int] = NONE,
        relatives: Mapping[str, int] = NONE,
        nontax: Mapping[str, int] = NONE,
        **facts: int,
    ) -> Levy:
        total = general + 430_000 + sum(base.values())
        totals = {
            "total": total,
            "total_etc": total,
            "aggregate": general + 430_000,
            "aggregate_after_loss": general + 430_000,
        }
        taken = {
            "basic": 430_000,
            "total": 430_000,
            "personal_difference": 50_000,
            "personal_difference_adjusted": 50_000,
            "income_tax_basic": 480_000,
        }
        return compute_levy(
            load_parameters(fiscal_year, municipality),
            person(**facts),
            Relatives(
                **(
                    dict.fromkeys(Relatives._fields, 0)
                    | {"spouse_special_income": ABSENT}
                    | relatives
                )
            ),
            zero_income(**(totals | income)),
            Deductions(**(dict.fromkeys(Deductions._fields, 0) | taken | deductions)),
            TaxBase(**(dict.fromkeys(TaxBase._fields, 0) | {"general": general} | base)),
            Nontaxability(
                **(
                    dict.fromkeys(Nontaxability._fields, 0)
                    | {"per_capita_limit": 450_000, "income_levy_limit": 450_000}
                    | nontax
                )
            ),
        )

    return build
