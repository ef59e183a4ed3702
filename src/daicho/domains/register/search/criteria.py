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


# Items that can be asked for as not entered (データ未入力項目, 2.1.3), with what empty is.
MISSING: dict[str, str] = {
    **dict.fromkeys(
        ("kana", "kanji_name", "latin_name", "former_name", "former_name_kana", "alias",
         "alias_kana", "relationship", "postcode", "address", "address_code", "building",
         "registered_domicile", "resident_code", "residence_card_no", "cease_reason"),
        "= ''",
    ),
    "birth_date": "IS NULL", "sex": "= 0", "household_no": "IS NULL",
}  # fmt: skip
# Those whose empty value says something of a place.
MISSING_PLACES = frozenset({"postcode", "address", "address_code", "building",
                            "registered_domicile"})  # fmt: skip


class DayItem(StrEnum):
    """A day that can be asked for (年月日を指定した複数条件検索, 2.1.3)."""

    HAPPENED = "happened_on"
    NOTIFIED = "notified_on"
    PROCESSED = "processed_on"
    SETTLED = "moved_in_on"
    BECAME = "became_resident_on"
    CEASED = "ceased_on"
    PLANNED = "moved_out_planned_on"
    UNTIL = "residence_until"

    @property
    def label_ja(self) -> str:
        """Its name for users."""
        return _DAYS[self.value]

    @property
    def is_of_event(self) -> bool:
        """Whether it is a day of any event (異動), not of the record."""
        return self in (DayItem.HAPPENED, DayItem.NOTIFIED, DayItem.PROCESSED)


_DAYS = {
    "happened_on": "異動日", "notified_on": "届出日・申出日・通知日", "processed_on": "処理日",
    "moved_in_on": "住所を定めた日", "became_resident_on": "住民となった日",
    "ceased_on": "住民でなくなった日（消除）", "moved_out_planned_on": "転出予定日",
    "residence_until": "在留期間満了の日",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayRange:
    """A day from the first to the last."""

    item: DayItem
    first: dt.date
    last: dt.date


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
    days: tuple[DayRange, ...] = ()
    missing: tuple[str, ...] = ()
    is_former_too: bool = True
    is_removed_too: bool = True

    @property
    def asks_address(self) -> bool:
        """Whether finding somebody would tell where they live."""
        asked = self.address or self.building or self.address_code
        return bool(asked or MISSING_PLACES.intersection(self.missing))


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
