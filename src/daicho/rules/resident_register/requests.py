# SPDX-License-Identifier: Apache-2.0
"""Who may ask for what on a copy of a resident record (住民票の写し等の交付請求).

Three doors: the person and the household (本人等, 住基法12条), authorities (公用, 12条の2) and
everybody else (第三者, 12条の3). Behind the third only the basic items (基礎証明事項) are open, and
the reason is looked at. Numbers of articles are those the seeds name; paragraphs are unverified.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from daicho.kernel.findings import Finding, Severity


class Door(StrEnum):
    """On what ground a copy is asked for (請求区分)."""

    SELF = "self"
    OFFICIAL = "official"
    THIRD_PARTY = "third_party"

    @property
    def label_ja(self) -> str:
        """As forms and the issue history say it."""
        return _DOOR_LABELS[self]

    @property
    def citation(self) -> str:
        """The article that opens this door."""
        return _DOOR_CITATIONS[self]


_DOOR_LABELS = {Door.SELF: "本人等", Door.OFFICIAL: "公用", Door.THIRD_PARTY: "第三者"}
_DOOR_CITATIONS = {
    Door.SELF: "住基法12条",
    Door.OFFICIAL: "住基法12条の2",
    Door.THIRD_PARTY: "住基法12条の3",
}


class Relation(StrEnum):
    """What the asker is to the person on the copy (請求者と対象者の関係)."""

    OWN = "own"
    HOUSEHOLD = "household"
    OTHER = "other"

    @property
    def label_ja(self) -> str:
        """In words."""
        return {"own": "本人", "household": "同一世帯員", "other": "その他"}[self.value]


class Bearer(StrEnum):
    """Who comes to the counter (来庁者)."""

    ASKER = "asker"
    AGENT = "agent"  # 代理人: decides for the asker
    MESSENGER = "messenger"  # 使者: only carries

    @property
    def label_ja(self) -> str:
        """In words."""
        return {"asker": "請求者", "agent": "代理人", "messenger": "使者"}[self.value]


class Shown(StrEnum):
    """Items that are left out unless they are asked for (省略できる記載事項, 標準 5.1)."""

    HOUSEHOLDER = "householder"
    REGISTRY = "registry"
    INDIVIDUAL_NUMBER = "individual_number"
    RESIDENT_CODE = "resident_code"
    NATIONALITY = "nationality"
    ARTICLE_30_45 = "article_30_45"
    RESIDENCE_STATUS = "residence_status"
    RESIDENCE_PERIOD = "residence_period"
    RESIDENCE_UNTIL = "residence_until"
    RESIDENCE_CARD = "residence_card"
    ALIAS_HISTORY = "alias_history"
    HISTORY = "history"
    REMARKS = "remarks"
    KANA = "kana"

    @property
    def label_ja(self) -> str:
        """As the form and the issue history say it."""
        return _SHOWN_LABELS[self]


_SHOWN_LABELS = {
    Shown.HOUSEHOLDER: "世帯主・続柄",
    Shown.REGISTRY: "本籍・筆頭者",
    Shown.INDIVIDUAL_NUMBER: "個人番号",
    Shown.RESIDENT_CODE: "住民票コード",
    Shown.NATIONALITY: "国籍・地域",
    Shown.ARTICLE_30_45: "法第30条の45の区分",
    Shown.RESIDENCE_STATUS: "在留資格",
    Shown.RESIDENCE_PERIOD: "在留期間等",
    Shown.RESIDENCE_UNTIL: "在留期間の満了の日",
    Shown.RESIDENCE_CARD: "在留カード等の番号",
    Shown.ALIAS_HISTORY: "通称の記載及び削除に関する事項",
    Shown.HISTORY: "異動履歴",
    Shown.REMARKS: "備考",
    Shown.KANA: "フリガナ",
}
FOREIGN_ITEMS = frozenset(
    {
        Shown.NATIONALITY, Shown.ARTICLE_30_45, Shown.RESIDENCE_STATUS, Shown.RESIDENCE_PERIOD,
        Shown.RESIDENCE_UNTIL, Shown.RESIDENCE_CARD, Shown.ALIAS_HISTORY,
    }
)  # fmt: skip
# Never through the third door; the numbers of a person go to the person or to an authority.
NUMBERS = frozenset({Shown.INDIVIDUAL_NUMBER, Shown.RESIDENT_CODE})
# Beyond the basic items: a third party needs a reason of its own for each of these.
BEYOND_BASIC = frozenset(Shown) - NUMBERS - {Shown.KANA}
LONGEST_COPIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A request as far as the law looks at it."""

    door: Door
    relation: Relation
    asker: str
    asker_address: str = ""
    identity: str = ""  # 本人確認の方法
    purpose: str = ""  # 請求事由
    special_reason: str = ""  # 基礎証明事項以外を必要とする理由
    legal_ground: str = ""  # 公用: 根拠法令
    is_number_use: bool = False  # 公用: 番号法の利用事務である
    bearer: Bearer = Bearer.ASKER
    bearer_name: str = ""
    mandate: str = ""  # 委任状その他の権限の確認
    shown: frozenset[Shown] = frozenset()
    copies: int = 1


