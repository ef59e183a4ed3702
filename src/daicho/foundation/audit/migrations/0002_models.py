# SPDX-License-Identifier: Apache-2.0
"""The models' state; their tables are made in 0001."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_append_only_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="Block",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sealed_at", models.DateTimeField()),
                (
                    "entry_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("entries", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "audit_block",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("block_number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("entries", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("hash", models.BinaryField()),
                ("signature", models.BinaryField()),
            ],
            options={
                "db_table": "audit_checkpoint",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="日時")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("inquiry", "照会"),
                            ("document", "帳票発行"),
                            ("entry", "異動入力"),
                            ("batch", "バッチ"),
                            ("screen_copy", "画面コピー"),
                            ("extract", "EUC抽出"),
                            ("authentication", "認証"),
                            ("print", "印刷"),
                            ("settings", "設定変更"),
                            ("event", "イベント"),
                            ("communication", "通信"),
                            ("error", "エラー"),
                        ],
                        max_length=16,
                        verbose_name="種別",
                    ),
                ),
                ("login", models.TextField(verbose_name="職員番号")),
                ("name", models.TextField(verbose_name="氏名")),
                ("section", models.TextField(verbose_name="所属")),
                ("terminal", models.TextField(verbose_name="端末")),
                ("function", models.TextField(verbose_name="機能")),
                ("screen", models.TextField(verbose_name="画面・処理")),
                ("purpose", models.TextField(verbose_name="利用目的")),
                (
                    "subjects",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="宛名番号"
                    ),
                ),
                ("individual_number_shown", models.BooleanField(verbose_name="個人番号の表示")),
                (
                    "result",
                    models.CharField(
                        choices=[("done", "正常"), ("refused", "拒否"), ("failed", "異常")],
                        max_length=8,
                        verbose_name="結果",
                    ),
                ),
                ("detail", models.JSONField(verbose_name="内容")),
                ("digest", models.BinaryField(verbose_name="要約値")),
            ],
            options={
                "verbose_name": "操作ログ",
                "db_table": "audit_entry",
                "ordering": ["-id"],
                "managed": False,
            },
        ),
    ]
