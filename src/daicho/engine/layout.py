# SPDX-License-Identifier: Apache-2.0
"""How a batch of taxpayers lies in memory: narrow columns, and a side table for what is rare.

A person reads about 110 bytes. Facts that few people have (separate land income, foreign tax,
stated income tax …) or amounts beyond 32 bits put the whole person into the side table of full
facts, reached by an index. Dependants are arrays of their own, cut by offsets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from daicho.rules.inhabitants_tax.facts import ABSENT, PersonFacts

LARGEST_NARROW = 2**31 - 1


class Flag(NamedTuple):
    """A small value inside the flags word: value = ((word >> shift) & mask) - bias."""

    name: str
    shift: int
    mask: int
    bias: int


def _pack(fields: tuple[tuple[str, int, int], ...]) -> tuple[Flag, ...]:
    flags, shift = [], 0
    for name, bits, bias in fields:
        flags.append(Flag(name, shift, (1 << bits) - 1, bias))
        shift += bits
    return tuple(flags)


# Amounts and dates of a person that stand as int32 columns.
AMOUNTS = (
    *("birth_date", "salary_revenue", "pension_revenue", "business", "real_estate", "misc"),
    *("social_insurance", "small_enterprise_mutual_aid"),
    *("life_new_general", "life_old_general", "life_care_medical"),
    *("life_new_pension", "life_old_pension", "earthquake_insurance"),
    *("medical_paid", "medical_reimbursed", "donation_furusato", "donation_one_stop"),
    *("housing_move_in", "housing_credit_available", "previous_pension_part"),
    *("spouse_birth_date", "spouse_income"),
)
FLAGS = _pack(
    (
        *(("sex", 2, 0), ("disability", 2, 0), ("widow", 1, 0), ("single_parent", 1, 0)),
        *(("working_student", 1, 0), ("public_assistance", 1, 0), ("minor", 2, -ABSENT)),
        *(("resident", 1, 0), ("house_or_office", 1, 0), ("self_medication", 1, 0)),
        *(("salary_collection", 1, 0), ("pension_collection", 1, 0)),
        *(("pension_first_year", 1, 0), ("other_by_ordinary", 1, 0), ("has_spouse", 1, 0)),
        *(("spouse_disability", 2, 0), ("spouse_cohabiting", 1, 0)),
        *(("spouse_family_employee", 1, 0), ("spouse_overseas", 1, 0)),
        ("housing_specified", 1, 0),
    )
)
# What the remaining fields are for a person outside the side table.
USUAL = {
    name: ABSENT if name in ("salary_income", "housing_income_tax", "housing_taxable_income") else 0
    for name in PersonFacts._fields
    if name not in AMOUNTS and name not in {flag.name for flag in FLAGS}
}
DEPENDANT_FLAGS = _pack(
    (
        *(("relation", 2, 0), ("disability", 2, 0), ("cohabiting", 1, 0)),
        *(("family_employee", 1, 0), ("overseas", 1, 0)),
    )
)
RARE = PersonFacts._fields  # the side table's columns, int64


def bytes_of_person() -> int:
    """Bytes of the columns that every person has: amounts, flags, side-table index, offset."""
    return 4 * (len(AMOUNTS) + 3)


def pack_flags(flags: tuple[Flag, ...], values: Mapping[str, Any]) -> Any:
    """The flags word of one person or dependant; of many, where the values are columns."""
    word: Any = 0
    for flag in flags:
        word |= (values[flag.name] + flag.bias) << flag.shift
    return word
