# SPDX-License-Identifier: Apache-2.0
"""Give out resident codes from the stock (住民票コードの付番, 標準仕様書 4.3.1).

A code is taken in the transaction of the event that records it, so a code of an event that fails
goes back by itself. When the stock has run out nothing is registered that needs a code (1.1.6). A
register that never took codes in makes records without; who has none is listed
(codes/actions.py) and gets one when codes have come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import connection

from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import ResidentCodeAlert, ResidentCodeStock, Status
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.checks import finding

LOW, EMPTY = "A-015", "E-038"
FROM_STOCK = "*"  # stands in a change for the code that the registration takes
_TAKE = """
UPDATE register_residentcodestock SET used_at = %s WHERE id IN (
    SELECT id FROM register_residentcodestock WHERE used_at IS NULL
    ORDER BY draw LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING code
"""


class EmptyStockError(Exception):
    """The last codes went to others while a slip that must have one was registered."""


def take_resident_codes(*, count: int, at: datetime) -> list[str]:
    """So many codes by lot; fewer when the stock has no more. Call inside a transaction."""
    if count < 1:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [at, count])
        return [code for (code,) in cursor.fetchall()]


def count_free() -> int:
    """How many codes are left."""
    return ResidentCodeStock.objects.filter(used_at__isnull=True).count()


def alert_below() -> int:
    """The number below which everybody is warned; 0 when nobody has set one."""
    newest = ResidentCodeAlert.objects.order_by("-pk").first()
    return newest.alert_below if newest else 0


def low_stock(*, wanted: int) -> list[Finding]:
    """The error of a stock that has not so many (1.1.6); the alert when few are left (4.3.1)."""
    if lacks(wanted):
        return [finding(EMPTY, detail=f"必要{wanted:,}件、残り{count_free():,}件")]
    limit = alert_below()
    left = max(count_free() - wanted, 0) if limit and wanted else 0
    if not limit or not wanted or left >= limit:
        return []
    return [finding(LOW, detail=f"残り{left:,}件、下限{limit:,}件")]


def lacks(wanted: int) -> bool:
    """Whether a stock is kept here and has fewer codes than are wanted."""
    return bool(wanted) and count_free() < wanted and ResidentCodeStock.objects.exists()


def wants_code(change: PersonChange) -> bool:
    """Whether a change asks for a code, or records a resident anew without one."""
    if change.values.get("resident_code") == FROM_STOCK:
        return True
    return (
        change.is_entry
        and not change.values.get("resident_code")
        and change.values.get("status", Status.RESIDENT) == Status.RESIDENT
    )


def with_resident_codes(changes: Sequence[PersonChange], *, at: datetime) -> list[PersonChange]:
    """The changes with a code for everybody who is recorded without one, as far as they go."""
    wanted = count_wanted(changes)
    taken = take_resident_codes(count=wanted, at=at)
    if len(taken) < wanted and ResidentCodeStock.objects.exists():
        raise EmptyStockError
    codes = iter(taken)
    return [_with_code(one, next(codes, "")) if wants_code(one) else one for one in changes]


def count_wanted(changes: Iterable[PersonChange]) -> int:
    """How many codes the changes ask for."""
    return sum(map(wants_code, changes))


def _with_code(change: PersonChange, code: str) -> PersonChange:
    if not code and not change.is_entry:
        raise EmptyStockError
    return replace(change, values={**change.values, "resident_code": code})
