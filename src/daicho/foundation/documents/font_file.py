# SPDX-License-Identifier: Apache-2.0
"""What a font file holds: which characters, which variants (IVS), and how wide each glyph is.

Only the tables cmap (formats 4, 12 and 14), hhea, hmtx and head are read. A typesetting engine
drops a variation selector
that its font does not know and draws the base shape without a word; only by looking into the
font beforehand can a wrong shape of a name be noticed.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FontFile:
    """Characters, variants and widths of one font."""

    glyphs: dict[int, int]  # code point: glyph
    variants: frozenset[tuple[int, int]]  # (base, selector)
    advances: array[int]  # by glyph; the last holds for all that follow
    units_per_em: int

    def holds(self, char: str) -> bool:
        """Whether the font draws this character."""
        return ord(char) in self.glyphs

    def holds_variant(self, base: str, selector: str) -> bool:
        """Whether the font draws this shape of the base character."""
        return (ord(base), ord(selector)) in self.variants

    def width(self, char: str) -> float:
        """Width in em; a character that is missing counts as a full em."""
        glyph = self.glyphs.get(ord(char))
        if glyph is None:
            return 1.0
        return self.advances[min(glyph, len(self.advances) - 1)] / self.units_per_em


@cache
def read_font(path: Path) -> FontFile:
    """Read a .ttf or .otf file (not a collection)."""
    content = path.read_bytes()
    tables = _tables(content)
    glyphs: dict[int, int] = {}
    variants: set[tuple[int, int]] = set()
    for offset in _subtables(content, tables[b"cmap"]):
        (kind,) = struct.unpack_from(">H", content, offset)
        if kind == 12:
            glyphs.update(_read_groups(content, offset))
        elif kind == 4:
            for code, glyph in _read_segments(content, offset).items():
                glyphs.setdefault(code, glyph)
        elif kind == 14:
            variants.update(_read_variants(content, offset))
    (units,) = struct.unpack_from(">H", content, tables[b"head"] + 18)
    (count,) = struct.unpack_from(">H", content, tables[b"hhea"] + 34)
    metrics = struct.unpack_from(f">{count * 2}H", content, tables[b"hmtx"])
    return FontFile(glyphs, frozenset(variants), array("H", metrics[::2]), units)


def _tables(content: bytes) -> dict[bytes, int]:
    (count,) = struct.unpack_from(">H", content, 4)
    found = {}
    for number in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", content, 12 + 16 * number)
        found[tag] = offset
    return found


def _subtables(content: bytes, cmap: int) -> list[int]:
    (count,) = struct.unpack_from(">H", content, cmap + 2)
    places = (struct.unpack_from(">HHL", content, cmap + 4 + 8 * n) for n in range(count))
    return sorted({cmap + offset for _, _, offset in places})


def _read_groups(content: bytes, offset: int) -> dict[int, int]:
    """Format 12."""
    (count,) = struct.unpack_from(">L", content, offset + 12)
    found = {}
    for number in range(count):
        first, last, glyph = struct.unpack_from(">LLL", content, offset + 16 + 12 * number)
        found.update({code: glyph + code - first for code in range(first, last + 1)})
    return found


def _read_segments(content: bytes, offset: int) -> dict[int, int]:
    """Format 4, segments with a plain difference only: others are in format 12 as well."""
    (doubled,) = struct.unpack_from(">H", content, offset + 6)
    count = doubled // 2
    lasts = struct.unpack_from(f">{count}H", content, offset + 14)
    firsts = struct.unpack_from(f">{count}H", content, offset + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", content, offset + 16 + 2 * doubled)
    ranges = struct.unpack_from(f">{count}H", content, offset + 16 + 3 * doubled)
    found = {}
    for first, last, delta, indirect in zip(firsts, lasts, deltas, ranges, strict=True):
        if indirect == 0:
            found.update({code: (code + delta) & 0xFFFF for code in range(first, last + 1)})
    return found


def _read_variants(content: bytes, offset: int) -> set[tuple[int, int]]:
    """Format 14: shapes that are the font's default, and shapes with a glyph of their own."""
    (count,) = struct.unpack_from(">L", content, offset + 6)
    found: set[tuple[int, int]] = set()
    for number in range(count):
        at = offset + 10 + 11 * number
        selector = int.from_bytes(content[at : at + 3], "big")
        default, other = struct.unpack_from(">LL", content, at + 3)
        if default:
            start = offset + default
            (ranges,) = struct.unpack_from(">L", content, start)
            for place in range(start + 4, start + 4 + 4 * ranges, 4):
                base = int.from_bytes(content[place : place + 3], "big")
                found.update((base + more, selector) for more in range(content[place + 3] + 1))
        if other:
            start = offset + other
            (mappings,) = struct.unpack_from(">L", content, start)
            for place in range(start + 4, start + 4 + 5 * mappings, 5):
                found.add((int.from_bytes(content[place : place + 3], "big"), selector))
    return found
