# SPDX-License-Identifier: Apache-2.0
"""Everybody as the register first knows them: items as CSV texts, and where else they have lived.

The draws of arriving are those of the residents files (register.py), so both tell the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.counterparts.ward import digits
from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.identity import Identity, identify, places_of
from daicho.counterparts.ward.lives.book import Items, Record
from daicho.counterparts.ward.lives.days import Days, japanese
from daicho.counterparts.ward.lives.timeline import Lives
from daicho.counterparts.ward.names import load_stocks, stock
from daicho.counterparts.ward.people import OTHER
from daicho.counterparts.ward.places import other_towns
from daicho.kernel.text import fold_name, search_kana
from daicho.rules.resident_register.foreign import ForeignClass
from daicho.rules.resident_register.resident_code import with_check_digit

WARD = "東京都港区"
OLD_HOME_IDS, LATER_HOME_IDS = 300_000_000, 400_000_000
_CODE_FACTOR, _CODES = 7_294_137_101, 10**10
YEAR = 365
fold_once = cache(fold_name)
read_once = cache(search_kana)


@dataclass(frozen=True, slots=True)
class Place:
    """An address as the register writes it."""

    postcode: str
    address: str
    building: str

    @property
    def items(self) -> Items:
        """The items of a home in the ward."""
        town = self.address.removeprefix(WARD)
        end = next((n for n, letter in enumerate(town) if "０" <= letter <= "９"), len(town))
        return {
            "postcode": self.postcode, "address": self.address, "building": self.building,
            "town": town[:end],
        }  # fmt: skip


@dataclass(slots=True)
class Cast:
    """Everybody, place by place in the order of the lives."""

    lives: Lives
    identity: Identity
    records: list[Record]
    home: list[Place]  # of the household
    old_home: list[Place]  # another one in the ward
    away: list[Place]  # one elsewhere


def name_items(name: str, kana: str) -> Items:
    """A name with what is searched by."""
    return {
        "name": name, "name_folded": fold_once(name), "kana": kana, "kana_folded": read_once(kana),
    }  # fmt: skip


def cast(draws: Draws, lives: Lives, days: Days, *, until: int, assisted: np.ndarray) -> Cast:
    """Everybody's first items; `assisted` is who has 生活扶助 at first."""
    people = lives.people
    identity = identify(draws, people)
    numbers = identity.addressee_number.cast(pa.int64()).to_pylist()
    made = _items(draws, lives, identity, days, until)
    for items, is_assisted in zip(made, assisted.tolist(), strict=True):
        if is_assisted:
            items["public_assistance"] = "t"
    inside = np.ones(len(people), dtype=bool)
    home = _places(places_of(draws, people.household, inside=inside))
    return Cast(
        lives, identity, [Record(no, items) for no, items in zip(numbers, made, strict=True)],
        home, _places(places_of(draws, people.household + OLD_HOME_IDS, inside=inside)),
        _places(places_of(draws, _goes_with(people) + LATER_HOME_IDS, inside=~inside)),
    )  # fmt: skip


def _goes_with(people: Any) -> np.ndarray:
    """A household goes to one place, a child who leaves home to a place of its own."""
    own: np.ndarray = np.where(np.isin(people.role, (2, 3, 4, OTHER)), people.id, people.household)
    return own


def _places(columns: dict[str, pa.Array]) -> list[Place]:
    names = ("postcode", "address", "address_detail")
    return [Place(*three) for three in zip(*(columns[n].to_pylist() for n in names), strict=True)]


def _items(
    draws: Draws, lives: Lives, identity: Identity, days: Days, until: int
) -> list[Items]:  # fmt: skip
    people = lives.people
    codes = [with_check_digit(f"{base:010d}") for base in _code_bases(people.id).tolist()]
    households = identity.household_number.to_pylist()
    columns = zip(
        identity.register_name.to_pylist(), identity.kana.to_pylist(), codes, households,
        people.birth_day.tolist(), people.sex.tolist(), people.role.tolist(), strict=True,
    )  # fmt: skip
    confirmed = draws.happens(people.id, "kana confirmed", 0.5).tolist()
    uncertain = draws.happens(people.id, "birth uncertain", 0.004) & (
        people.birth_day < until - 75 * YEAR
    )
    made: list[Items] = []
    for place, (name, kana, code, household, birth, sex, role) in enumerate(columns):
        items = name_items(name, kana) | {
            "resident_code": code, "household_no": household, "birth_date": days.iso(birth),
            "sex": str(sex), "member_order": str(role + 1),
        }  # fmt: skip
        if confirmed[place]:
            items["kana_confirmed"] = "t"
        if uncertain[place]:
            items["birth_date_text"] = f"{japanese(birth)}頃"
        made.append(items)
    _add_nationality(draws, lives, identity, days, until, made)
    return made


