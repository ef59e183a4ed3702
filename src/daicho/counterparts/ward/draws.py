# SPDX-License-Identifier: Apache-2.0
"""Random draws by hashing: a draw depends on the seed, on whose it is and on what, not on order.

The only floats of the generator are here and in what is drawn from them; every amount that leaves
is a whole number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Ints = np.ndarray
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, slots=True)
class Draws:
    """The draws of one ward. `of(year)` gives draws that differ from year to year."""

    seed: int
    year: int = 0

    def of(self, year: int) -> Draws:
        """Draws of one year."""
        return Draws(self.seed, year)

    def bits(self, ids: Ints, what: str) -> np.ndarray:
        """64 random bits for each id (splitmix64)."""
        name = f"{self.seed}/{self.year}/{what}".encode()
        key = np.uint64(int.from_bytes(hashlib.blake2b(name, digest_size=8).digest()))
        with np.errstate(over="ignore"):
            x = np.asarray(ids).astype(np.uint64) * _GOLDEN + key
            x = (x ^ (x >> np.uint64(30))) * _MIX1
            x = (x ^ (x >> np.uint64(27))) * _MIX2
            mixed: np.ndarray = x ^ (x >> np.uint64(31))
        return mixed

    def uniform(self, ids: Ints, what: str) -> np.ndarray:
        """A number in [0, 1) for each id."""
        share: np.ndarray = (self.bits(ids, what) >> np.uint64(11)) * 2.0**-53
        return share

    def happens(self, ids: Ints, what: str, probability: float | np.ndarray) -> np.ndarray:
        """Whether something happens to each id."""
        result: np.ndarray = self.uniform(ids, what) < probability
        return result

    def below(self, ids: Ints, what: str, limit: int | np.ndarray) -> np.ndarray:
        """A whole number from 0 to limit − 1 for each id."""
        return (self.uniform(ids, what) * limit).astype(np.int64)

    def choose(self, ids: Ints, what: str, weights: Sequence[float]) -> np.ndarray:
        """An index for each id, by weight."""
        edges = np.cumsum(np.asarray(weights, dtype=float))
        return np.searchsorted(edges / edges[-1], self.uniform(ids, what), side="right")

    def normal(self, ids: Ints, what: str) -> np.ndarray:
        """A normal variate for each id (Box and Muller)."""
        radius = np.sqrt(-2 * np.log(1 - self.uniform(ids, what + "/r")))
        angle: np.ndarray = np.cos(2 * np.pi * self.uniform(ids, what + "/a"))
        return radius * angle
