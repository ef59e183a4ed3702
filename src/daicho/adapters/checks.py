# SPDX-License-Identifier: Apache-2.0
"""Checks of one column over all rows at once; only rows that fail are looked at one by one.

Each check gives the typed column and the faults found: a mask over the rows, the reason in
Japanese, and how it weighs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.adapters.layout import FREE_CODES, Column, Kind, Need
from daicho.kernel.findings import Severity
from daicho.kernel.numbers import (
    ADDRESSEE_WEIGHTS,
    INDIVIDUAL_NUMBER_WEIGHTS,
    mask_individual_numbers,
)

_FORMULA = r"^[=+\-@＝＋－−＠]"
_DAYS = np.array([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.int64)
FIRST_YEAR, LAST_YEAR = 1868, 2100
_TWELVE_DIGITS = "[0-9０-９]{4}[-‐‑–−－ 　]?[0-9０-９]{4}[-‐‑–−－ 　]?[0-9０-９]{4}"
_NO_NUMBER = "番号なしとして扱います"


class Fault(NamedTuple):
    """Rows of a column that fail one check. `show` lets the refusal quote the cell."""

    rows: np.ndarray  # mask
    reason: str
    severity: Severity = Severity.ERROR
    show: bool = True


class Checked(NamedTuple):
    """A typed column with its faults."""

    values: pa.Array
    faults: list[Fault]


def _mask(array: pa.Array) -> np.ndarray:
    return np.asarray(array.to_numpy(zero_copy_only=False), dtype=bool)


def _is_all_blank(values: pa.Array) -> bool:
    return bool(len(values) == 0 or pc.max(pc.binary_length(values)).as_py() == 0)


def _blank(values: pa.Array) -> np.ndarray:
    return np.asarray(pc.binary_length(values)) == 0


def _faults(*candidates: Fault) -> list[Fault]:
    return [fault for fault in candidates if fault.rows.any()]


def check_column(column: Column, values: pa.Array) -> Checked:
    """Check and type one column by its kind, then whether it may be empty."""
    values = pc.utf8_trim_whitespace(values) if column.kind in _TRIMMED else values
    blank = _is_all_blank(values)
    checked = _when_blank(column, values) if blank else _CHECKS[column.kind](column, values)
    if column.need is Need.OPTIONAL:
        return checked
    empty = np.ones(len(values), dtype=bool) if blank else _blank(values)
    severity = Severity.ERROR if column.need is Need.REQUIRED else Severity.WARNING
    missing = _faults(Fault(empty, "入力がありません", severity, False))
    return Checked(checked.values, [*checked.faults, *missing])


def _when_blank(column: Column, values: pa.Array) -> Checked:
    if column.kind in NUMERIC:
        return Checked(pa.array(np.zeros(len(values), dtype=np.int64)), [])
    return Checked(values, [])


def _check_whole_number(column: Column, values: pa.Array) -> Checked:
    blank = _blank(values)
    ok = _mask(pc.ascii_is_decimal(values))
    long = np.asarray(pc.binary_length(values)) > column.length
    usable = pc.if_else(pa.array(ok & ~long), values, "0")
    return Checked(
        pc.cast(usable, pa.int64()),
        _faults(
            Fault(~blank & ~ok, "数字以外の文字があります"),
            Fault(ok & long, f"{column.length}桁を超えています"),
            *_not_allowed(column, values, blank),
        ),
    )


def _check_signed(column: Column, values: pa.Array) -> Checked:
    negative = pc.starts_with(values, "-")
    unsigned = pc.utf8_slice_codeunits(values, start=1)
    magnitude = pc.if_else(negative, unsigned, values)
    checked = _check_whole_number(column, magnitude)
    lone = _mask(negative) & _blank(unsigned)
    signed = pc.if_else(negative, pc.negate(checked.values), checked.values)
    return Checked(signed, checked.faults + _faults(Fault(lone, "数字以外の文字があります")))


def _not_allowed(column: Column, values: pa.Array, blank: np.ndarray) -> list[Fault]:
    if not column.allowed:
        return []
    known = _mask(pc.is_in(values, value_set=pa.array(column.allowed)))
    return [Fault(~blank & ~known, f"決められた値（{'・'.join(column.allowed)}）ではありません")]


def _check_flag(column: Column, values: pa.Array) -> Checked:
    known = _mask(pc.is_in(values, value_set=pa.array(["0", "1"])))
    usable = pc.if_else(pa.array(known), values, "0")
    bad = ~known & ~_blank(values)
    return Checked(pc.cast(usable, pa.int64()), _faults(Fault(bad, "0か1で入力してください")))


def _no_row(values: pa.Array) -> np.ndarray:
    """A mask that takes no row."""
    return np.zeros(len(values), dtype=bool)


def _without_numbers(values: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """Free text with any 個人番号 in it masked, and where: remarks often hold a relative's."""
    held = _no_row(values)
    if len(values) == 0 or pc.max(pc.binary_length(values)).as_py() < 12:
        return values, held
    candidates = np.flatnonzero(_mask(pc.match_substring_regex(values, _TWELVE_DIGITS)))
    masked = {row: mask_individual_numbers(values[row].as_py()) for row in candidates.tolist()}
    changed = [row for row, text in masked.items() if text != values[row].as_py()]
    if not changed:
        return values, held
    held[changed] = True
    texts = pa.array([masked[row] for row in changed], values.type)
    return pc.replace_with_mask(values, pa.array(held), texts), held


