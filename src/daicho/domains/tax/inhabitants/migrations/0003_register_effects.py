# SPDX-License-Identifier: Apache-2.0
"""Later-known changes of January 1."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tax_inhabitants", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterEffect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.SmallIntegerField(verbose_name="年度")),
                ("addressee_no", models.BigIntegerField(verbose_name="宛名番号")),
                ("because_of", models.BigIntegerField(verbose_name="異動者の宛名番号")),
                ("event_id", models.BigIntegerField(verbose_name="異動")),
                ("items", models.JSONField(verbose_name="変わった項目")),
                ("noticed_at", models.DateTimeField(verbose_name="認知日時")),
                ("dismissed_by", models.TextField(default="", verbose_name="確認者")),
                ("dismissed_at", models.DateTimeField(null=True, verbose_name="確認日時")),
                ("dismissed_reason", models.TextField(default="", verbose_name="更正しない理由")),
            ],
            options={
                "verbose_name": "賦課期日後に判明した住民異動",
                "indexes": [
                    models.Index(fields=["fiscal_year", "noticed_at"], name="tax_register_effect")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fiscal_year", "addressee_no", "event_id", "because_of"),
                        name="tax_register_effect_once",
                    )
                ],
            },
        ),
    ]
