# SPDX-License-Identifier: Apache-2.0
"""Registrations of seals, what became of each, their images, the cards (印鑑登録証).

A registration's row says how it stands now; every step that led there is a `SealStep`, which the
database refuses to change or delete, like the images.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class SealStatus(models.TextChoices):
    """How a registration stands. Only `REGISTERED` is ever certified."""

    INQUIRING = "inquiring", "照会中"
    REGISTERED = "registered", "登録"
    ABOLISHED = "abolished", "廃止"
    LOST = "lost", "亡失"
    CANCELLED = "cancelled", "抹消"


LIVE = (SealStatus.INQUIRING, SealStatus.REGISTERED)


class SealRoute(models.TextChoices):
    """How it was made sure that the person wants it."""

    DOCUMENT = "document", "官公署発行の顔写真付き本人確認書類（即日）"
    INQUIRY = "inquiry", "照会書の郵送"
    GUARANTOR = "guarantor", "保証人（即日）"


class SealStepKind(models.TextChoices):
    """What a step did."""

    INQUIRE = "inquire", "登録申請（照会書の発送）"
    REGISTER = "register", "登録"
    CORRECT = "correct", "修正"
    EXCHANGE = "exchange", "印鑑登録証の引替交付"
    ABOLISH = "abolish", "廃止"
    LOSE = "lose", "亡失"
    CANCEL = "cancel", "職権抹消"
    LAPSE = "lapse", "回答期限の経過による抹消"
    HOLD = "hold", "証明の保留"
    RELEASE = "release", "保留の解除"
    REVOKED = "revoked", "抹消の原因となった異動の取消し"
    RESTORE = "restore", "抹消の回復"
    NOTIFY = "notify", "抹消の通知"


class CardStatus(models.TextChoices):
    """Where a card is."""

    STOCK = "stock", "在庫"
    ISSUED = "issued", "交付"
    RETURNED = "returned", "返納・引替回収"
    LOST = "lost", "亡失"
    ENDED = "ended", "失効"  # the registration ended while the person kept it
    SPOILT = "spoilt", "廃棄"


class SealImage(models.Model):
    """A scanned imprint: the cropped image and the original file, both sealed; never changed."""

    addressee_no = models.BigIntegerField("宛名番号")
    png = models.BinaryField("印影")
    original = models.BinaryField("読み取った画像")
    media = models.CharField("元の形式", max_length=8)
    sha256 = models.CharField("元の画像のハッシュ値", max_length=64)
    width = models.IntegerField("印影の幅")  # tenths of a millimetre, like all here
    height = models.IntegerField("印影の高さ")
    paper_width = models.IntegerField("画像の幅")
    paper_height = models.IntegerField("画像の高さ")
    dpi = models.DecimalField("解像度", max_digits=8, decimal_places=2)
    scanned_by = models.TextField("読取者")
    scanned_at = models.DateTimeField("読取日時")
    terminal = models.TextField("端末")

    class Meta:
        verbose_name = "印影"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["addressee_no"], name="seals_image_person")
        ]


class SealRegistration(models.Model):
    """One registration of one seal; a person has at most one that is live."""

    number = models.BigIntegerField("印鑑登録番号", unique=True)
    addressee_no = models.BigIntegerField("宛名番号")
    status = models.CharField("状態", max_length=12, choices=SealStatus.choices)
    route = models.CharField("登録方法", max_length=12, choices=SealRoute.choices)
    image = models.ForeignKey(
        SealImage, models.PROTECT, related_name="registrations", verbose_name="印影"
    )
    text = models.TextField("印鑑の文字")
    card_no = models.BigIntegerField("印鑑登録証番号", null=True)
    applied_on = models.DateField("申請日")
    answer_until = models.DateField("回答期限", null=True)
    registered_on = models.DateField("登録日", null=True)
    ended_on = models.DateField("抹消日", null=True)
    end_reason = models.TextField("抹消の事由", blank=True)
    ended_by_event = models.BigIntegerField("抹消の原因となった異動", null=True)
    is_revoked = models.BooleanField("原因の異動の取消しあり", default=False)
    is_held = models.BooleanField("証明の保留", default=False)
    has_guardian = models.BooleanField("法定代理人の同行により登録", default=False)
    identity = models.TextField("本人確認", blank=True)
    agent = models.TextField("代理人", blank=True)
    mandate = models.TextField("委任の確認", blank=True)
    guarantor = models.TextField("保証人", blank=True)
    note = models.TextField("備考", blank=True)

    class Meta:
        verbose_name = "印鑑登録"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["addressee_no"], name="seals_registration_person"),
            models.Index(
                fields=["answer_until"], name="seals_registration_inquiry",
                condition=Q(status="inquiring"),
            ),
            models.Index(
                fields=["is_revoked"], name="seals_registration_revoked",
                condition=Q(is_revoked=True),
            ),
        ]  # fmt: skip
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["addressee_no"], condition=Q(status__in=["inquiring", "registered"]),
                name="seals_one_live_a_person",
            ),
            models.UniqueConstraint(
                fields=["card_no"], condition=Q(card_no__isnull=False),
                name="seals_card_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["inquiring", "registered"], ended_on__isnull=True)
                | (~Q(status__in=["inquiring", "registered"]) & Q(ended_on__isnull=False)),
                name="seals_ended_with_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="registered") | Q(registered_on__isnull=False,
                                                      card_no__isnull=False),
                name="seals_registered_with_card",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"印鑑登録 {self.number}"

    @property
    def is_live(self) -> bool:
        """Whether it is registered or waits for the answer to its inquiry."""
        return self.status in LIVE


class SealStep(models.Model):
    """One step of a registration's history. Never changed, never deleted."""

    registration = models.ForeignKey(
        SealRegistration, models.PROTECT, related_name="steps", verbose_name="印鑑登録"
    )
    kind = models.CharField("処理", max_length=12, choices=SealStepKind.choices)
    status = models.CharField("処理後の状態", max_length=12, choices=SealStatus.choices)
    on = models.DateField("処理の日")
    recorded_at = models.DateTimeField("記録日時")
    reason = models.TextField("事由", blank=True)
    text = models.TextField("印鑑の文字")
    card_no = models.BigIntegerField("印鑑登録証番号", null=True)
    needs_notice = models.BooleanField("通知を要する", default=False)
    event_no = models.BigIntegerField("住民異動", null=True)
    entry_no = models.BigIntegerField("入力票", null=True)
    entered_by = models.TextField("入力者")
    checked_by = models.TextField("審査者", blank=True)
    place = models.TextField("場所", blank=True)
    detail = models.JSONField("付随情報", default=dict)

    class Meta:
        verbose_name = "印鑑登録の履歴"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["recorded_at"], name="seals_step_notice", condition=Q(needs_notice=True)
            )
        ]


class SealCard(models.Model):
    """A card (印鑑登録証) by the number printed on it."""

    number = models.BigIntegerField("印鑑登録証番号", unique=True)
    status = models.CharField(
        "状態", max_length=10, choices=CardStatus.choices, default=CardStatus.STOCK
    )
    registration = models.ForeignKey(
        SealRegistration, models.PROTECT, null=True, related_name="cards", verbose_name="印鑑登録"
    )
    received_on = models.DateField("受入日")
    issued_on = models.DateField("交付日", null=True)
    closed_on = models.DateField("終了日", null=True)

    class Meta:
        verbose_name = "印鑑登録証"


class ScannerCalibration(models.Model):
    """The true resolution of the scanner at a terminal; the latest counts."""

    terminal = models.TextField("端末")
    dpi = models.DecimalField("解像度", max_digits=8, decimal_places=2)
    measured_by = models.TextField("校正者")
    measured_at = models.DateTimeField("校正日時")

    class Meta:
        verbose_name = "スキャナーの校正"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["terminal", "measured_at"], name="seals_calibration_terminal")
        ]