def _check_text(column: Column, values: pa.Array) -> Checked:
    is_code = column.name in FREE_CODES
    values, held = (values, _no_row(values)) if is_code else _without_numbers(values)
    long = np.asarray(pc.utf8_length(values)) > column.length
    formula = _mask(pc.match_substring_regex(values, _FORMULA))
    return Checked(
        values,
        _faults(
            Fault(long, f"{column.length}文字を超えています"),
            Fault(formula, "数式とみなされる文字で始まっています"),
            Fault(held, "個人番号とみられる数字を伏せました", Severity.WARNING, False),
            *_not_allowed(column, values, _blank(values)),
        ),
    )


def _check_code(column: Column, values: pa.Array) -> Checked:
    blank = _blank(values)
    ok = _mask(pc.ascii_is_alnum(values))
    long = np.asarray(pc.binary_length(values)) > column.length
    return Checked(
        values,
        _faults(
            Fault(~blank & ~ok, "半角英数字以外の文字があります"),
            Fault(ok & long, f"{column.length}桁を超えています"),
            *_not_allowed(column, values, blank | ~ok),
        ),
    )


def _check_digits(column: Column, values: pa.Array) -> Checked:
    blank = _blank(values)
    ok = _mask(pc.ascii_is_decimal(values))
    long = np.asarray(pc.binary_length(values)) > column.length
    return Checked(
        values,
        _faults(
            Fault(~blank & ~ok, "数字以外の文字があります"),
            Fault(ok & long, f"{column.length}桁を超えています"),
        ),
    )


