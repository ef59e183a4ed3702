# SPDX-License-Identifier: Apache-2.0
"""Visits and their tasks."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two tables."""

    initial = True

    dependencies = [("database", "0001_extensions_and_roles")]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("visit_on", models.DateField(verbose_name="来庁日")),
                ("event", models.CharField(max_length=40, verbose_name="用件")),
                ("happened_on", models.DateField(verbose_name="異動日")),
                ("entry_no", models.BigIntegerField(null=True, unique=True, verbose_name="入力票")),
                (
                    "addressee_nos",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="宛名番号",
                    ),
                ),
                (
                    "answers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        default=list,
                        size=None,
                        verbose_name="聞き取り",
                    ),
                ),
                ("queue_no", models.CharField(blank=True, max_length=10, verbose_name="受付番号")),
                ("place", models.TextField(blank=True, verbose_name="受付場所")),
                ("opened_by", models.TextField(verbose_name="受付者")),
                ("opened_name", models.TextField(verbose_name="受付者氏名")),
                ("opened_at", models.DateTimeField(verbose_name="受付日時")),
            ],
            options={
                "verbose_name": "来庁",
                "indexes": [
                    models.Index(fields=["visit_on", "opened_at"], name="counter_visit_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="CounterTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("procedure", models.CharField(max_length=40, verbose_name="手続")),
                ("section", models.CharField(max_length=40, verbose_name="担当")),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="対象者",
                    ),
                ),
                ("due_on", models.DateField(null=True, verbose_name="期限")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "これから"),
                            ("done", "済み"),
                            ("later", "後日"),
                            ("unneeded", "不要"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("decided_by", models.TextField(blank=True, verbose_name="処理者")),
                ("decided_name", models.TextField(blank=True, verbose_name="処理者氏名")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="処理日時")),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="counter.visit",
                        verbose_name="来庁",
                    ),
                ),
            ],
            options={
                "verbose_name": "窓口の用件",
                "indexes": [models.Index(fields=["section", "state"], name="counter_task_section")],
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "procedure"), name="counter_task_once")
                ],
            },
        ),
    ]
