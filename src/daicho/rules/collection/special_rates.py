# SPDX-License-Identifier: Apache-2.0
"""Yearly rates of 延滞金 and 還付加算金: the act's own, or those of the special standard rate."""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.law import cite
from daicho.kernel.yen import Rate
from daicho.rules.collection.parameters import DelinquencyRules, RateScheme

CITATION = cite("地方税法附則3条の2")
_PER_MILLE = 1000  # fractions below 0.1 % are dropped


class ChargeRates(NamedTuple):
    """The rates of one calendar year, in thousandths."""

    first: Rate  # until one month after the due date
    later: Rate
    relief: Rate  # while collection is postponed (猶予特例基準割合)
    refund: Rate  # 還付加算金
    is_assumed: bool  # the year's rate is not announced in our data: the last one goes on


def charge_rates(p: DelinquencyRules, year: int) -> ChargeRates:
    """The rates that hold on the days of a calendar year.

    A special rate never exceeds the act's own (本則), and none applies before 2000.
    """
    scheme = scheme_of(p, year)
    if scheme is None:
        return ChargeRates(p.first_rate, p.later_rate, p.first_rate, p.first_rate, False)
    announced, is_assumed = announced_rate(p, year)
    special = add_rates(announced, scheme.margin)
    relief = add_rates(announced, scheme.relief_margin)
    if not is_below(special, p.first_rate):
        return ChargeRates(p.first_rate, p.later_rate, p.first_rate, p.first_rate, is_assumed)
    first = add_rates(special, scheme.first_addition)
    later = p.later_rate
    if scheme.later_addition.numerator:
        later = add_rates(special, scheme.later_addition)
    return ChargeRates(
        first if is_below(first, p.first_rate) else p.first_rate, later, relief, relief, is_assumed
    )


def scheme_of(p: DelinquencyRules, year: int) -> RateScheme | None:
    """The way of the special rates in a year; None before there were any."""
    found = None
    for scheme in p.schemes:
        if scheme.year <= year:
            found = scheme
    return found


def announced_rate(p: DelinquencyRules, year: int) -> tuple[Rate, bool]:
    """The year's announced rate, or the last known one and that it is only assumed."""
    known = {row.year: row.rate for row in p.base_rates}
    return (known[year], False) if year in known else (known[max(known)], True)


def add_rates(one: Rate, other: Rate) -> Rate:
    """The sum in thousandths, what is below 0.1 % dropped."""
    numerator = one.numerator * other.denominator + other.numerator * one.denominator
    return Rate(numerator * _PER_MILLE // (one.denominator * other.denominator), _PER_MILLE)


def is_below(one: Rate, other: Rate) -> bool:
    """Whether a rate is less than another."""
    return one.numerator * other.denominator < other.numerator * one.denominator
