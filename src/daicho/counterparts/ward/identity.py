# SPDX-License-Identifier: Apache-2.0
"""What identifies each person on paper: numbers, addresses, names as different hands write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.counterparts.ward import digits
from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.names import Stock, load_stocks, stock
from daicho.counterparts.ward.people import FEMALE, OTHER, People, day_of
from daicho.counterparts.ward.places import Towns, other_towns, ward_towns
from daicho.kernel.text import to_full_width, to_half_kana

_ADDRESSEE_BASE = 10_000_000
_HOUSEHOLD_BASE = 5_000_000
_CHOME = ("一", "二", "三", "四", "五", "六")
_WIDE = [to_full_width(str(number)) for number in range(1600)]


@dataclass(slots=True)
class Identity:
    """Text columns beside People; `register_name` has the shapes that reports cannot write."""

    addressee_number: pa.Array
    household_number: pa.Array
    individual_number: pa.Array
    name: pa.Array
    register_name: pa.Array
    kana: pa.Array  # full width
    kana_half: pa.Array
    postcode: pa.Array
    address: pa.Array  # as the register writes it
    address_detail: pa.Array
    report_address: pa.Array  # as employers write it, in one piece
    city_code: pa.Array
    city: pa.Array
    nationality: pa.Array
    residence_status: pa.Array


def identify(draws: Draws, people: People) -> Identity:
    """The papers of everyone."""
    addressee = digits.addressee_numbers(people.id + _ADDRESSEE_BASE)
    household = digits.addressee_numbers(people.household + _HOUSEHOLD_BASE)
    return Identity(
        addressee_number=pc.cast(pa.array(addressee), pa.string()),
        household_number=pc.if_else(
            pa.array(people.is_resident), pc.cast(pa.array(household), pa.string()), ""
        ),
        individual_number=digits.individual_numbers(people.id, draws.seed * 1_000_003),
        **_names(draws, people),
        **_addresses(draws, people),
    )


def _names(draws: Draws, people: People) -> dict[str, pa.Array]:
    """Names by family (the household) and person; foreign nationals from stocks of their own."""
    family_of = np.where(people.is_resident & (people.role != OTHER), people.household, people.id)
    foreign = people.is_foreign
    written, spoken, selectors = _native_names(draws, people, family_of)
    stocks = load_stocks()["foreign"]
    origin = draws.choose(people.household, "nationality", [s["weight"] for s in stocks])
    table = [stock(s["names"]) for s in stocks]
    foreign_written, foreign_spoken = _foreign_names(draws, people, family_of, origin, table)
    mask = pa.array(foreign)
    name = pc.if_else(mask, foreign_written, written)
    kana = pc.if_else(mask, foreign_spoken, spoken)
    return {
        "name": name,
        "register_name": pc.if_else(mask, foreign_written, selectors),
        "kana": kana,
        "kana_half": map_unique(kana, to_half_kana),
        "nationality": _of_origin(stocks, origin, foreign, "nationality"),
        "residence_status": _of_origin(stocks, origin, foreign, "residence_status"),
    }


def _of_origin(
    stocks: list[dict[str, str]], origin: np.ndarray, mask: np.ndarray, key: str
) -> pa.Array:
    values = pa.array([entry[key] for entry in stocks]).take(pa.array(origin))
    return pc.if_else(pa.array(mask), values, "")


def map_unique(values: pa.Array, function: Callable[[str], str]) -> pa.Array:
    """Apply a function of text to every different value once."""
    encoded = values.dictionary_encode()
    mapped = pa.array([function(text) for text in encoded.dictionary.to_pylist()])
    return mapped.take(encoded.indices)


def _native_names(
    draws: Draws, people: People, family_of: np.ndarray
) -> tuple[pa.Array, pa.Array, pa.Array]:
    stocks = load_stocks()
    surnames = stock(stocks["surnames"])
    weights = 1 / (np.arange(len(surnames.written)) + 12)
    family = draws.choose(family_of, "surname", list(weights))
    given = _given_stock(stocks)
    index = _given_index(draws, people, stocks)
    forms = stocks["selector_forms"]
    shaped = tuple(forms.get(name, name) for name in surnames.written)
    return (
        _full(surnames.written, family, given.written, index),
        _full(surnames.spoken, family, given.spoken, index),
        _full(shaped, family, given.written, index),
    )


def _full(
    families: tuple[str, ...], family: np.ndarray, givens: tuple[str, ...], given: np.ndarray
) -> pa.Array:
    return pc.binary_join_element_wise(
        pa.array(families).take(pa.array(family)), pa.array(givens).take(pa.array(given)), "　"
    )


_GENERATIONS = ("old", "middle", "young", "twins")


def _given_stock(stocks: dict[str, dict[str, str]]) -> Stock:
    """All given names in one stock: generation by generation, men before women."""
    lots = [stock(stocks[g][sex]) for g in _GENERATIONS for sex in ("male", "female")]
    return Stock(
        tuple(name for lot in lots for name in lot.written),
        tuple(name for lot in lots for name in lot.spoken),
    )


def _given_index(draws: Draws, people: People, stocks: dict[str, dict[str, str]]) -> np.ndarray:
    sizes = [len(stock(stocks[g][sex]).written) for g in _GENERATIONS for sex in ("male", "female")]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    generation = np.digitize(people.birth_day, [day_of(1955, 1, 1), day_of(1996, 1, 1)])
    lot = generation * 2 + (people.sex == FEMALE)
    own = draws.below(people.id, "given name", np.array(sizes)[lot])
    twin_lot = 6 + (people.sex == FEMALE)
    pair = draws.below(people.household, "twin names", np.array(sizes)[twin_lot] // 2)
    twin = pair * 2 + (people.role % 2)
    return np.where(people.is_twin, starts[twin_lot] + twin, starts[lot] + own)


def _foreign_names(
    draws: Draws, people: People, family_of: np.ndarray, origin: np.ndarray, table: list[Stock]
) -> tuple[pa.Array, pa.Array]:
    """Family part by household, given part by person, both of the same country."""
    columns = []
    for part in ("written", "spoken"):
        halves = [[name.split("　", 1) for name in getattr(entry, part)] for entry in table]
        sizes = np.array([len(entry) for entry in halves])
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])[origin]
        family = starts + draws.below(family_of, "foreign family", sizes[origin])
        given = starts + draws.below(people.id, "foreign given", sizes[origin])
        families = tuple(half[0] for entry in halves for half in entry)
        givens = tuple(half[1].replace("　", " ") for entry in halves for half in entry)
        columns.append(_full(families, family, givens, given))
    return columns[0], columns[1]


def _addresses(draws: Draws, people: People) -> dict[str, pa.Array]:
    home = np.where(people.is_resident, people.household, people.id)
    return places_of(draws, home, inside=people.is_resident)


def places_of(draws: Draws, home: np.ndarray, *, inside: np.ndarray) -> dict[str, pa.Array]:
    """Address columns of homes, in the ward or outside it."""
    here, there = _place(draws, home, ward_towns()), _place(draws, home, other_towns())
    mask = pa.array(inside)
    return {name: pc.if_else(mask, here[name], there[name]) for name in here}


def _place(draws: Draws, home: np.ndarray, towns: Towns) -> dict[str, pa.Array]:
    """A home in one of the towns, in the register's spelling and in the employers'."""
    town = draws.choose(home, "town", list(1 / (np.arange(len(towns.names)) % 11 + 3)))
    chome = draws.below(home, "chome", len(_CHOME))
    numbered = np.array(towns.has_chome)[town]
    block, number = 1 + draws.below(home, "block", 30), 1 + draws.below(home, "number", 28)
    room = (1 + draws.below(home, "floor", 14)) * 100 + 1 + draws.below(home, "room", 12)
    has_building = draws.happens(home, "building", 0.82)
    names = pa.array(towns.names).take(pa.array(town))
    wide = pa.array(_WIDE)
    at = [wide.take(pa.array(part)) for part in (chome + 1, block, number, room)]
    kanji = pa.array(_CHOME).take(pa.array(chome))
    chome_text = pc.if_else(pa.array(numbered), _join(kanji, "丁目"), "")
    building = _join(_buildings(draws, home), "　", at[3], "号室")
    detail = pc.if_else(pa.array(has_building), building, "")
    short = pc.if_else(pa.array(numbered), _join(at[0], "－"), "")
    rooms = pc.if_else(pa.array(has_building), _join("－", at[3]), "")
    return {
        "postcode": pa.array(towns.postcodes).take(pa.array(town)),
        "address": _join(names, chome_text, at[1], "番", at[2], "号"),
        "address_detail": detail,
        "report_address": _join(names, short, at[1], "－", at[2], rooms),
        "city_code": pa.array(towns.codes).take(pa.array(town)),
        "city": pa.array(towns.cities).take(pa.array(town)),
    }


def _buildings(draws: Draws, home: np.ndarray) -> pa.Array:
    stocks = load_stocks()
    words, kinds = stocks["companies"]["words"].split(), stocks["buildings"]["kinds"].split()
    building = home // 40
    word = draws.below(building, "building word", len(words))
    kind = draws.below(building, "building kind", len(kinds))
    return _join(pa.array(words).take(pa.array(word)), pa.array(kinds).take(pa.array(kind)))


def _join(*parts: pa.Array | str) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")
