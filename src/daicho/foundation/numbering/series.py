# SPDX-License-Identifier: Apache-2.0
"""Take numbers from a series, without gaps: what is rolled back is given to the next one."""

from __future__ import annotations

from django.db import transaction

from daicho.foundation.numbering.models import Series
from daicho.kernel.numbers import addressee_check_digit

ADDRESSEE = "addressee"
HOUSEHOLD = "household"


@transaction.atomic
def take(*, series: str, count: int = 1) -> range:
    """The next `count` serials; others who take from the series wait until we commit."""
    if count < 1:
        raise ValueError("count must be positive")
    Series.objects.get_or_create(code=series)
    row = Series.objects.select_for_update().get(code=series)
    first = row.next_serial
    row.next_serial = first + count
    row.save(update_fields=["next_serial"])
    return range(first, first + count)


def take_with_check_digit(*, series: str, count: int = 1) -> list[int]:
    """The next numbers as 宛名番号 or 世帯番号 are written: the serial, then its check digit."""
    return [
        int(f"{serial}{addressee_check_digit(str(serial))}")
        for serial in take(series=series, count=count)
    ]


@transaction.atomic
def keep_above(*, series: str, serial: int) -> None:
    """Begin above a serial that came from elsewhere (numbers of a former system)."""
    Series.objects.get_or_create(code=series)
    Series.objects.filter(code=series, next_serial__lte=serial).update(next_serial=serial + 1)
