# SPDX-License-Identifier: Apache-2.0
"""In whose name certificates are issued (認証者), their seals (公印), and the terminals."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models


class CertifierRole(models.TextChoices):
    """Mayor, or who stands in for the mayor: for a time that is entered beforehand."""

    HEAD = "head", "市区町村長"
    DEPUTY = "deputy", "職務代理者"


class Certifier(models.Model):
    """Title and name during `valid`. While a deputy is in force, it is the deputy who certifies."""

    role = models.CharField("区分", max_length=8, choices=CertifierRole.choices)
    title = models.TextField("職名")  # with the prefecture (標準 5.6)
    name = models.TextField("氏名")
    valid = DateRangeField("期間")
    entered_by = models.TextField("登録者")
    entered_at = models.DateTimeField("登録日時")

    class Meta:
        verbose_name = "認証者"
        constraints = [
            ExclusionConstraint(
                name="certificates_one_certifier",
                expressions=[("role", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            )
        ]


class SealKind(models.TextChoices):
    """Which seal (公印の種類)."""

    HEAD = "head", "市区町村長の印"
    DEPUTY = "deputy", "職務代理者の印"
    CERTIFICATE = "certificate", "証明書専用の印"


class SealState(models.TextChoices):
    """A seal is entered by one person and approved by another."""

    ENTERED = "entered", "承認待ち"
    APPROVED = "approved", "承認済み"
    REJECTED = "rejected", "却下"


class OfficialSeal(models.Model):
    """The image of a seal of office (電子公印): black, at most 25 mm a side."""

    kind = models.CharField("種類", max_length=12, choices=SealKind.choices)
    media = models.CharField("形式", max_length=4)  # png, svg
    data = models.BinaryField("印影")
    side_mm = models.DecimalField("一辺(mm)", max_digits=4, decimal_places=1)
    valid = DateRangeField("期間")
    state = models.CharField(
        "状態", max_length=8, choices=SealState.choices, default=SealState.ENTERED
    )
    entered_by = models.TextField("登録者")
    entered_at = models.DateTimeField("登録日時")
    decided_by = models.TextField("承認者", blank=True)
    decided_at = models.DateTimeField("承認日時", null=True)

    class Meta:
        verbose_name = "公印"
        constraints = [
            ExclusionConstraint(
                name="certificates_one_seal",
                expressions=[("kind", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=models.Q(state="approved"),
            )
        ]


class Terminal(models.Model):
    """A terminal by its address: at which counter it stands, and what 発行番号 call it."""

    address = models.CharField("端末のアドレス", max_length=64, primary_key=True)
    counter = models.TextField("窓口")
    label = models.TextField("発行端末名番号", unique=True)
    printer = models.TextField("発行プリンタ番号", blank=True)

    class Meta:
        verbose_name = "発行端末"
