# SPDX-License-Identifier: Apache-2.0
"""A line of digits in parts (OCR line, eL番号): a configured layout puts together and takes apart.

No national layout of such a line is known to us, so none is built in: a municipality states its
own in TOML. The check digits are the two usual kinds, by name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


def modulus_10(digits: str) -> str:
    """Weights 2, 1 from the right, digits of products summed (as 保険者番号 have it).

    >>> modulus_10("7992739871")
    '3'
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        product = int(digit) * (2 - place % 2)
        total += product // 10 + product % 10
    return str(-total % 10)


def modulus_11(digits: str) -> str:
    """Weights 2 to 7 from the right; remainder 0 and 1 give 0.

    >>> modulus_11("123456789")
    '2'
    """
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(digits)))
    remainder = total % 11
    return str(0 if remainder <= 1 else 11 - remainder)


CHECK_DIGITS = {"modulus-10": modulus_10, "modulus-11": modulus_11}
_KEYS = {"name_ja", "part"}
_PART_KEYS = {"name", "name_ja", "length", "fixed", "check", "over"}


class DigitLineError(ValueError):
    """A layout of a line that cannot be used: a defect of the configuration."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some digits of the line: a value, a fixed word, or a check digit over the parts named."""

    name: str
    name_ja: str
    length: int
    fixed: str = ""
    check: str = ""
    over: tuple[str, ...] = ()  # empty: all parts before


@dataclass(frozen=True, slots=True)
class DigitLine:
    """The layout of a line."""

    name_ja: str
    parts: tuple[Part, ...]

    @property
    def length(self) -> int:
        """The digits of the line."""
        return sum(part.length for part in self.parts)

    @property
    def values(self) -> tuple[Part, ...]:
        """The parts that are given, neither fixed nor computed."""
        return tuple(part for part in self.parts if not part.fixed and not part.check)

    def compose(self, values: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
        """The digits of the line, or every reason why there are none."""
        reasons = [
            f"{part.name_ja}は{part.length}桁までの数字です"
            for part in self.values
            if not _is_digits(values.get(part.name, ""), part.length)
        ]
        if reasons:
            return "", tuple(reasons)
        made: dict[str, str] = {}
        for part in self.parts:
            given = part.fixed or values.get(part.name, "")
            made[part.name] = self._check(part, made) if part.check else given.zfill(part.length)
        return "".join(made.values()), ()

    def parse(self, digits: str) -> tuple[dict[str, str], tuple[str, ...]]:
        """The values of a line that was read, or every reason why it is not one."""
        if len(digits) != self.length or not _is_digits(digits, self.length):
            return {}, (f"{self.name_ja}は{self.length}桁の数字です",)
        found: dict[str, str] = {}
        reasons = []
        at = 0
        for part in self.parts:
            found[part.name] = digits[at : at + part.length]
            at += part.length
            if part.fixed and found[part.name] != part.fixed:
                reasons.append(f"{part.name_ja}が{part.fixed}ではありません")
            if part.check and found[part.name] != self._check(part, found):
                reasons.append(f"{part.name_ja}（検査数字）が合いません")
        if reasons:
            return {}, tuple(reasons)
        return {part.name: found[part.name] for part in self.values}, ()

    def _check(self, part: Part, made: Mapping[str, str]) -> str:
        names = part.over or tuple(self._before(part))
        return CHECK_DIGITS[part.check]("".join(made[name] for name in names))

    def _before(self, part: Part) -> list[str]:
        names = [other.name for other in self.parts]
        return names[: names.index(part.name)]


def parse_digit_line(text: str) -> DigitLine:
    """The layout that a TOML text describes."""
    try:
        table = tomllib.loads(text)
        _check_keys(table, _KEYS)
        parts = tuple(_part(row) for row in table["part"])
        line = DigitLine(table["name_ja"], parts)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise DigitLineError(f"番号の定義が使えません: {error}") from error
    _check_parts(line)
    return line


def _part(row: dict[str, Any]) -> Part:
    _check_keys(row, _PART_KEYS)
    return Part(**{**row, "over": tuple(row.get("over", ()))})


def _check_keys(table: dict[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(table) - known):
        raise DigitLineError(f"番号の定義に知らない項目があります: {', '.join(unknown)}")


def _check_parts(line: DigitLine) -> None:
    names = [part.name for part in line.parts]
    for number, part in enumerate(line.parts):
        known = not part.check or (
            part.check in CHECK_DIGITS
            and part.length == 1
            and set(part.over) <= set(names[:number])
        )
        fits = part.length > 0 and (not part.fixed or _is_exact(part.fixed, part.length))
        if not (known and fits) or (part.check and number == 0):
            raise DigitLineError(f"番号の定義の{part.name_ja}が使えません")
    if len(set(names)) != len(names) or not line.values:
        raise DigitLineError("番号の定義の項目が重なっているか、値の項目がありません")


def _is_digits(text: str, length: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= length


def _is_exact(text: str, length: int) -> bool:
    return _is_digits(text, length) and len(text) == length
