# SPDX-License-Identifier: Apache-2.0
"""転出証明書, and the one that counts as such (転出証明書に準ずる証明書).

No layout of the QR code is published (unverified): ours is documented in
docs/reference/moving-out-qr.md and read back by a test.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from daicho.domains.certificates.papers.content import Block, Code, Content, Line
from daicho.domains.certificates.papers.person import (
    FOREIGN,
    Person,
    address_of,
    alias_annex,
    birth_of,
    day,
    foreign_lines,
    named,
)
from daicho.domains.register.public import ResidentVersion
from daicho.rules.resident_register.entitlements import held_systems
from daicho.rules.resident_register.requests import FOREIGN_ITEMS, Shown

SENTENCE = "上記の者は、転出の届出をしたことを証明する。"
EQUIVALENT_SENTENCE = (
    "この証明書は、転出証明書に準ずる証明書として、転入届に添付すべき書類として発行したものである。"
)
SPECIAL_MARK = "特例による転出処理済"
QR_VERSION = "DAICHO-MOVEOUT/1"
ENTITLEMENTS: Mapping[str, str] = {
    "national_health": "国民健康保険",
    "late_elderly": "後期高齢者医療",
    "long_term_care": "介護保険",
    "pension": "国民年金",
    "child_allowance": "児童手当",
}


def moving_out(
    people: Sequence[Person], shown: frozenset[Shown], *, is_equivalent: bool,
    is_special_case: bool,
) -> Content:  # fmt: skip
    """The certificate for the municipality that is moved to, with all its numbers."""
    row = people[0].row
    marks = (SPECIAL_MARK,) if is_special_case else ()
    common = Block(
        lines=(
            Line(label="転出前の住所", value=address_of(row)),
            Line(label="世帯主", value=row.householder_name, is_half=True),
            Line(label=_day_label(is_equivalent), value=_planned_day(row), is_half=True),
            Line(label="転出先", value=row.moved_to_planned),
        )
    )
    return Content(
        title="転出証明書に準ずる証明書" if is_equivalent else "転出証明書", marks=marks,
        blocks=(
            common, *(_member(person, shown) for person in people),
            *(block for person in people for block in alias_annex(person, FOREIGN_ITEMS)),
        ),
        blocks_a_page=3,
        codes=tuple(qr_of(person) for person in people),
        sentence=EQUIVALENT_SENTENCE if is_equivalent else SENTENCE,
    )  # fmt: skip


def _day_label(is_equivalent: bool) -> str:
    return "転出年月日" if is_equivalent else "転出予定年月日"


def _planned_day(row: ResidentVersion) -> str:
    """The day that was notified; a 転入通知 with another day does not change the certificate."""
    return day(row.moved_out_planned_on or row.ceased_on, row.ceased_text)


def _member(person: Person, shown: frozenset[Shown]) -> Block:
    row = person.row
    names = (
        ("氏名", row.name, row.kana), ("旧氏", row.former_name, row.former_name_kana),
        ("通称", row.alias, row.alias_kana),
    )  # fmt: skip
    lines = [
        Line(label=label, value=named(name, kana, shown)) for label, name, kana in names if name
    ]
    lines += [
        Line(label="生年月日", value=birth_of(row), is_half=True),
        Line(label="性別", value={1: "女", 2: "男"}.get(row.sex, ""), is_half=True),
        Line(label="続柄", value=row.relationship, is_half=True),
        Line(label="住民票コード", value=row.resident_code, is_half=True),
        Line(label="個人番号", value=person.individual_number, is_half=True),
    ]
    if row.kind == FOREIGN:
        lines += foreign_lines(person, FOREIGN_ITEMS)
    else:
        lines += [
            Line(label="本籍", value=row.registered_domicile),
            Line(label="筆頭者", value=row.registry_head),
        ]
    return Block(heading="転出する人", person=row.addressee_no, lines=(*lines, *_entitlements(row)))


def _entitlements(row: ResidentVersion) -> list[Line]:
    systems = held_systems(row.entitlements)
    held = [label for code, label in ENTITLEMENTS.items() if code in systems]
    return [Line(label="資格", value="・".join(held))] if held else []


def qr_of(person: Person) -> Code:
    """What the other municipality reads instead of typing."""
    row = person.row
    values = {
        "v": QR_VERSION, "name": row.name, "kana": row.kana, "former": row.former_name,
        "alias": row.alias, "birth": row.birth_date_text or str(row.birth_date or ""),
        "sex": row.sex, "rel": row.relationship, "head": row.householder_name,
        "addr": address_of(row), "to": row.moved_to_planned, "on": str(row.ceased_on or ""),
        "domicile": row.registered_domicile, "registry_head": row.registry_head,
        "code": row.resident_code, "number": person.individual_number,
    }  # fmt: skip
    payload = json.dumps(
        {key: value for key, value in values.items() if value not in ("", None)},
        ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip
    return Code(caption=f"転入届用 {row.relationship}", payload=payload)
