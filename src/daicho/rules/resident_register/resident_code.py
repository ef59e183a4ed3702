# SPDX-License-Identifier: Apache-2.0
"""住民票コード: eleven digits, the last a check digit, drawn from a stock received beforehand.

The weights of the check digit are not in public text; those of `kernel.numbers` are the likely
ones (unverified) and an argument here, so that a municipality that knows better can say so.
"""

from __future__ import annotations

from collections.abc import Sequence

from daicho.kernel.findings import Finding
from daicho.kernel.numbers import RESIDENT_CODE_WEIGHTS, resident_code_check_digit
from daicho.rules.resident_register.checks import finding

LENGTH = 11


def is_resident_code(text: str, *, weights: tuple[int, ...] = RESIDENT_CODE_WEIGHTS) -> bool:
    """Whether text is a 住民票コード: eleven digits whose last one fits."""
    if len(text) != LENGTH or not (text.isascii() and text.isdigit()):
        return False
    return int(text[-1]) == resident_code_check_digit(text[:-1], weights=weights)


def with_check_digit(base: str, *, weights: tuple[int, ...] = RESIDENT_CODE_WEIGHTS) -> str:
    """The whole code of ten digits, for made-up data; real codes come from the network."""
    return f"{base}{resident_code_check_digit(base, weights=weights)}"


def check_resident_code(
    text: str, *, weights: tuple[int, ...] = RESIDENT_CODE_WEIGHTS, subject: str = ""
) -> tuple[Finding, ...]:
    """An error when a code is given and does not fit; the code itself is never told."""
    if not text or is_resident_code(text, weights=weights):
        return ()
    return (finding("E-032", subject=subject),)


def draw(stock: Sequence[str], *, random_index: int) -> str:
    """The code to hand out: the caller draws `random_index` with a secure generator (4.3.1)."""
    if not stock:
        raise ValueError("住民票コードの空きがありません")
    return stock[random_index % len(stock)]


def check_stock(left: int, *, least: int) -> tuple[Finding, ...]:
    """An alert when fewer unused codes are left than the municipality set (4.3.1)."""
    return (finding("A-015", detail=f"残り{left}件"),) if left < least else ()
