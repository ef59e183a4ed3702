# SPDX-License-Identifier: Apache-2.0
"""What every certificate has around its content: number, day, certifier, seal, hints of a copy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

SEAL_WORDS = "この印は黒色です"
OMITTED_WORDS = "（公印省略）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The image of a seal of office (公印), with its side in mm."""

    media: Literal["png", "svg"]
    data: bytes = field(repr=False)
    side_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Who certifies, when, under which number. A sample (見本) has neither number nor seal."""

    number: str
    issued_on: dt.date
    title: str  # 職名
    name: str
    seal: Seal | None
    seal_words: str = SEAL_WORDS
    omitted_words: str = OMITTED_WORDS
    fixed_words: str = ""
    digest: str = ""
    is_sample: bool = False
