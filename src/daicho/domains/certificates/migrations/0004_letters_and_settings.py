# SPDX-License-Identifier: Apache-2.0
"""What stands around each kind, printers and trays, seals for cards, corrected askers."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """New tables, and the colour of a seal: what was there is black."""

    dependencies = [
        ("certificates", "0003_missing_texts"),
    ]

    operations = [
        migrations.CreateModel(
            name="KindSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="証明書の種別")),
                (
                    "signer",
                    models.CharField(
                        choices=[
                            ("auto", "認証者(職務代理の期間は職務代理者)"),
                            ("head", "市区町村長"),
                            ("deputy", "職務代理者"),
                        ],
                        max_length=8,
                        verbose_name="認証者",
                    ),
                ),
                (
                    "seal",
                    models.CharField(
                        choices=[
                            ("auto", "認証者に合わせる"),
                            ("head", "市区町村長の印"),
                            ("deputy", "職務代理者の印"),
                            ("certificate", "証明書専用の印"),
                            ("none", "印字しない"),
                        ],
                        max_length=12,
                        verbose_name="公印",
                    ),
                ),
                ("seal_words", models.TextField(blank=True, verbose_name="公印の文言")),
                (
                    "omitted_words",
                    models.TextField(blank=True, verbose_name="公印を省くときの文言"),
                ),
                ("fixed_words", models.TextField(blank=True, verbose_name="固定文言")),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="期間"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("entered", "承認待ち"),
                            ("approved", "承認済み"),
                            ("rejected", "却下"),
                        ],
                        default="entered",
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                ("entered_by", models.TextField(verbose_name="登録者")),
                ("entered_at", models.DateTimeField(verbose_name="登録日時")),
                ("decided_by", models.TextField(blank=True, verbose_name="承認者")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="承認日時")),
            ],
            options={
                "verbose_name": "証明書ごとの印字の設定",
            },
        ),
        migrations.CreateModel(
            name="PrinterSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=40, verbose_name="証明書の種別")),
                ("printer", models.TextField(verbose_name="プリンタ")),
                ("tray", models.TextField(blank=True, verbose_name="トレー")),
                (
                    "output",
                    models.CharField(
                        choices=[("paper", "紙に印刷"), ("pdf", "PDF")],
                        max_length=5,
                        verbose_name="出力",
                    ),
                ),
                ("entered_by", models.TextField(verbose_name="登録者")),
                ("entered_at", models.DateTimeField(verbose_name="登録日時")),
            ],
            options={
                "verbose_name": "プリンタの設定",
            },
        ),
        migrations.CreateModel(
            name="RequestCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("self", "本人等"),
                            ("official", "公用"),
                            ("third_party", "第三者"),
                        ],
                        max_length=16,
                        verbose_name="訂正前の請求区分",
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[("own", "本人"), ("household", "同一世帯員"), ("other", "その他")],
                        max_length=16,
                        verbose_name="訂正前の関係",
                    ),
                ),
                (
                    "bearer",
                    models.CharField(
                        choices=[("asker", "請求者"), ("agent", "代理人"), ("messenger", "使者")],
                        max_length=16,
                        verbose_name="訂正前の来庁者",
                    ),
                ),
                ("bearer_name", models.TextField(blank=True, verbose_name="訂正前の来庁者の氏名")),
                ("reason", models.TextField(verbose_name="訂正の理由")),
                ("corrected_by", models.TextField(verbose_name="訂正した職員")),
                ("corrected_at", models.DateTimeField(verbose_name="訂正日時")),
            ],
            options={
                "verbose_name": "請求者区分の訂正",
            },
        ),
        migrations.AddField(
            model_name="officialseal",
            name="colour",
            field=models.CharField(
                choices=[("black", "黒"), ("red", "赤")],
                default="black",
                max_length=5,
                verbose_name="色",
            ),
        ),
        migrations.AlterField(
            model_name="officialseal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("head", "市区町村長の印"),
                    ("deputy", "職務代理者の印"),
                    ("certificate", "証明書専用の印"),
                    ("card", "カード券面用の印"),
                ],
                max_length=12,
                verbose_name="種類",
            ),
        ),
        migrations.AddConstraint(
            model_name="officialseal",
            constraint=models.CheckConstraint(
                condition=models.Q(("colour", "black"), ("kind", "card"), _connector="OR"),
                name="certificates_red_on_cards_only",
            ),
        ),
        migrations.AddConstraint(
            model_name="kindsetting",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state", "approved")),
                expressions=[("kind", "="), ("valid", "&&")],
                name="certificates_one_kind_setting",
            ),
        ),
        migrations.AddField(
            model_name="printersetting",
            name="terminal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="printers",
                to="certificates.terminal",
                verbose_name="発行端末",
            ),
        ),
        migrations.AddField(
            model_name="requestcorrection",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="certificates.request",
                verbose_name="交付請求",
            ),
        ),
        migrations.AddConstraint(
            model_name="printersetting",
            constraint=models.UniqueConstraint(
                fields=("terminal", "kind"), name="certificates_one_printer"
            ),
        ),
        migrations.AddField(
            model_name="certificateissue",
            name="has_seal",
            field=models.BooleanField(null=True, verbose_name="公印の印字"),
        ),
    ]
