# SPDX-License-Identifier: Apache-2.0
"""The models' state after 0003; their tables are made there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_own_schema"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthlyReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.TextField(verbose_name="所属")),
                ("month", models.DateField(verbose_name="対象月")),
                ("at", models.DateTimeField(verbose_name="点検日時")),
                ("login", models.TextField(verbose_name="点検者の職員番号")),
                ("name", models.TextField(verbose_name="点検者")),
                (
                    "result",
                    models.CharField(
                        choices=[("fine", "異常なし"), ("looking", "確認中"), ("act", "要対応")],
                        max_length=12,
                        verbose_name="結果",
                    ),
                ),
                ("comment", models.TextField(verbose_name="所見")),
                ("summary", models.JSONField(verbose_name="集計")),
            ],
            options={
                "verbose_name": "操作ログの月次点検",
                "db_table": '"audit"."monthly_review"',
                "ordering": ["-id"],
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "fiscal_year",
                    models.IntegerField(primary_key=True, serialize=False, verbose_name="年度"),
                ),
                ("purged_at", models.DateTimeField(verbose_name="廃棄日時")),
                ("purged", models.BigIntegerField(verbose_name="件数")),
                ("block_number", models.BigIntegerField()),
                ("entries", models.BigIntegerField()),
                ("hash", models.BinaryField()),
                ("kept", models.BinaryField()),
                ("signature", models.BinaryField()),
            ],
            options={
                "verbose_name": "操作ログの廃棄記録",
                "db_table": '"audit"."tombstone"',
                "managed": False,
            },
        ),
        migrations.AlterModelOptions(
            name="entry",
            options={"managed": False, "ordering": ["-at", "-id"], "verbose_name": "操作ログ"},
        ),
        migrations.AlterModelTable(
            name="block",
            table='"audit"."block"',
        ),
        migrations.AlterModelTable(
            name="checkpoint",
            table='"audit"."checkpoint"',
        ),
        migrations.AlterModelTable(
            name="entry",
            table='"audit"."entry"',
        ),
    ]
