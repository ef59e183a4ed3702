# SPDX-License-Identifier: Apache-2.0
"""Numbered paper against forgery (偽造防止用紙): receipt, use, spoilage, count."""

from __future__ import annotations

from django.db import models

from daicho.domains.certificates.models.issue import CertificateIssue


class PaperLot(models.Model):
    """A box of numbered sheets at one counter; `next_no` is the sheet on top."""

    counter = models.TextField("窓口")
    prefix = models.TextField("記号", blank=True)
    first_no = models.BigIntegerField("最初の番号")
    last_no = models.BigIntegerField("最後の番号")
    next_no = models.BigIntegerField("次の番号")
    received_by = models.TextField("受入者")
    received_at = models.DateTimeField("受入日時")

    class Meta:
        verbose_name = "証明書用紙"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(next_no__gte=models.F("first_no"))
                & models.Q(next_no__lte=models.F("last_no") + 1),
                name="certificates_sheet_in_lot",
            )
        ]

    @property
    def left(self) -> int:
        """How many sheets there should be."""
        return self.last_no - self.next_no + 1


class PaperSheet(models.Model):
    """One sheet that left the box: under a certificate, or spoilt."""

    lot = models.ForeignKey(PaperLot, models.PROTECT, related_name="sheets", verbose_name="用紙")
    number = models.BigIntegerField("番号")
    issue = models.ForeignKey(
        CertificateIssue, models.PROTECT, null=True, related_name="sheets", verbose_name="交付"
    )
    page = models.IntegerField("ページ", null=True)
    spoilt = models.TextField("損紙の理由", blank=True)
    at = models.DateTimeField("日時")
    by = models.TextField("職員")

    class Meta:
        verbose_name = "使用した用紙"
        constraints = [
            models.UniqueConstraint(fields=["lot", "number"], name="certificates_sheet_once")
        ]


class PaperCount(models.Model):
    """Somebody counted the box (棚卸)."""

    lot = models.ForeignKey(PaperLot, models.PROTECT, related_name="counts", verbose_name="用紙")
    expected = models.BigIntegerField("帳簿枚数")
    counted = models.BigIntegerField("実枚数")
    reason = models.TextField("差の理由", blank=True)
    at = models.DateTimeField("日時")
    by = models.TextField("職員")

    class Meta:
        verbose_name = "用紙の棚卸"
