# SPDX-License-Identifier: Apache-2.0
"""Check digits of the numbers a municipality handles, and numbers written in kanji.

Numbers are text: leading zeros count.

No function puts a number into a message: a 個人番号 must never reach a log, an error or a finding.
"""

from __future__ import annotations

import re

INDIVIDUAL_NUMBER_WEIGHTS = (
    6,
    5,
    4,
    3,
    2,
    7,
    6,
    5,
    4,
    3,
    2,
)  # 平成26年総務省令85号5条, from the left
# Unverified: the weights of the 住民票コード are not in public text; these are the likely ones.
RESIDENT_CODE_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
KANJI_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
KANJI_UNITS = {"十": 10, "百": 100, "千": 1_000}
ADDRESSEE_WEIGHTS = (2, 3, 4, 5, 6, 7)  # M11W2~7, repeating from the right (標準仕様書 1.1.13)


def _is_digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _weighted_sum(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def individual_number_check_digit(base: str) -> int:
    """Check digit of an 個人番号 from its 11 base digits: 11 − remainder, 0 for 0 and 1."""
    remainder = _weighted_sum(base, INDIVIDUAL_NUMBER_WEIGHTS) % 11
    return 0 if remainder <= 1 else 11 - remainder


def is_individual_number(text: str) -> bool:
    """Whether text is an 個人番号: 12 digits whose last one fits."""
    return _is_digits(text, 12) and int(text[11]) == individual_number_check_digit(text[:11])


# As cards print it, too: three groups of four, in full width where a form is.
_GROUPED = re.compile(
    r"(?<![0-9０-９])[0-9０-９]{4}([-‐‑–−－ 　]?)[0-9０-９]{4}\1[0-9０-９]{4}(?![0-9０-９])"
)
_TO_ASCII = {ord("０") + digit: str(digit) for digit in range(10)}


def mask_individual_numbers(text: str) -> str:
    """Text with stars where an 個人番号 stands, in one run or in groups."""
    return _GROUPED.sub(_star, text)


def holds_individual_number(text: str) -> bool:
    """Whether an 個人番号 stands anywhere in a text."""
    return mask_individual_numbers(text) != text


def _star(found: re.Match[str]) -> str:
    digits = found[0].replace(found[1], "").translate(_TO_ASCII)
    return "*" * 12 if is_individual_number(digits) else found[0]


def corporate_number_check_digit(base: str) -> int:
    """Check digit (the first digit) of a 法人番号 from its 12 base digits: 9 − remainder."""
    total = sum(int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(base)))
    return 9 - total % 9


def is_corporate_number(text: str) -> bool:
    """Whether text is a 法人番号: 13 digits whose first one fits."""
    return _is_digits(text, 13) and int(text[0]) == corporate_number_check_digit(text[1:])


def local_government_check_digit(base: str) -> int:
    """Check digit of a 全国地方公共団体コード from its 5 digits."""
    return (11 - _weighted_sum(base, (6, 5, 4, 3, 2)) % 11) % 10


def is_local_government_code(text: str) -> bool:
    """Whether text is a 団体コード of 6 digits whose last one fits."""
    return _is_digits(text, 6) and int(text[5]) == local_government_check_digit(text[:5])


def addressee_check_digit(serial: str) -> int:
    """Check digit of 宛名番号 and 世帯番号: modulus 11, weights 2–7, 0 for remainder 0.

    Remainder 1 would give 10; the standard does not say what then. 0 is chosen (unverified).
    """
    total = sum(
        int(digit) * ADDRESSEE_WEIGHTS[index % 6] for index, digit in enumerate(reversed(serial))
    )
    remainder = total % 11
    return 0 if remainder <= 1 else 11 - remainder


def is_addressee_number(text: str) -> bool:
    """Whether text is a 宛名番号 or 世帯番号: 2 to 15 digits whose last one fits."""
    if not 2 <= len(text) <= 15 or not _is_digits(text, len(text)):
        return False
    return int(text[-1]) == addressee_check_digit(text[:-1])


def resident_code_check_digit(
    base: str, *, weights: tuple[int, ...] = RESIDENT_CODE_WEIGHTS
) -> int:
    """Check digit of a 住民票コード from 10 digits; the weights are unverified, so an argument."""
    remainder = _weighted_sum(base, weights) % 11
    return 0 if remainder <= 1 else 11 - remainder


def gs1_check_digit(digits: str) -> int:
    """GS1 modulus 10, weights 3 and 1 from the right, over the digits before the check digit."""
    total = sum(int(digit) * (3 - index % 2 * 2) for index, digit in enumerate(reversed(digits)))
    return -total % 10


def kanji_number(text: str) -> int:
    """Kanji below 10,000, positional too; `text` has nothing but kanji digits and units.

    >>> kanji_number("二十一"), kanji_number("二〇三"), kanji_number("百五"), kanji_number("千")
    (21, 203, 105, 1000)
    """
    total = pending = 0
    for char in text:
        if char in KANJI_UNITS:
            total += (pending or 1) * KANJI_UNITS[char]
            pending = 0
        else:
            pending = pending * 10 + KANJI_DIGITS[char]
    return total + pending
