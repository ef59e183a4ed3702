# SPDX-License-Identifier: Apache-2.0
"""Jobs: their schedules, and every run with what came of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("batch", "0002_runs_of_commands"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobSchedule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=64, verbose_name="処理")),
                (
                    "every",
                    models.CharField(
                        choices=[
                            ("once", "日時指定"),
                            ("daily", "毎日"),
                            ("weekly", "毎週"),
                            ("monthly", "毎月（日付）"),
                            ("month_end", "毎月末"),
                        ],
                        max_length=10,
                        verbose_name="間隔",
                    ),
                ),
                ("time", models.TimeField(verbose_name="時刻")),
                ("on", models.DateField(null=True, verbose_name="年月日")),
                ("weekday", models.PositiveSmallIntegerField(null=True, verbose_name="曜日")),
                ("day", models.PositiveSmallIntegerField(null=True, verbose_name="日")),
                ("parameters", models.JSONField(default=dict, verbose_name="条件")),
                ("next_at", models.DateTimeField(null=True, verbose_name="次回")),
                ("created_by", models.TextField(verbose_name="登録者")),
                ("created_at", models.DateTimeField(verbose_name="登録日時")),
                ("stopped_by", models.TextField(default="", verbose_name="停止者")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="停止日時")),
            ],
            options={
                "verbose_name": "処理の予定",
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["next_at"],
                        name="batch_schedule_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JobRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=64, verbose_name="処理")),
                ("parameters", models.JSONField(default=dict, verbose_name="条件")),
                ("changed", models.JSONField(default=list, verbose_name="前回から変えた条件")),
                ("due_at", models.DateTimeField(verbose_name="予定日時")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "未実行"),
                            ("running", "実行中"),
                            ("done", "完了"),
                            ("refused", "中止"),
                            ("failed", "異常終了"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="開始回数")),
                ("started_at", models.DateTimeField(null=True, verbose_name="開始日時")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="終了日時")),
                ("terminal", models.TextField(default="", verbose_name="処理端末")),
                ("requested_by", models.TextField(verbose_name="起動者")),
                ("result", models.TextField(default="", verbose_name="処理結果")),
                ("error_code", models.TextField(default="", verbose_name="エラーコード")),
                (
                    "schedule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="batch.jobschedule",
                        verbose_name="予定",
                    ),
                ),
            ],
            options={
                "verbose_name": "処理の実行",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["kind", "id"], name="batch_job_of_kind"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "running"])),
                        fields=["due_at"],
                        name="batch_job_open",
                    ),
                ],
            },
        ),
    ]
