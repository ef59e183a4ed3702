# SPDX-License-Identifier: Apache-2.0
"""Hide a protected person's place where it stands in somebody else's record (転入前住所 …).

The query hides by person and household; which text names such a place is known only when the texts
are read, so this looks at each piece of rows. A column that is computed from such an item is read
together with the item; counted rows have no room for it, so there it is hidden altogether.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from daicho.domains.extraction.sources import Column
from daicho.domains.register.public import ELSEWHERE, texts_of_protected
from daicho.foundation.access.decision import MASKED_ADDRESS

_ITEM_OF = {
    code: item for item, others in ELSEWHERE.items() for code in (item, *others)
}  # fmt: skip


class Elsewhere:
    """Which of the chosen columns tell of other places, and what must be read beside them."""

    def __init__(
        self, chosen: Sequence[Column], columns: Mapping[str, Column], *, is_counted: bool
    ) -> None:
        self._needs = [
            frozenset(
                _ITEM_OF[code] for code in (column.uses or (column.code,)) if code in _ITEM_OF
            )
            for column in chosen
        ]
        asked = sorted(frozenset[str]().union(*self._needs))
        plain = {column.code: place for place, column in enumerate(chosen) if not column.uses}
        self._is_counted = is_counted
        self._read = {item: plain[item] for item in asked if item in plain}
        missing = [item for item in asked if item not in plain and item in columns]
        self.beside: list[Column] = [] if is_counted else [columns[item] for item in missing]
        self._read |= {column.code: len(chosen) + n for n, column in enumerate(self.beside)}

    def hide(self, rows: Sequence[Sequence[object]], *, on: dt.date) -> list[list[object]]:
        """The rows without what was read beside them, places of protected persons masked."""
        texts = {str(row[place]) for row in rows for place in self._read.values() if row[place]}
        telling = texts_of_protected(texts, on=on) if texts else frozenset()
        return [self._hidden(list(row), telling) for row in rows]

    def _hidden(self, row: list[object], telling: frozenset[str]) -> list[object]:
        bad = {item for item, place in self._read.items() if row[place] in telling}
        for place, needs in enumerate(self._needs):
            if needs & bad or (self._is_counted and needs - set(self._read)):
                row[place] = MASKED_ADDRESS if isinstance(row[place], str) else None
        return row[: len(row) - len(self.beside)]