def _code_bases(ids: np.ndarray) -> np.ndarray:
    return digits.times_modulo(ids, _CODE_FACTOR, _CODES)


def spare_codes(count: int) -> list[str]:
    """Resident codes that nobody has: the stock for those who come."""
    bases = _code_bases(np.arange(900_000_000, 900_000_000 + count, dtype=np.int64))
    return [with_check_digit(f"{base:010d}") for base in bases.tolist()]


def _add_nationality(
    draws: Draws, lives: Lives, identity: Identity, days: Days, until: int, made: list[Items]
) -> None:
    """本籍 and 筆頭者 of Japanese, the items of the residence card of foreigners."""
    people = lives.people
    domiciles = _domiciles(draws, people)
    heads = _heads(people, [items["name"] for items in made])
    nations = identity.nationality.to_pylist()
    statuses = identity.residence_status.to_pylist()
    cards = digits.times_modulo(people.id, 7_294_137, 10**8).tolist()
    ends = (until - 25 + draws.below(people.id, "stay ends", 5 * YEAR)).tolist()
    special = draws.happens(people.household, "special permanent", 0.6).tolist()
    for place, (items, is_foreign) in enumerate(zip(made, people.is_foreign.tolist(), strict=True)):
        if not is_foreign:
            items["registered_domicile"], items["registry_head"] = domiciles[place], heads[place]
            continue
        status = statuses[place]
        items |= {
            "kind": "foreign", "nationality": nations[place], "latin_name": items["name"],
            "residence_card_no": f"AB{cards[place]:08d}CD", "residence_notified": "t",
        }  # fmt: skip
        if status == "永住者" and special[place]:
            items["article_30_45"] = ForeignClass.SPECIAL_PERMANENT.value
            continue
        items |= {"article_30_45": ForeignClass.MID_TO_LONG_TERM.value, "residence_status": status}
        if status != "永住者":
            items |= {"residence_period": "3年", "residence_until": days.iso(ends[place])}


def _domiciles(draws: Draws, people: Any) -> list[str]:
    """本籍 by family: half of them here, half elsewhere."""
    family = np.where(people.role == OTHER, people.id, people.household)
    here = draws.happens(family, "domicile here", 0.4)
    columns = places_of(draws, family + 2 * OLD_HOME_IDS, inside=here)
    number: list[str] = pc.replace_substring_regex(columns["address"], "号$", "").to_pylist()
    return number


def _heads(people: Any, names: list[str]) -> list[str]:
    """筆頭者: the first of the household's family; a lodger is of a family of their own."""
    first: dict[int, str] = {}
    told = []
    for household, role, name in zip(
        people.household.tolist(), people.role.tolist(), names, strict=True
    ):
        told.append(name if role == OTHER else first.setdefault(household, name))
    return told


@cache
def _surnames() -> list[tuple[str, str]]:
    names = stock(load_stocks()["surnames"])
    return list(zip(names.written, names.spoken, strict=True))


def maiden_name(share: float) -> tuple[str, str]:
    """A surname as written and as spoken, by a draw in [0, 1)."""
    return _surnames()[int(share * len(_surnames()))]


def came_from(draws: Draws, lives: Lives) -> tuple[list[bool], list[str]]:
    """Whether each came from abroad, and else from which city: the draws of the residents files."""
    people = lives.people
    abroad = draws.happens(people.household, "from abroad", 0.06) | (
        people.is_foreign & draws.happens(people.household, "foreign from abroad", 0.5)
    )
    cities = other_towns().names
    city = draws.below(people.household, "came from", len(cities)).tolist()
    return abroad.tolist(), [cities[n] for n in city]
