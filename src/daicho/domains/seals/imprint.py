# SPDX-License-Identifier: Apache-2.0
"""The imprint (印影) in a scan: found, set upright, measured to a tenth of a millimetre, cropped.

A side is measured finer than a dot: an edge half over a dot darkens it by half, so the darkness of
the outermost dots says where the edge lies. What is registered is the cropped image in two colours.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from daicho.domains.seals.scans import Ink, Scan, refuse
from daicho.kernel.findings import Finding

MM = 25.4  # millimetres in an inch
MARGIN_MM = 1.0
GAP_MM = 1.2  # strokes this far apart still belong to one heap of ink
BESIDE_MM = 1.5  # and heaps this far from the largest still to its imprint
LEAST_CONTRAST = 60.0
LEAST_INK, MOST_INK = 0.04, 0.75  # share of the imprint's box
MOST_SPECKLE = 0.35
SECOND_IMPRINT = 0.3  # of the ink of the first
SMALLEST_MM = 3.0
TILTS = np.arange(-15.0, 15.01, 0.5)
FINER = np.arange(-0.4, 0.41, 0.1)
LEAST_GAIN = 0.97  # a tilt is mended only where it makes the box this much smaller
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Rows and columns of dots, the last ones outside."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def slices(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What is registered: an image in two colours, the sides in tenths of a millimetre."""

    png: bytes
    width: int
    height: int
    paper_width: int  # of the whole image with its margin
    paper_height: int
    tilt: float


def find_imprint(scan: Scan) -> Imprint | Finding:
    """The one imprint of a scan, or why there is none that could be registered."""
    found = _clean(scan)
    if isinstance(found, Finding):
        return found
    ink, dark = found
    box = _locate(dark, scan.dpi)
    if isinstance(box, Finding):
        return box
    ink, dark, tilt = _upright(ink[box.slices], dark[box.slices])
    found_box = _cells(dark)
    width, height = _sides(ink, found_box, scan.dpi)
    fault = _unfit(dark[found_box.slices], width, height)
    return fault or _made(dark, found_box, scan.dpi, (width, height), tilt)


def _clean(scan: Scan) -> tuple[Ink, Flags] | Finding:
    """Darkness from 0 to 1 without specks, and which dots are ink."""
    grey = np.clip(scan.ink, 0, 255)
    level = _threshold(grey)
    is_dark = grey > level
    if not is_dark.any() or is_dark.all():
        return refuse("empty", "印影が見つかりません。読み取り直してください。")
    paper, ink = float(np.median(grey[~is_dark])), float(np.percentile(grey[is_dark], 60))
    if ink - paper < LEAST_CONTRAST:
        return refuse("pale", "印影が薄く、不鮮明です。押し直したものを読み取ってください。")
    even = _median((np.clip((grey - paper) / (ink - paper), 0, 1) * 255).astype(np.uint8)) / 255
    dark = even > 0.5
    if dark.sum() < (1 - MOST_SPECKLE) * is_dark.sum():
        return refuse("specks", "汚れが多く、不鮮明です。読み取り直してください。")
    return even.astype(np.float32), dark


def _median(grey: NDArray[np.uint8]) -> Ink:
    return np.asarray(Image.fromarray(grey).filter(ImageFilter.MedianFilter(3)), np.float32)


