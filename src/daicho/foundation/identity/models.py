# SPDX-License-Identifier: Apache-2.0
"""Staff (職員) and service accounts of other systems (連携用アカウント).

There is no superuser: what a person or a service may do is granted, function by function.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
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
    must_change_password = models.BooleanField("初期パスワードのまま", default=False)
    password_changed_at = models.DateTimeField("パスワード変更日時", null=True, blank=True)
    # The one session of the person; a new sign-in ends the older one.
    session_key = models.CharField("セッション", max_length=40, blank=True, default="")
    # A machine of another system: it holds rights like a person and never signs in at a page.
    is_service = models.BooleanField("連携用", default=False)

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


class Service(models.Model):
    """What a service account has besides its row of staff: where it may call from (接続元)."""

    staff = models.OneToOneField(Staff, models.PROTECT, primary_key=True, related_name="service")
    networks = ArrayField(models.CharField(max_length=43), verbose_name="接続元ネットワーク")

    class Meta:
        verbose_name = "連携用アカウント"


class ServiceSecret(models.Model):
    """One secret of a service; only its hash is kept. Two may be valid, for the change-over."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="secrets")
    digest = models.BinaryField("要約値")
    issued_at = models.DateTimeField("発行日時")
    expires_at = models.DateTimeField("有効期限")
    revoked_at = models.DateTimeField("失効日時", null=True, blank=True)
    last_used_at = models.DateTimeField("最終使用日時", null=True, blank=True)

    class Meta:
        verbose_name = "連携用シークレット"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["digest"], name="service_secret_once")
        ]


class ServiceToken(models.Model):
    """A bearer token of a service, good for minutes; only its hash is kept."""

    secret = models.ForeignKey(ServiceSecret, models.CASCADE, related_name="tokens")
    digest = models.BinaryField("要約値")
    expires_at = models.DateTimeField("有効期限")

    class Meta:
        verbose_name = "連携用トークン"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["digest"], name="service_token_once")
        ]
