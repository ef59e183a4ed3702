# SPDX-License-Identifier: Apache-2.0
"""The lines of one person's record (住民票の記載事項), with items left out where they must be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from daicho.domains.certificates.papers.content import OMITTED, Block, Line
from daicho.domains.register.public import AliasTime, ResidentVersion
from daicho.kernel.dates import format_japanese
from daicho.kernel.uncertain_date import UncertainDate, format_western
from daicho.rules.resident_register.requests import FOREIGN_ITEMS, Shown

FOREIGN = "foreign"
ON_ANNEX = "別紙のとおり"
SEXES = {1: "女", 2: "男"}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Everything read of one person for a certificate. The number only where it is shown."""

    row: ResidentVersion
    individual_number: str = field(default="", repr=False)
    history: Sequence[ResidentVersion] = ()
    remarks: Sequence[str] = ()
    aliases: Sequence[AliasTime] = ()


def day(value: dt.date | None, text: str = "") -> str:
    """A date as certificates write it (和暦), with the words of a 不詳日 before all."""
    return text or (format_japanese(value) if value else "")


def western(value: dt.date | None) -> str:
    """西暦, for the two dates of foreign residents (標準 1.1.9)."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def named(name: str, kana: str, shown: frozenset[Shown]) -> str:
    """The name, with its フリガナ in brackets where asked for (標準 5.3)."""
    return f"{name}　（{kana}）" if name and kana and Shown.KANA in shown else name


def address_of(row: ResidentVersion) -> str:
    """Address with 方書, never without (標準 5.4)."""
    return f"{row.address}　{row.building}".strip()


def person_lines(person: Person, shown: frozenset[Shown], *, in_list: bool) -> list[Line]:
    """The lines of a person; in a household list, address and householder stand above."""
    row = person.row
    lines = _names(row, shown)
    lines += [
        Line(label="生年月日", value=birth_of(row), is_half=True),
        Line(label="性別", value=SEXES.get(row.sex, ""), is_half=True),
    ]
    if not in_list:
        lines.append(Line(label="住所", value=address_of(row)))
    lines += _household(row, shown, in_list=in_list)
    lines += [
        Line(label=_became_label(row), value=_became(row), is_half=True),
        Line(label="住所を定めた日", value=day(row.moved_in_on, row.moved_in_text), is_half=True),
        Line(label="届出日", value=day(row.address_notified_on or row.notified_on), is_half=True),
        Line(label="転入前住所", value=row.previous_address),
    ]
    if row.kind == FOREIGN:
        lines += foreign_lines(person, shown)
    else:
        lines += _registry(row, shown)
    return [*lines, *_numbers(person, shown)]


def birth_of(row: ResidentVersion) -> str:
    """Date of birth: 西暦 for foreign residents, else 和暦."""
    if row.kind == FOREIGN and row.birth_date_text and row.birth_date:
        return format_western(UncertainDate(row.birth_date, row.birth_date_text))
    if row.kind == FOREIGN:
        return western(row.birth_date)
    return day(row.birth_date, row.birth_date_text)


def _names(row: ResidentVersion, shown: frozenset[Shown]) -> list[Line]:
    lines = [Line(label="氏名", value=named(row.name, row.kana, shown))]
    if row.former_name:
        lines.append(Line(label="旧氏", value=named(row.former_name, row.former_name_kana, shown)))
    if row.kind == FOREIGN:
        lines.append(Line(label="通称", value=named(row.alias, row.alias_kana, shown)))
    return lines


def _household(row: ResidentVersion, shown: frozenset[Shown], *, in_list: bool) -> list[Line]:
    is_shown = Shown.HOUSEHOLDER in shown
    head = [] if in_list else [("世帯主", row.householder_name)]
    return [
        Line(label=label, value=value if is_shown else OMITTED, is_half=True)
        for label, value in (*head, ("続柄", row.relationship))
    ]


def _became_label(row: ResidentVersion) -> str:
    return "外国人住民となった日" if row.kind == FOREIGN else "住民となった日"


def _became(row: ResidentVersion) -> str:
    if row.kind == FOREIGN:
        return day(row.foreign_resident_on, row.foreign_resident_text)
    return day(row.became_resident_on, row.became_resident_text)


def _registry(row: ResidentVersion, shown: frozenset[Shown]) -> list[Line]:
    is_shown = Shown.REGISTRY in shown
    return [
        Line(label="本籍", value=row.registered_domicile if is_shown else OMITTED),
        Line(label="筆頭者", value=row.registry_head if is_shown else OMITTED, is_half=True),
    ]


_FOREIGN: Mapping[Shown, tuple[str, Callable[[ResidentVersion], str]]] = {
    Shown.NATIONALITY: ("国籍・地域", lambda row: row.nationality),
    Shown.ARTICLE_30_45: ("法第30条の45の区分", lambda row: row.article_30_45),
    Shown.RESIDENCE_STATUS: ("在留資格", lambda row: row.residence_status),
    Shown.RESIDENCE_PERIOD: ("在留期間等", lambda row: row.residence_period),
    Shown.RESIDENCE_UNTIL: ("在留期間の満了の日", lambda row: western(row.residence_until)),
    Shown.RESIDENCE_CARD: ("在留カード等の番号", lambda row: row.residence_card_no),
}


def foreign_lines(person: Person, shown: frozenset[Shown]) -> list[Line]:
    """The items of 法30条の45, each to be left out on its own (標準 5.1)."""
    lines = [
        Line(label=label, value=read(person.row) if item in shown else OMITTED, is_half=True)
        for item, (label, read) in _FOREIGN.items()
    ]
    history = _alias_history(person) if Shown.ALIAS_HISTORY in shown else OMITTED
    return [*lines, Line(label="通称の記載・削除", value=history)]


def _alias_history(person: Person) -> str:
    """One alias has room in its place; more of them stand on an annex (別紙)."""
    if len(person.aliases) > 1:
        return ON_ANNEX
    return "\n".join(_alias_words(one) for one in person.aliases)


def alias_annex(person: Person, shown: frozenset[Shown]) -> list[Block]:
    """別紙: every 通称 that the person has had, with day and place of its record and removal."""
    if Shown.ALIAS_HISTORY not in shown or person.row.kind != FOREIGN or len(person.aliases) < 2:
        return []
    lines = [
        Line(label="通称", value=f"{one.alias}\n{_alias_words(one)}") for one in person.aliases
    ]
    name = Line(label="氏名", value=person.row.name)
    return [
        Block(heading="別紙　通称の記載及び削除に関する事項", is_annex=True, lines=(name, *lines))
    ]


def _alias_words(one: AliasTime) -> str:
    parts = []
    if one.entered_on:
        parts.append(f"記載　{format_japanese(one.entered_on)}　{one.entered_at}".strip())
    if one.removed_on:
        parts.append(f"削除　{format_japanese(one.removed_on)}　{one.removed_at}".strip())
    return "\n".join(parts)


def _numbers(person: Person, shown: frozenset[Shown]) -> list[Line]:
    number = person.individual_number if Shown.INDIVIDUAL_NUMBER in shown else OMITTED
    code = person.row.resident_code if Shown.RESIDENT_CODE in shown else OMITTED
    return [
        Line(label="住民票コード", value=code, is_half=True),
        Line(label="個人番号", value=number, is_half=True),
    ]


def history_lines(person: Person) -> list[Line]:
    """統合記載欄 A and B: what happened, with the remarks that belong to it."""
    lines = []
    for row in person.history:
        event = row.event
        if event is None or event.is_special:
            continue
        text = f"{day(event.happened_on, event.happened_text)}　{event.label}"
        if event.notified_on:
            text += f"（{day(event.notified_on)}届出）"
        lines.append(Line(label="", value=f"{text}　{event.note}".strip()))
    return lines


def remark_lines(person: Person) -> list[Line]:
    """統合記載欄 C: remarks (備考). Memos are never printed."""
    return [Line(label="備考", value=text) for text in person.remarks]


def free_items(shown: frozenset[Shown], row: ResidentVersion) -> frozenset[Shown]:
    """The items that make sense of this person."""
    return shown if row.kind == FOREIGN else shown - FOREIGN_ITEMS
