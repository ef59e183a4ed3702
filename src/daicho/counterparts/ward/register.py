# SPDX-License-Identifier: Apache-2.0
"""The residents file: residents and non-residents as the register's system would extract them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.identity import Identity
from daicho.counterparts.ward.income import Incomes
from daicho.counterparts.ward.people import (
    AFTER_DAYS,
    CHILDREN,
    FEMALE,
    HEAD,
    PARENTS,
    SPOUSE,
    People,
    day_of,
    to_dates,
)
from daicho.counterparts.ward.places import other_towns
from daicho.counterparts.ward.reports import Columns, same, whole

_RECENT_DAYS = 5 * 365
HOUSEHOLDER, HUSBAND, WIFE, CHILD, FATHER, MOTHER, RELATIVE, LODGER, NONE = range(9)
_RELATIONS = ("世帯主", "夫", "妻", "子", "父", "母", "縁故者", "同居人", "")


def resident_columns(
    draws: Draws, people: People, identity: Identity, incomes: Incomes, *, fiscal_year: int
) -> Columns:
    """Every column of the residents file for people in the order given."""
    day = day_of(fiscal_year, 1, 1)
    resident = people.is_resident
    mask = pa.array(resident)
    ids = people.id
    arrived = to_dates(people.arrived_day)
    born_here = people.arrived_day == people.birth_day
    poor = (incomes.total < 400_000) & (incomes.age >= 50) & draws.happens(ids, "poor", 0.06)
    return {
        "as_of": same(f"{fiscal_year}0101", len(people)),
        "addressee_number": identity.addressee_number,
        "household_number": identity.household_number,
        "resident_class": whole(np.where(resident, 1 + people.is_foreign, 3)),
        "name": identity.register_name,
        "kana": identity.kana,
        "birth_date": whole(people.birth_date),
        "sex": whole(people.sex),
        "relationship_to_householder": _relations(people),
        "postcode": identity.postcode,
        "address": identity.address,
        "address_detail": identity.address_detail,
        "became_resident_on": whole(np.where(resident, arrived, 0)),
        "became_resident_by": pc.if_else(mask, _reasons(draws, people, born_here), ""),
        "address_since_date": whole(np.where(resident, arrived, 0)),
        "previous_address": _previous_addresses(draws, people, born_here, day),
        **_removals(people, day),
        "registered_municipality": pc.if_else(mask, "", identity.city_code),
        "nationality": identity.nationality,
        "residence_status": identity.residence_status,
        "individual_number": identity.individual_number,
        "public_assistance": whole(resident & poor),
        "is_protected": whole(resident & draws.happens(people.household, "protected", 0.0025)),
        "disability": whole(incomes.disability),
    }


def _relations(people: People) -> pa.Array:
    """続柄, seen from the householder: the head, or the spouse where the head is gone."""
    with_head = np.isin(people.household, people.household[people.role == HEAD])
    woman = people.sex == FEMALE
    role = people.role
    code = np.select(
        [
            ~people.is_resident,
            role == HEAD,
            (role == SPOUSE) & ~with_head,
            role == SPOUSE,
            np.isin(role, CHILDREN),
            np.isin(role, PARENTS) & ~with_head,
            np.isin(role, PARENTS),
        ],
        [
            NONE, HOUSEHOLDER, HOUSEHOLDER, np.where(woman, WIFE, HUSBAND), CHILD, RELATIVE,
            np.where(woman, MOTHER, FATHER),
        ],
        LODGER,
    )  # fmt: skip
    return pa.array(_RELATIONS).take(pa.array(code))


def _reasons(draws: Draws, people: People, born_here: np.ndarray) -> pa.Array:
    from_abroad = draws.happens(people.household, "from abroad", 0.06) | (
        people.is_foreign & draws.happens(people.household, "foreign from abroad", 0.5)
    )
    code = np.where(born_here, 0, np.where(from_abroad, 2, 1))
    return pa.array(["出生", "国内転入", "国外転入等"]).take(pa.array(code))


def _previous_addresses(draws: Draws, people: People, born_here: np.ndarray, day: int) -> pa.Array:
    recent = people.is_resident & ~born_here & (people.arrived_day > day - _RECENT_DAYS)
    cities = other_towns().names
    city = draws.below(people.household, "came from", len(cities))
    return pc.if_else(pa.array(recent), pa.array(cities).take(pa.array(city)), "")


def _removals(people: People, day: int) -> Columns:
    """Moves and deaths after January 1, as far as the extract of March knows them."""
    dead = people.is_resident & (people.dies_day <= day + AFTER_DAYS)
    gone = people.is_resident & ~dead & (people.moves_out_day <= day + AFTER_DAYS)
    gone &= people.moves_out_day > day
    when = np.where(dead, to_dates(people.dies_day), to_dates(people.moves_out_day))
    reason = pa.array(["", "転出", "死亡"]).take(pa.array(np.where(dead, 2, np.where(gone, 1, 0))))
    return {"removed_on": whole(np.where(dead | gone, when, 0)), "removed_by": reason}
