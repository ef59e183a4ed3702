# SPDX-License-Identifier: Apache-2.0
"""通称, 在留資格, 住民となった事由, 前住所 of residents."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0002_residents_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="residentversion",
            name="alias",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="通称"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="alias_kana",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="通称の振り仮名"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="became_resident_by",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="住民となった事由"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="previous_address",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="前住所"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="residence_status",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="在留資格"),
        ),
    ]
