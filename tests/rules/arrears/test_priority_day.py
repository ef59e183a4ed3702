# SPDX-License-Identifier: Apache-2.0
"""The day of a tax against a mortgage, by how it came about."""

import datetime as dt

import pytest

from daicho.rules.arrears.priority_day import TaxOrigin, priority_day

DUE, NOTICED = dt.date(2026, 6, 30), dt.date(2026, 12, 10)


@pytest.mark.parametrize(
    ("origin", "day"),
    [
        (TaxOrigin.ORDINARY_COLLECTION, "2026-03-16"),  # March 15 is a Sunday
        (TaxOrigin.SALARY_COLLECTION, "2026-05-31"),  # a Sunday too, and stays
        (TaxOrigin.PENSION_COLLECTION, "2026-07-31"),
        (TaxOrigin.LEVIED_LATER, "2026-12-10"),
        (TaxOrigin.OTHER, "2026-06-30"),
    ],
)
def test_day_by_origin(origin: TaxOrigin, day: str) -> None:
    found = priority_day(origin, fiscal_year=2026, statutory_due=DUE, noticed=NOTICED)
    assert found.isoformat() == day
    assert origin.label_ja
