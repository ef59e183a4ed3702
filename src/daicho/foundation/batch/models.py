# SPDX-License-Identifier: Apache-2.0
"""Batch runs (一括処理): steps with checkpoints and control totals (件数・金額)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class State(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", "未実行"
    RUNNING = "running", "実行中"
    DONE = "done", "完了"
    REFUSED = "refused", "中止"
    FAILED = "failed", "異常終了"


class BatchRun(models.Model):
    """One run of a kind of batch."""

    kind = models.CharField("処理", max_length=64)
    subject = models.CharField("対象", max_length=64)
    parameters = models.JSONField("条件", default=dict)
    state = models.CharField("状態", max_length=8, choices=State.choices, default=State.WAITING)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="実行者"
    )  # none: a command of the machine, which has no account
    started_login = models.TextField("実行者の職員番号", default="")
    started_at = models.DateTimeField("開始日時")
    finished_at = models.DateTimeField("終了日時", null=True)
    findings = models.JSONField("指摘", default=list)

    class Meta:
        verbose_name = "一括処理"
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "subject", "id"], name="batch_run_of_subject")
        ]


class BatchStep(models.Model):
    """One step of a run: where it stands, what it counted, where it goes on."""

    run = models.ForeignKey(BatchRun, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField("順序")
    code = models.CharField("工程", max_length=64)
    label = models.CharField("工程名", max_length=100)
    state = models.CharField("状態", max_length=8, choices=State.choices, default=State.WAITING)
    done = models.BigIntegerField("済", default=0)
    total = models.BigIntegerField("全体", default=0)
    checkpoint = models.JSONField("再開位置", null=True)
    totals = models.JSONField("照合値", default=dict)
    started_at = models.DateTimeField("開始日時", null=True)
    finished_at = models.DateTimeField("終了日時", null=True)

    class Meta:
        verbose_name = "工程"
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "position"], name="batch_step_position"),
            models.UniqueConstraint(fields=["run", "code"], name="batch_step_code"),
        ]
