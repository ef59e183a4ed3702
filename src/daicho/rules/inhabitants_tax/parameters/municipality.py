# SPDX-License-Identifier: Apache-2.0
"""What one municipality's ordinances say (条例)."""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.yen import Rate

SPECIAL_WARD, CITY_OR_TOWN, DESIGNATED_CITY = 0, 1, 2


class Municipality(NamedTuple):
    """Kind, class for the nontaxable limit, and where its rates differ from the standard."""

    STATUTE = "municipal"  # type: ignore[misc]

    kind: int
    nontaxable_class: int  # 級地; 0: not known
    per_capita_municipal_supplement: int
    per_capita_prefectural_supplement: int
    income_levy_municipal: Rate
    income_levy_prefectural: Rate
