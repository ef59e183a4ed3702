# SPDX-License-Identifier: Apache-2.0
"""One document beside the people it may belong to: which items agree, which do not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from daicho.domains.addressee.public import Kind
from daicho.domains.tax.documents.selectors.queue import CandidateView, Comparison
from daicho.kernel.dates import format_japanese

HIDDEN = "(支援措置のため表示しません)"
SEXES = {0: "", 1: "女", 2: "男"}
WORDS = {"equal": "一致", "near": "似ている", "differs": "異なる", "absent": "資料に記載なし"}
ITEMS = (
    ("name", "氏名"),
    ("kana", "カナ"),
    ("birth_date", "生年月日"),
    ("sex", "性別"),
    ("address", "住所"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """What a candidate has for one item, and how it compares with the document."""

    text: str
    verdict: str
    word: str


@dataclass(frozen=True, slots=True)
class Column:
    """One candidate."""

    ordinal: int
    addressee_no: int
    score: int
    kind: str
    is_protected: bool
    has_ceased: bool
    number: str


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the document and of every candidate."""

    label: str
    stated: str
    items: tuple[Item, ...]


def columns_of(comparison: Comparison) -> list[Column]:
    """The candidates, the likeliest first."""
    return [
        Column(
            ordinal, one.person.addressee_no, one.score, Kind(one.person.kind).label,
            one.person.protected, one.person.ceased_on is not None,
            WORDS.get(one.agreements.get("number", ""), ""),
        )
        for ordinal, one in enumerate(comparison.candidates, 1)
    ]  # fmt: skip


def lines_of(comparison: Comparison) -> list[Line]:
    """The table. The document may carry the address that a protection hides.

    How the address of another candidate compares with it would tell it, so that is hidden, too.
    """
    return [_line(comparison, name, label) for name, label in ITEMS]


def _line(comparison: Comparison, name: str, label: str) -> Line:
    if name == "address" and comparison.hides_address:
        items = (Item(_say(one.person.address), "equal", "") for one in comparison.candidates)
        return Line(label, HIDDEN, tuple(items))
    stated = _say(getattr(comparison.document, name))
    return Line(label, stated, tuple(_item(name, one) for one in comparison.candidates))


def _item(name: str, one: CandidateView) -> Item:
    verdict = one.agreements.get(name, "absent")
    return Item(_say(getattr(one.person, name)), verdict, WORDS.get(verdict, ""))


def _say(value: object) -> str:
    """Texts as they are, dates in 和暦, and the only number among the items: the sex."""
    if isinstance(value, dt.date):
        return format_japanese(value)
    return SEXES.get(value, "") if isinstance(value, int) else str(value or "")
