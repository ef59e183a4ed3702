# SPDX-License-Identifier: Apache-2.0
"""Scanned files (PNG, JPEG, TIFF, PDF): how dark each dot is, and how many dots make an inch.

Red ink (朱肉) is bright to a plain grey conversion; its darkest colour channel is not, so that one
is taken. Whoever has photographed a seal instead of scanning it gives no true size: without a
resolution in the file, that of the calibrated scanner counts, and without one the file is refused.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from daicho.kernel.findings import Finding, Severity

Ink = NDArray[np.float32]  # 0 paper … 255 ink
FORMATS = ("PNG", "JPEG", "TIFF")
LARGEST_FILE = 12 * 1024 * 1024
MOST_DOTS = 60_000_000
LOWEST_DPI, HIGHEST_DPI = 300, 2400
PDF_DPI = 600
_POINT = 72  # units of a PDF to the inch


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A page as scanned."""

    ink: Ink
    dpi: float
    media: str


def refuse(code: str, message: str) -> Finding:
    """An error about seals."""
    return Finding(f"seal.{code}", Severity.ERROR, message)


def read_scan(data: bytes, *, calibrated_dpi: float | None) -> Scan | Finding:
    """Read a file, or say in Japanese why it cannot be used."""
    if not data or len(data) > LARGEST_FILE:
        return refuse("file_size", "画像ファイルは12MBまでにしてください。")
    if data.startswith(b"%PDF-"):
        return _read_pdf(data)
    return _read_image(data, calibrated_dpi)


def _read_image(data: bytes, calibrated_dpi: float | None) -> Scan | Finding:
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        if image.width * image.height > MOST_DOTS:
            return refuse("file_size", "画像が大きすぎます。印影の部分だけを読み取ってください。")
        media, own = str(image.format), image.info.get("dpi")
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return refuse("file_kind", "PNG・JPEG・TIFF・PDFの画像として読めません。")
    dpi = calibrated_dpi or _own_dpi(own)
    if dpi is None:
        return refuse("no_dpi", "画像に解像度がありません。スキャナーの校正をしてください。")
    if isinstance(dpi, Finding):
        return dpi
    if not LOWEST_DPI <= dpi <= HIGHEST_DPI:
        return refuse("dpi", f"解像度は{LOWEST_DPI}〜{HIGHEST_DPI}dpiで読み取ってください。")
    return Scan(ink=_ink(image), dpi=dpi, media=media)


def _own_dpi(told: Any) -> float | Finding | None:
    if told is None:
        return None
    across, down = float(told[0]), float(told[1])
    if abs(across - down) > 0.01 * max(across, down):
        return refuse("dpi_uneven", "縦と横の解像度が違う画像は使えません。")
    # PNG counts dots to the metre: 600 dpi comes back as 599.9988.
    return float(round(across)) if abs(across - round(across)) < 0.01 else across


def _read_pdf(data: bytes) -> Scan | Finding:
    """The first page, drawn at its true size."""
    try:
        document = pypdfium2.PdfDocument(data)
        page = document[0]
        width, height = page.get_size()
        if width * height * (PDF_DPI / _POINT) ** 2 > MOST_DOTS:
            return refuse("file_size", "PDFのページが大きすぎます。A4までにしてください。")
        image = page.render(scale=PDF_DPI / _POINT).to_pil()
    except (pypdfium2.PdfiumError, IndexError):
        return refuse("file_kind", "PNG・JPEG・TIFF・PDFの画像として読めません。")
    return Scan(ink=_ink(image), dpi=float(PDF_DPI), media="PDF")


def _ink(image: Image.Image) -> Ink:
    """How dark each dot is in its darkest channel; what is transparent is paper."""
    if image.mode in ("1", "L"):
        return 255 - np.asarray(image.convert("L"), dtype=np.float32)
    if image.mode.startswith("I"):
        grey = np.asarray(image, dtype=np.float32)
        return 255 - grey * (255 / max(float(grey.max()), 1))
    colour = image.convert("RGBA")
    paper = Image.new("RGBA", colour.size, (255, 255, 255, 255))
    dots = np.asarray(Image.alpha_composite(paper, colour).convert("RGB"), dtype=np.float32)
    return 255 - np.asarray(dots.min(axis=2), dtype=np.float32)
