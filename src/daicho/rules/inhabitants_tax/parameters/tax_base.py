# SPDX-License-Identifier: Apache-2.0
"""How the tax is rounded (地方税法20条の4の2)."""

from __future__ import annotations

from typing import NamedTuple


class Rounding(NamedTuple):
    """Fractions that are dropped from tax bases and from taxes."""

    STATUTE = "local_tax_act/rounding"  # type: ignore[misc]

    tax_base_unit: int
    tax_unit: int
