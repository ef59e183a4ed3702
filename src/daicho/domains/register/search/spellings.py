# SPDX-License-Identifier: Apache-2.0
"""Every spelling of a person by which a clerk may look for them, folded for comparison."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from daicho.domains.register.models.resident import ResidentVersion
from daicho.domains.register.models.search import OwnVariant, Spelling
from daicho.kernel.address import fold_address
from daicho.kernel.search_keys import own_fold, register_kana_key, register_name_key
from daicho.kernel.text import fold_name

NAME_ITEMS = ("name", "kanji_name", "latin_name", "former_name", "alias")
KANA_ITEMS = ("kana", "former_name_kana", "alias_kana")
ADDRESS_ITEMS = ("address", "moved_to_planned", "moved_to")
# The columns of the register that a spelling comes from.
SOURCES = (*NAME_ITEMS, *KANA_ITEMS, *ADDRESS_ITEMS, "building")


OWN_LOCK = 7_210_031  # held together by who makes keys, alone by who changes what they follow


@dataclass(frozen=True, slots=True)
class Folds:
    """How texts become keys here: the kernel's fold, and then the characters of our own table."""

    of_names: dict[int, str] = field(default_factory=dict)
    of_places: dict[int, str] = field(default_factory=dict)

    def name(self, text: str) -> str:
        """Of a name."""
        return register_name_key(text).translate(self.of_names)

    def address(self, text: str) -> str:
        """Of an address."""
        return fold_address(text).translate(self.of_places)

    def building(self, text: str) -> str:
        """Of a building."""
        return fold_name(text).translate(self.of_places)


def folds_now() -> Folds:
    """With the characters of our own as they are registered now; one question."""
    pairs = list(OwnVariant.objects.filter(removed_at=None).values_list("character", "stands_for"))
    return Folds(own_fold(pairs, register_name_key), own_fold(pairs, fold_name))


def folds_to_keep() -> Folds:
    """The same for who stores keys: until the end of the transaction nobody changes them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [OWN_LOCK])
    return folds_now()


def spellings_of(row: ResidentVersion, folds: Folds) -> set[tuple[int, str]]:
    """(what it spells, folded text) of one row."""
    return {
        pair
        for item in SOURCES
        for pair in spellings_of_item(item, getattr(row, item), folds)
        if pair[1]
    }


def spellings_of_item(item: str, text: str, folds: Folds) -> Iterable[tuple[int, str]]:
    """The spellings that one item's text gives; a name with a space gives its second part too."""
    if not text:
        return
    if item in NAME_ITEMS:
        yield Spelling.NAME, folds.name(text)
        yield Spelling.GIVEN_NAME, folds.name(_given(text))
    elif item in KANA_ITEMS:
        yield Spelling.KANA, register_kana_key(text)
        yield Spelling.GIVEN_KANA, register_kana_key(_given(text))
    elif item in ADDRESS_ITEMS:
        yield Spelling.ADDRESS, folds.address(text)
    else:
        yield Spelling.BUILDING, folds.building(text)


def _given(text: str) -> str:
    """The part after the first space, wide or narrow."""
    return text.replace("\u3000", " ").partition(" ")[2]
