# SPDX-License-Identifier: Apache-2.0
"""Numbers with valid check digits for many ids at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.kernel.numbers import ADDRESSEE_WEIGHTS, INDIVIDUAL_NUMBER_WEIGHTS

_SCATTER = 73_529_411_769  # coprime to 10**11: the map is one to one
_SCATTER_12 = 735_294_117_667  # coprime to 10**12


def _digits(numbers: np.ndarray, length: int) -> np.ndarray:
    powers = 10 ** np.arange(length - 1, -1, -1, dtype=np.int64)
    result: np.ndarray = numbers[:, None] // powers % 10
    return result


def as_text(numbers: np.ndarray, length: int) -> pa.Array:
    """Numbers as text, zeros before."""
    return pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), length, "0")


def individual_numbers(ids: np.ndarray, offset: int) -> pa.Array:
    """One valid 個人番号 for each id below 10**11; different ids never share one."""
    base = times_modulo(ids + offset % 10**11, _SCATTER, 10**11)
    remainder = _digits(base, 11) @ np.array(INDIVIDUAL_NUMBER_WEIGHTS) % 11
    return as_text(base * 10 + np.where(remainder <= 1, 0, 11 - remainder), 12)


def times_modulo(numbers: np.ndarray, factor: int, modulus: int) -> np.ndarray:
    """Numbers × factor mod modulus within 64 bits: the factor goes in pieces of 5 digits."""
    result = np.zeros(len(numbers), dtype=np.int64)
    numbers = numbers % modulus
    for start in range(0, len(str(factor)), 5):
        piece = str(factor)[start : start + 5]
        result = (result * 10 ** len(piece) + numbers * int(piece)) % modulus
    return result


def addressee_numbers(serials: np.ndarray) -> np.ndarray:
    """Serials with their check digit behind (宛名番号, 世帯番号, 指定番号)."""
    weights = np.array([ADDRESSEE_WEIGHTS[index % 6] for index in range(14)][::-1])
    remainder = _digits(serials, 14) @ weights % 11
    return serials * 10 + np.where(remainder <= 1, 0, 11 - remainder)


def corporate_numbers(ids: np.ndarray) -> pa.Array:
    """One valid 法人番号 for each id."""
    base = times_modulo(ids + 12_345_678_901, _SCATTER_12, 10**12)
    remainder = _digits(base, 12) @ np.array([2, 1] * 6) % 9
    return as_text((9 - remainder) * 10**12 + base, 13)
