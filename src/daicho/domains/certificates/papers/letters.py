# SPDX-License-Identifier: Apache-2.0
"""Letters and records of the office: what each of them says, from what was read before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from daicho.domains.certificates.papers.content import Block, Content, Line, Receiver
from daicho.domains.certificates.papers.notices import changed, receiver_of
from daicho.domains.certificates.papers.person import SEXES, Person, address_of, birth_of, day
from daicho.domains.register.public import AuthorityPaper, ResidentVersion, WardNotice
from daicho.domains.support.public import EndNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkWords:
    """What a bulk change (一括変更) says of one household or person."""

    label: str  # 住所, 本籍, 振り仮名
    title: str  # 件名
    happened_on: str
    before: str = field(repr=False)
    after: str = field(repr=False)
    is_done: bool


def householder_request(
    to: ResidentVersion, members: Sequence[ResidentVersion], *, reply_by: str
) -> Content:
    """世帯主変更依頼通知書 (標準 4.0.5): a household without a householder is asked for one."""
    lines = [Line(label="世帯員", value=f"{row.name}　（{row.relationship}）") for row in members]
    limit = f"{reply_by}までに、" if reply_by else ""
    return Content(
        title="世帯主変更依頼通知書", receiver=receiver_of(to),
        paragraphs=(
            "あなたの世帯は、世帯主が世帯からいなくなったため、住民票に世帯主の記載がありません。",
            f"{limit}新しい世帯主を定めて、世帯変更の届出をしてください。",
        ),
        blocks=(
            Block(
                person=to.addressee_no,
                lines=(
                    Line(label="住所", value=address_of(to)),
                    *([Line(label="届出の期限", value=reply_by)] if reply_by else []),
                    *lines,
                ),
            ),
        ),
    )  # fmt: skip


def move_in_inquiry(people: Sequence[Person], *, municipality: str) -> Content:
    """転入通知未着照会書 (標準 4.1.3.1.4): has the person moved in there?"""
    row = people[0].row
    common = Block(
        lines=(
            Line(label="転出前の住所", value=address_of(row)),
            Line(label="転出先(予定)", value=row.moved_to_planned),
            Line(label="届出日", value=day(row.cease_notified_on), is_half=True),
            Line(label="転出年月日", value=day(row.ceased_on, row.ceased_text), is_half=True),
        )
    )
    return Content(
        title="転入通知未着照会書",
        receiver=Receiver(postcode="", address="", name=f"{municipality}長"),
        paragraphs=(
            "次の人について、貴市区町村へ転出する旨の届出を受けましたが、転入の通知がまだありま"
            "せん。転入の届出の有無をお調べのうえ、下の欄に記入してご回答ください。",
        ),
        blocks=(common, *(_asked_about(one.row) for one in people), _ANSWER),
    )  # fmt: skip


_ANSWER = Block(
    heading="回答欄",
    lines=(
        Line(label="転入の届出", value="□　あり　　　　□　なし"),
        Line(label="転入年月日", value="　　　　年　　　月　　　日"),
        Line(label="転入先の住所", value=""),
        Line(label="備考", value=""),
        Line(label="回答者", value=""),
    ),
)


def _asked_about(row: ResidentVersion) -> Block:
    return Block(
        heading="照会する人", person=row.addressee_no,
        lines=(
            Line(label="氏名", value=row.name),
            Line(label="生年月日", value=birth_of(row), is_half=True),
            Line(label="性別", value=SEXES.get(row.sex, ""), is_half=True),
        ),
    )  # fmt: skip


def authority_record(paper: AuthorityPaper) -> Content:
    """職権記録書 (標準 4.2.0.1): the office's own record of what it wrote, for the file."""
    common = Block(
        lines=(
            Line(label="異動事由", value=paper.label, is_half=True),
            Line(label="根拠", value=paper.basis, is_half=True),
            Line(label="異動日", value=paper.happened_on, is_half=True),
            Line(label="処理日", value=day(paper.processed_on), is_half=True),
            Line(label="申出日・通知日等", value=day(paper.notified_on), is_half=True),
            Line(label="異動番号", value=str(paper.event_no), is_half=True),
            Line(label="理由", value=paper.ground),
            Line(label="留意事項", value=paper.note),
            Line(label="入力者", value=paper.entered_by, is_half=True),
            Line(label="審査者", value=paper.checked_by, is_half=True),
        )
    )
    people = [
        Block(
            heading="対象者", person=one.addressee_no,
            lines=(
                Line(label="宛名番号", value=str(one.addressee_no), is_half=True),
                Line(label="氏名", value=one.name, is_half=True),
                *(
                    Line(label=item.label, value=changed(item.before, item.after))
                    for item in one.items
                ),
            ),
        )
        for one in paper.people
    ]  # fmt: skip
    return Content(title="職権記録書", blocks=(common, *people))


