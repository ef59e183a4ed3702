# SPDX-License-Identifier: Apache-2.0
"""Tax base: 1,000 yen dropped from each kind, deductions taken in the order of the law."""

from collections.abc import Callable

import pytest

from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.facts import Deductions, Income, PersonFacts, TaxBase
from daicho.rules.inhabitants_tax.tax_base import compute_tax_base

P = load_parameters(2025)
ORDER = (
    "general",
    "separate_land_short",
    "separate_land_short_reduced",
    "separate_land_long",
    "separate_land_long_excellent",
    "separate_land_long_residence",
    "listed_dividend_separate",
    "unlisted_shares",  # before the listed ones (租税特別措置法関係通達の順)
    "listed_shares",
    "futures",
    "forestry",
)
OF_INCOME = {
    "general": "aggregate_after_loss",
    "listed_dividend_separate": "listed_dividend_after_loss",
    "listed_shares": "listed_shares_after_loss",
    "forestry": "forestry_after_loss",
}


def base_of(person: Callable[..., PersonFacts], deductions: int, **kinds: int) -> TaxBase:
    of_income = {OF_INCOME[kind]: kinds.pop(kind) for kind in OF_INCOME if kind in kinds}
    return compute_tax_base(
        P,
        person(**kinds),
        Income(**(dict.fromkeys(Income._fields, 0) | of_income)),
        Deductions(**(dict.fromkeys(Deductions._fields, 0) | {"total": deductions})),
    )


@pytest.mark.parametrize(
    ("income", "base"),
    [
        (-1, 0),
        (0, 0),
        (430_000, 0),
        (430_999, 0),
        (431_000, 1_000),
        (431_999, 1_000),
        (3_743_000, 3_313_000),
    ],
)
def test_general_base_drops_what_is_below_1000_yen(
    person: Callable[..., PersonFacts], income: int, base: int
) -> None:
    assert base_of(person, 430_000, general=income).general == base


@pytest.mark.parametrize("bears", range(len(ORDER)))
def test_deductions_go_down_the_order_of_the_law(
    person: Callable[..., PersonFacts], bears: int
) -> None:
    """Every kind has 100,500 yen; the deductions use up `bears` kinds and 500 yen more."""
    kinds = dict.fromkeys(ORDER, 100_500)
    found = base_of(person, bears * 100_500 + 1_000, **kinds)._asdict()
    expected = {kind: 0 if i < bears else 100_000 for i, kind in enumerate(ORDER)}
    expected[ORDER[bears]] = 99_000
    assert {kind: found[kind] for kind in ORDER} == expected


def test_a_loss_of_one_kind_neither_lowers_nor_raises_another(
    person: Callable[..., PersonFacts],
) -> None:
    found = base_of(
        person,
        430_000,
        general=-500_000,
        separate_land_short=-300_000,
        separate_land_long=1_000_000,
    )
    assert found == TaxBase(0, 0, 0, 570_000, 0, 0, 0, 0, 0, 0, 0, 0)


def test_retirement_taxed_at_the_source_is_no_base(person: Callable[..., PersonFacts]) -> None:
    assert base_of(person, 430_000, general=1_000_000, retirement=5_000_000).retirement == 0
