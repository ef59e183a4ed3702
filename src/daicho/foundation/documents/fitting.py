# SPDX-License-Identifier: Apache-2.0
"""Text that must fit a box: broken into lines and made smaller, never cut.

Names of a hundred characters and addresses of three hundred exist. The lines are decided here from
the widths of the font, so that the engine has nothing left to break and a test can trust the box.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from daicho.foundation.documents.font_file import FontFile
from daicho.foundation.documents.fonts import FontSet
from daicho.kernel.text import is_variation_selector

LINE_PITCH = 1.15  # of the size; the templates set the same
POINT_MM = 25.4 / 72
_SLACK = 0.98  # of the width: leaves room for the engine's own rounding and kerning
_STEP = 0.94  # each smaller size
_SMALLEST = 1.0  # pt; reached only by text far beyond what a register can hold


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text as it will be set: family, size in points, lines."""

    family: str
    size: float
    lines: tuple[str, ...]


def fit_text(text: str, *, width: float, height: float, size: float, fonts: FontSet) -> Fitted:
    """Fit text into width × height mm: the largest size up to `size` points at which it fits."""
    font = fonts.file_for(text)
    family = fonts.family_for(text)
    pieces = [list(_pieces(line, font)) for line in text.split("\n")]
    while True:
        room = width * _SLACK / POINT_MM / size
        lines = [line for piece in pieces for line in _break(piece, room)]
        tall = (1 + (len(lines) - 1) * LINE_PITCH) * size * POINT_MM
        if (tall <= height and _widest(pieces, room)) or size <= _SMALLEST:
            return Fitted(family, round(size, 2), tuple(lines))
        size = max(size * _STEP, _SMALLEST)


def _pieces(text: str, font: FontFile) -> Iterator[tuple[str, float]]:
    """Characters that stay together, with their width in em: a base with its selectors."""
    held = ""
    for char in text:
        if held and is_variation_selector(char):
            held += char
            continue
        if held:
            yield held, font.width(held[0])
        held = char
    if held:
        yield held, font.width(held[0])


def _break(pieces: list[tuple[str, float]], room: float) -> list[str]:
    """Lines of at most `room` em; an empty text is one empty line."""
    lines, line, used = [], "", 0.0
    for piece, width in pieces:
        if line and used + width > room:
            lines.append(line.rstrip())
            line, used = "", 0.0
            if piece.isspace():
                continue
        line += piece
        used += width
    return [*lines, line.rstrip()]


def _widest(pieces: list[list[tuple[str, float]]], room: float) -> bool:
    """Whether the widest character has room on a line of its own."""
    return all(width <= room for line in pieces for _, width in line)
