# SPDX-License-Identifier: Apache-2.0
"""What the fonts hold: a shape that cannot be drawn is noticed before it is printed wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from daicho.foundation.documents.bar_font import (
    GS1_HEIGHT,
    GS1_MODULE,
    build_bar_font,
    gs1_128_text,
    postal_text,
)
from daicho.foundation.documents.font_file import read_font
from daicho.foundation.documents.fonts import MINCHO, SANS, find_fonts
from daicho.kernel.barcodes import customer_barcode

IPA = Path("/usr/share/fonts/truetype/ipamj/ipamjm.ttf")


def test_variants_of_noto_are_known() -> None:
    fonts = find_fonts(mincho=Path("/nowhere"))
    assert fonts.mincho is None
    assert fonts.missing_shapes("辻\U000e0100　辻\U000e0101　﨑𠮷髙") == ()
    assert fonts.family_for("辻\U000e0101") == SANS


def test_variant_of_no_font_is_named() -> None:
    fonts = find_fonts(mincho=Path("/nowhere"))
    assert fonts.missing_shapes("渡邉\U000e01ef") == ("邉\U000e01ef",)
    assert fonts.missing_shapes("\U0003ffff") == ("\U0003ffff",)


@pytest.mark.skipif(not IPA.is_file(), reason="IPAmj Mincho is not installed")
def test_variant_of_moji_joho_is_set_in_mincho() -> None:
    fonts = find_fonts(mincho=IPA)
    assert fonts.family_for("渡邉\U000e010f") == MINCHO
    assert fonts.missing_shapes("渡邉\U000e010f") == ()


def test_bar_font_reads_back_with_the_widths_of_the_symbols(tmp_path: Path) -> None:
    made = build_bar_font()
    assert made == build_bar_font()
    (tmp_path / "bars.ttf").write_bytes(made)
    font = read_font(tmp_path / "bars.ttf")
    text = gs1_128_text("1" * 44)
    assert sum(font.advances[font.glyphs[ord(char)]] for char in text) == 288 * GS1_MODULE
    bars = postal_text(customer_barcode(postcode="100-0013", number="1-3-2-503"))
    assert len(bars) == 67
    assert all(font.holds(char) for char in text + bars)
    assert GS1_HEIGHT / GS1_MODULE * 0.19 >= 10  # mm
