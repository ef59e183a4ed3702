# SPDX-License-Identifier: Apache-2.0
"""Every spelling of a person by which a clerk may look for them, folded for comparison."""

from __future__ import annotations

from collections.abc import Iterable

from daicho.domains.register.models.resident import ResidentVersion
from daicho.domains.register.models.search import Spelling
from daicho.kernel.address import fold_address
from daicho.kernel.search_keys import register_kana_key, register_name_key
from daicho.kernel.text import fold_name

NAME_ITEMS = ("name", "kanji_name", "latin_name", "former_name", "alias")
KANA_ITEMS = ("kana", "former_name_kana", "alias_kana")
ADDRESS_ITEMS = ("address", "moved_to_planned", "moved_to")
# The columns of the register that a spelling comes from.
SOURCES = (*NAME_ITEMS, *KANA_ITEMS, *ADDRESS_ITEMS, "building")


def spellings_of(row: ResidentVersion) -> set[tuple[int, str]]:
    """(what it spells, folded text) of one row."""
    return {
        pair for item in SOURCES for pair in spellings_of_item(item, getattr(row, item)) if pair[1]
    }


def spellings_of_item(item: str, text: str) -> Iterable[tuple[int, str]]:
    """The spellings that one item's text gives; a name with a space gives its second part too."""
    if not text:
        return
    if item in NAME_ITEMS:
        yield Spelling.NAME, register_name_key(text)
        yield Spelling.GIVEN_NAME, register_name_key(_given(text))
    elif item in KANA_ITEMS:
        yield Spelling.KANA, register_kana_key(text)
        yield Spelling.GIVEN_KANA, register_kana_key(_given(text))
    elif item in ADDRESS_ITEMS:
        yield Spelling.ADDRESS, fold_address(text)
    else:
        yield Spelling.BUILDING, fold_name(text)


def _given(text: str) -> str:
    """The part after the first space, wide or narrow."""
    return text.replace("\u3000", " ").partition(" ")[2]
