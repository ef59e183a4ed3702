# SPDX-License-Identifier: Apache-2.0
"""Which clerk has which person open."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0006_codes_notices_bulk"),
    ]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("addressee_no", models.BigIntegerField(verbose_name="宛名番号")),
                ("login", models.TextField(verbose_name="職員番号")),
                ("name", models.TextField(verbose_name="氏名")),
                ("section", models.TextField(verbose_name="所属")),
                ("seen_at", models.DateTimeField(verbose_name="最後に見た時刻")),
            ],
            options={
                "verbose_name": "照会中の職員",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("addressee_no", "login"), name="register_presence_once"
                    )
                ],
            },
        ),
    ]
