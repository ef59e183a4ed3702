# SPDX-License-Identifier: Apache-2.0
"""What can be extracted: sources and their columns, under the names of the register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from daicho.domains.extraction.formula.functions import wareki
from daicho.domains.extraction.formula.kinds import Kind
from daicho.domains.extraction.layout import layout_names
from daicho.domains.register.public import PLACES, RESTRICTED, ResidentVersion
from daicho.rules.resident_register.reasons import Basis, Reason

__all__ = ["Column", "Kind", "Source", "all_sources", "source_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `is_place` tells where somebody lives; `item` is the right it needs (10.4).

    `wording` is the official wording beside a day (不詳日), in SQL; `is_western`: the day of a
    foreign resident is written with the western year (1.1.9). `uses` names what a computed column
    is made of.
    """

    code: str
    label: str
    sql: str
    kind: Kind
    is_place: bool = False
    item: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    wording: str = ""
    is_western: bool = False
    uses: tuple[str, ...] = ()

    @property
    def layout_name(self) -> str:
        """The name in 中間標準レイアウト仕様 (unverified), else our own."""
        return layout_names().get(self.code, self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A relation of records `r`; %(day)s and %(known)s may stand in it.

    `function` is a further right that the source needs. `is_of_people`: one row a person, so that
    a lot can be drawn among them. `person` and `household` tell in SQL whom a row is about.
    """

    code: str
    label: str
    relation: str
    columns: dict[str, Column]
    function: str = ""
    is_of_people: bool = False
    person: str = "r.addressee_no"
    household: str = "r.household_no"


_WESTERN = frozenset({"birth_date", "residence_until"})
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
    fields = ResidentVersion._meta.concrete_fields
    wordings = {str(one.verbose_name): f"r.{one.column}" for one in fields}
    return [
        column_of(
            field, is_place=field.name in PLACES, item=RESTRICTED.get(field.name, ""),
            is_western=field.name in _WESTERN,
            wording=wordings.get(f"{field.verbose_name}(不詳日)", ""),
        )
        for field in fields
        if field.name not in _HIDDEN
    ]  # fmt: skip


def day_of(moment: str) -> str:
    """The day of a moment in Tokyo, in SQL."""
    return f"({moment} AT TIME ZONE 'Asia/Tokyo')::date"


def column_of(field: models.Field[Any, Any], **more: Any) -> Column:
    """The column of a field of `r`."""
    sql = f"r.{field.column}"
    if isinstance(field, models.JSONField):
        sql += "::text"
    is_moment = isinstance(field, models.DateTimeField)
    if is_moment:
        sql = f"{wareki(day_of(sql))} || to_char({sql} AT TIME ZONE 'Asia/Tokyo', ' HH24:MI')"
    return Column(
        code=field.name, label=str(field.verbose_name), sql=sql,
        kind=Kind.TEXT if field.choices or is_moment else _kind(field),
        **{"choices": tuple((str(value), str(label)) for value, label in field.flatchoices),
           **more},
    )  # fmt: skip


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
    Column(
        code="reason",
        label="異動事由",
        sql="e.reason",
        kind=Kind.TEXT,
        choices=tuple((one.value, one.label_ja) for one in Reason),
    ),
    Column(
        code="basis",
        label="根拠",
        sql="e.basis",
        kind=Kind.TEXT,
        choices=tuple((one.value, one.value) for one in Basis),
    ),
    Column(code="happened_on", label="異動日", sql="e.happened_on", kind=Kind.DATE),
    Column(code="event_notified_on", label="届出日・通知日", sql="e.notified_on", kind=Kind.DATE),
    Column(code="processed_on", label="処理日", sql="e.processed_on", kind=Kind.DATE),
    Column(code="place", label="入力場所", sql="e.place", kind=Kind.TEXT),
    Column(code="entered_by", label="入力者", sql="e.entered_by", kind=Kind.TEXT),
    Column(code="checked_by", label="審査者", sql="e.checked_by", kind=Kind.TEXT),
]


def source_of(code: str, label: str, relation: str, columns: list[Column], **more: Any) -> Source:
    """A source of columns in order."""
    named = {one.code: one for one in columns}
    return Source(code=code, label=label, relation=relation, columns=named, **more)


@cache
def all_sources() -> dict[str, Source]:
    """By code: the records themselves, then what config/register_hooks.py lists (EXTRACTED)."""
    listed: Sequence[Callable[[], Source]] = import_string(f"{settings.REGISTER_HOOKS}.EXTRACTED")
    return {one.code: one for one in (*_of_records(), *(make() for make in listed))}


def _of_records() -> list[Source]:
    return [
        source_of(
            "residents", "住民（基準日現在）", "register_residents_on(%(day)s, %(known)s) r",
            [*_items(), *_DERIVED], is_of_people=True,
        ),
        source_of(
            "removed", "除票（基準日現在）",
            "(SELECT * FROM register_people_on(%(day)s, %(known)s) WHERE status <> 'resident') r",
            [*_items(), *_DERIVED], is_of_people=True,
        ),
        source_of(
            "history", "全履歴（現在知られている内容）",
            "(SELECT * FROM register_residentversion WHERE recorded @> %(known)s) r",
            [*_items(), *_DERIVED, *_PERIOD],
        ),
        source_of(
            "events", "異動（異動者ごと）",
            "register_event e JOIN register_residentversion r ON r.event_id = e.id"
            " AND lower(r.recorded) = e.recorded_at",
            [*_EVENT, *_items(), *_DERIVED],
        ),
    ]  # fmt: skip
