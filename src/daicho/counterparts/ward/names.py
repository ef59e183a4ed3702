# SPDX-License-Identifier: Apache-2.0
"""Stocks of names to make people of, read from names.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Stock(NamedTuple):
    """Names as written and as spoken, index by index."""

    written: tuple[str, ...]
    spoken: tuple[str, ...]


@cache
def load_stocks() -> dict[str, Any]:
    """The whole file."""
    text = files("daicho.counterparts.ward").joinpath("names.toml").read_text("utf-8")
    return tomllib.loads(text)


def stock(text: str) -> Stock:
    """A stock from "漢字:カナ …"; an underscore stands for a space inside a name."""
    pairs = [item.replace("_", "　").split(":") for item in text.split()]
    return Stock(tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs))
