# SPDX-License-Identifier: Apache-2.0
"""What a clerk types into the one field of the search: kana, name, birth date, number, address."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from daicho.domains.addressee.facts import SearchCriteria
from daicho.kernel.address import PREFECTURES
from daicho.kernel.dates import parse_date
from daicho.kernel.numbers import is_addressee_number
from daicho.kernel.text import is_kana

_TWELVE_DIGITS = re.compile(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)")
_PLACE = re.compile(r"\d|丁目|番地|区|[都道府県市町村]$")
_LATIN_DATE = re.compile(r"[MTSHR]\d|\d+[./-]\d+[./-]\d+", re.IGNORECASE)
_LONGEST_NUMBER = 15


def holds_individual_number(text: str) -> bool:
    """Whether twelve digits stand there as an 個人番号 does: neither kept nor logged."""
    return bool(_TWELVE_DIGITS.search(unicodedata.normalize("NFKC", text)))


def read_query(text: str) -> SearchCriteria:
    """Tell the words apart. Words of the same kind belong together: 山田　太郎 is one name."""
    kana: list[str] = []
    names: list[str] = []
    places: list[str] = []
    birth_date: dt.date | None = None
    number: int | None = None
    for word in unicodedata.normalize("NFKC", text).split():
        day = _date(word)
        if day is not None:
            birth_date = day
        elif _is_number(word):
            number = int(word)
        elif is_kana(word):
            kana.append(word)
        elif _is_place(word):
            places.append(word)
        else:
            names.append(word)
    return SearchCriteria(
        kana="".join(kana),
        name="".join(names),
        birth_date=birth_date,
        addressee_no=number,
        address="".join(places),
    )


def _date(word: str) -> dt.date | None:
    """A date. Bare digits that are a valid 宛名番号 are the number: its check digit fits."""
    if word.isdigit() and (len(word) not in (7, 8) or is_addressee_number(word)):
        return None
    looks_like_date = word.isdigit() or "年" in word or _LATIN_DATE.search(word)
    return parse_date(word).value if looks_like_date else None


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= _LONGEST_NUMBER


def _is_place(word: str) -> bool:
    return word.startswith(tuple(PREFECTURES)) or (len(word) > 2 and bool(_PLACE.search(word)))
