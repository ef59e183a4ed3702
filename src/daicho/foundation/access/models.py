# SPDX-License-Identifier: Apache-2.0
"""Granted functions (権限) and persons under protection (支援措置対象者)."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

LONGEST_GRANT = timedelta(days=366)


class Grant(models.Model):
    """One function, one person, for at most a year (III-3-2-06); by rank nobody holds anything."""

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    function = models.CharField("機能", max_length=64)
    valid_from = models.DateField("開始日")
    valid_to = models.DateField("終了日")
    granted_by = models.CharField("付与者", max_length=32)
    granted_at = models.DateTimeField("付与日時")
    revoked_by = models.CharField("取消者", max_length=32, blank=True, default="")
    revoked_at = models.DateTimeField("取消日時", null=True)

    class Meta:
        verbose_name = "権限"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from"))
                & Q(valid_to__lte=F("valid_from") + LONGEST_GRANT),
                name="grant_at_most_a_year",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["staff", "valid_from", "valid_to"], name="grant_of_staff")
        ]


class ProtectedPerson(models.Model):
    """A person whose address must not become known (住民基本台帳事務における支援措置)."""

    addressee_no = models.BigIntegerField("宛名番号")
    valid = DateRangeField("支援期間")
    note = models.TextField("備考", blank=True)

    class Meta:
        verbose_name = "支援措置対象者"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["addressee_no"], name="protected_person_no")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="protected_once_at_a_time",
                expressions=[
                    ("addressee_no", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]
