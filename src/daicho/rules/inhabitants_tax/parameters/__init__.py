# SPDX-License-Identifier: Apache-2.0
"""Every dated figure of the inhabitants tax: one typed tuple for one fiscal year and municipality.

A group is a NamedTuple with the unannotated class attribute STATUTE = "<law>/<topic>"; each field
is read from statutes/<law>/<topic>/<field>.toml (`Municipality`: STATUTE = "municipal", its file has
one table a field; see daicho.engine.statutes). Field types: int, Rate, tuple[int, ...],
tuple[tuple[int, ...], ...], or tuple[Row, ...] with a NamedTuple Row whose fields are the columns.
"""

from __future__ import annotations

from typing import NamedTuple


class InhabitantsTaxParameters(NamedTuple):
    """All groups, by topic; the rules take it as `p`."""

    fiscal_year: int
