# SPDX-License-Identifier: Apache-2.0
"""Characters by their radical (部首), for who has to find one that no keyboard gives.

The block of Unicode in which the characters of names stand (U+4E00–U+9FA5) is in the order of the
Kangxi dictionary: by radical, then by the strokes besides it. So the first character of a radical,
which Unicode names as what U+2F00–U+2FD5 decompose to, says where its characters begin.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

LAST = 0x9FA5
_COUNT = 214
# The first radical of each number of strokes, from one stroke on.
_FIRST_OF_STROKES = (
    1, 7, 30, 61, 95, 118, 147, 167, 176, 187, 195, 201, 205, 209, 211, 212, 214,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Radical:
    """One of the 214 radicals: its number, its character, its strokes."""

    number: int
    character: str
    strokes: int


RADICALS = tuple(
    Radical(
        number,
        unicodedata.normalize("NFKC", chr(0x2F00 + number - 1)),
        bisect_right(_FIRST_OF_STROKES, number),
    )
    for number in range(1, _COUNT + 1)
)
_FIRSTS = [ord(one.character) for one in RADICALS]


def radical_of(character: str) -> Radical | None:
    """The radical of a character; none for one outside the ordered block."""
    code = ord(character[:1] or " ")
    if not _FIRSTS[0] <= code <= LAST:
        return None
    return RADICALS[bisect_right(_FIRSTS, code) - 1]


def characters_of(number: int, *, includes_foreign: bool = False) -> str:
    """The characters of a radical, by their strokes; without those no Japanese code has."""
    last = _FIRSTS[number] - 1 if number < _COUNT else LAST
    found = map(chr, range(_FIRSTS[number - 1], last + 1))
    return "".join(char for char in found if includes_foreign or _is_japanese(char))


def _is_japanese(char: str) -> bool:
    """Whether JIS X 0213, JIS X 0212 or CP932 has it."""
    for code in ("euc_jis_2004", "euc_jp", "cp932"):
        try:
            char.encode(code)
        except UnicodeEncodeError:
            continue
        return True
    return False
