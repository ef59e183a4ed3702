# SPDX-License-Identifier: Apache-2.0
"""Fees (手数料): what each counter took on each day, and its close (日計)."""

from __future__ import annotations

from django.db import models

from daicho.domains.certificates.models.request import Request


class CashKind(models.TextChoices):
    """How an amount comes about."""

    RECEIPT = "receipt", "収納"
    WAIVER = "waiver", "減免"
    FREE = "free", "無料"
    REFUND = "refund", "還付"


class CashDay(models.Model):
    """One drawer on one day. The first fee opens it; after the close nothing is added."""

    day = models.DateField("日")
    counter = models.TextField("窓口")
    change_fund = models.IntegerField("釣銭準備金", default=0)
    opened_at = models.DateTimeField("開始日時")
    opened_by = models.TextField("開始者")
    closed_at = models.DateTimeField("締切日時", null=True)
    closed_by = models.TextField("締切者", blank=True)
    counted = models.IntegerField("現金有高", null=True)
    difference = models.IntegerField("過不足", null=True)
    reason = models.TextField("過不足の理由", blank=True)

    class Meta:
        verbose_name = "手数料の日計"
        constraints = [
            models.UniqueConstraint(fields=["day", "counter"], name="certificates_one_drawer")
        ]


class CashEntry(models.Model):
    """One amount; append-only. A refund is an entry of its own with a minus."""

    cash_day = models.ForeignKey(
        CashDay, models.PROTECT, related_name="entries", verbose_name="日計"
    )
    request = models.ForeignKey(
        Request, models.PROTECT, related_name="cash", verbose_name="交付請求"
    )
    kind = models.CharField("区分", max_length=8, choices=CashKind.choices)
    certificate = models.CharField("証明書の種別", max_length=40)
    copies = models.IntegerField("通数")
    amount = models.IntegerField("金額")
    reason = models.TextField("理由", blank=True)
    at = models.DateTimeField("日時")
    by = models.TextField("職員")

    class Meta:
        verbose_name = "手数料"
