# SPDX-License-Identifier: Apache-2.0
"""Per-capita levy (均等割) and forest environment tax (森林環境税)."""

from __future__ import annotations

from typing import NamedTuple


class PerCapitaLevy(NamedTuple):
    """標準税率 (地方税法38条・310条) and the reconstruction supplement (復興加算)."""

    STATUTE = "local_tax_act/per_capita"  # type: ignore[misc]

    municipal: int
    prefectural: int
    reconstruction_municipal: int
    reconstruction_prefectural: int


class ForestEnvironmentTax(NamedTuple):
    """森林環境税 (森林環境税法5条)."""

    STATUTE = "forest_environment_tax_act/rate"  # type: ignore[misc]

    amount: int
