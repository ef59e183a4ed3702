# SPDX-License-Identifier: Apache-2.0
"""Batch runs (一括処理): steps with checkpoints and control totals; jobs and their schedules."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from daicho.foundation.batch.schedule import WEEKDAYS, Every, Timing


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


class JobSchedule(models.Model):
    """When a kind of job is started, and with which parameters; stopped ones stay (9.1)."""

    kind = models.CharField("処理", max_length=64)
    every = models.CharField("間隔", max_length=10, choices=Every.choices)
    time = models.TimeField("時刻")
    on = models.DateField("年月日", null=True)
    weekday = models.PositiveSmallIntegerField("曜日", null=True)
    day = models.PositiveSmallIntegerField("日", null=True)
    parameters = models.JSONField("条件", default=dict)
    next_at = models.DateTimeField("次回", null=True)
    created_by = models.TextField("登録者")
    created_at = models.DateTimeField("登録日時")
    stopped_by = models.TextField("停止者", default="")
    stopped_at = models.DateTimeField("停止日時", null=True)

    class Meta:
        verbose_name = "処理の予定"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_at"], name="batch_schedule_due",
                condition=models.Q(next_at__isnull=False),
            )
        ]  # fmt: skip

    @property
    def timing(self) -> Timing:
        """Its rule."""
        return Timing(
            every=Every(self.every), time=self.time, on=self.on, weekday=self.weekday, day=self.day
        )

    @property
    def words(self) -> str:
        """毎週月曜日 02:00."""
        of_kind = {
            Every.ONCE: f"{self.on:%Y-%m-%d}" if self.on else "",
            Every.DAILY: "毎日",
            Every.WEEKLY: f"毎週{dict(WEEKDAYS).get(self.weekday or 0, '')}曜日",
            Every.MONTHLY: f"毎月{self.day}日",
            Every.MONTH_END: "毎月末",
        }
        return f"{of_kind[Every(self.every)]} {self.time:%H:%M}"


class JobRun(models.Model):
    """One start of a job by schedule or by hand, and what came of it."""

    kind = models.CharField("処理", max_length=64)
    schedule = models.ForeignKey(
        JobSchedule, models.PROTECT, null=True, verbose_name="予定", related_name="runs"
    )
    parameters = models.JSONField("条件", default=dict)
    changed = models.JSONField("前回から変えた条件", default=list)
    due_at = models.DateTimeField("予定日時")
    state = models.CharField("状態", max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("開始回数", default=0)
    started_at = models.DateTimeField("開始日時", null=True)
    finished_at = models.DateTimeField("終了日時", null=True)
    terminal = models.TextField("処理端末", default="")
    requested_by = models.TextField("起動者")
    result = models.TextField("処理結果", default="")
    error_code = models.TextField("エラーコード", default="")

    class Meta:
        verbose_name = "処理の実行"
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "id"], name="batch_job_of_kind"),
            models.Index(
                fields=["due_at"], name="batch_job_open",
                condition=models.Q(state__in=["waiting", "running"]),
            ),
        ]  # fmt: skip
