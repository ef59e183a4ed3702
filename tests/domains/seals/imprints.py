# SPDX-License-Identifier: Apache-2.0
"""Seals as a scanner would see them: drawn eight times finer, then brought to the resolution."""

from __future__ import annotations

import io
import math

import numpy as np
from PIL import Image, ImageDraw

FINE = 8
RED, BLACK = (205, 40, 35), (20, 20, 20)


def draw(
    *, mm: float = 15.0, dpi: int = 600, shape: str = "round", tilt: float = 0.0,
    colour: tuple[int, int, int] = RED, noise: int = 0, specks: float = 0.0, paper_mm: float = 40,
    seed: int = 1, offset: float = 0.0, fill: bool = False, paper: int = 250,
) -> Image.Image:  # fmt: skip
    """A page with one imprint: a frame of 0.6 mm and two strokes within."""
    fine = dpi * FINE / 25.4
    size = round(paper_mm * dpi / 25.4)
    small = min(FINE, max(1, 4800 // size))
    scale = fine * small / FINE
    canvas = Image.new("L", (size * small, size * small), 0)
    pen = ImageDraw.Draw(canvas)
    middle = size * small / 2 + offset * small
    half = mm * scale / 2
    box = [middle - half, middle - half, middle + half - 1, middle + half - 1]
    stroke = max(round(0.6 * scale), 1)
    if fill:
        pen.ellipse(box, fill=255)
    elif shape == "round":
        pen.ellipse(box, outline=255, width=stroke)
    else:
        pen.rectangle(box, outline=255, width=stroke)
    inner = half * 0.6
    if not fill:
        pen.line([middle - inner, middle, middle + inner, middle], fill=255, width=stroke)
        pen.line([middle, middle - inner, middle, middle + inner], fill=255, width=stroke)
    if tilt:
        canvas = canvas.rotate(tilt, resample=Image.Resampling.BICUBIC)
    mask = canvas.resize((size, size), resample=Image.Resampling.BOX)
    page = Image.composite(
        Image.new("RGB", (size, size), colour), Image.new("RGB", (size, size), (paper,) * 3), mask
    )
    return _dirty(page, noise=noise, specks=specks, seed=seed)


def _dirty(page: Image.Image, *, noise: int, specks: float, seed: int) -> Image.Image:
    if not noise and not specks:
        return page
    chance = np.random.default_rng(seed)
    dots = np.asarray(page).astype(np.int16)
    if noise:
        dots = dots + chance.normal(0, noise, dots.shape).astype(np.int16)
    if specks:
        dots[chance.random(dots.shape[:2]) < specks] = 0
    return Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8))


def as_file(page: Image.Image, *, dpi: int | None = 600, media: str = "PNG") -> bytes:
    """The file a scanner makes."""
    out = io.BytesIO()
    told = {} if dpi is None else {"dpi": (dpi, dpi)}
    if media == "PDF":
        page.save(out, "PDF", resolution=dpi or 72)
    elif media == "JPEG":
        page.save(out, "JPEG", quality=92, **told)
    else:
        page.save(out, media, **told)
    return out.getvalue()


def blank(dpi: int = 600, paper_mm: float = 40) -> Image.Image:
    """A page without an imprint."""
    size = math.ceil(paper_mm * dpi / 25.4)
    return Image.new("RGB", (size, size), (250, 250, 250))
