# SPDX-License-Identifier: Apache-2.0
"""Fields of many records at once: a matrix of bytes becomes typed columns and faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from daicho.adapters.checks import is_real_day
from daicho.adapters.record_files.characters import (
    JIS_BYTES,
    JIS_CHARACTERS,
    PLAIN,
    SEMI_VOICED_AFTER,
    VOICED_AFTER,
    bytes_of,
)
from daicho.adapters.record_files.layout import Field, FieldKind, RecordLayout
from daicho.kernel.findings import Severity

_SPACE, _ZERO, _NINE = 0x20, 0x30, 0x39
_VOICED, _SEMI_VOICED = 0xDE, 0xDF
_CHARACTERS = np.array(list(JIS_CHARACTERS), dtype="<U1")
_LEAP_YEAR = 2024  # a month and day without a year may be February 29
_SHOWN = 24


class FieldFault(NamedTuple):
    """Rows of a field that fail one check, with the reason for each."""

    field: Field
    first_byte: int
    last_byte: int
    rows: list[int]
    reasons: list[str]
    severity: Severity = Severity.ERROR


class ParsedRecords(NamedTuple):
    """Typed columns of some records of one kind, and what is wrong with them."""

    columns: dict[str, pa.Array]
    faults: list[FieldFault]


class _Checked(NamedTuple):
    values: pa.Array
    wrong: list[tuple[np.ndarray, str | Callable[[np.ndarray], str], Severity]]


def parse_records(matrix: np.ndarray, record: RecordLayout) -> ParsedRecords:
    """Check and type every field of records given as rows of bytes."""
    columns: dict[str, pa.Array] = {}
    faults: list[FieldFault] = []
    for field, first, end in record.places():
        cells = matrix[:, first:end]
        checked = _CHECKS[field.kind](field, cells)
        if field.kind is not FieldKind.FILLER:
            columns[field.name] = checked.values
        wrong = [*checked.wrong, *_check_choice(field, cells), *_check_need(field, cells, checked)]
        for mask, reason, severity in wrong:
            rows = np.flatnonzero(mask).tolist()
            if rows:
                told = [reason if isinstance(reason, str) else reason(cells[row]) for row in rows]
                faults.append(FieldFault(field, first + 1, end, rows, told, severity))
    return ParsedRecords(columns, faults)


def show_cell(cells: np.ndarray) -> str:
    """The characters of a cell, as told in a reason."""
    text = "".join(_CHARACTERS[cells].tolist())
    return "".join(char if char.isprintable() else "?" for char in text)[:_SHOWN].rstrip()


def digits_to_int(cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The integers that rows of digits make (0 for what is none), and which rows are digits."""
    ok = ((cells >= _ZERO) & (cells <= _NINE)).all(axis=1)
    powers = 10 ** np.arange(cells.shape[1] - 1, -1, -1, dtype=np.int64)
    numbers = (cells.astype(np.int64) - _ZERO) @ powers
    return np.where(ok, numbers, 0), ok


def _is_blank(cells: np.ndarray) -> np.ndarray:
    blank: np.ndarray = (cells == _SPACE).all(axis=1)
    return blank


def _told(reason: str) -> Callable[[np.ndarray], str]:
    return lambda cells: f"{reason}: {show_cell(cells)}"


def _texts(cells: np.ndarray) -> np.ndarray:
    joined = np.ascontiguousarray(_CHARACTERS[cells]).view(f"<U{cells.shape[1]}")[:, 0]
    texts: np.ndarray = np.char.rstrip(joined, " ")
    return texts


def _check_number(field: Field, cells: np.ndarray) -> _Checked:
    numbers, ok = digits_to_int(cells)
    wrong = ~ok & ~(_is_blank(cells) & (not field.required))
    return _Checked(pa.array(numbers), [(wrong, _told("数字以外の文字があります"), Severity.ERROR)])


def _check_code(field: Field, cells: np.ndarray) -> _Checked:
    _, ok = digits_to_int(cells)
    texts = np.where(ok, _texts(cells), "")
    wrong = ~ok & ~_is_blank(cells)
    return _Checked(
        pa.array(texts, pa.string()), [(wrong, _told("数字以外の文字があります"), Severity.ERROR)]
    )


def _check_text(field: Field, cells: np.ndarray) -> _Checked:
    allowed = (field.characters or PLAIN).allowed()
    outside = ~allowed[cells]
    lone = _lone_marks(cells)

    def name_character(row: np.ndarray) -> str:
        at = int(np.argmax(~allowed[row]))
        byte = int(row[at])
        shown = JIS_CHARACTERS[byte]
        shown = f"「{shown}」" if shown.isprintable() and shown != "\ufffd" else ""
        return f"使えない文字があります（項目の{at + 1}文字目 0x{byte:02X}{shown}）"

    return _Checked(
        pa.array(_texts(cells), pa.string()),
        [
            (outside.any(axis=1), name_character, Severity.ERROR),
            (lone, "濁点・半濁点が付くはずの文字がありません", Severity.ERROR),
        ],
    )


