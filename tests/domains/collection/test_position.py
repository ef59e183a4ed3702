# SPDX-License-Identifier: Apache-2.0
"""Where an instalment stands, said in yen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.domains.collection.position import Position, position


@pytest.mark.parametrize(
    ("owed", "paid", "expected"),
    [
        (100, 0, Position(100, 0, 0)),
        (100, 60, Position(40, 0, 0)),
        (60, 100, Position(0, 40, 0)),
        (60, 60, Position(0, 0, 0)),
        (60, -40, Position(60, 0, 40)),  # the payment of 100 was void after 40 were refunded
        (0, 100, Position(0, 100, 0)),  # paid after it was written off
    ],
)
def test_positions(owed: int, paid: int, expected: Position) -> None:
    assert position(owed=owed, paid=paid) == expected


@given(owed=st.integers(0, 10**12), paid=st.integers(-(10**12), 10**12))
def test_no_yen_is_lost(owed: int, paid: int) -> None:
    found = position(owed=owed, paid=paid)
    assert min(found) >= 0
    assert found.open - found.overpaid + found.recovery == owed - paid
    assert not (found.open and found.overpaid)
