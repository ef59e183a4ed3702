# SPDX-License-Identifier: Apache-2.0
"""Requests (交付請求): who asks for which certificate of whom, and what came of it."""

from __future__ import annotations

from django.db import models

from daicho.rules.resident_register.requests import Bearer, Door, Relation

DOORS = [(one.value, one.label_ja) for one in Door]
RELATIONS = [(one.value, one.label_ja) for one in Relation]
BEARERS = [(one.value, one.label_ja) for one in Bearer]


class RequestState(models.TextChoices):
    """What became of a request."""

    RECEIVED = "received", "受付"
    WAITING = "waiting", "審査待ち"  # 支援措置: the responsible officer decides
    ISSUED = "issued", "発行"
    REFUSED = "refused", "不交付"
    INTERRUPTED = "interrupted", "中断"


class Request(models.Model):
    """One request. `key` is what the page sent once: the same key is the same request."""

    key = models.CharField("受付キー", max_length=64, unique=True)
    kind = models.CharField("証明書の種別", max_length=40)
    door = models.CharField("請求区分", max_length=16, choices=DOORS)
    relation = models.CharField("対象者との関係", max_length=16, choices=RELATIONS)
    asker = models.TextField("請求者")
    asker_address = models.TextField("請求者の住所", blank=True)
    identity = models.TextField("本人確認")
    purpose = models.TextField("請求事由", blank=True)
    special_reason = models.TextField("基礎証明事項以外が必要な理由", blank=True)
    legal_ground = models.TextField("根拠法令", blank=True)
    is_number_use = models.BooleanField("番号利用事務", default=False)
    bearer = models.CharField("来庁者", max_length=16, choices=BEARERS)
    bearer_name = models.TextField("来庁者の氏名", blank=True)
    mandate = models.TextField("権限の確認", blank=True)
    subject_nos = models.JSONField("対象者")  # 宛名番号
    shown = models.JSONField("記載事項")  # codes of rules.requests.Shown
    options = models.JSONField("指定", default=dict)  # what else this kind is told
    copies = models.IntegerField("枚数")
    is_marked_official = models.BooleanField("公用表示", default=False)
    is_signed = models.BooleanField("電子署名", default=False)
    fee = models.IntegerField("手数料(1通)")
    acknowledged = models.JSONField("確認した警告", default=list)  # codes of findings
    waiver = models.TextField("減免の理由", blank=True)
    waived_by = models.TextField("減免した職員", blank=True)
    reissue_of = models.ForeignKey(
        "certificates.CertificateIssue", models.PROTECT, null=True, related_name="reissues",
        verbose_name="再交付の元",
    )  # fmt: skip
    state = models.CharField(
        "状態", max_length=12, choices=RequestState.choices, default=RequestState.RECEIVED
    )
    refusal = models.TextField("不交付・中断の理由", blank=True)
    place = models.TextField("受付場所")
    terminal = models.TextField("受付端末")
    received_by = models.TextField("受付者")
    received_at = models.DateTimeField("受付日時")
    closed_at = models.DateTimeField("処理日時", null=True)

    class Meta:
        verbose_name = "交付請求"
        indexes = [
            models.Index(
                fields=["received_at"],
                name="certificates_open_requests",
                condition=models.Q(state="received"),
            ),
        ]

    def __str__(self) -> str:
        return f"交付請求 {self.pk}"


class SupportReview(models.Model):
    """The review by the responsible officer (支援措置責任者の審査): issue, or not, and why."""

    request = models.ForeignKey(
        Request, models.PROTECT, related_name="reviews", verbose_name="交付請求"
    )
    is_released = models.BooleanField("交付可")
    comment = models.TextField("審査の内容")
    reviewed_by = models.TextField("審査者")
    reviewed_at = models.DateTimeField("審査日時")

    class Meta:
        verbose_name = "支援措置の審査"


class RequestCorrection(models.Model):
    """A wrongly chosen division of asker that was put right after the issue (標準 8.1.1).

    The request says what holds; this row keeps what it said before, and who changed it why.
    """

    request = models.ForeignKey(
        Request, models.PROTECT, related_name="corrections", verbose_name="交付請求"
    )
    door = models.CharField("訂正前の請求区分", max_length=16, choices=DOORS)
    relation = models.CharField("訂正前の関係", max_length=16, choices=RELATIONS)
    bearer = models.CharField("訂正前の来庁者", max_length=16, choices=BEARERS)
    bearer_name = models.TextField("訂正前の来庁者の氏名", blank=True)
    reason = models.TextField("訂正の理由")
    corrected_by = models.TextField("訂正した職員")
    corrected_at = models.DateTimeField("訂正日時")

    class Meta:
        verbose_name = "請求者区分の訂正"
