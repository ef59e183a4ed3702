# SPDX-License-Identifier: Apache-2.0
"""Texts with their furigana: {転入|てんにゅう}の{手続|てつづ}き."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RUBY = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `reading` is empty where nothing has to be read aloud."""

    text: str
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it stands in the data."""

    marked: str

    @property
    def plain(self) -> str:
        """Without furigana."""
        return _RUBY.sub(r"\1", self.marked)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Piece by piece, for ruby on the page and on paper."""
        return tuple(_pieces(self.marked))

    def __str__(self) -> str:
        return self.plain


def _pieces(marked: str) -> Iterator[Piece]:
    end = 0
    for found in _RUBY.finditer(marked):
        if found.start() > end:
            yield Piece(marked[end : found.start()])
        yield Piece(found[1], found[2])
        end = found.end()
    if end < len(marked):
        yield Piece(marked[end:])
