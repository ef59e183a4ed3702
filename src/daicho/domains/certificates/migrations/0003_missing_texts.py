# SPDX-License-Identifier: Apache-2.0
"""The list of what has no room or shape on an issued paper (文字超過リスト)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table of its own; what was issued before has only the labels in its issue."""

    dependencies = [("certificates", "0002_acknowledged")]

    operations = [
        migrations.CreateModel(
            name="MissingText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[("overflow", "文字溢れ"), ("shape", "未登録外字")],
                        max_length=8,
                        verbose_name="区分",
                    ),
                ),
                ("person", models.BigIntegerField(null=True, verbose_name="宛名番号")),
                ("label", models.TextField(verbose_name="項目")),
                ("text", models.TextField(verbose_name="内容")),
                ("is_blank", models.BooleanField(verbose_name="空白で印字")),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="missing_texts",
                        to="certificates.certificateissue",
                        verbose_name="交付",
                    ),
                ),
            ],
            options={"verbose_name": "文字超過"},
        )
    ]
