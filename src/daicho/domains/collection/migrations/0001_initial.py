# SPDX-License-Identifier: Apache-2.0
"""Receivable postings."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ReceivablePosting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("posted_at", models.DateTimeField(verbose_name="調定日時")),
                ("tax_kind", models.TextField(verbose_name="税目")),
                ("fiscal_year", models.SmallIntegerField(verbose_name="年度")),
                ("addressee_no", models.BigIntegerField(verbose_name="宛名番号")),
                ("payer_no", models.BigIntegerField(verbose_name="納入者の宛名番号")),
                (
                    "method",
                    models.SmallIntegerField(
                        choices=[(1, "普通徴収"), (2, "給与特別徴収"), (3, "年金特別徴収")],
                        verbose_name="徴収区分",
                    ),
                ),
                ("instalment_no", models.SmallIntegerField(verbose_name="期別")),
                ("due_date", models.DateField(verbose_name="納期限")),
                ("amount", models.BigIntegerField(verbose_name="調定額")),
                (
                    "reason",
                    models.TextField(
                        choices=[
                            ("initial", "当初調定"),
                            ("reassessment", "更正"),
                            ("withdrawal", "取消"),
                        ],
                        verbose_name="事由",
                    ),
                ),
                ("source_id", models.BigIntegerField(verbose_name="賦課決定の番号")),
            ],
            options={
                "verbose_name": "調定",
                "indexes": [
                    models.Index(
                        fields=["addressee_no", "fiscal_year"], name="posting_by_addressee"
                    ),
                    models.Index(fields=["payer_no", "fiscal_year"], name="posting_by_payer"),
                ],
            },
        ),
    ]
