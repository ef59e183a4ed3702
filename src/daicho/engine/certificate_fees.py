# SPDX-License-Identifier: Apache-2.0
"""The fees of certificates of one municipality and fiscal year, from its dated statutes."""

from __future__ import annotations

from functools import cache

from daicho.engine.municipalities import MUNICIPAL
from daicho.engine.statute_files import (
    STATUTES,
    Statute,
    StatuteError,
    check_statute,
    read_toml,
    shown,
)
from daicho.engine.statutes import load_group
from daicho.rules.resident_register.fees import FeeTable

FEES_FILE = "certificate_fees.toml"
_TEXT_KEYS = frozenset({"name_ja", "note"})


@cache
def load_certificate_fees(fiscal_year: int, municipality: str) -> FeeTable:
    """Every fee of one year; a municipality without a file is refused by name."""
    table: FeeTable = load_group(FeeTable, fiscal_year, lambda field: _fee(municipality, field))
    return table


def are_fees_unverified(municipality: str) -> bool:
    """Whether any amount is not checked against the ordinance yet."""
    return any(_fee(municipality, field).unverified for field in FeeTable._fields)


def _fee(municipality: str, field: str) -> Statute:
    path = STATUTES / MUNICIPAL / municipality / FEES_FILE
    tables = {key: table for key, table in read_toml(path).items() if key not in _TEXT_KEYS}
    if unknown := sorted(set(tables) - set(FeeTable._fields)):
        raise StatuteError(f"{shown(path)}: 知らない項目 {', '.join(unknown)}")
    if field not in tables:
        raise StatuteError(f"{shown(path)}: {field} がありません")
    return check_statute(tables[field], f"{shown(path)} [{field}]")
