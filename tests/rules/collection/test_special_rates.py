# SPDX-License-Identifier: Apache-2.0
"""The rates of every year since 1999 are those that the municipalities print."""

import pytest

from daicho.kernel.yen import Rate
from daicho.rules.collection.parameters import DelinquencyRules
from daicho.rules.collection.special_rates import add_rates, charge_rates

# tax-rules.md §20: year, within a month, later, 還付加算金 (thousandths)
PRINTED = [
    *((year, 73, 146, 73) for year in (1998, 1999)),
    *((year, 45, 146, 45) for year in (2000, 2001)),
    *((year, 41, 146, 41) for year in range(2002, 2007)),
    (2007, 44, 146, 44),
    (2008, 47, 146, 47),
    (2009, 45, 146, 45),
    *((year, 43, 146, 43) for year in range(2010, 2014)),
    (2014, 29, 92, 19),
    *((year, 28, 91, 18) for year in (2015, 2016)),
    (2017, 27, 90, 17),
    *((year, 26, 89, 16) for year in range(2018, 2021)),
    (2021, 25, 88, 10),
    *((year, 24, 87, 9) for year in range(2022, 2026)),
    (2026, 28, 91, 13),
]


@pytest.mark.parametrize(("year", "first", "later", "refund"), PRINTED)
def test_rates_are_the_printed_ones(
    charge_rules: DelinquencyRules, year: int, first: int, later: int, refund: int
) -> None:
    rates = charge_rates(charge_rules, year)
    assert (rates.first, rates.later, rates.refund) == (
        Rate(first, 1000),
        Rate(later, 1000),
        Rate(refund, 1000),
    )
    assert not rates.is_assumed


def test_a_year_not_announced_takes_the_last_rates_and_says_so(
    charge_rules: DelinquencyRules,
) -> None:
    rates = charge_rates(charge_rules, 2027)
    assert (rates.first, rates.later, rates.is_assumed) == (Rate(28, 1000), Rate(91, 1000), True)


def test_a_high_market_rate_leaves_the_rates_of_the_act(charge_rules: DelinquencyRules) -> None:
    high = charge_rules._replace(
        base_rates=tuple(row._replace(rate=Rate(63, 1000)) for row in charge_rules.base_rates)
    )
    rates = charge_rates(high, 2026)
    assert (rates.first, rates.later) == (Rate(73, 1000), Rate(146, 1000))


def test_the_first_month_never_costs_more_than_the_act_says(charge_rules: DelinquencyRules) -> None:
    high = charge_rules._replace(
        base_rates=tuple(row._replace(rate=Rate(58, 1000)) for row in charge_rules.base_rates)
    )
    rates = charge_rates(high, 2026)
    assert (rates.first, rates.later) == (Rate(73, 1000), Rate(141, 1000))


def test_what_is_below_a_tenth_of_a_percent_is_dropped() -> None:
    assert add_rates(Rate(75, 10000), Rate(40, 1000)) == Rate(47, 1000)
