# SPDX-License-Identifier: Apache-2.0
"""Letters of the register: 通知票, 受理通知, 通知書, and 不在住証明書.

Whom a letter about an event goes to, and what it says, is the register's to decide
(register.public: acceptance_notice, householder_notice, authority_paper).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from daicho.domains.certificates.papers.content import Block, Content, Line, Receiver
from daicho.domains.certificates.papers.person import Person, address_of, birth_of, day
from daicho.domains.register.public import (
    AcceptanceNotice,
    AuthorityPaper,
    HouseholderNotice,
    ResidentVersion,
)

# What a resident record says (住民票の記載事項); office notes and codes have no place in a letter.
TOLD_ITEMS = frozenset({
    "name", "kana", "former_name", "former_name_kana", "alias", "alias_kana", "birth_date", "sex",
    "householder_name", "relationship", "registered_domicile", "registry_head", "address",
    "building", "moved_in_on", "became_resident_on", "foreign_resident_on", "previous_address",
    "status", "ceased_on", "cease_reason", "moved_to_planned", "moved_to", "nationality",
    "article_30_45", "residence_status", "residence_period", "residence_until",
    "residence_card_no",
})  # fmt: skip
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


def acceptance(notice: AcceptanceNotice, people: Collection[int]) -> Content:
    """住民異動届受理通知 (標準 4.1.0.3): to the address before the event, as the register says."""
    common = Block(
        lines=(
            Line(label="届出日", value=day(notice.notified_on), is_half=True),
            Line(label="異動事由", value=notice.reason, is_half=True),
            Line(label="届出人", value=notice.notifier),
        )
    )
    movers = zip(notice.addressee_nos, notice.people, strict=True)
    return Content(
        title="住民異動届受理通知", receiver=_receiver(notice),
        paragraphs=("次の届出を受理しましたので通知します。",),
        blocks=(
            common,
            *(
                Block(person=number, lines=(Line(label="異動者", value=name),))
                for number, name in movers if number in people
            ),
        ),
    )  # fmt: skip


def householder_notice(notice: HouseholderNotice) -> Content:
    """世帯主変更通知書 (標準 4.0.5): whom the office made householder, to that person."""
    return Content(
        title="世帯主変更通知書", receiver=_receiver(notice),
        paragraphs=("職権により世帯主を次のとおり変更しましたので通知します。",),
        blocks=(
            Block(
                person=notice.addressee_no,
                lines=(
                    Line(label="変更年月日", value=day(notice.happened_on)),
                    Line(label="新しい世帯主", value=notice.householder, is_half=True),
                    Line(label="変更前の世帯主", value=notice.former_householder, is_half=True),
                ),
            ),
        ),
    )  # fmt: skip


def authority_notice(paper: AuthorityPaper, people: Collection[int]) -> Content:
    """職権記載等通知書 (標準 4.2.0.1): what the office wrote, to those whom it is about."""
    told = [one for one in paper.people if one.addressee_no in people]
    first = told[0]
    common = Block(
        lines=(
            Line(label="処理日", value=day(paper.processed_on), is_half=True),
            Line(label="異動日", value=paper.happened_on, is_half=True),
            Line(label="異動事由", value=paper.label),
            *([Line(label="理由", value=paper.ground)] if paper.ground else []),
        )
    )
    return Content(
        title="職権記載等通知書",
        receiver=Receiver(postcode=first.postcode, name=first.name,
                          address=f"{first.address}　{first.building}".strip()),
        paragraphs=("住民票について、職権により次のとおり記載等をしましたので通知します。",),
        blocks=(
            common,
            *(
                Block(
                    heading="対象者", person=one.addressee_no,
                    lines=(
                        Line(label="氏名", value=one.name),
                        *(
                            Line(label=item.label, value=changed(item.before, item.after))
                            for item in one.items if item.item in TOLD_ITEMS
                        ),
                    ),
                )
                for one in told
            ),
        ),
    )  # fmt: skip


def changed(before: str, after: str) -> str:
    """An item before and after, in one cell."""
    return f"{before}　→　{after or '（削除）'}" if before else after


def _receiver(notice: AcceptanceNotice | HouseholderNotice) -> Receiver:
    to = notice.to
    address = f"{to.address}　{to.building}".strip()
    return Receiver(postcode=to.postcode, address=address, name=to.name)


def absence_certificate(*, name: str, address: str) -> Content:
    """不在住証明書: nobody of this name is registered at this address."""
    return Content(
        title="不在住証明書",
        blocks=(Block(lines=(Line(label="氏名", value=name), Line(label="住所", value=address))),),
        sentence="上記の住所に、上記の氏名の者の住民票の記載がないことを証明する。",
    )
