# SPDX-License-Identifier: Apache-2.0
"""The search index, a derived table."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0004_whole_register"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("addressee_no", models.BigIntegerField(verbose_name="宛名番号")),
                (
                    "spelling",
                    models.SmallIntegerField(
                        choices=[
                            (1, "氏名・旧氏・通称"),
                            (2, "名"),
                            (3, "振り仮名"),
                            (4, "名の振り仮名"),
                            (5, "住所"),
                            (6, "方書"),
                        ],
                        verbose_name="種類",
                    ),
                ),
                ("key", models.TextField(verbose_name="検索用")),
                ("is_current", models.BooleanField(verbose_name="現在")),
                ("birth_date", models.DateField(null=True, verbose_name="生年月日")),
                ("sex", models.SmallIntegerField(verbose_name="性別")),
            ],
            options={
                "verbose_name": "検索索引",
                "indexes": [
                    models.Index(
                        models.F("spelling"),
                        django.contrib.postgres.indexes.OpClass("key", name="text_pattern_ops"),
                        models.F("birth_date"),
                        models.F("addressee_no"),
                        name="register_search_prefix",
                    ),
                    models.Index(
                        condition=models.Q(("is_current", True), ("spelling", 3)),
                        fields=["birth_date", "addressee_no"],
                        name="register_search_birth",
                    ),
                    models.Index(fields=["addressee_no"], name="register_search_person"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("key", name="gin_trgm_ops"),
                        name="register_search_inner",
                    ),
                ],
            },
        ),
    ]
