# SPDX-License-Identifier: Apache-2.0
"""A paper whose every text has its place before the engine sees it.

Python decides where each text stands, how large it is and where its lines end; the engine only
draws. So what the finished PDF must say is known string by string (pdf_text.py compares), and a
text that has no room is noticed here and not on the counter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from daicho.foundation.documents.fitting import LINE_PITCH, POINT_MM, Fitted, fit_text
from daicho.foundation.documents.fonts import FontSet
from daicho.kernel.text import is_variation_selector

TEMPLATE = "sheet.typ"
Align = Literal["left", "center", "right"]
SMALLEST_LEGIBLE = 6.0  # pt
UNKNOWN = "〓"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A fitted text in a box whose left top is (x, y) mm; its lines stand in the middle."""

    x: float
    y: float
    w: float
    h: float
    fitted: Fitted
    align: Align = "left"
    is_bold: bool = False
    grey: int = 0  # 0 black … 255 white


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A rectangle, filled with a grey or not; a line when a side is 0."""

    x: float
    y: float
    w: float
    h: float
    stroke: float = 0.3  # pt
    fill: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image (PNG or SVG) that travels inside the data."""

    x: float
    y: float
    w: float
    h: float
    media: Literal["png", "svg"]
    data: bytes = field(repr=False)
    alt: str


@dataclass(slots=True)
class Page:
    """One page, 210 × 297 mm; things are drawn in the order given."""

    things: list[Words | Frame | Picture] = field(default_factory=list)

    def words(self) -> Iterator[Words]:
        """Its texts."""
        return (one for one in self.things if isinstance(one, Words))


@dataclass(slots=True)
class Sheet:
    """A whole paper, with the words that had to become too small or have no right shape."""

    title: str
    pages: list[Page] = field(default_factory=list)
    overflow: list[str] = field(default_factory=list)
    unknown_shapes: list[str] = field(default_factory=list)

    def texts(self) -> list[list[str]]:
        """Of every page each line that it shows."""
        return [
            [line for one in page.words() for line in one.fitted.lines if line]
            for page in self.pages
        ]

    def as_data(self) -> dict[str, Any]:
        """What the template reads."""
        return {"title": self.title, "pages": [[_plain(o) for o in p.things] for p in self.pages]}


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes onto a page with the fonts that are there, and notes what has no room or shape."""

    sheet: Sheet
    fonts: FontSet

    def write(
        self, page: Page, text: str, *, x: float, y: float, w: float, h: float, size: float,
        align: Align = "left", is_bold: bool = False, grey: int = 0, label: str = "",
    ) -> Words:  # fmt: skip
        """Put a text into a box, smaller where it must be."""
        self.sheet.unknown_shapes += self.fonts.missing_shapes(text)
        text = drawable(text, self.fonts)
        fitted = fit_text(text, width=w, height=h, size=size, fonts=self.fonts)
        if fitted.size < SMALLEST_LEGIBLE <= size:
            self.sheet.overflow.append(label or text[:20])
        words = Words(x=x, y=y, w=w, h=h, fitted=fitted, align=align, is_bold=is_bold, grey=grey)
        page.things.append(words)
        return words


def drawable(text: str, fonts: FontSet) -> str:
    """The text with 〓 for each character that no font here has (未登録外字)."""
    files = [file for file in (fonts.sans, fonts.mincho) if file is not None]
    return "".join(
        char
        if char.isspace() or is_variation_selector(char) or any(f.holds(char) for f in files)
        else UNKNOWN
        for char in text
    )


def height_of(text: str, *, width: float, size: float, fonts: FontSet) -> float:
    """How tall a text stands at this size in a column of `width` mm, without shrinking."""
    fitted = fit_text(text, width=width, height=10_000, size=size, fonts=fonts)
    return (1 + (len(fitted.lines) - 1) * LINE_PITCH) * fitted.size * POINT_MM


def _plain(thing: Words | Frame | Picture) -> dict[str, Any]:
    if isinstance(thing, Words):
        it = thing.fitted
        return {
            "k": "t", "x": thing.x, "y": thing.y, "w": thing.w, "h": thing.h, "a": thing.align,
            "b": thing.is_bold, "g": thing.grey, "f": it.family, "s": it.size, "l": it.lines,
        }  # fmt: skip
    if isinstance(thing, Frame):
        return {
            "k": "f", "x": thing.x, "y": thing.y, "w": thing.w, "h": thing.h, "t": thing.stroke,
            "g": thing.fill,
        }  # fmt: skip
    return {
        "k": "p", "x": thing.x, "y": thing.y, "w": thing.w, "h": thing.h, "m": thing.media,
        "d": _data(thing), "alt": thing.alt,
    }  # fmt: skip


def _data(picture: Picture) -> str | Sequence[int]:
    """SVG as its text, PNG as its bytes one by one: the engine reads no base64."""
    return picture.data.decode("utf-8") if picture.media == "svg" else list(picture.data)
