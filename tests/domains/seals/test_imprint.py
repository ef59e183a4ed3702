# SPDX-License-Identifier: Apache-2.0
"""Imprints found, measured to a tenth of a millimetre, or refused."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageDraw
from tests.domains.seals.imprints import BLACK, as_file, blank, draw

from daicho.domains.seals.imprint import Imprint, calibrate, find_imprint
from daicho.domains.seals.scans import Scan, read_scan
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.seals import is_size_allowed


def found(data: bytes, *, calibrated: float | None = None) -> Imprint | str:
    """The imprint, or the code of the refusal."""
    scan = read_scan(data, calibrated_dpi=calibrated)
    if isinstance(scan, Finding):
        return scan.code
    made = find_imprint(scan)
    return made.code if isinstance(made, Finding) else made


@pytest.mark.parametrize("dpi", [300, 400, 600])
@pytest.mark.parametrize(
    ("mm", "tenths", "is_allowed"),
    [(8.0, 80, False), (8.1, 81, True), (25.0, 250, True), (25.1, 251, False)],
)
def test_the_limits_are_measured_exactly(
    dpi: int, mm: float, tenths: int, is_allowed: bool
) -> None:
    made = found(as_file(draw(mm=mm, dpi=dpi, offset=0.37), dpi=dpi))
    assert isinstance(made, Imprint)
    assert (made.width, made.height, made.tilt) == (tenths, tenths, 0.0)
    assert is_size_allowed(made.width, made.height) is is_allowed


@pytest.mark.parametrize("dirt", [{"noise": 12}, {"specks": 0.004}, {"colour": BLACK}])
@pytest.mark.parametrize("mm", [8.1, 25.0])
def test_noise_and_dust_change_nothing(dirt: dict[str, Any], mm: float) -> None:
    made = found(as_file(draw(mm=mm, dpi=600, **dirt)))
    assert isinstance(made, Imprint)
    assert (made.width, made.height) == (round(mm * 10),) * 2


@pytest.mark.parametrize("tilt", [-6.0, 4.3])
def test_a_straight_seal_is_set_upright(tilt: float) -> None:
    made = found(as_file(draw(mm=12.0, dpi=600, shape="square", tilt=tilt)))
    assert isinstance(made, Imprint)
    assert (made.width, made.height) == (120, 120)
    assert made.tilt == pytest.approx(-tilt, abs=0.25)  # degrees, not money


@pytest.mark.parametrize("media", ["PNG", "JPEG", "TIFF", "PDF"])
def test_every_format_of_a_scanner_is_read(media: str) -> None:
    made = found(as_file(draw(mm=8.1), media=media))
    assert isinstance(made, Imprint)
    assert (made.width, made.height) == (81, 81)


def test_the_kept_image_has_two_colours_and_its_true_size() -> None:
    made = found(as_file(draw(mm=15.0)))
    assert isinstance(made, Imprint)
    image = Image.open(io.BytesIO(made.png))
    assert (image.mode, image.format) == ("1", "PNG")
    assert (made.paper_width, made.paper_height) == (171, 171)  # whole dots, a millimetre around
    assert image.size == (403, 403)


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ({"noise": 70}, "seal.specks"),
        ({"specks": 0.2}, "seal.specks"),
        ({"paper": 150, "colour": (130, 120, 120)}, "seal.pale"),
        ({"fill": True}, "seal.unclear"),
        ({"mm": 2.0}, "seal.empty"),
        ({"offset": 200}, "seal.cut_off"),
    ],
)
def test_what_cannot_be_registered_is_refused(page: dict[str, Any], code: str) -> None:
    assert found(as_file(draw(dpi=300, **page), dpi=300)) == code


def test_an_empty_page_and_two_imprints_are_refused() -> None:
    assert found(as_file(blank())) == "seal.empty"
    page = draw(dpi=300, mm=12.0, paper_mm=60)
    page.paste(draw(dpi=300, mm=12.0, paper_mm=20), (0, 0))
    assert found(as_file(page, dpi=300)) == "seal.several"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "seal.file_size"),
        (b"GIF89a not a scan", "seal.file_kind"),
        (b"%PDF-1.7 broken", "seal.file_kind"),
        (as_file(draw(dpi=300))[:500], "seal.file_kind"),
        (as_file(draw(dpi=300), dpi=None), "seal.no_dpi"),
        (as_file(draw(dpi=300), dpi=72), "seal.dpi"),
    ],
)
def test_a_file_without_a_true_size_is_refused(data: bytes, code: str) -> None:
    assert found(data) == code


def test_a_calibrated_scanner_gives_the_size_that_the_file_lacks() -> None:
    sheet = Image.new("RGB", (700, 700), "white")
    ImageDraw.Draw(sheet).rectangle([100, 100, 335, 335], outline="black", width=6)  # 236 dots
    scan = read_scan(as_file(sheet, dpi=None), calibrated_dpi=300.0)
    assert isinstance(scan, Scan)
    dpi = calibrate(scan.ink, side_mm=20)
    assert dpi == 299.72
    made = found(as_file(draw(dpi=300, mm=15.0), dpi=None), calibrated=300.0)
    assert isinstance(made, Imprint)
    assert made.width == 150
