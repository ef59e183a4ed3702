# SPDX-License-Identifier: Apache-2.0
"""What a certificate says, before it has a number and a place on paper.

Plain values, so that the content can be stored (a reissue shows the state of the first issue) and
hashed (the hash stands on the paper as a QR code and in the issue history).
"""

from __future__ import annotations

import hashlib

from pydantic import BaseModel, ConfigDict

OMITTED = "省略"


class _Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(_Plain):
    """One line of a table: a label and its value; two halves that follow each other share it."""

    label: str
    value: str
    is_half: bool = False


class Block(_Plain):
    """A table with its heading; `person` is the 宛名番号 it is about; an annex begins a page."""

    heading: str = ""
    is_annex: bool = False
    lines: tuple[Line, ...]
    person: int | None = None


class Impression(_Plain):
    """A seal impression (印影) as PNG in hexadecimal, at its true size."""

    png_hex: str
    width_mm: float
    height_mm: float


class Code(_Plain):
    """Something to be read by a machine, as a QR code with a caption."""

    caption: str
    payload: str


class Receiver(_Plain):
    """To whom a notice goes."""

    postcode: str
    address: str
    name: str


class Content(_Plain):
    """Everything a certificate says."""

    title: str
    subtitle: str = ""
    marks: tuple[str, ...] = ()  # 公用, 再交付 …
    receiver: Receiver | None = None
    paragraphs: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    blocks_a_page: int = 0  # 0: as many as there is room for
    impression: Impression | None = None
    codes: tuple[Code, ...] = ()
    sentence: str = ""  # 認証文

    def digest(self, number: str) -> str:
        """The hash of the content under its number (発行番号)."""
        text = f"{number}\n{self.model_dump_json()}"
        return hashlib.sha256(text.encode("utf-8")).hexdigest()
