# SPDX-License-Identifier: Apache-2.0
"""Which alerts (アラート) somebody has acknowledged before the issue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a column with a constant default, which the database does without a rewrite."""

    dependencies = [("certificates", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="request",
            name="acknowledged",
            field=models.JSONField(default=list, verbose_name="確認した警告"),
        )
    ]
