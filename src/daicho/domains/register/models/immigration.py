# SPDX-License-Identifier: Apache-2.0
"""Notices of the Immigration Services Agency (出入国在留管理庁長官通知, 4.5.6)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class NoticeState(models.TextChoices):
    """How far a notice is."""

    WAITING = "waiting", "未取込"
    UNMATCHED = "unmatched", "該当者なし"
    EXCLUDED = "excluded", "対象外"
    TAKEN = "taken", "取込済"


class ImmigrationNotice(models.Model):
    """One notice about one person, as it came in; it changes the register only by a slip.

    `content` holds the items after the change, by the names of the record; `fault` says in words
    why a notice cannot be taken in.
    """

    sha256 = models.CharField("ファイル", max_length=64)
    file_name = models.TextField("ファイル名")
    line = models.PositiveIntegerField("行")
    notified_on = models.DateField("通知日")
    happened_on = models.DateField("事由の生じた日")
    kind = models.CharField("通知の種類", max_length=8)
    card_no = models.TextField("在留カード等の番号")
    addressee_no = models.BigIntegerField("宛名番号", null=True)
    content = models.JSONField("変更後の内容", default=dict)
    state = models.CharField("状態", max_length=10, choices=NoticeState.choices)
    fault = models.TextField("取り込めない理由", blank=True)
    event = models.ForeignKey("register.Event", models.PROTECT, null=True, verbose_name="異動")
    imported_by = models.TextField("取込者")
    imported_at = models.DateTimeField("取込日時")

    class Meta:
        verbose_name = "出入国在留管理庁長官通知"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sha256", "line"], name="register_notice_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "notified_on"], name="register_notice_state"),
            models.Index(fields=["addressee_no"], name="register_notice_person"),
        ]
