# SPDX-License-Identifier: Apache-2.0
"""A command of the machine starts a run without an account; its login is kept as text."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("batch", "0001_runs_and_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="batchrun",
            name="started_login",
            field=models.TextField(default="", verbose_name="実行者の職員番号"),
        ),
        migrations.AlterField(
            model_name="batchrun",
            name="started_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to=settings.AUTH_USER_MODEL,
                verbose_name="実行者",
            ),
        ),
    ]
