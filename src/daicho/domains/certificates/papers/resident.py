# SPDX-License-Identifier: Apache-2.0
"""住民票の写し (one person, household), 除票の写し, 記載事項証明書."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from daicho.domains.certificates.papers.content import Block, Content, Line
from daicho.domains.certificates.papers.person import (
    Person,
    address_of,
    alias_annex,
    birth_of,
    day,
    history_lines,
    person_lines,
    remark_lines,
)
from daicho.domains.register.public import ResidentVersion
from daicho.rules.resident_register.requests import Shown

COPY_SENTENCE = "この写しは、住民票の原本と相違ないことを証明する。"
REMOVED_SENTENCE = "この写しは、除票の原本と相違ないことを証明する。"
ENTRIES_SENTENCE = "上記の事項は、住民票に記載があることを証明する。"
REMOVED_ENTRIES_SENTENCE = "上記の事項は、除票に記載があることを証明する。"
CEASED = {"moved_out": "転出", "dead": "死亡", "removed": "職権消除"}


def resident_copy(people: Sequence[Person], shown: frozenset[Shown]) -> Content:
    """住民票の写し of one person."""
    return Content(
        title="住民票の写し", subtitle="（個人票）", sentence=COPY_SENTENCE,
        blocks=tuple(block for person in people for block in _single(person, shown)),
    )  # fmt: skip


def household_copy(people: Sequence[Person], shown: frozenset[Shown]) -> Content:
    """住民票の写し（世帯連記式）: address and householder once, up to four members a page."""
    row = people[0].row
    householder = row.householder_name if Shown.HOUSEHOLDER in shown else "省略"
    common = Block(
        lines=(
            Line(label="住所", value=address_of(row)),
            Line(label="世帯主", value=householder),
        )
    )
    members = [
        Block(
            person=person.row.addressee_no,
            lines=tuple(person_lines(person, shown, in_list=True)),
        )
        for person in people
    ]  # fmt: skip
    notes = [block for person in people for block in _integrated(person, shown, is_named=True)]
    notes += [block for person in people for block in alias_annex(person, shown)]
    return Content(
        title="住民票の写し", subtitle="（世帯連記式）", sentence=COPY_SENTENCE,
        blocks=(common, *members, *notes), blocks_a_page=4,
    )  # fmt: skip


def removed_copy(people: Sequence[Person], shown: frozenset[Shown]) -> Content:
    """住民票の除票の写し, with what only removed records have."""
    blocks: list[Block] = []
    for person in people:
        first, *rest = _single(person, shown - {Shown.RESIDENT_CODE})
        blocks += [first, removal_block(person.row), *rest]
    return Content(title="住民票の除票の写し", sentence=REMOVED_SENTENCE, blocks=tuple(blocks))


def removal_block(row: ResidentVersion) -> Block:
    """除票固有の記載事項 (標準 1.1.5)."""
    lines = [
        Line(label="消除の事由", value=row.cease_reason or CEASED.get(row.status, ""),
             is_half=True),
        Line(label="消除の年月日", value=day(row.ceased_on, row.ceased_text), is_half=True),
        Line(label="届出日", value=day(row.cease_notified_on), is_half=True),
    ]  # fmt: skip
    if row.status == "moved_out":
        lines += [
            Line(label="転出先(予定)", value=row.moved_to_planned),
            Line(label="転出先(確定)", value=row.moved_to),
            Line(label="転入通知年月日", value=day(row.move_in_notice_on), is_half=True),
        ]
    return Block(heading="除票の記載事項", lines=tuple(lines))


# What an applicant's own form may ask for; the value always comes from the register.
ENTRY_ITEMS: Mapping[str, str] = {
    "name": "氏名",
    "birth": "生年月日",
    "sex": "性別",
    "address": "住所",
    "moved_in": "住所を定めた日",
    "became": "住民となった日",
    "previous": "転入前住所",
    "ceased": "消除の年月日",
}


def entries_certificate(
    people: Sequence[Person], shown: frozenset[Shown], *, items: Sequence[tuple[str, str]],
    is_removed: bool,
) -> Content:  # fmt: skip
    """住民票記載事項証明書: the chosen items, under the words of the applicant's own form.

    `items`: pairs of an item's code and the label to print (empty: our own).
    """
    blocks = []
    for person in people:
        lines = [
            Line(label=label or ENTRY_ITEMS[code], value=entry_value(person.row, code))
            for code, label in items
        ]
        extra = [line for line in person_lines(person, shown, in_list=False)
                 if line.label in _labels_of(shown)]  # fmt: skip
        blocks.append(Block(lines=(*lines, *extra), person=person.row.addressee_no))
        blocks += _integrated(person, shown, is_named=len(people) > 1)
    blocks += [block for person in people for block in alias_annex(person, shown)]
    title = "住民票除票記載事項証明書" if is_removed else "住民票記載事項証明書"
    sentence = REMOVED_ENTRIES_SENTENCE if is_removed else ENTRIES_SENTENCE
    return Content(title=title, sentence=sentence, blocks=tuple(blocks))


def entry_value(row: ResidentVersion, code: str) -> str:
    """One item of a record, in words."""
    read = {
        "name": lambda: row.name,
        "birth": lambda: birth_of(row),
        "sex": lambda: {1: "女", 2: "男"}.get(row.sex, ""),
        "address": lambda: address_of(row),
        "moved_in": lambda: day(row.moved_in_on, row.moved_in_text),
        "became": lambda: day(row.became_resident_on, row.became_resident_text),
        "previous": lambda: row.previous_address,
        "ceased": lambda: day(row.ceased_on, row.ceased_text),
    }
    return read[code]()


def _labels_of(shown: frozenset[Shown]) -> frozenset[str]:
    labels = {item.label_ja for item in shown}
    if Shown.HOUSEHOLDER in shown:
        labels |= {"世帯主", "続柄"}
    if Shown.REGISTRY in shown:
        labels |= {"本籍", "筆頭者"}
    if Shown.ALIAS_HISTORY in shown:
        labels.add("通称の記載・削除")
    return frozenset(labels)


def _single(person: Person, shown: frozenset[Shown]) -> list[Block]:
    whole = Block(
        lines=tuple(person_lines(person, shown, in_list=False)), person=person.row.addressee_no
    )
    return [whole, *_integrated(person, shown, is_named=False), *alias_annex(person, shown)]


def _integrated(person: Person, shown: frozenset[Shown], *, is_named: bool) -> list[Block]:
    """統合記載欄, only where asked for and only when there is something to say."""
    lines = history_lines(person) if Shown.HISTORY in shown else []
    if Shown.REMARKS in shown:
        lines += remark_lines(person)
    if not lines:
        return []
    heading = f"統合記載欄　{person.row.name}" if is_named else "統合記載欄"
    return [Block(heading=heading, lines=tuple(lines))]
