# SPDX-License-Identifier: Apache-2.0
"""Series of numbers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="系列"
                    ),
                ),
                ("next_serial", models.BigIntegerField(default=1, verbose_name="次の番号")),
            ],
            options={
                "verbose_name": "採番",
            },
        ),
    ]
