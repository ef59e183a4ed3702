# SPDX-License-Identifier: Apache-2.0
"""The 44 digits of a slip's GS1-128, taken apart (kernel.barcodes puts them together).

What the kernel marks unverified (AI 91 in the check digit, 999999 as "no last day") is so here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.adapters.checks import digits_matrix, is_real_day
from daicho.kernel.barcodes import PAYMENT_SLIP_DIGITS

_NO_LIMIT = 999_999
_CENTURY = 2000


class SlipCodes(NamedTuple):
    """What many slips say, one array an item, and why some say nothing (empty: good)."""

    biller: pa.Array  # 請求書発行企業コード
    key: pa.Array  # 自由使用欄, 21 digits
    reissued: pa.Array
    last_day: pa.Array  # yyyymmdd, 0 = none
    stamp_duty: pa.Array
    amount: pa.Array
    faults: pa.Array


def split_slips(codes: pa.Array | pa.ChunkedArray) -> SlipCodes:
    """The items of each code; those of a code with a fault are empty."""
    codes = codes.combine_chunks() if isinstance(codes, pa.ChunkedArray) else codes
    fits, digits = digits_matrix(codes, PAYMENT_SLIP_DIGITS)
    faults = np.full(len(codes), "", dtype=object)
    faults[~fits] = f"{PAYMENT_SLIP_DIGITS}桁の数字ではありません"
    if len(digits):
        faults[fits] = _judge(digits)
    good = pa.array(faults == "")
    cleaned = pc.if_else(good, codes, "0" * PAYMENT_SLIP_DIGITS)
    last_day = np.asarray(_number(cleaned, 30, 36))
    limited = np.where(last_day == _NO_LIMIT, 0, last_day + _CENTURY * 10_000)
    items = (
        _part(codes, good, 2, 8),
        _part(codes, good, 8, 29),
        _number(cleaned, 29, 30),
        pa.array(np.where(np.asarray(good), limited, 0)),
        _number(cleaned, 36, 37),
        _number(cleaned, 37, 43),
    )
    return SlipCodes(*items, pa.array(faults.tolist(), pa.string()))


def _judge(digits: np.ndarray) -> np.ndarray:
    weights = np.where(np.arange(PAYMENT_SLIP_DIGITS - 1) % 2 == 0, 3, 1)
    check = -(digits[:, :-1] @ weights) % 10
    powers = 10 ** np.arange(5, -1, -1)
    day = digits[:, 30:36] @ powers
    real = is_real_day(_CENTURY + day // 10_000, day // 100 % 100, day % 100) | (day == _NO_LIMIT)
    return np.select(
        [
            digits[:, 43] != check,
            (digits[:, :2] != (9, 1)).any(axis=1),
            ~real,
            digits[:, 36] > 1,
            digits[:, 37:43] @ powers == 0,
        ],
        [
            "検査数字が合いません",
            "先頭が91ではありません",
            "支払期限が暦にない日です",
            "印紙の区分が0でも1でもありません",
            "金額が0です",
        ],
        "",
    )


def _part(codes: pa.Array, good: pa.Array, first: int, end: int) -> pa.Array:
    return pc.if_else(good, pc.utf8_slice_codeunits(codes, first, end), "")


def _number(codes: pa.Array, first: int, end: int) -> pa.Array:
    return pc.cast(pc.utf8_slice_codeunits(codes, first, end), pa.int64())
