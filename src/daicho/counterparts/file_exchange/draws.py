# SPDX-License-Identifier: Apache-2.0
"""Chance that is the same every time: by a seed and a key, whatever order things come in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

WHOLE = 10_000  # shares are told in parts of ten thousand
_Choice = TypeVar("_Choice")


def draw(seed: int, *key: object, below: int = WHOLE) -> int:
    """A number from 0 to below it, decided by the seed and the key alone."""
    text = "\x1f".join(str(part) for part in (seed, *key))
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:8], "big") % below


def happens(share: int, seed: int, *key: object) -> bool:
    """Whether something that befalls `share` in ten thousand befalls this one."""
    return draw(seed, *key) < share


def choose(choices: Sequence[_Choice], seed: int, *key: object) -> _Choice:
    """One of some choices."""
    return choices[draw(seed, *key, below=len(choices))]