def _lone_marks(cells: np.ndarray) -> np.ndarray:
    """Rows with a mark of voice that follows no kana which can bear it."""
    wrong = np.zeros(len(cells), dtype=bool)
    before = np.zeros_like(cells)
    before[:, 1:] = cells[:, :-1]
    for mark, bearers in ((_VOICED, VOICED_AFTER), (_SEMI_VOICED, SEMI_VOICED_AFTER)):
        marks = cells == mark
        if marks.any():
            wrong |= (marks & ~np.isin(before, bytes_of(bearers))).any(axis=1)
    return wrong


def _check_wide(field: Field, cells: np.ndarray) -> _Checked:
    texts, unreadable = [], np.zeros(len(cells), dtype=bool)
    for row, cell in enumerate(np.ascontiguousarray(cells)):
        try:
            text = cell.tobytes().decode("cp932")
            unreadable[row] = any(char < " " or char == "\x7f" for char in text)
            texts.append(text.rstrip(" 　"))
        except UnicodeDecodeError:
            texts.append("")
            unreadable[row] = True
    return _Checked(
        pa.array(texts, pa.string()),
        [(unreadable, "Shift_JISとして読めない文字があります", Severity.ERROR)],
    )


def _check_days(
    cells: np.ndarray, *, of: Callable[[np.ndarray], tuple[np.ndarray, ...]], required: bool
) -> _Checked:
    numbers, ok = digits_to_int(cells)
    real = ok & is_real_day(*of(numbers))
    none = _is_blank(cells) | (ok & (numbers == 0))
    wrong = ~real & ~(none & (not required))
    return _Checked(
        pa.array(np.where(real, numbers, 0)), [(wrong, _told("暦にない日です"), Severity.ERROR)]
    )


def _check_date(field: Field, cells: np.ndarray) -> _Checked:
    return _check_days(
        cells, of=lambda n: (n // 10000, n // 100 % 100, n % 100), required=field.required
    )


def _check_month_day(field: Field, cells: np.ndarray) -> _Checked:
    def with_year(numbers: np.ndarray) -> tuple[np.ndarray, ...]:
        return np.full(len(numbers), _LEAP_YEAR), numbers // 100, numbers % 100

    return _check_days(cells, of=with_year, required=field.required)


def _check_time(field: Field, cells: np.ndarray) -> _Checked:
    numbers, ok = digits_to_int(cells)
    real = ok & (numbers // 100 < 24) & (numbers % 100 < 60)
    wrong = ~real & ~(_is_blank(cells) & (not field.required))
    texts = np.where(real, _texts(cells), "")
    return _Checked(pa.array(texts, pa.string()), [(wrong, _told("ない時刻です"), Severity.ERROR)])


def _check_filler(field: Field, cells: np.ndarray) -> _Checked:
    filled = ~((cells == _SPACE) | (cells == _ZERO)).all(axis=1)
    return _Checked(
        pa.nulls(len(cells)), [(filled, "空きの項目に文字があります", Severity.WARNING)]
    )


def _check_choice(
    field: Field, cells: np.ndarray
) -> list[tuple[np.ndarray, Callable[[np.ndarray], str], Severity]]:
    choices = (field.fixed,) if field.fixed else field.allowed
    if not choices:
        return []
    known = np.zeros(len(cells), dtype=bool)
    for choice in choices:
        known |= (cells == np.frombuffer(fit(field, choice), dtype=np.uint8)).all(axis=1)
    if not field.fixed and not field.required:
        known |= _is_blank(cells)
    reason = f"決められた値（{'・'.join(choices)}）ではありません"
    return [(~known, _told(reason), Severity.ERROR)]


def fit(field: Field, cell: str) -> bytes:
    """A cell as it stands in its field: digits right with zeros, text left with spaces."""
    if field.kind in (FieldKind.TEXT, FieldKind.FILLER):
        return cell.translate(JIS_BYTES).encode("latin-1").ljust(field.length)
    return cell.encode("ascii").rjust(field.length, b"0")


def _check_need(
    field: Field, cells: np.ndarray, checked: _Checked
) -> list[tuple[np.ndarray, str, Severity]]:
    if not field.required or field.fixed:
        return []
    if field.kind is FieldKind.NUMBER:
        _, ok = digits_to_int(cells)
        zero = ok & (np.asarray(checked.values) == 0)
        return [(zero, "0です", Severity.ERROR)]
    if field.kind in (FieldKind.CODE, FieldKind.TEXT, FieldKind.WIDE):
        return [(_is_blank(cells), "入力がありません", Severity.ERROR)]
    return []


_CHECKS: dict[FieldKind, Callable[[Field, np.ndarray], _Checked]] = {
    FieldKind.NUMBER: _check_number,
    FieldKind.CODE: _check_code,
    FieldKind.TEXT: _check_text,
    FieldKind.WIDE: _check_wide,
    FieldKind.DATE: _check_date,
    FieldKind.MONTH_DAY: _check_month_day,
    FieldKind.TIME: _check_time,
    FieldKind.FILLER: _check_filler,
}
