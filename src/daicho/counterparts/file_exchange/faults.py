# SPDX-License-Identifier: Apache-2.0
"""What a counterpart can be told to do wrong with its next file or answer."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pyarrow as pa

from daicho.adapters.record_files.characters import JIS_TO_EBCDIC
from daicho.adapters.record_files.layout import RecordFileLayout


class Fault(StrEnum):
    """One thing that goes wrong, once."""

    SAME_TWICE = "same file twice"
    LATE = "late"
    TRUNCATED = "truncated"
    EXTRA_BYTE = "extra byte"
    WRONG_TOTALS = "wrong totals"
    OTHER_CODE = "EBCDIC instead of JIS"
    JOINED = "two files in one"
    FOREIGN_ROW = "row nobody asked for"
    MISSING_ROW = "row missing"
    CHANGED_AMOUNT = "changed amount"
    SLOW = "slow"
    REFUSES = "refuses"


OF_ANSWERS = frozenset((Fault.SLOW, Fault.REFUSES))
_OF_ROWS = frozenset((Fault.FOREIGN_ROW, Fault.MISSING_ROW, Fault.CHANGED_AMOUNT))
_CUT = 7  # bytes that a truncated file lacks, beside its last record


def spoil_rows(rows: pa.Table, fault: Fault | None, *, key: str, amount: str) -> pa.Table:
    """The rows with a fault of rows in them, the first row being the victim."""
    if fault not in _OF_ROWS or not rows.num_rows:
        return rows
    if fault is Fault.MISSING_ROW:
        return rows.slice(1)
    told = rows.to_pylist()
    if fault is Fault.CHANGED_AMOUNT:
        told[0] = {**told[0], amount: told[0][amount] + 1}
    else:
        told.append({**told[-1], key: "9" * len(told[-1][key])})
    return pa.Table.from_pylist(told, schema=rows.schema)


def spoil_bytes(data: bytes, fault: Fault | None, layout: RecordFileLayout | None) -> bytes:
    """The bytes with a fault of bytes in them."""
    match fault:
        case Fault.TRUNCATED:
            return data[: -(_CUT + (layout.record_bytes if layout else 0))]
        case Fault.EXTRA_BYTE:
            return data[: len(data) // 2] + b" " + data[len(data) // 2 :]
        case Fault.OTHER_CODE:
            return data.translate(JIS_TO_EBCDIC)
        case Fault.JOINED:
            return data + data
        case Fault.WRONG_TOTALS if layout:
            return _with_wrong_total(data, layout)
    return data


def _with_wrong_total(data: bytes, layout: RecordFileLayout) -> bytes:
    """The last digit of the last sum of the first trailer changed."""
    records = np.frombuffer(data, dtype=np.uint8).reshape(-1, layout.record_bytes).copy()
    trailer = int(np.argmax(records[:, 0] == ord(layout.trailer.class_byte)))
    wanted = next(total.field for total in layout.totals if total.of)
    end = next(end for field, _, end in layout.trailer.places() if field.name == wanted)
    records[trailer, end - 1] = ord("0") + (records[trailer, end - 1] - ord("0") + 1) % 10
    return records.tobytes()
