# SPDX-License-Identifier: Apache-2.0
"""Persons under protection (支援措置対象者): whose address must not become known."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models


class ProtectedPerson(models.Model):
    """One measure (支援措置) over one person; with any of them in force the address is hidden.

    A measure has no end until somebody ends it. `measure` tells apart measures over one person.
    """

    addressee_no = models.BigIntegerField("宛名番号")
    measure = models.CharField("支援措置の整理番号", max_length=40, blank=True, default="")
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
                    ("measure", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]


class ProtectionChange(models.Model):
    """Who began or ended a measure, from or until which day, when: kept for good."""

    addressee_no = models.BigIntegerField("宛名番号")
    measure = models.CharField("支援措置の整理番号", max_length=40, blank=True, default="")
    is_start = models.BooleanField("開始")
    day = models.DateField("開始日・最終日")
    changed_by = models.CharField("変更者", max_length=64)
    changed_at = models.DateTimeField("変更日時")

    class Meta:
        verbose_name = "支援措置の開始・終了"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["addressee_no"], name="protection_change_no")
        ]
