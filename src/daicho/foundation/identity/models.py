# SPDX-License-Identifier: Apache-2.0
"""Staff (職員). There is no superuser: what a person may do is granted, function by function."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

LOCK_OUT_AFTER = 5


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by the login they type."""


class Staff(AbstractBaseUser):
    """One person who works here, employed in one section for a known period."""

    login = models.CharField("職員番号", max_length=32, unique=True)
    name = models.CharField("氏名", max_length=100)
    kana = models.CharField("氏名カナ", max_length=100)
    section = models.CharField("所属", max_length=100)
    active_from = models.DateField("在籍開始日")
    active_to = models.DateField("在籍終了日", null=True, blank=True)
    failed_attempts = models.PositiveSmallIntegerField("連続失敗回数", default=0)
    locked_at = models.DateTimeField("ロック日時", null=True, blank=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = StaffManager()

    class Meta:
        verbose_name = "職員"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(active_to__isnull=True) | Q(active_to__gte=models.F("active_from")),
                name="staff_period_in_order",
            )
        ]

    def is_employed(self, *, at: datetime) -> bool:
        """Whether the person works here on that day; a term ends by itself (III-3-2-10)."""
        day = timezone.localtime(at).date()
        return self.active_from <= day and (self.active_to is None or day <= self.active_to)

    def is_locked(self) -> bool:
        """Whether too many wrong passwords have closed the account."""
        return self.locked_at is not None
