# SPDX-License-Identifier: Apache-2.0
"""The ledger's SQL, as the migrations install it."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def ledger_sql() -> str:
    """Guards, the view of figures, and the functions that post."""
    figures = (_HERE / "figures.sql").read_text(encoding="utf-8").rstrip()
    columns = (
        "receivable_id, component, book_year, assessed, received, appropriated, written_off,"
        " refunded, appropriated_out, recovered, open, overpaid, recovery, provisional, entrusted,"
        " planned"
    )
    text = "\n".join(
        (_HERE / name).read_text(encoding="utf-8") for name in ("ledger.sql", "post.sql")
    )
    return text.replace("@FIGURES@", figures).replace("@COLUMNS@", columns)
