# SPDX-License-Identifier: Apache-2.0
"""年金特別徴収対象者情報: whose pension the tax can be withheld from; 500-byte records.

Record length, order and the trailer are public (specs.md §2.5). The fields of the data record and
of the header are known by name only: their order and length here are our own and unverified.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.adapters.checks import check_column
from daicho.adapters.chunks import (
    DEFAULT_SIZE_LIMIT,
    FileRefusedError,
    check_size,
    file_size,
)
from daicho.adapters.csv_reader import control_sums, mask_numbers
from daicho.adapters.fixed_records import decode_columns, encode_record, split_records
from daicho.adapters.layout import Certainty, Column, Kind, Layout, Need, build_columns
from daicho.adapters.parsed_file import WHOLE_FILE, ParsedFile, Problem, RefusedRow
from daicho.kernel.dates import fiscal_year_of, from_int, is_calendar_day
from daicho.kernel.findings import Severity

RECORD_BYTES = 500
_HEADER, _DATA, _TRAILER = b"1", b"2", b"3"
_AMOUNTS = ("pension_amount", "amount_2", "amount_3")

_HEAD = (
    ("レコード区分", "record_class", Kind.CODE, 1, Need.REQUIRED),
    ("府県コード", "prefecture_code", Kind.DIGITS, 2, Need.REQUIRED),
    ("市町村コード", "city_code", Kind.DIGITS, 3, Need.REQUIRED),
    ("特別徴収義務者コード", "collector_code", Kind.CODE, 3, Need.REQUIRED),
    ("通知内容コード", "notice_code", Kind.CODE, 2, Need.REQUIRED, "00 対象者（未確認）"),
    ("予備1", "reserve_1", Kind.UNUSED, 1),
    ("特別徴収制度コード", "scheme_code", Kind.CODE, 1, Need.REQUIRED),
    ("作成年月日", "made_on", Kind.DATE, 8, Need.REQUIRED),
)
_BODY = (
    ("基礎年金番号", "basic_pension_number", Kind.DIGITS, 10, Need.REQUIRED),
    ("年金コード", "pension_code", Kind.DIGITS, 4, Need.REQUIRED),
    ("予備2", "reserve_2", Kind.UNUSED, 1),
    ("生年月日", "birth_date", Kind.DATE, 8, Need.REQUIRED),
    ("性別", "sex", Kind.COUNT, 1, ("0", "1", "2"), "1 女 2 男 0 不明（台帳の定め）"),
    ("カナ氏名", "kana", Kind.KANA, 25, Need.WANTED),
    ("漢字氏名", "name", Kind.TEXT, 50, Need.REQUIRED),
    ("郵便番号", "postcode", Kind.DIGITS, 7),
    ("カナ住所", "address_kana", Kind.KANA, 75),
    ("漢字住所", "address", Kind.TEXT, 200, Need.REQUIRED),
    ("各種区分", "class_code", Kind.CODE, 1),
    ("処理結果", "result_code", Kind.CODE, 2),
    ("予備3", "reserve_3", Kind.UNUSED, 1),
    ("各種年月日", "event_on", Kind.DATE, 8),
    ("各種金額1", "pension_amount", Kind.YEN, 11, Need.REQUIRED, "年金額（年額）"),
    ("各種金額2", "amount_2", Kind.YEN, 11, "介護保険料の特別徴収額"),
    ("各種金額3", "amount_3", Kind.YEN, 11),
    ("予備4", "reserve_4", Kind.UNUSED, 53),
)
_TOTALS = (
    ("合計件数", "count", Kind.COUNT, 9, Need.REQUIRED),
    ("合計金額1", "pension_amount", Kind.YEN, 11, Need.REQUIRED),
    ("合計金額2", "amount_2", Kind.YEN, 11, Need.REQUIRED),
    ("合計金額3", "amount_3", Kind.YEN, 11, Need.REQUIRED),
    ("予備", "reserve_4", Kind.UNUSED, 437),
)
HEADER = build_columns(
    (*_HEAD, ("予備", "reserve_4", Kind.UNUSED, 479)), certainty=Certainty.UNVERIFIED
)
TRAILER = build_columns((*_HEAD, *_TOTALS), certainty=Certainty.SECOND_HAND)
LAYOUT = Layout(
    kind="pension-collection",
    name_ja="年金特別徴収対象者情報",
    columns=build_columns((*_HEAD, *_BODY), certainty=Certainty.UNVERIFIED),
    encoding="cp932",
    header=False,
    source_ja="500バイト固定長。順序とトレーラは公開資料、データレコードの位置は台帳の定め（未確認）",
)


def read(path: Path, *, fiscal_year: int, size_limit: int = DEFAULT_SIZE_LIMIT) -> ParsedFile:
    """Read the pensioners whose tax of a fiscal year can be withheld."""
    size, digest = file_size(path), ""
    problems: list[Problem] = []
    refused: list[RefusedRow] = []
    try:
        check_size(path, size_limit=size_limit)
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        records = split_records(data, RECORD_BYTES)
        _check_frame(records, fiscal_year)
        table, raw = _check_data(path.name, records[1:-1], problems, refused)
        _check_totals(records[-1], raw)
    except FileRefusedError as refusal:
        problems.insert(0, Problem(path.name, WHOLE_FILE, "", str(refusal)))
        return ParsedFile(
            LAYOUT.kind, path.name, fiscal_year, digest, size, _empty(), tuple(problems),
            refusal=str(refusal),
        )  # fmt: skip
    return ParsedFile(
        LAYOUT.kind, path.name, fiscal_year, digest, size, table, tuple(sorted(problems)),
        tuple(refused), sums=control_sums(table),
    )  # fmt: skip


def _check_frame(records: list[bytes], fiscal_year: int) -> None:
    """One header, data, one trailer, made in the fiscal year."""
    kinds = [record[:1] for record in records]
    if kinds[0] != _HEADER:
        raise FileRefusedError("最初のレコードがヘッダ（1）ではありません")
    if len(records) < 2 or kinds[-1] != _TRAILER:
        raise FileRefusedError(
            "最後のレコードがトレーラ（3）ではありません。途中で切れているおそれがあります"
        )
    for number, kind in enumerate(kinds[1:-1], 2):
        if kind != _DATA:
            raise FileRefusedError(f"{number}件目のレコード区分がデータ（2）ではありません")
    cell = _cells(records[0], HEADER)["made_on"]
    number = int(cell) if len(cell) == 8 and cell.isascii() and cell.isdigit() else 0
    if not is_calendar_day(number):
        raise FileRefusedError("ヘッダの作成年月日が読めません")
    made = from_int(number)
    if made is None or fiscal_year_of(made) != fiscal_year:
        raise FileRefusedError(f"別の年度のファイルです（作成年月日: {cell}、年度: {fiscal_year}）")


def _cells(record: bytes, columns: tuple[Column, ...]) -> dict[str, str]:
    return {column.name: cells[0].as_py() for column, cells, _ in decode_columns([record], columns)}


def _check_data(
    file: str, records: list[bytes], problems: list[Problem], refused: list[RefusedRow]
) -> tuple[pa.Table, dict[str, pa.Array]]:
    """Typed rows of the data records, and the raw cells for the totals."""
    bad = np.zeros(len(records), dtype=bool)
    typed: dict[str, pa.Array] = {}
    raw: dict[str, pa.Array] = {}
    for column, cells, unreadable in decode_columns(records, LAYOUT.columns):
        raw[column.name] = cells
        bad[unreadable] = True
        reason = "Shift_JIS(CP932)として読めない文字があります"
        problems += [Problem(file, row + 2, column.name_ja, reason) for row in unreadable]
        checked = check_column(column, cells)
        if column.kind is not Kind.UNUSED:
            typed[column.name] = checked.values
        for fault in checked.faults:
            bad |= fault.rows if fault.severity is Severity.ERROR else False
            problems += [
                Problem(file, row + 2, column.name_ja, fault.reason, fault.severity)
                for row in np.flatnonzero(fault.rows).tolist()
            ]
    for row in np.flatnonzero(bad).tolist():
        text = records[row].decode("cp932", errors="replace")
        refused.append(RefusedRow(row + 2, mask_numbers(text)))
    lines = pa.array(np.arange(2, len(records) + 2, dtype=np.int64))
    return pa.table({"line_number": lines, **typed}).filter(pa.array(~bad)), raw


def _check_totals(trailer: bytes, raw: dict[str, pa.Array]) -> None:
    """The trailer's count and amounts must be those of the data records, refused ones too."""
    said = _cells(trailer, TRAILER)
    found = {"count": len(raw["record_class"])}
    for name in _AMOUNTS:
        digits = pc.if_else(pc.ascii_is_decimal(raw[name]), raw[name], "0")
        found[name] = int(pc.sum(pc.cast(digits, pa.int64())).as_py() or 0)
    for column in TRAILER:
        if column.name in found and said[column.name] != str(found[column.name]).zfill(
            column.length
        ):
            raise FileRefusedError(
                f"トレーラの{column.name_ja}が合いません（トレーラ: {said[column.name]}、"
                f"データの計: {found[column.name]}）"
            )


def _empty() -> pa.Table:
    problems: list[Problem] = []
    return _check_data("", [], problems, [])[0]


def write(table: pa.Table, path: Path) -> None:
    """Write header, rows and the trailer with their totals; the first row names the ward."""
    rows = table.to_pylist()
    head = {column.name: rows[0].get(column.name, "") for column in HEADER}
    totals = {name: sum(row[name] for row in rows) for name in _AMOUNTS} | {"count": len(rows)}
    with path.open("wb") as file:
        file.write(encode_record(HEADER, {**head, "record_class": "1"}))
        for row in rows:
            file.write(encode_record(LAYOUT.columns, {**row, "record_class": "2"}))
        file.write(encode_record(TRAILER, {**head, **totals, "record_class": "3"}))
