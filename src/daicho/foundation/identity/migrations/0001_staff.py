# SPDX-License-Identifier: Apache-2.0
"""Staff."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """The user model stands before everything that names a person."""

    initial = True
    dependencies = [("database", "0001_extensions_and_roles")]
    operations = [
        migrations.CreateModel(
            name="Staff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("login", models.CharField(max_length=32, unique=True, verbose_name="職員番号")),
                ("name", models.CharField(max_length=100, verbose_name="氏名")),
                ("kana", models.CharField(max_length=100, verbose_name="氏名カナ")),
                ("section", models.CharField(max_length=100, verbose_name="所属")),
                ("active_from", models.DateField(verbose_name="在籍開始日")),
                ("active_to", models.DateField(blank=True, null=True, verbose_name="在籍終了日")),
                (
                    "failed_attempts",
                    models.PositiveSmallIntegerField(default=0, verbose_name="連続失敗回数"),
                ),
                (
                    "locked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ロック日時"),
                ),
            ],
            options={
                "verbose_name": "職員",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(active_to__isnull=True) | Q(active_to__gte=F("active_from")),
                        name="staff_period_in_order",
                    )
                ],
            },
        ),
    ]
