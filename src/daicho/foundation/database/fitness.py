# SPDX-License-Identifier: Apache-2.0
"""Whether a PostgreSQL database can hold the registers at all; asked before anything else."""

from __future__ import annotations

from typing import Any

import psycopg

LOWEST_VERSION = 18
# Under these pg_trgm takes no kana and no kanji for a letter: every search would find nothing.
LETTERLESS = ("C", "POSIX")


class UnfitDatabaseError(Exception):
    """The database cannot be used; the text says why, in Japanese."""


def why_unfit(connection: psycopg.Connection[Any]) -> list[str]:
    """Every reason why not; none for a database that fits."""
    version = connection.info.server_version // 10_000
    if version < LOWEST_VERSION:
        return [f"PostgreSQL {version} です。{LOWEST_VERSION} 以上が必要です。"]
    found = connection.execute(
        "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database"
        " WHERE datname = current_database()"
    ).fetchone()
    encoding, letters = found or ("", "")
    reasons = []
    if encoding != "UTF8":
        reasons.append(f"データベースの文字コードが {encoding} です。UTF8 で作成してください。")
    if letters in LETTERLESS:
        reasons.append(
            f"データベースの LC_CTYPE が {letters} です。"
            "C.UTF-8 や ja_JP.UTF-8 など UTF-8 のものを指定して作成してください。"
        )
    return reasons
