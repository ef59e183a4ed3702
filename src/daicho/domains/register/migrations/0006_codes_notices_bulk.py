# SPDX-License-Identifier: Apache-2.0
"""The stock of resident codes, notices of the immigration agency, changes of many at once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0005_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("address", "現住所（世帯番号）"),
                            ("domicile", "本籍（宛名番号）"),
                            ("kana", "振り仮名（宛名番号）"),
                        ],
                        max_length=10,
                        verbose_name="種類",
                    ),
                ),
                ("title", models.TextField(verbose_name="件名")),
                ("file_name", models.TextField(verbose_name="ファイル名")),
                ("sha256", models.CharField(max_length=64, verbose_name="ファイル")),
                ("happened_on", models.DateField(verbose_name="異動日")),
                ("note", models.TextField(blank=True, verbose_name="留意事項")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("tried", "仮処理済"),
                            ("accepted", "承認済"),
                            ("done", "本処理済"),
                            ("withdrawn", "取下げ"),
                        ],
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("totals", models.JSONField(default=dict, verbose_name="照合値")),
                ("created_by", models.TextField(verbose_name="作成者")),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("accepted_by", models.TextField(blank=True, verbose_name="承認者")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="承認日時")),
            ],
            options={
                "verbose_name": "一括変更",
            },
        ),
        migrations.CreateModel(
            name="ResidentCodeAlert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("alert_below", models.PositiveIntegerField(verbose_name="空きの下限")),
                ("set_by", models.TextField(verbose_name="設定者")),
                ("set_at", models.DateTimeField(verbose_name="設定日時")),
            ],
            options={
                "verbose_name": "住民票コードの空きの下限",
            },
        ),
        migrations.CreateModel(
            name="PutAway",
            fields=[
                (
                    "addressee_no",
                    models.BigIntegerField(
                        primary_key=True, serialize=False, verbose_name="宛名番号"
                    ),
                ),
                ("ceased_on", models.DateField(verbose_name="住民でなくなった日")),
                ("moved_on", models.DateField(verbose_name="移行日")),
            ],
            options={
                "verbose_name": "移行済みの除票",
                "indexes": [models.Index(fields=["ceased_on"], name="register_put_away_ceased")],
            },
        ),
        migrations.CreateModel(
            name="ResidentCodeStock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=11, unique=True, verbose_name="住民票コード")),
                ("draw", models.BigIntegerField(verbose_name="抽選順")),
                ("received_at", models.DateTimeField(verbose_name="取得日時")),
                ("source", models.TextField(verbose_name="取得元")),
                ("used_at", models.DateTimeField(null=True, verbose_name="付番日時")),
            ],
            options={
                "verbose_name": "新規付番用住民票コード",
                "indexes": [
                    models.Index(
                        condition=models.Q(("used_at__isnull", True)),
                        fields=["draw"],
                        name="register_code_free",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField(verbose_name="行")),
                ("number", models.BigIntegerField(null=True, verbose_name="世帯番号・宛名番号")),
                ("before", models.JSONField(default=dict, verbose_name="変更前")),
                ("after", models.JSONField(default=dict, verbose_name="変更後")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="人数")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "更新予定"), ("excluded", "除外"), ("done", "更新済")],
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                ("fault", models.TextField(blank=True, verbose_name="除外の理由")),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="register.bulkchange",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="register.event",
                        verbose_name="異動",
                    ),
                ),
            ],
            options={
                "verbose_name": "一括変更の明細",
                "constraints": [
                    models.UniqueConstraint(fields=("change", "line"), name="register_bulk_line")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImmigrationNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="ファイル")),
                ("file_name", models.TextField(verbose_name="ファイル名")),
                ("line", models.PositiveIntegerField(verbose_name="行")),
                ("notified_on", models.DateField(verbose_name="通知日")),
                ("happened_on", models.DateField(verbose_name="事由の生じた日")),
                ("kind", models.CharField(max_length=8, verbose_name="通知の種類")),
                ("card_no", models.TextField(verbose_name="在留カード等の番号")),
                ("addressee_no", models.BigIntegerField(null=True, verbose_name="宛名番号")),
                ("content", models.JSONField(default=dict, verbose_name="変更後の内容")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "未取込"),
                            ("unmatched", "該当者なし"),
                            ("excluded", "対象外"),
                            ("taken", "取込済"),
                        ],
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("fault", models.TextField(blank=True, verbose_name="取り込めない理由")),
                ("imported_by", models.TextField(verbose_name="取込者")),
                ("imported_at", models.DateTimeField(verbose_name="取込日時")),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="register.event",
                        verbose_name="異動",
                    ),
                ),
            ],
            options={
                "verbose_name": "出入国在留管理庁長官通知",
                "indexes": [
                    models.Index(fields=["state", "notified_on"], name="register_notice_state"),
                    models.Index(fields=["addressee_no"], name="register_notice_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("sha256", "line"), name="register_notice_once")
                ],
            },
        ),
    ]