def ward_notice(notice: WardNotice, row: ResidentVersion, *, municipality: str) -> Content:
    """成年被後見人転出通知書 (標準 9.4): to the municipality that an adult ward moved to."""
    return Content(
        title="成年被後見人転出通知書",
        receiver=Receiver(postcode="", address="", name=f"{municipality}長"),
        paragraphs=("成年被後見人である次の人が貴市区町村へ転出しましたので通知します。",),
        blocks=(
            Block(
                person=notice.addressee_no,
                lines=(
                    Line(label="氏名", value=row.name),
                    Line(label="生年月日", value=birth_of(row)),
                    Line(label="転出前の住所", value=address_of(row)),
                    Line(label="転出先", value=notice.moved_to),
                    Line(label="転出年月日", value=day(notice.moved_out_on)),
                ),
            ),
        ),
    )  # fmt: skip


def support_end_notice(notice: EndNotice) -> Content:
    """支援措置期間終了通知 (標準 3.4, 20.5.1): which term ends, from when it can be extended."""
    address = f"{notice.address}　{notice.building}".strip()
    return Content(
        title="支援措置期間終了通知",
        receiver=Receiver(postcode=notice.postcode, address=address, name=notice.name),
        paragraphs=(
            "あなたの支援措置の期間は、次の日に終了します。引き続き支援を希望するときは、"
            "延長の申出ができる期間のうちに申出をしてください。",
        ),
        blocks=(
            Block(
                person=notice.addressee_no,
                lines=(
                    Line(label="氏名", value=notice.name),
                    Line(label="支援措置の期間", value=f"{day(notice.first)}〜{day(notice.last)}"),
                    Line(label="終了年月日", value=day(notice.last)),
                    Line(
                        label="延長の申出",
                        value=f"{day(notice.extendable_from)}から{day(notice.last)}まで",
                    ),
                ),
            ),
        ),
    )  # fmt: skip


def bulk_notice(people: Sequence[Person], words: BulkWords) -> Content:
    """住所等の一括変更の通知 (標準 9.7), before (事前) or after (事後)."""
    verb = "変更しましたので" if words.is_done else "変更する予定ですので"
    return Content(
        title=f"{words.label}の変更のお知らせ", receiver=receiver_of(people[0].row),
        paragraphs=(
            f"{words.title}により、住民票の{words.label}の記載を次のとおり{verb}お知らせします。",
            *(() if words.is_done else ("この変更について届出は必要ありません。",)),
        ),
        blocks=(
            Block(
                lines=(
                    Line(label="変更年月日", value=words.happened_on),
                    Line(label=f"変更前の{words.label}", value=words.before),
                    Line(label=f"変更後の{words.label}", value=words.after),
                )
            ),
            *(
                Block(
                    person=one.row.addressee_no,
                    lines=(Line(label="対象者", value=one.row.name),),
                )
                for one in people
            ),
        ),
    )  # fmt: skip
