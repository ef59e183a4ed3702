# SPDX-License-Identifier: Apache-2.0
"""Resident records."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="ResidentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("addressee_no", models.BigIntegerField(verbose_name="宛名番号")),
                ("history_no", models.IntegerField(verbose_name="履歴番号")),
                ("household_no", models.BigIntegerField(null=True, verbose_name="世帯番号")),
                ("name", models.TextField(verbose_name="氏名")),
                ("name_folded", models.TextField(verbose_name="氏名(検索用)")),
                ("kana", models.TextField(blank=True, verbose_name="氏名の振り仮名")),
                ("kana_folded", models.TextField(blank=True, verbose_name="振り仮名(検索用)")),
                ("birth_date", models.DateField(null=True, verbose_name="生年月日")),
                (
                    "sex",
                    models.SmallIntegerField(
                        choices=[(0, "不明"), (1, "女"), (2, "男")], verbose_name="性別"
                    ),
                ),
                ("relationship", models.TextField(blank=True, verbose_name="続柄")),
                ("postcode", models.TextField(blank=True, verbose_name="郵便番号")),
                ("address", models.TextField(verbose_name="住所")),
                ("building", models.TextField(blank=True, verbose_name="方書")),
                ("town", models.TextField(blank=True, verbose_name="町字")),
                ("nationality", models.TextField(default="JP", verbose_name="国籍区分")),
                ("became_resident_on", models.DateField(null=True, verbose_name="住民となった日")),
                ("moved_in_on", models.DateField(null=True, verbose_name="住所を定めた日")),
                ("ceased_on", models.DateField(null=True, verbose_name="住民でなくなった日")),
                ("cease_reason", models.TextField(blank=True, verbose_name="消除の事由")),
                ("public_assistance", models.BooleanField(default=False, verbose_name="生活扶助")),
                ("protected", models.BooleanField(default=False, verbose_name="支援措置")),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="有効期間"),
                ),
                (
                    "recorded",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        verbose_name="記録期間"
                    ),
                ),
                ("source", models.BigIntegerField(null=True, verbose_name="取込番号")),
            ],
            options={
                "verbose_name": "住民記録",
                "indexes": [
                    models.Index(fields=["addressee_no"], name="register_resident_no"),
                    models.Index(fields=["household_no"], name="register_household_no"),
                    models.Index(fields=["source"], name="register_source"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("addressee_no", "history_no"), name="register_history_no_unique"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("addressee_no", "="), ("valid", "&&"), ("recorded", "&&")],
                        name="register_one_truth_at_a_time",
                    ),
                ],
            },
        ),
    ]
