# SPDX-License-Identifier: Apache-2.0
"""A reason for amounts that move to another method or payer while the tax stays."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collection", "0002_append_only")]

    operations = [
        migrations.AlterField(
            model_name="receivableposting",
            name="reason",
            field=models.TextField(
                choices=[
                    ("initial", "当初調定"),
                    ("reassessment", "更正"),
                    ("withdrawal", "取消"),
                    ("moved", "徴収方法・納入者の変更"),
                ],
                verbose_name="事由",
            ),
        )
    ]
