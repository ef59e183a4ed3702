# SPDX-License-Identifier: Apache-2.0
"""The figures of each run."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("batch", "0002_runs_of_commands"),
    ]

    operations = [
        migrations.CreateModel(
            name="Figure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("population", "人口"),
                            ("households", "世帯"),
                            ("nationality", "国籍別人口"),
                            ("residence", "在留資格別人口"),
                            ("before", "期首人口"),
                            ("changes", "異動"),
                            ("moves", "転入元・転出先"),
                        ],
                        max_length=12,
                        verbose_name="統計",
                    ),
                ),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None, verbose_name="区分"
                    ),
                ),
                ("value", models.BigIntegerField(verbose_name="値")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="batch.batchrun",
                        verbose_name="実行",
                    ),
                ),
            ],
            options={
                "verbose_name": "統計値",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "subject", "keys"), name="statistics_figure_once"
                    )
                ],
            },
        ),
    ]
