# SPDX-License-Identifier: Apache-2.0
"""環境性能割: tax on acquiring a three- or four-wheeled vehicle, from October 2019 to March 2026.

The prefecture assessed it for the municipalities; this serves to check what it notified. Which
fuel standard gives which grade changed with the years and is an input.
"""

from __future__ import annotations

import datetime as dt

from daicho.kernel.dates import to_int
from daicho.kernel.law import cite
from daicho.kernel.yen import Rate, floor_rate, floor_to
from daicho.rules.light_vehicle_tax.parameters import EnvironmentRules

CITATION = cite("地方税法451条")


def environment_rate(
    p: EnvironmentRules, *, grade: int, is_business: bool, is_passenger: bool, acquired: dt.date
) -> Rate:
    """The rate of a grade on a day; private cars cost 1 % less for a time (臨時的軽減)."""
    day = to_int(acquired)
    if not p.first_day <= day <= p.last_day:
        return Rate(0, 1000)
    row = next(each for each in p.rates if each.grade == grade)
    rate = row.business if is_business else row.private
    if is_business or not is_passenger or day > p.relief_last_day:
        return rate
    thousandths = rate.numerator * 1000 // rate.denominator
    less = p.relief.numerator * 1000 // p.relief.denominator
    return Rate(max(thousandths - less, 0), 1000)


def environment_levy(p: EnvironmentRules, *, price: int, rate: Rate) -> int:
    """The tax on the price; nothing up to the exemption, 1,000 and 100 yen fractions dropped."""
    if price <= p.exempt_up_to:
        return 0
    return floor_to(floor_rate(floor_to(price, p.base_unit), rate), 100)
