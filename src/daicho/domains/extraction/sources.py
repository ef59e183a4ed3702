# SPDX-License-Identifier: Apache-2.0
"""What can be extracted: sources and their columns, under the names of the register."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import models

from daicho.domains.register.public import PLACES, RESTRICTED, ResidentVersion


class Kind(StrEnum):
    """What a column holds; it decides the operators."""

    TEXT = "文字"
    NUMBER = "数"
    DATE = "日付"
    FLAG = "はい・いいえ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `is_place` tells where somebody lives; `item` is the right it needs (10.4)."""

    code: str
    label: str
    sql: str
    kind: Kind
    is_place: bool = False
    item: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A relation of records `r`; %(day)s and %(known)s may stand in it."""

    code: str
    label: str
    relation: str
    columns: dict[str, Column]


_HIDDEN = {"id", "event", "source", "valid", "recorded", "name_folded", "kana_folded",
           "entitlements"}  # fmt: skip
_KINDS: tuple[tuple[type[models.Field[object, object]], Kind], ...] = (
    (models.BooleanField, Kind.FLAG), (models.DateField, Kind.DATE),
    (models.IntegerField, Kind.NUMBER),
)  # fmt: skip


def _kind(field: models.Field[object, object]) -> Kind:
    return next((kind for of, kind in _KINDS if isinstance(field, of)), Kind.TEXT)


def _items() -> list[Column]:
    """Every item of the record, with its restrictions."""
    return [
        Column(
            code=field.name, label=str(field.verbose_name), sql=f"r.{field.column}",
            kind=Kind.TEXT if field.choices else _kind(field), is_place=field.name in PLACES,
            item=RESTRICTED.get(field.name, ""),
            choices=tuple((str(value), str(label)) for value, label in field.flatchoices),
        )
        for field in ResidentVersion._meta.concrete_fields
        if field.name not in _HIDDEN
    ]  # fmt: skip


_AGE = "date_part('year', age(%(day)s::date, r.birth_date))::int"
_DERIVED = [
    Column(code="age", label="年齢(基準日)", sql=_AGE, kind=Kind.NUMBER),
    Column(
        code="age_band", label="年齢5歳階級", kind=Kind.TEXT,
        sql=f"(({_AGE} / 5) * 5)::text || '〜' || (({_AGE} / 5) * 5 + 4)::text || '歳'",
    ),
    Column(
        code="birth_month", label="生まれ月", kind=Kind.NUMBER,
        sql="date_part('month', r.birth_date)::int",
    ),
]  # fmt: skip
_PERIOD = [
    Column(code="valid_from", label="有効期間(自)", sql="lower(r.valid)", kind=Kind.DATE),
    Column(code="valid_to", label="有効期間(至)", sql="upper(r.valid)", kind=Kind.DATE),
    Column(
        code="recorded_on", label="記録日", kind=Kind.DATE,
        sql="(lower(r.recorded) AT TIME ZONE 'Asia/Tokyo')::date",
    ),
]  # fmt: skip
_EVENT = [
    Column(code="reason", label="異動事由", sql="e.reason", kind=Kind.TEXT),
    Column(code="basis", label="根拠", sql="e.basis", kind=Kind.TEXT),
    Column(code="happened_on", label="異動日", sql="e.happened_on", kind=Kind.DATE),
    Column(code="event_notified_on", label="届出日・通知日", sql="e.notified_on", kind=Kind.DATE),
    Column(code="processed_on", label="処理日", sql="e.processed_on", kind=Kind.DATE),
    Column(code="place", label="入力場所", sql="e.place", kind=Kind.TEXT),
    Column(code="entered_by", label="入力者", sql="e.entered_by", kind=Kind.TEXT),
    Column(code="checked_by", label="審査者", sql="e.checked_by", kind=Kind.TEXT),
]


def _source(code: str, label: str, relation: str, columns: list[Column]) -> Source:
    return Source(
        code=code, label=label, relation=relation, columns={one.code: one for one in columns}
    )


SOURCES: dict[str, Source] = {
    one.code: one
    for one in (
        _source(
            "residents", "住民（基準日現在）", "register_residents_on(%(day)s, %(known)s) r",
            [*_items(), *_DERIVED],
        ),
        _source(
            "removed", "除票（基準日現在）",
            "(SELECT * FROM register_people_on(%(day)s, %(known)s) WHERE status <> 'resident') r",
            [*_items(), *_DERIVED],
        ),
        _source(
            "history", "全履歴（現在知られている内容）",
            "(SELECT * FROM register_residentversion WHERE recorded @> %(known)s) r",
            [*_items(), *_DERIVED, *_PERIOD],
        ),
        _source(
            "events", "異動（異動者ごと）",
            "register_event e JOIN register_residentversion r ON r.event_id = e.id"
            " AND lower(r.recorded) = e.recorded_at",
            [*_EVENT, *_items(), *_DERIVED],
        ),
    )
}  # fmt: skip
