# SPDX-License-Identifier: Apache-2.0
"""The municipality as the sender of papers, from settings/issuers.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from daicho.domains.tax.inhabitants.documents.people import Issuer

ISSUERS = Path(__file__).parent / "settings" / "issuers.toml"


@cache
def issuer_of(municipality: str) -> Issuer:
    """The sender for a 団体コード; the sample where it has not been filled in."""
    found = tomllib.loads(ISSUERS.read_text(encoding="utf-8"))
    return Issuer(**found.get(municipality, found["sample"]))
