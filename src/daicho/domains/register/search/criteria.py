# SPDX-License-Identifier: Apache-2.0
"""What a clerk asks for, and what a search answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from daicho.domains.register.models.resident import ResidentVersion


class Match(StrEnum):
    """How much of a text was typed (文字列一致検索, 2.1.2)."""

    BEGIN = "begin"
    WHOLE = "whole"
    INNER = "inner"

    @property
    def label_ja(self) -> str:
        """Its name for users."""
        return {"begin": "前方一致", "whole": "完全一致", "inner": "部分一致"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Conditions that all must hold; an empty one asks nothing. Texts as typed.

    `birth_from` and `birth_to` bound the birth date: a day, a month or a year. `match` says whether
    names and addresses were typed from the beginning, whole, or in part.
    """

    name: str = ""
    kana: str = ""
    given_name: str = ""
    address: str = ""
    building: str = ""
    birth_from: dt.date | None = None
    birth_to: dt.date | None = None
    sex: int | None = None
    addressee_no: int | None = None
    household_no: int | None = None
    resident_code: str = ""
    residence_card_no: str = ""
    address_code: str = ""
    relationship: str = ""
    cease_reason: str = ""
    match: Match = Match.BEGIN
    is_former_too: bool = True
    is_removed_too: bool = True

    @property
    def asks_address(self) -> bool:
        """Whether finding somebody would tell where they live."""
        return bool(self.address or self.building or self.address_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One person found: the latest record, and whether a former spelling was what fitted."""

    row: ResidentVersion
    is_former: bool
    is_protected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of hits, and how many there are, counted up to a bound."""

    hits: tuple[Hit, ...]
    count: int
    is_bound: bool
    page: int
    pages: int
