# SPDX-License-Identifier: Apache-2.0
"""Fixed-length records of bytes: cut into columns, joined again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate

import pyarrow as pa

from daicho.adapters.chunks import FileRefusedError
from daicho.adapters.layout import Column, Kind

_ENCODING = "cp932"
_TEXTS = frozenset((Kind.TEXT, Kind.KANA))


def record_length(columns: tuple[Column, ...]) -> int:
    """The bytes of a record."""
    return sum(column.length for column in columns)


def offsets(columns: tuple[Column, ...]) -> list[tuple[int, int]]:
    """First byte and the byte after the last one of every column."""
    ends = list(accumulate(column.length for column in columns))
    return list(zip([0, *ends[:-1]], ends, strict=True))


def split_records(data: bytes, length: int) -> list[bytes]:
    """The records, with or without line ends; FileRefusedError when the last one is short."""
    if not data:
        raise FileRefusedError("ファイルが空です")
    for ending in (b"\r\n", b"\n"):
        if data[length : length + len(ending)] == ending:
            data = data if data.endswith(ending) else data + ending
            step = length + len(ending)
            break
    else:
        ending, step = b"", length
    if len(data) % step:
        raise FileRefusedError(
            f"レコードの長さが{length}バイトの倍数ではありません。途中で切れているおそれがあります"
        )
    records = [data[start : start + length] for start in range(0, len(data), step)]
    if ending and any(
        data[end - len(ending) : end] != ending for end in range(step, len(data), step)
    ):
        raise FileRefusedError(f"{length}バイトごとに改行がありません")
    return records


def decode_columns(
    records: list[bytes], columns: tuple[Column, ...]
) -> Iterator[tuple[Column, pa.Array, list[int]]]:
    """Every column as text cells, and the rows whose bytes cannot be read."""
    for column, (first, end) in zip(columns, offsets(columns), strict=True):
        cells, unreadable = [], []
        for row, record in enumerate(records):
            try:
                cells.append(record[first:end].decode(_ENCODING).strip())
            except UnicodeDecodeError:
                cells.append("")
                unreadable.append(row)
        yield column, pa.array(cells, pa.string()), unreadable


def encode_record(columns: tuple[Column, ...], cells: Mapping[str, str | int]) -> bytes:
    """One record: numbers right with zeros, text left with spaces, cut at a whole character."""
    return b"".join(_encode_cell(column, cells.get(column.name, "")) for column in columns)


def _encode_cell(column: Column, cell: str | int) -> bytes:
    if isinstance(cell, int):
        return str(cell).zfill(column.length).encode("ascii")[-column.length :]
    encoded = cell.encode(_ENCODING)
    while len(encoded) > column.length:
        cell = cell[:-1]
        encoded = cell.encode(_ENCODING)
    return encoded.ljust(column.length)
