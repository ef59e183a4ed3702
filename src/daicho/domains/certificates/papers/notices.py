# SPDX-License-Identifier: Apache-2.0
"""Letters of the register: 通知票, 受理通知, 通知書, and 不在住証明書."""

from __future__ import annotations

from collections.abc import Sequence

from daicho.domains.certificates.papers.content import Block, Content, Line, Receiver
from daicho.domains.certificates.papers.person import Person, address_of, birth_of, day
from daicho.domains.register.public import ResidentVersion

CODE_TITLES = {
    "new": "住民票コード通知票",
    "change": "住民票コード変更通知票",
    "correction": "住民票コード修正通知票",
}
CODE_TEXTS = {
    "new": "あなたの住民票に住民票コードを記載しましたので、次のとおり通知します。",
    "change": "あなたの住民票コードを変更しましたので、次のとおり通知します。",
    "correction": "あなたの住民票コードを修正しましたので、次のとおり通知します。",
}


def receiver_of(row: ResidentVersion) -> Receiver:
    """Where post reaches the person."""
    return Receiver(postcode=row.postcode, address=address_of(row), name=row.name)


def code_notice(people: Sequence[Person], *, occasion: str) -> Content:
    """住民票コード通知票 and its two sisters."""
    row = people[0].row
    return Content(
        title=CODE_TITLES[occasion], receiver=receiver_of(row),
        paragraphs=(CODE_TEXTS[occasion],),
        blocks=(
            Block(
                person=row.addressee_no,
                lines=(
                    Line(label="氏名", value=row.name),
                    Line(label="生年月日", value=birth_of(row)),
                    Line(label="住民票コード", value=row.resident_code),
                ),
            ),
        ),
    )  # fmt: skip


def event_notice(people: Sequence[Person], *, title: str, text: str) -> Content:
    """A letter about the last event of a person: 受理通知, 職権記載等通知書, 世帯主変更通知書."""
    row = people[0].row
    event = row.event
    lines = [Line(label="氏名", value=person.row.name) for person in people]
    if event is not None:
        lines = [
            Line(label="届出日", value=day(event.notified_on), is_half=True),
            Line(label="異動日", value=day(event.happened_on, event.happened_text), is_half=True),
            Line(label="異動事由", value=event.label),
            Line(label="届出人", value=event.notifier),
            *lines,
        ]
    return Content(
        title=title, receiver=receiver_of(row), paragraphs=(text,),
        blocks=(Block(lines=tuple(lines), person=row.addressee_no),),
    )  # fmt: skip


def householder_notice(people: Sequence[Person]) -> Content:
    """世帯主変更通知書: who heads the household now, and how the letter's reader is related."""
    row = people[0].row
    return Content(
        title="世帯主変更通知書", receiver=receiver_of(row),
        paragraphs=("世帯主に変更がありましたので、次のとおり通知します。",),
        blocks=(
            Block(
                person=row.addressee_no,
                lines=(
                    Line(label="氏名", value=row.name),
                    Line(label="新しい世帯主", value=row.householder_name, is_half=True),
                    Line(label="続柄", value=row.relationship, is_half=True),
                ),
            ),
        ),
    )  # fmt: skip


def support_end_notice(people: Sequence[Person], *, ends_on: str) -> Content:
    """支援措置期間終了通知 (標準 20.5.1)."""
    row = people[0].row
    return Content(
        title="支援措置期間終了通知", receiver=receiver_of(row),
        paragraphs=(
            "あなたの支援措置の期間は、次の日に終了します。引き続き支援を希望するときは、"
            "終了日の１か月前から終了日までに延長の申出をしてください。",
        ),
        blocks=(
            Block(
                person=row.addressee_no,
                lines=(
                    Line(label="氏名", value=row.name),
                    Line(label="終了年月日", value=ends_on),
                ),
            ),
        ),
    )  # fmt: skip


def absence_certificate(*, name: str, address: str) -> Content:
    """不在住証明書: nobody of this name is registered at this address."""
    return Content(
        title="不在住証明書",
        blocks=(Block(lines=(Line(label="氏名", value=name), Line(label="住所", value=address))),),
        sentence="上記の住所に、上記の氏名の者の住民票の記載がないことを証明する。",
    )
