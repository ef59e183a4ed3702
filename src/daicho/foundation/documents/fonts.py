# SPDX-License-Identifier: Apache-2.0
"""The fonts of the press, and which of them draws a text in the right shapes.

Noto Sans CJK JP comes from two wheels and is always there. IPAmj Mincho, which holds the shapes of
the Moji_Joho collection, is used where it is installed (Debian: fonts-ipamj-mincho).
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from daicho.foundation.documents.font_file import FontFile, read_font
from daicho.kernel.text import is_variation_selector

SANS = "Noto Sans CJK JP"
MINCHO = "IPAmjMincho"
_WHEELS = {
    "noto_cjk_sans_jp_regular": "NotoSansCJKjp-Regular.otf",
    "noto_cjk_sans_jp_bold": "NotoSansCJKjp-Bold.otf",
}
_MINCHO_PLACES = (
    Path("/usr/share/fonts/truetype/ipamj/ipamjm.ttf"),
    Path("/usr/share/fonts/opentype/ipamj/ipamjm.ttf"),
    Path("/usr/share/fonts/ipamjm.ttf"),
)


@dataclass(frozen=True, slots=True)
class FontSet:
    """The fonts that are there: files for the engine, and what the text fonts hold."""

    folders: tuple[Path, ...]
    sans: FontFile
    mincho: FontFile | None

    def family_for(self, text: str) -> str:
        """The family to set a text in: sans, unless only Mincho has one of its shapes."""
        if text.isascii() or self.mincho is None or not _missing(self.sans, text):
            return SANS
        return MINCHO if len(_missing(self.mincho, text)) < len(_missing(self.sans, text)) else SANS

    def file_for(self, text: str) -> FontFile:
        """The file behind `family_for`."""
        if self.mincho is not None and self.family_for(text) == MINCHO:
            return self.mincho
        return self.sans

    def missing_shapes(self, text: str) -> tuple[str, ...]:
        """Characters and variants that no font here draws rightly: the paper needs a hand."""
        return tuple(_missing(self.file_for(text), text))


def find_fonts(*, mincho: Path | None = None) -> FontSet:
    """Look for the fonts. `mincho` names the file of IPAmj Mincho when it lies elsewhere."""
    files = [_wheel_file(package, name) for package, name in _WHEELS.items()]
    places: Sequence[Path] = _MINCHO_PLACES if mincho is None else (mincho,)
    found = next((place for place in places if place.is_file()), None)
    folders = tuple(file.parent for file in (*files, *((found,) if found else ())))
    return FontSet(folders, read_font(files[0]), read_font(found) if found else None)


def _wheel_file(package: str, name: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the font wheel {package} is not installed")
    return Path(spec.origin).with_name(name)


def _missing(font: FontFile, text: str) -> list[str]:
    return [shape for shape in _shapes(text) if not _holds(font, shape)]


def _shapes(text: str) -> Iterator[str]:
    """Each character with the selector that follows it; white space is no shape."""
    for place, char in enumerate(text):
        if char.isspace() or is_variation_selector(char):
            continue
        after = text[place + 1 : place + 2]
        yield char + after if after and is_variation_selector(after) else char


def _holds(font: FontFile, shape: str) -> bool:
    if len(shape) == 1:
        return font.holds(shape)
    return font.holds_variant(shape[0], shape[1])
