# SPDX-License-Identifier: Apache-2.0
"""Addressees and employers."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="Employer",
            fields=[
                (
                    "designated_no",
                    models.TextField(primary_key=True, serialize=False, verbose_name="指定番号"),
                ),
                (
                    "addressee_no",
                    models.BigIntegerField(db_index=True, null=True, verbose_name="宛名番号"),
                ),
                (
                    "corporate_number",
                    models.TextField(blank=True, db_index=True, verbose_name="法人番号"),
                ),
                ("name", models.TextField(verbose_name="名称")),
                ("name_folded", models.TextField(db_index=True, verbose_name="名称(検索用)")),
                ("postcode", models.TextField(blank=True, verbose_name="郵便番号")),
                ("address", models.TextField(blank=True, verbose_name="所在地")),
                ("contact", models.TextField(blank=True, verbose_name="連絡先")),
                (
                    "accepts_electronic",
                    models.BooleanField(default=False, verbose_name="電子通知の希望"),
                ),
                ("source", models.BigIntegerField(null=True, verbose_name="取込番号")),
                ("updated", models.DateTimeField(verbose_name="更新日時")),
            ],
            options={
                "verbose_name": "特別徴収義務者",
            },
        ),
        migrations.CreateModel(
            name="Addressee",
            fields=[
                (
                    "addressee_no",
                    models.BigIntegerField(
                        primary_key=True, serialize=False, verbose_name="宛名番号"
                    ),
                ),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[(1, "住民"), (2, "住登外者"), (3, "法人・事業所")],
                        verbose_name="区分",
                    ),
                ),
                ("name", models.TextField(verbose_name="氏名・名称")),
                ("name_folded", models.TextField(verbose_name="氏名(検索用)")),
                ("kana", models.TextField(blank=True, verbose_name="振り仮名")),
                ("kana_folded", models.TextField(blank=True, verbose_name="振り仮名(検索用)")),
                ("birth_date", models.DateField(null=True, verbose_name="生年月日")),
                ("sex", models.SmallIntegerField(default=0, verbose_name="性別")),
                ("postcode", models.TextField(blank=True, verbose_name="郵便番号")),
                ("address", models.TextField(verbose_name="住所")),
                ("building", models.TextField(blank=True, verbose_name="方書")),
                ("address_folded", models.TextField(verbose_name="住所(検索用)")),
                ("household_no", models.BigIntegerField(null=True, verbose_name="世帯番号")),
                (
                    "number_hash",
                    models.BinaryField(max_length=32, null=True, verbose_name="個人番号の照合値"),
                ),
                ("corporate_number", models.TextField(blank=True, verbose_name="法人番号")),
                ("protected", models.BooleanField(default=False, verbose_name="支援措置")),
                ("ceased_on", models.DateField(null=True, verbose_name="住民でなくなった日")),
                ("source", models.BigIntegerField(null=True, verbose_name="取込番号")),
                ("updated", models.DateTimeField(verbose_name="更新日時")),
            ],
            options={
                "verbose_name": "宛名",
                "indexes": [
                    models.Index(fields=["birth_date", "kana_folded"], name="addressee_birth_kana"),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass("kana_folded", "text_pattern_ops"),
                        name="addressee_kana_prefix",
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass("name_folded", "text_pattern_ops"),
                        name="addressee_name_prefix",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("name_folded", "gin_trgm_ops"),
                        django.contrib.postgres.indexes.OpClass("kana_folded", "gin_trgm_ops"),
                        django.contrib.postgres.indexes.OpClass("address_folded", "gin_trgm_ops"),
                        name="addressee_search",
                    ),
                    models.Index(fields=["household_no"], name="addressee_household"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number_hash__isnull", False)),
                        fields=("number_hash",),
                        name="addressee_number_unique",
                    )
                ],
            },
        ),
    ]
