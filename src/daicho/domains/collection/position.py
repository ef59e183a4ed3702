# SPDX-License-Identifier: Apache-2.0
"""Where one component of an instalment stands, from its totals.

What was paid beyond what is owed is overpaid (過誤納) until it is given back. Where a payment turns
out to be void after it was given back, that has to come back (戻入), and the whole is owed again.
The database holds every balance to the same three lines (sql/ledger.sql).
"""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """Yen still owed, overpaid, and given back too much."""

    open: int
    overpaid: int
    recovery: int


def position(*, owed: int, paid: int) -> Position:
    """The position of `owed` yen (調定額 less 不納欠損額) and `paid` yen.

    Paid is what came in (収入, 被充当, 戻入) less what was given back (還付, 充当); it is negative
    where more was given back than came in.
    """
    return Position(
        open=max(owed - max(paid, 0), 0),
        overpaid=max(paid - owed, 0),
        recovery=max(-paid, 0),
    )
