# SPDX-License-Identifier: Apache-2.0
"""Grants, and persons under protection."""

import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProtectedPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("addressee_no", models.BigIntegerField(verbose_name="宛名番号")),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="支援期間"),
                ),
                ("note", models.TextField(blank=True, verbose_name="備考")),
            ],
            options={
                "verbose_name": "支援措置対象者",
                "indexes": [models.Index(fields=["addressee_no"], name="protected_person_no")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("addressee_no", "="), ("valid", "&&")],
                        name="protected_once_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("function", models.CharField(max_length=64, verbose_name="機能")),
                ("valid_from", models.DateField(verbose_name="開始日")),
                ("valid_to", models.DateField(verbose_name="終了日")),
                ("granted_by", models.CharField(max_length=32, verbose_name="付与者")),
                ("granted_at", models.DateTimeField(verbose_name="付与日時")),
                (
                    "revoked_by",
                    models.CharField(blank=True, default="", max_length=32, verbose_name="取消者"),
                ),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="取消日時")),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "権限",
                "indexes": [
                    models.Index(fields=["staff", "valid_from", "valid_to"], name="grant_of_staff")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__gte", models.F("valid_from")),
                            (
                                "valid_to__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("valid_from"),
                                    "+",
                                    models.Value(datetime.timedelta(days=366)),
                                ),
                            ),
                        ),
                        name="grant_at_most_a_year",
                    )
                ],
            },
        ),
    ]
