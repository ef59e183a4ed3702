# SPDX-License-Identifier: Apache-2.0
"""Text that must fit a box is never cut and never leaves it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.foundation.documents.fitting import LINE_PITCH, POINT_MM, fit_text
from daicho.foundation.documents.fonts import SANS, FontSet, find_fonts
from daicho.kernel.text import strip_variation

FONTS = find_fonts()
NAMES = st.text("あ亜Wi 1ー長﨑𠮷", min_size=0, max_size=300)


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FONTS


def test_short_text_keeps_its_size(fonts: FontSet) -> None:
    fitted = fit_text("山田　花子　様", width=86, height=9, size=11, fonts=fonts)
    assert fitted.lines == ("山田　花子　様",)
    assert fitted.size == 11
    assert fitted.family == SANS


def test_name_of_a_hundred_characters_takes_three_lines(fonts: FontSet) -> None:
    fitted = fit_text("長" * 100, width=86, height=9, size=11, fonts=fonts)
    assert "".join(fitted.lines) == "長" * 100
    assert [len(line) for line in fitted.lines] == [35, 35, 30]
    assert 6 < fitted.size < 8


def test_line_breaks_of_the_text_stay(fonts: FontSet) -> None:
    fitted = fit_text("港区\n三田", width=86, height=9, size=11, fonts=fonts)
    assert fitted.lines == ("港区", "三田")


def test_variation_selector_stays_with_its_base(fonts: FontSet) -> None:
    name = "辻\U000e0101" * 60
    fitted = fit_text(name, width=40, height=8, size=10, fonts=fonts)
    assert "".join(fitted.lines) == name
    assert all(line.startswith("辻\U000e0101") for line in fitted.lines)


@settings(max_examples=60, deadline=None)
@given(text=NAMES, width=st.integers(20, 120), height=st.integers(4, 20))
def test_every_line_is_inside_the_box_and_nothing_is_lost(
    text: str, width: int, height: int
) -> None:
    fitted = fit_text(text, width=width, height=height, size=10, fonts=FONTS)
    assert "".join(fitted.lines).replace(" ", "") == text.replace(" ", "")
    size = fitted.size * POINT_MM
    for line in fitted.lines:
        wide = sum(FONTS.sans.width(char) for char in strip_variation(line)) * size
        assert wide <= width
    if fitted.size > 1:
        assert (1 + (len(fitted.lines) - 1) * LINE_PITCH) * size <= height + 0.01
