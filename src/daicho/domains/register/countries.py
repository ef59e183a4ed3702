# SPDX-License-Identifier: Apache-2.0
"""The dictionary of countries and regions (国名, 1.3.3): the list that comes along, and asking.

The 249 codes are those of ISO 3166-1; the Japanese names are ours after the short names of the
statistics of foreign residents, because the code table of 入管 is not at hand (unverified).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from django.db import transaction

from daicho.domains.register.models import Country
from daicho.kernel.text import is_kana, search_kana

MOST = 30  # lines of a suggestion


@dataclass(frozen=True, slots=True)
class CountryLine:
    """One line of the list."""

    code: str
    name: str
    kana: str


def read_countries() -> list[CountryLine]:
    """The list that comes with the program."""
    text = files("daicho.domains.register").joinpath("countries.csv").read_text("utf-8")
    return [CountryLine(**line) for line in csv.DictReader(text.splitlines())]


@transaction.atomic
def load_countries(lines: Iterable[CountryLine]) -> tuple[int, int]:
    """Bring the dictionary up to date; answers how many lines it has now and how many are former.

    A country that the list no longer has becomes a former one.
    """
    rows = [
        Country(code=one.code, name=one.name, kana_key=search_kana(one.kana or one.name))
        for one in lines
    ]
    Country.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"],
        update_fields=["name", "kana_key", "is_former"],
    )  # fmt: skip
    gone = Country.objects.exclude(code__in=[row.code for row in rows]).filter(is_former=False)
    return len(rows), gone.update(is_former=True)


def suggest_countries(*, text: str) -> list[Country]:
    """Countries as somebody types: a part of the name, its reading from the beginning, its code."""
    typed = text.strip()
    if not typed:
        return []
    found = Country.objects.filter(is_former=False)
    by_name = found.filter(name__contains=typed)
    by_code = found.filter(code__startswith=typed.upper())
    by_kana = found.filter(kana_key__startswith=search_kana(typed))
    chosen = (by_name | by_code | by_kana) if is_kana(typed) else (by_name | by_code)
    return list(chosen.order_by("kana_key")[:MOST])