def judge_request(asking: Asking) -> tuple[Finding, ...]:
    """Everything that speaks against the request, all at once; alerts are warnings."""
    door = {
        Door.SELF: _judge_self,
        Door.OFFICIAL: _judge_official,
        Door.THIRD_PARTY: _judge_third_party,
    }[asking.door]
    return (*_judge_everybody(asking), *_judge_bearer(asking), *door(asking))


def _judge_everybody(asking: Asking) -> list[Finding]:
    found = []
    if not asking.asker.strip():
        found.append(_stop("no_asker", "請求者の氏名(名称)を入力してください。", asking.door))
    if not asking.identity.strip():
        found.append(_stop("no_identity", "本人確認の方法を入力してください。", asking.door))
    if not 1 <= asking.copies <= LONGEST_COPIES:
        found.append(_stop("copies", f"枚数は1〜{LONGEST_COPIES}で入力してください。", asking.door))
    return found


def _judge_bearer(asking: Asking) -> list[Finding]:
    if asking.bearer is Bearer.ASKER:
        return []
    found = []
    if not asking.bearer_name.strip():
        text = f"{asking.bearer.label_ja}の氏名を入力してください。"
        found.append(_stop("no_bearer", text, asking.door))
    if not asking.mandate.strip():
        text = f"{asking.bearer.label_ja}の権限(委任状など)の確認を入力してください。"
        found.append(_stop("no_mandate", text, asking.door))
    if asking.bearer is Bearer.AGENT and asking.door is Door.SELF and asking.shown & NUMBERS:
        text = "代理人の請求で番号(コード)を記載したものは、窓口で渡さず本人へ郵送します。"
        found.append(_warn("number_to_agent", text, asking.door))
    return found


def _judge_self(asking: Asking) -> list[Finding]:
    if asking.relation is Relation.OTHER:
        text = "本人または同一世帯員でない人の請求は、第三者請求か公用請求で受け付けてください。"
        return [_stop("not_self", text, asking.door)]
    return []


def _judge_official(asking: Asking) -> list[Finding]:
    found = []
    if not asking.legal_ground.strip():
        found.append(_stop("no_ground", "公用請求の根拠法令を入力してください。", asking.door))
    if not asking.purpose.strip():
        found.append(_stop("no_purpose", "公用請求の請求事由を入力してください。", asking.door))
    if Shown.INDIVIDUAL_NUMBER in asking.shown and not asking.is_number_use:
        text = "個人番号は、番号法の利用事務を行う機関の請求でなければ記載できません。"
        found.append(_stop("number_without_use", text, asking.door))
    return found


def _judge_third_party(asking: Asking) -> list[Finding]:
    found = []
    if not asking.asker_address.strip():
        found.append(_stop("no_address", "請求者の住所(所在地)を入力してください。", asking.door))
    if not asking.purpose.strip():
        text = "第三者の請求には、請求事由(正当な理由)が必要です。"
        found.append(_stop("no_purpose", text, asking.door))
    numbers = _labels(asking.shown & NUMBERS)
    if numbers:
        text = f"第三者の請求では{numbers}を記載できません。"
        found.append(_stop("number_to_third_party", text, asking.door))
    beyond = _labels(asking.shown & BEYOND_BASIC)
    if beyond and not asking.special_reason.strip():
        text = f"第三者の請求で{beyond}を記載するには、それを必要とする理由を入力してください。"
        found.append(_stop("beyond_basic", text, asking.door))
    return found


def _labels(items: frozenset[Shown]) -> str:
    return "・".join(item.label_ja for item in Shown if item in items)


def _stop(code: str, message: str, door: Door) -> Finding:
    return Finding(f"certificate.{code}", Severity.ERROR, message, citation=door.citation)


def _warn(code: str, message: str, door: Door) -> Finding:
    return Finding(f"certificate.{code}", Severity.WARNING, message, citation=door.citation)
