# SPDX-License-Identifier: Apache-2.0
"""Runs and their steps."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BatchRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=64, verbose_name="処理")),
                ("subject", models.CharField(max_length=64, verbose_name="対象")),
                ("parameters", models.JSONField(default=dict, verbose_name="条件")),
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
                ("started_at", models.DateTimeField(verbose_name="開始日時")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="終了日時")),
                ("findings", models.JSONField(default=list, verbose_name="指摘")),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="実行者",
                    ),
                ),
            ],
            options={
                "verbose_name": "一括処理",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="BatchStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="順序")),
                ("code", models.CharField(max_length=64, verbose_name="工程")),
                ("label", models.CharField(max_length=100, verbose_name="工程名")),
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
                ("done", models.BigIntegerField(default=0, verbose_name="済")),
                ("total", models.BigIntegerField(default=0, verbose_name="全体")),
                ("checkpoint", models.JSONField(null=True, verbose_name="再開位置")),
                ("totals", models.JSONField(default=dict, verbose_name="照合値")),
                ("started_at", models.DateTimeField(null=True, verbose_name="開始日時")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="終了日時")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="batch.batchrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "工程",
                "ordering": ["position"],
            },
        ),
        migrations.AddIndex(
            model_name="batchrun",
            index=models.Index(fields=["kind", "subject", "id"], name="batch_run_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="batchstep",
            constraint=models.UniqueConstraint(
                fields=("run", "position"), name="batch_step_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="batchstep",
            constraint=models.UniqueConstraint(fields=("run", "code"), name="batch_step_code"),
        ),
    ]
