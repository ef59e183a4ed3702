# SPDX-License-Identifier: Apache-2.0
"""Dates that a layout spreads over columns (元号, 年, 月, 日): put together and taken apart."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from daicho.adapters.checks import Checked, Fault, is_real_day
from daicho.adapters.layout import CompositeDate
from daicho.kernel.dates import ERAS, to_int

_HEISEI, _REIWA = 1988, 2018
# Without an era column a year above this is of 平成: the forms came with 令和元年分.
LAST_REIWA_YEAR = 12


def combine_date(composite: CompositeDate, columns: Mapping[str, pa.Array]) -> Checked:
    """One yyyymmdd column (0 = none) out of the parts, with the faults."""
    year, month, day = (
        np.asarray(columns[name]) for name in (composite.year, composite.month, composite.day)
    )
    if composite.era:
        era = np.asarray(columns[composite.era])
        offset = np.array([_offsets().get(digit, 0) for digit in range(10)])[era]
        parts = (era, year, month, day)
    else:
        offset = np.where(year > LAST_REIWA_YEAR, _HEISEI, _REIWA)
        parts = (year, month, day)
    none = np.all([part == 0 for part in parts], axis=0)
    some = ~none
    complete = np.all([part != 0 for part in parts], axis=0)
    western = offset + year
    real = is_real_day(western, month, day)
    number = western * 10000 + month * 100 + day
    inside = _is_inside_era(era, number) if composite.era else np.ones(len(year), dtype=bool)
    faults = [
        Fault(some & ~complete, "年月日の一部だけが入力されています", show=False),
        Fault(complete & ~real, "暦にない日です", show=False),
        Fault(complete & real & ~inside, "元号の期間にない日です", show=False),
    ]
    if composite.required:
        faults.append(Fault(none, "入力がありません", show=False))
    values = np.where(complete & real, number, 0).astype(np.int64)
    return Checked(pa.array(values), [fault for fault in faults if fault.rows.any()])


def _offsets() -> dict[int, int]:
    """The year before the first of each era, by its digit in reports."""
    return {int(era.report_digit): era.first.year - 1 for era in ERAS}


def _is_inside_era(era: np.ndarray, number: np.ndarray) -> np.ndarray:
    first, last = np.full(10, 99999999), np.zeros(10, dtype=np.int64)
    for known in ERAS:
        digit = int(known.report_digit)
        first[digit], last[digit] = to_int(known.first), to_int(known.last)
    inside: np.ndarray = (number >= first[era]) & (number <= last[era])
    return inside


def split_date(composite: CompositeDate, numbers: np.ndarray) -> dict[str, np.ndarray]:
    """The parts of yyyymmdd numbers, 0 for none; the later era on a day that belongs to two."""
    era = np.zeros(len(numbers), dtype=np.int64)
    for known in ERAS:
        era[numbers >= to_int(known.first)] = int(known.report_digit)
    era[numbers == 0] = 0
    offset = np.array([_offsets().get(digit, 0) for digit in range(10)])[era]
    parts = {
        composite.year: np.where(numbers == 0, 0, numbers // 10000 - offset),
        composite.month: numbers // 100 % 100,
        composite.day: numbers % 100,
    }
    return {composite.era: era, **parts} if composite.era else parts
