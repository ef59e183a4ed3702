# SPDX-License-Identifier: Apache-2.0
"""Counts of calls by minute, in a table that is not written to the server's log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    initial = True
    dependencies = [("database", "0001_extensions_and_roles")]
    operations = [
        migrations.CreateModel(
            name="CallCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("caller", models.CharField(max_length=64, verbose_name="呼出元")),
                ("minute", models.BigIntegerField(verbose_name="分")),
                ("calls", models.PositiveIntegerField(verbose_name="回数")),
            ],
            options={
                "verbose_name": "API呼出回数",
                "constraints": [
                    models.UniqueConstraint(fields=("caller", "minute"), name="call_count_once"),
                ],
            },
        ),
        migrations.RunSQL("ALTER TABLE api_callcount SET UNLOGGED", migrations.RunSQL.noop),
    ]
