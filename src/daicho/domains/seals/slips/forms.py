# SPDX-License-Identifier: Apache-2.0
"""What is typed on the slips of seal registration."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from daicho.domains.seals.models import SealRoute
from daicho.foundation.entries.fields import EntryDate, OptionalNumber
from daicho.foundation.entries.kinds import Form
from daicho.rules.resident_register.seals import SealDefect


class LossKind(StrEnum):
    """What was lost; either ends the registration."""

    CARD = "印鑑登録証の亡失"
    SEAL = "登録した印鑑の亡失"


class RestoreChoice(StrEnum):
    """What becomes of a registration whose end was caused by a cancelled event."""

    RESTORE = "回復する"
    LEAVE = "回復しない"


class SealLook(Form):
    """What the eye says of the seal."""

    is_soft: bool = Field(False, title=str(SealDefect.SOFT))
    is_unclear: bool = Field(False, title=str(SealDefect.UNCLEAR))
    is_illegible: bool = Field(False, title=str(SealDefect.ILLEGIBLE))
    has_no_frame: bool = Field(False, title=str(SealDefect.NO_FRAME))
    is_reversed: bool = Field(False, title=str(SealDefect.REVERSED))
    tells_other: bool = Field(False, title=str(SealDefect.OTHER_MATTER))
    is_of_another: bool = Field(False, title="他の人が登録している印鑑")

    @property
    def defects(self) -> frozenset[SealDefect]:
        """The defects that were ticked."""
        ticked = (
            self.is_soft, self.is_unclear, self.is_illegible, self.has_no_frame,
            self.is_reversed, self.tells_other,
        )  # fmt: skip
        return frozenset(
            one for one, is_ticked in zip(SealDefect, ticked, strict=True) if is_ticked
        )


class SealAgent(Form):
    """Who acts for the person (代理人), and how the mandate was checked."""

    name: str = Field("", title="代理人の氏名", max_length=200)
    mandate: str = Field("", title="委任の確認", max_length=200,
                         description="例: 委任状（登録する印鑑の押印あり）")  # fmt: skip


class SealGuarantor(Form):
    """Who vouches for the person with a seal registered here or elsewhere (保証人)."""

    name: str = Field("", title="保証人の氏名", max_length=200)
    number: OptionalNumber = Field(None, title="保証人の印鑑登録番号(当市区町村のとき)")
    municipality: str = Field("", title="保証人の登録市区町村(他のとき)", max_length=100)
    is_compared: bool = Field(False, title="保証人の印影を照合した")


class AboutPerson(Form):
    """Every slip is about one person."""

    addressee_no: int = Field(title="宛名番号")


class SealApplication(AboutPerson):
    """登録申請."""

    applied_on: EntryDate = Field(title="申請日")
    route: SealRoute = Field(title="本人確認の方法")
    image_no: int = Field(title="印影の番号", description="印影の読取で付いた番号")
    text: str = Field(title="印鑑の文字", min_length=1, max_length=60)
    look: SealLook = Field(default_factory=SealLook, title="印鑑を見て当てはまるもの")
    identity: str = Field("", title="本人確認書類", max_length=200,
                          description="例: 個人番号カード、運転免許証")  # fmt: skip
    has_capacity: bool = Field(False, title="本人の意思を確認した")
    has_guardian: bool = Field(False, title="法定代理人が同行している（成年被後見人のとき）")
    guarantor: SealGuarantor = Field(default_factory=SealGuarantor, title="保証人")
    agent: SealAgent = Field(default_factory=SealAgent, title="代理人")
    card_no: OptionalNumber = Field(None, title="交付する印鑑登録証の番号(即日のとき)")
    note: str = Field("", title="備考", max_length=500)


class InquiryAnswer(AboutPerson):
    """照会書の回答."""

    answered_on: EntryDate = Field(title="回答書の受付日")
    identity: str = Field(title="本人確認書類", min_length=1, max_length=200)
    is_signed: bool = Field(False, title="回答書に本人の署名と登録する印鑑の押印がある")
    agent: SealAgent = Field(default_factory=SealAgent, title="代理人")
    card_no: int = Field(title="交付する印鑑登録証の番号")


class SealAbolition(AboutPerson):
    """廃止の申請."""

    applied_on: EntryDate = Field(title="申請日")
    returns_card: bool = Field(False, title="印鑑登録証を返納した")
    identity: str = Field(title="本人確認書類", min_length=1, max_length=200)
    agent: SealAgent = Field(default_factory=SealAgent, title="代理人")


class SealLoss(AboutPerson):
    """亡失の届出."""

    notified_on: EntryDate = Field(title="届出日")
    lost: LossKind = Field(title="亡失したもの")
    identity: str = Field(title="本人確認書類", min_length=1, max_length=200)
    agent: SealAgent = Field(default_factory=SealAgent, title="代理人")


class SealCancellation(AboutPerson):
    """職権抹消."""

    reason: str = Field(title="抹消の事由", min_length=1, max_length=500)
    needs_notice: bool = Field(False, title="本人に通知する")


class SealCorrection(AboutPerson):
    """修正."""

    text: str = Field(title="印鑑の文字", min_length=1, max_length=60)
    reason: str = Field(title="修正の理由", min_length=1, max_length=500)


class CardExchange(AboutPerson):
    """引替交付 of a card that is soiled or broken."""

    applied_on: EntryDate = Field(title="申請日")
    has_old_card: bool = Field(False, title="今の印鑑登録証を回収した")
    identity: str = Field(title="本人確認書類", min_length=1, max_length=200)
    agent: SealAgent = Field(default_factory=SealAgent, title="代理人")
    card_no: int = Field(title="新しい印鑑登録証の番号")


class HoldRelease(AboutPerson):
    """保留の解除."""

    has_guardian: bool = Field(False, title="法定代理人の同行と本人の意思を確認した")
    reason: str = Field(title="解除の理由", min_length=1, max_length=500)


class SealRestoration(AboutPerson):
    """抹消の回復."""

    number: int = Field(title="印鑑登録番号")
    decision: RestoreChoice = Field(title="回復するか")
    reason: str = Field(title="理由", min_length=1, max_length=500)
