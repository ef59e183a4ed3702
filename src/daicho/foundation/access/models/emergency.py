# SPDX-License-Identifier: Apache-2.0
"""Emergency access (緊急アクセス): opened by oneself, loudly, and judged by somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

LONGEST_EMERGENCY = timedelta(minutes=60)


class Verdict(models.TextChoices):
    """What the review found."""

    OPEN = "", "未点検"
    JUSTIFIED = "justified", "正当"
    UNJUSTIFIED = "unjustified", "不当"


class EmergencyAccess(models.Model):
    """Functions a person opened without holding them: why, until when, and what came of it."""

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="emergencies")
    functions = ArrayField(models.CharField(max_length=64), verbose_name="機能")
    reason = models.TextField("理由")
    opened_at = models.DateTimeField("開始日時")
    until = models.DateTimeField("期限")
    ended_at = models.DateTimeField("終了日時", null=True)
    verdict = models.CharField(
        "点検結果", max_length=12, choices=Verdict.choices, blank=True, default=Verdict.OPEN
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reviewed_emergencies"
    )
    reviewed_at = models.DateTimeField("点検日時", null=True)
    comment = models.TextField("点検の所見", blank=True, default="")

    class Meta:
        verbose_name = "緊急アクセス"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["staff", "until"], name="emergency_of_staff"),
            models.Index(
                fields=["opened_at"], condition=Q(verdict=""), name="emergency_unreviewed"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at"))
                & Q(until__lte=F("opened_at") + LONGEST_EMERGENCY),
                name="emergency_at_most_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("staff")),
                name="emergency_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", reviewer__isnull=True, reviewed_at__isnull=True)
                | (~Q(verdict="") & Q(reviewer__isnull=False, reviewed_at__isnull=False)),
                name="emergency_review_is_whole",
            ),
        ]
