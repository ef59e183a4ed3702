# SPDX-License-Identifier: Apache-2.0
"""The household that other tests start from is itself in order."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.domains.register.people import HEAD, settle

from daicho.domains.register.public import list_household

pytestmark = pytest.mark.django_db


def test_a_household_of_four_is_settled_with_everything_known(now: datetime) -> None:
    family = settle()
    rows = list_household(
        household_no=family.household_no, valid_on=date(2026, 6, 10), known_at=now
    )
    assert [(row.addressee_no, row.relationship) for row in rows] == list(
        zip(family.numbers, ("世帯主", "妻", "子", "子"), strict=True)
    )
    assert {row.householder_name for row in rows} == {HEAD.name}
    assert [row.history_no for row in rows] == [1, 1, 1, 1]
    assert [row.name_folded for row in rows][:1] == ["試作太郎"]