def digits_matrix(values: pa.Array, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Which cells are digits of exactly that length, and those cells as rows of integers."""
    exact = _mask(pc.ascii_is_decimal(values)) & (np.asarray(pc.binary_length(values)) == length)
    joined = "".join(values.filter(pa.array(exact)).to_pylist()).encode("ascii")
    return exact, np.frombuffer(joined, dtype=np.uint8).reshape(-1, length).astype(np.int64) - 48


def _check_individual_number(column: Column, values: pa.Array) -> Checked:
    """What cannot be a number is dropped with a remark: the row is joined by its other items."""
    fits, digits = digits_matrix(values, 12)
    remainder = digits[:, :11] @ np.array(INDIVIDUAL_NUMBER_WEIGHTS) % 11
    valid = digits[:, 11] == np.where(remainder <= 1, 0, 11 - remainder)
    wrong_form = ~fits & ~_blank(values)
    wrong_digit = fits.copy()
    wrong_digit[fits] = ~valid
    kept = pc.if_else(pa.array(wrong_form | wrong_digit), "", values)
    return Checked(
        kept,
        _faults(
            Fault(wrong_form, f"12桁の数字ではありません。{_NO_NUMBER}", Severity.WARNING, False),
            Fault(wrong_digit, f"検査用数字が合いません。{_NO_NUMBER}", Severity.WARNING, False),
        ),
    )


def _check_corporate_number(column: Column, values: pa.Array) -> Checked:
    fits, digits = digits_matrix(values, 13)
    weights = np.array([2, 1] * 6)
    valid = digits[:, 0] == 9 - digits[:, 1:] @ weights % 9
    wrong = ~fits & ~_blank(values)
    wrong[fits] = ~valid
    # A payer who is a person may put the own 個人番号 there, right-aligned.
    _, held = _without_numbers(pc.utf8_ltrim(values, "0 　"))
    kept = pc.if_else(pa.array(held & wrong), "", values)
    return Checked(
        kept,
        _faults(
            Fault(wrong & ~held, "検査用数字が合いません", Severity.WARNING),
            Fault(wrong & held, f"個人番号です。{_NO_NUMBER}", Severity.WARNING, False),
        ),
    )


def _check_addressee_number(column: Column, values: pa.Array) -> Checked:
    """宛名番号 or 世帯番号: up to 15 digits, leading zeros do not change the check digit."""
    padded = pc.utf8_lpad(values, 15, "0")
    fits, digits = digits_matrix(padded, 15)
    weights = np.array([ADDRESSEE_WEIGHTS[index % 6] for index in range(14)][::-1])
    remainder = digits[:, :14] @ weights % 11
    valid = digits[:, 14] == np.where(remainder <= 1, 0, 11 - remainder)
    blank = _blank(values)
    wrong = ~fits & ~blank
    wrong[fits] = ~valid
    return Checked(values, _faults(Fault(wrong & ~blank, "番号の検査数字が合いません")))


def is_real_day(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Whether each year, month and day make a day of the calendar."""
    known_year = (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    in_range = known_year & (month >= 1) & (month <= 12) & (day >= 1)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = _DAYS[np.clip(month, 1, 12) - 1] - ((month == 2) & ~leap)
    real: np.ndarray = in_range & (day <= last)
    return real


def _check_date(column: Column, values: pa.Array) -> Checked:
    """A day; eight zeros say none, as mainframes write it."""
    blank = _blank(values)
    ok = _mask(pc.ascii_is_decimal(values)) & (np.asarray(pc.binary_length(values)) == 8)
    numbers = np.asarray(pc.cast(pc.if_else(pa.array(ok), values, "0"), pa.int64()))
    real = is_real_day(numbers // 10000, numbers // 100 % 100, numbers % 100)
    zeros = ok & (numbers == 0)
    required = column.need is Need.REQUIRED
    return Checked(
        pa.array(np.where(real, numbers, 0)),
        _faults(
            Fault(~blank & ~ok, "西暦8桁の数字ではありません"),
            Fault(ok & ~real & ~(zeros & (not required)), "暦にない日です"),
        ),
    )


def _check_unused(column: Column, values: pa.Array) -> Checked:
    filled = Fault(~_blank(values), "空欄とする項目に入力があります", Severity.WARNING)
    return Checked(values, _faults(filled))


NUMERIC = frozenset((Kind.YEN, Kind.SIGNED_YEN, Kind.COUNT, Kind.FLAG, Kind.DATE))
_TRIMMED = frozenset((Kind.TEXT, Kind.KANA))
_CHECKS: dict[Kind, Callable[[Column, pa.Array], Checked]] = {
    Kind.TEXT: _check_text,
    Kind.KANA: _check_text,
    Kind.CODE: _check_code,
    Kind.DIGITS: _check_digits,
    Kind.YEN: _check_whole_number,
    Kind.SIGNED_YEN: _check_signed,
    Kind.COUNT: _check_whole_number,
    Kind.FLAG: _check_flag,
    Kind.DATE: _check_date,
    Kind.INDIVIDUAL_NUMBER: _check_individual_number,
    Kind.CORPORATE_NUMBER: _check_corporate_number,
    Kind.ADDRESSEE_NUMBER: _check_addressee_number,
    Kind.UNUSED: _check_unused,
}
