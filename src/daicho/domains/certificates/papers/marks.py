# SPDX-License-Identifier: Apache-2.0
"""Drawings made here: the ground pattern (地紋) and QR codes, as SVG."""

from __future__ import annotations

import math

import qrcode
from qrcode.constants import ERROR_CORRECT_M

_WAVES, _STEP = 36, 6


def ground_svg() -> bytes:
    """Fine waves over the whole page: thin enough that a copier blurs or loses them."""
    paths = []
    for row in range(_WAVES):
        middle = 297 * (row + 0.5) / _WAVES
        points = [
            (x, middle + 3.2 * math.sin(x / 9 + row * 0.9) + 1.4 * math.sin(x / 3.7 - row))
            for x in range(0, 211, _STEP // 2)
        ]
        paths.append("M" + "L".join(f"{x} {y:.1f}" for x, y in points))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297">'
        f'<path d="{"".join(paths)}" fill="none" stroke="#dfe7ea" stroke-width=".12"/></svg>'
    ).encode()


def qr_svg(payload: str) -> bytes:
    """A QR code with its quiet zone, one path."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(payload)
    code.make(fit=True)
    rows = code.get_matrix()
    runs = [
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    side = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{"".join(runs)}" fill="#000"/></svg>'
    ).encode()