def _threshold(grey: Ink) -> float:
    """The level that parts the dots best into two kinds (大津)."""
    counts, edges = np.histogram(grey, bins=256, range=(0, 256))
    below = np.cumsum(counts)
    sums = np.cumsum(counts * edges[:-1])
    total, whole = below[-1], sums[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (whole * below - sums * total) ** 2 / (below * (total - below).astype(float))
    return float(edges[int(np.nanargmax(np.nan_to_num(spread)))]) + 0.5


def _locate(dark: Flags, dpi: float) -> Box | Finding:
    """The box of the largest heap of ink and what lies in or beside it.

    A second heap elsewhere that is much like it, or ink that runs over the rim, is refused.
    """
    cell = max(int(dpi * GAP_MM / MM / 2), 1)
    coarse = _coarse(dark, cell)
    labels, count = _heaps(coarse > max(2, cell * cell // 50))
    if not count:
        return refuse("empty", "印影が見つかりません。読み取り直してください。")
    weights = np.bincount(labels.ravel(), weights=coarse.ravel(), minlength=count + 1)
    weights[0] = 0
    box = _cells(labels == int(np.argmax(weights)))
    reach = 1 + round(BESIDE_MM * dpi / MM / cell)
    near = labels[max(box.top - reach, 0) : box.bottom + reach,
                  max(box.left - reach, 0) : box.right + reach]  # fmt: skip
    ours = np.unique(near[near > 0])
    others = np.setdiff1d(np.arange(1, count + 1), ours)
    if len(others) and weights[others].max() > SECOND_IMPRINT * weights[ours].sum():
        return refuse("several", "印影が一つになるように読み取り直してください。")
    box = _cells(np.isin(labels, ours))
    return _at_rim(
        dark,
        Box(
            top=max((box.top - 1) * cell, 0),
            bottom=min((box.bottom + 1) * cell, dark.shape[0]),
            left=max((box.left - 1) * cell, 0),
            right=min((box.right + 1) * cell, dark.shape[1]),
        ),
    )


def _cells(flags: Flags) -> Box:
    rows, columns = np.nonzero(flags)
    return Box(
        top=int(rows.min()), bottom=int(rows.max()) + 1, left=int(columns.min()),
        right=int(columns.max()) + 1,
    )  # fmt: skip


def _at_rim(dark: Flags, box: Box) -> Box | Finding:
    piece = dark[box.slices]
    cut = (
        (box.top == 0 and piece[0].any(), box.bottom == dark.shape[0] and piece[-1].any()),
        (box.left == 0 and piece[:, 0].any(), box.right == dark.shape[1] and piece[:, -1].any()),
    )
    if any(one for pair in cut for one in pair):
        return refuse("cut_off", "印影が画像の端で切れています。余白を付けて読み取ってください。")
    return box


def _coarse(dark: Flags, cell: int) -> NDArray[np.int64]:
    rows, columns = -(-dark.shape[0] // cell), -(-dark.shape[1] // cell)
    padded = np.zeros((rows * cell, columns * cell), dtype=np.int64)
    padded[: dark.shape[0], : dark.shape[1]] = dark
    return np.asarray(padded.reshape(rows, cell, columns, cell).sum(axis=(1, 3)))


def _heaps(full: Flags) -> tuple[NDArray[np.int64], int]:
    """Cells that touch, also over one empty cell, under one number each."""
    labels = np.zeros(full.shape, dtype=np.int64)
    count = 0
    for start in zip(*np.nonzero(full), strict=True):
        if labels[start]:
            continue
        count += 1
        labels[start] = count
        waiting = [start]
        while waiting:
            row, column = waiting.pop()
            near = (slice(max(row - 2, 0), row + 3), slice(max(column - 2, 0), column + 3))
            rows, columns = np.nonzero(full[near] & (labels[near] == 0))
            for step in zip(rows + near[0].start, columns + near[1].start, strict=True):
                labels[step] = count
                waiting.append(step)
    return labels, count


def _upright(ink: Ink, dark: Flags) -> tuple[Ink, Flags, float]:
    """Turned back where a straight seal was pressed a little askew; a round one stays."""
    rows, columns = np.nonzero(dark)
    step = max(len(rows) // 20_000, 1)
    points = np.stack([columns[::step], rows[::step]]).astype(np.float64)
    best = min(TILTS, key=lambda tilt: _area(points, tilt))
    if _area(points, best) > LEAST_GAIN * _area(points, 0.0):
        return ink, dark, 0.0
    best = float(min(best + FINER, key=lambda tilt: _area(points, tilt)))
    grey = Image.fromarray((ink * 255).astype(np.uint8))
    turned = grey.rotate(best, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=0)
    made = np.asarray(turned, dtype=np.float32) / np.float32(255)
    return made, made > 0.5, best


def _area(points: NDArray[np.float64], tilt: float) -> float:
    angle = np.deg2rad(tilt)
    across = points[0] * np.cos(angle) + points[1] * np.sin(angle)
    down = points[1] * np.cos(angle) - points[0] * np.sin(angle)
    return float(np.ptp(across) * np.ptp(down))


def _sides(ink: Ink, box: Box, dpi: float) -> tuple[int, int]:
    """Width and height in tenths of a millimetre."""
    solid = np.where(ink < 0.2, 0, np.where(ink > 0.8, 1, ink))
    across = _length(solid[box.top : box.bottom].max(axis=0), box.left, box.right)
    down = _length(solid[:, box.left : box.right].max(axis=1), box.top, box.bottom)
    return round(across / dpi * MM * 10), round(down / dpi * MM * 10)


def _length(profile: Ink, first: int, last: int) -> float:
    """From edge to edge: whole dots between, and the darkness of the dots around either edge."""
    head = float(profile[max(first - 2, 0) : first + 2].sum())
    tail = float(profile[last - 2 : last + 2].sum())
    return head + (last - first - 4) + tail


def _unfit(dark: Flags, width: int, height: int) -> Finding | None:
    if max(width, height) < SMALLEST_MM * 10:
        return refuse("empty", "印影が見つかりません。読み取り直してください。")
    share = float(dark.mean())
    if not LEAST_INK <= share <= MOST_INK:
        return refuse("unclear", "印影がつぶれているか、かすれています。押し直してください。")
    return None


def _made(dark: Flags, box: Box, dpi: float, sides: tuple[int, int], tilt: float) -> Imprint:
    margin = round(dpi * MARGIN_MM / MM)
    dots = np.pad(dark[box.slices], margin)
    out = io.BytesIO()
    Image.fromarray(np.where(dots, 0, 255).astype(np.uint8)).convert("1").save(
        out, "PNG", dpi=(dpi, dpi), optimize=True
    )
    height, width = dots.shape
    return Imprint(
        png=out.getvalue(), width=sides[0], height=sides[1], tilt=tilt,
        paper_width=round(width / dpi * MM * 10), paper_height=round(height / dpi * MM * 10),
    )  # fmt: skip


def calibrate(ink: Ink, *, side_mm: int) -> float | Finding:
    """The true dots to the inch of a scanner, from the sheet with a square of known side."""
    dark = ink > _threshold(ink)
    box = _locate(dark, 300.0)
    if isinstance(box, Finding):
        return box
    found = _cells(dark[box.slices])
    across, down = found.right - found.left, found.bottom - found.top
    if abs(across - down) > 0.01 * max(across, down):
        return refuse("calibration", "校正用の正方形が傾いているか、縦横の比が違います。")
    return round((across + down) / 2 * MM / side_mm, 2)
