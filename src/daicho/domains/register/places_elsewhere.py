# SPDX-License-Identifier: Apache-2.0
"""A protected person's place in somebody else's record: their 転入前住所, 転出先 or 本籍.

Who left that household, or stayed behind, is no longer of it, and yet tells where it is. Places are
compared as they are searched for: folded, with or without what follows the number (方書).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Exists, OuterRef

from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.models.search import SearchEntry, Spelling
from daicho.domains.register.search.spellings import Folds, folds_now
from daicho.foundation.access.models import ProtectedPerson

# Items that name a place of elsewhere, and what is hidden along with each.
ELSEWHERE: dict[str, tuple[str, ...]] = {
    "previous_address": ("previous_postcode", "previous_address_code"),
    "last_registered_address": (),
    "moved_to_planned": ("moved_to_planned_postcode", "moved_to_planned_code"),
    "moved_to": ("moved_to_postcode", "moved_to_code"),
    "registered_domicile": (),
    "alias_entered_at": (),
    "alias_removed_at": (),
}


def items_elsewhere(rows: Collection[ResidentVersion], *, on: date) -> dict[int, frozenset[str]]:
    """For each row (by its key), the items that name the place of a protected person."""
    texts = {getattr(row, item) for row in rows for item in ELSEWHERE} - {""}
    if not texts:
        return {}
    telling = texts_of_protected(texts, on=on)
    found: dict[int, frozenset[str]] = {}
    for row in rows if telling else ():
        if items := frozenset(item for item in ELSEWHERE if getattr(row, item) in telling):
            found[row.pk] = items
    return found


def texts_of_protected(texts: Iterable[str], *, on: date) -> frozenset[str]:
    """Those of the texts that name a place where a protected person is or goes; two questions."""
    folds = folds_now()
    keys = {text: _keys(text, folds) for text in set(texts)}
    held = _held({key for of_text in keys.values() for key in of_text}, on=on)
    return frozenset(text for text, of_text in keys.items() if of_text & held)


def _keys(text: str, folds: Folds) -> frozenset[str]:
    """The whole, and what stands before the building."""
    whole = text.replace("\u3000", " ").strip()
    return frozenset({folds.address(whole), folds.address(whole.partition(" ")[0])}) - {""}


def _held(keys: Collection[str], *, on: date) -> frozenset[str]:
    measured = ProtectedPerson.objects.filter(
        addressee_no=OuterRef("addressee_no"), valid__contains=on
    )
    marked = ResidentVersion.objects.filter(
        addressee_no=OuterRef("addressee_no"), recorded__upper_inf=True, valid__contains=on,
        protected=True,
    )  # fmt: skip
    found = SearchEntry.objects.filter(
        Exists(measured) | Exists(marked),
        spelling=Spelling.ADDRESS, key__in=list(keys), is_current=True,
    )  # fmt: skip
    return frozenset(found.values_list("key", flat=True))
