# SPDX-License-Identifier: Apache-2.0
"""The names of 中間標準レイアウト仕様 beside our own (10.1, 10.6); unverified, see layout.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def layout_names() -> dict[str, str]:
    """By the code of our column, the name in the layout."""
    with Path(__file__).with_name("layout.toml").open("rb") as file:
        names: dict[str, str] = tomllib.load(file)["names"]
    return names
