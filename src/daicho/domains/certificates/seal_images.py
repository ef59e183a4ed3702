# SPDX-License-Identifier: Apache-2.0
"""Images of seals of office: black ones only, and nothing in them but ink.

A PNG must be grey by its very format (colour type 0), so it cannot hold a colour. An SVG may hold
shapes and black only: no script, no reference to anything outside, no text.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree

from daicho.kernel.findings import Finding, Severity

LARGEST = 512 * 1024
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
SMALLEST_SIDE, LARGEST_SIDE = 200, 3000  # pixels
_SHAPES = frozenset(
    ("svg", "g", "path", "rect", "circle", "ellipse", "line", "polygon", "polyline", "title")
)
_COLOURS = frozenset({"none", "black", "#000", "#000000", "white", "#fff", "#ffffff"})
_PAINTS = ("fill", "stroke")
_UNSAFE = re.compile(r"<!|<\?(?!xml)|url\(|javascript:|data:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SealImageData:
    """An image that may be printed as a seal."""

    media: Literal["png", "svg"]
    data: bytes


def read_seal_image(data: bytes) -> SealImageData | Finding:
    """Take an image, or say why not."""
    if not data or len(data) > LARGEST:
        return _refuse("画像は512KBまでのPNGまたはSVGにしてください。")
    if data.startswith(PNG_SIGNATURE):
        return _read_png(data)
    return _read_svg(data)


def _read_png(data: bytes) -> SealImageData | Finding:
    try:
        length, tag, width, height, _, colour = struct.unpack(">I4sIIBB", data[8:26])
    except struct.error:
        return _refuse("PNGを読めません。")
    if tag != b"IHDR" or length != 13:
        return _refuse("PNGを読めません。")
    if colour != 0:
        return _refuse("公印の画像は白黒(グレースケール)のPNGにしてください。")
    if width != height or not SMALLEST_SIDE <= width <= LARGEST_SIDE:
        return _refuse(
            f"公印の画像は正方形で、一辺{SMALLEST_SIDE}〜{LARGEST_SIDE}画素にしてください。"
        )
    return SealImageData("png", data)


def _read_svg(data: bytes) -> SealImageData | Finding:
    try:
        text = data.decode("utf-8")
        if _UNSAFE.search(text):
            return _refuse("SVGに使えない記述があります。")
        root = ElementTree.fromstring(text)  # noqa: S314 - no entities: "<!" was refused above
    except (UnicodeDecodeError, ElementTree.ParseError):
        return _refuse("PNGでもSVGでもないファイルです。")
    for element in root.iter():
        if element.tag.rsplit("}", 1)[-1] not in _SHAPES or not _is_plain(element):
            return _refuse("SVGには黒い図形だけを使ってください(文字、画像、色は使えません)。")
    return SealImageData("svg", data)


def _is_plain(element: ElementTree.Element) -> bool:
    names = {name.rsplit("}", 1)[-1].lower() for name in element.attrib}
    if names & {"href", "style", "class"} or any(name.startswith("on") for name in names):
        return False
    paints = (element.get(name, "none").strip().lower() for name in _PAINTS)
    return all(paint in _COLOURS for paint in paints)


def _refuse(message: str) -> Finding:
    return Finding("certificate.seal_image", Severity.ERROR, message)


RED = (200, 16, 46)


def in_colour(media: str, data: bytes, colour: str) -> bytes:
    """The black image in its colour: shapes are painted anew, greys become shades of the ink."""
    if colour != "red":
        return data
    if media == "svg":
        return re.sub(rb"(?i)(['\"])(black|#000000|#000)\1", b'"#c8102e"', _with_ink(data))
    return _with_palette(data)


def _with_ink(data: bytes) -> bytes:
    """Shapes without a colour of their own are black: the root says which ink they take."""
    if re.search(rb"<svg[^>]*\bfill=", data):
        return data
    return re.sub(rb"<svg\b", b'<svg fill="#c8102e"', data, count=1)


def _with_palette(data: bytes) -> bytes:
    """A grey PNG of up to 8 bits as one whose grey levels are shades from red to white."""
    depth = data[24]
    if depth > 8:
        return data
    last = (1 << depth) - 1
    shades = bytes(
        round(ink + (255 - ink) * level / last) for level in range(last + 1) for ink in RED
    )
    header = data[16:25] + b"\x03" + data[26:29]
    return PNG_SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"PLTE", shades) + data[33:]


def _chunk(tag: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body))
