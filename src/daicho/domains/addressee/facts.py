# SPDX-License-Identifier: Apache-2.0
"""Bulk shapes of the addressees, and a line of a search result."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pyarrow as pa

# Texts are never NULL: an absent one is empty. number_hash is PostgreSQL's text of bytea, or NULL.
PERSON_SCHEMA = pa.schema(
    [
        ("addressee_no", pa.int64()),
        ("kind", pa.int8()),
        ("name", pa.string()),
        ("name_folded", pa.string()),
        ("kana", pa.string()),
        ("kana_folded", pa.string()),
        ("birth_date", pa.date32()),
        ("sex", pa.int8()),
        ("postcode", pa.string()),
        ("address", pa.string()),
        ("building", pa.string()),
        ("address_folded", pa.string()),
        ("household_no", pa.int64()),
        ("number_hash", pa.string()),
        ("protected", pa.bool_()),
    ]
)
EMPLOYER_SCHEMA = pa.schema(
    [
        ("designated_no", pa.string()),
        ("addressee_no", pa.int64()),
        ("corporate_number", pa.string()),
        ("name", pa.string()),
        ("name_folded", pa.string()),
        ("postcode", pa.string()),
        ("address", pa.string()),
        ("contact", pa.string()),
        ("accepts_electronic", pa.bool_()),
    ]
)
MASKED_ADDRESS = "(支援措置のため表示しません)"


@dataclass(frozen=True, slots=True)
class AddresseeLine:
    """One addressee as a list shows it. The address is masked where the caller may not see it."""

    addressee_no: int
    kind: int
    name: str
    kana: str
    birth_date: dt.date | None
    sex: int
    postcode: str
    address: str
    household_no: int | None
    protected: bool
    ceased_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCriteria:
    """What is looked for, as typed; all that is given must hold. Nothing given finds nobody."""

    kana: str = ""
    name: str = ""
    birth_date: dt.date | None = None
    addressee_no: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a search and how many there are, counted up to a bound."""

    lines: tuple[AddresseeLine, ...]
    count: int
    count_is_bound: bool  # there are `count` or more
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class NumberConflict:
    """Two addressees with one 個人番号: the first keeps it, the other is left without."""

    keeper: int
    other: int
