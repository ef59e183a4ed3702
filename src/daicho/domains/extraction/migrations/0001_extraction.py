# SPDX-License-Identifier: Apache-2.0
"""Kept definitions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SavedExtraction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField(verbose_name="名称")),
                ("source", models.CharField(max_length=32, verbose_name="データソース")),
                ("definition", models.JSONField(verbose_name="条件と項目")),
                ("saved_by", models.TextField(verbose_name="作成者")),
                ("saved_at", models.DateTimeField(verbose_name="作成日時")),
                ("is_removed", models.BooleanField(default=False, verbose_name="削除")),
            ],
            options={
                "verbose_name": "抽出条件",
                "ordering": ["name", "pk"],
            },
        ),
    ]
