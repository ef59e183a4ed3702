# SPDX-License-Identifier: Apache-2.0
"""What an application for a protective measure says (1.1.16), item by item, as it is typed.

What the register itself says of a person (氏名, 住所, 本籍, 転出先 …) is read there and not
typed again; here stands what only the application tells.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from daicho.foundation.entries.fields import EntryDate, OptionalDate, OptionalNumber
from daicho.foundation.entries.kinds import Form


class Ground(StrEnum):
    """What the person suffers (支援措置の事由)."""

    VIOLENCE = "配偶者からの暴力"
    STALKING = "ストーカー行為等"
    CHILD_ABUSE = "児童虐待"
    OTHER = "その他前各号に準ずるもの"


class Matter(StrEnum):
    """A matter in which support is asked for (支援を求める事務)."""

    INSPECTION = "住民基本台帳の閲覧"
    COPY = "住民票の写し等の交付"
    ANNEX = "戸籍の附票の写し等の交付"


class PlaceKind(StrEnum):
    """Which place of the person is to stay hidden (抑止対象の住所等)."""

    ADDRESS = "現住所"
    PREVIOUS_ADDRESS = "前住所"
    DOMICILE = "本籍"
    PREVIOUS_DOMICILE = "前本籍"
    DOMICILE_BEFORE = "前々本籍"
    OTHER = "その他"


class Contact(Form):
    """A way to reach the applicant in safety (連絡先)."""

    kind: str = Field("", title="種別", description="電話・携帯電話・メール等", max_length=40)
    text: str = Field(title="連絡先", max_length=200)


class FormerName(Form):
    """A name that the person once had."""

    name: str = Field(title="以前の氏名", max_length=200)
    kana: str = Field("", title="振り仮名", max_length=200)


class FormerPlace(Form):
    """An address or registered domicile that the register's history does not have."""

    kind: PlaceKind = Field(title="区分")
    text: str = Field(title="住所・本籍", max_length=299)


class Perpetrator(Form):
    """Who must not learn the place (加害者)."""

    name: str = Field("", title="加害者の氏名", max_length=200)
    addressee_no: OptionalNumber = Field(None, title="加害者の宛名番号")
    birth: str = Field("", title="加害者の生年月日", max_length=40)
    sex: str = Field("", title="加害者の性別", max_length=10)
    address: str = Field("", title="加害者の住所", max_length=299)
    other: str = Field("", title="その他", max_length=2000)


class BlockedPlace(Form):
    """A matter with the place that it must not tell."""

    matter: Matter = Field(title="支援を求める事務")
    place: PlaceKind = Field(title="抑止対象")
    text: str = Field("", title="抑止対象の住所等", max_length=299)


class Transfer(Form):
    """To which other municipality the application was sent (転送)."""

    municipality: str = Field(title="転送先市区町村", max_length=100)
    sent_on: EntryDate = Field(title="転送年月日")


class Companion(Form):
    """Who asks for support together with the applicant (併せて支援を求める者)."""

    addressee_no: int = Field(title="宛名番号")
    relation: str = Field("", title="申出者との関係", max_length=100)


class SupportItems(Form):
    """Everything that an application says beside the register."""

    applied_on: EntryDate = Field(title="申出・受付年月日")
    ground: Ground = Field(title="支援措置の事由")
    consulted: str = Field("", title="相談機関等とその意見", max_length=2000)
    contacts: tuple[Contact, ...] = Field((), title="連絡先")
    former_names: tuple[FormerName, ...] = Field((), title="以前の氏名")
    former_places: tuple[FormerPlace, ...] = Field((), title="前住所・前本籍等")
    perpetrators: tuple[Perpetrator, ...] = Field((), title="加害者")
    blocked: tuple[BlockedPlace, ...] = Field((), title="支援を求める事務と抑止対象")
    first_municipality: str = Field("", title="当初受付市区町村", max_length=100)
    transfer_received_on: OptionalDate = Field(None, title="転送された申出書の受付年月日")
    no_need_told_on: OptionalDate = Field(
        None, title="支援の必要性がないことを申出者へ連絡した年月日"
    )
    transfers: tuple[Transfer, ...] = Field((), title="転送")
    note: str = Field("", title="備考", max_length=2000)


class SupportApplication(SupportItems):
    """The application as it comes in: who asks, with whom, since when."""

    addressee_no: int = Field(title="申出者の宛名番号")
    companions: tuple[Companion, ...] = Field((), title="併せて支援を求める者")


def items_of(form: SupportItems) -> dict[str, Any]:
    """What is kept of a form in the application's row."""
    return form.model_dump(mode="json", exclude={"addressee_no", "companions"})
