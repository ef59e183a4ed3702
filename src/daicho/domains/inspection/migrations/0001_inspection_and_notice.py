# SPDX-License-Identifier: Apache-2.0
"""Tables of the inspections, and of notice to the person."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("official", "国・地方公共団体の事務(11条)"),
                            ("survey", "公益性の高い統計・世論・学術調査(11条の2第1項1号)"),
                            ("welfare", "公共的団体の公益性の高い活動(11条の2第1項2号)"),
                            ("other", "営利以外の目的で市区町村長が認めるもの(11条の2第1項3号)"),
                        ],
                        max_length=8,
                        verbose_name="区分",
                    ),
                ),
                ("applicant", models.TextField(verbose_name="請求・申出者(機関・法人の名称)")),
                ("representative", models.TextField(blank=True, verbose_name="代表者・職名")),
                ("consignor", models.TextField(blank=True, verbose_name="委託者")),
                ("purpose", models.TextField(verbose_name="利用目的")),
                ("handling", models.TextField(blank=True, verbose_name="閲覧事項の管理方法")),
                ("publication", models.TextField(blank=True, verbose_name="成果の取扱い")),
                ("viewers", models.TextField(verbose_name="閲覧者の氏名")),
                (
                    "towns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        size=None,
                        verbose_name="閲覧する住民の範囲(町字)",
                    ),
                ),
                ("sex", models.SmallIntegerField(null=True, verbose_name="性別")),
                ("kind", models.CharField(blank=True, max_length=8, verbose_name="住民種別")),
                ("born_from", models.DateField(null=True, verbose_name="生年月日(から)")),
                ("born_to", models.DateField(null=True, verbose_name="生年月日(まで)")),
                ("most", models.IntegerField(null=True, verbose_name="抽出人数")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "受付"),
                            ("approved", "承認"),
                            ("refused", "不承認"),
                            ("closed", "閲覧終了"),
                        ],
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                ("received_by", models.TextField(verbose_name="受付者")),
                ("received_at", models.DateTimeField(verbose_name="受付日時")),
                ("decided_by", models.TextField(blank=True, verbose_name="審査者")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="審査日時")),
                ("reason", models.TextField(blank=True, verbose_name="審査の内容")),
            ],
            options={
                "verbose_name": "閲覧の申出",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="NoticeRegistration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("addressee_no", models.BigIntegerField(db_index=True, verbose_name="宛名番号")),
                ("offered_by", models.TextField(verbose_name="申出者")),
                ("first", models.DateField(verbose_name="登録日")),
                ("last", models.DateField(null=True, verbose_name="登録期間の末日")),
                ("ended_on", models.DateField(null=True, verbose_name="廃止日")),
                ("written_by", models.TextField(verbose_name="登録した職員")),
                ("written_at", models.DateTimeField(verbose_name="登録日時")),
            ],
            options={
                "verbose_name": "本人通知の登録",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="InspectionList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seed", models.BigIntegerField(null=True, verbose_name="抽出の種")),
                ("day", models.DateField(verbose_name="基準日")),
                ("known_at", models.DateTimeField(verbose_name="記録の時点")),
                (
                    "addressee_nos",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="掲載した人"
                    ),
                ),
                ("left_out", models.IntegerField(verbose_name="除いた人数")),
                ("made_by", models.TextField(verbose_name="作成者")),
                ("made_at", models.DateTimeField(verbose_name="作成日時")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lists",
                        to="inspection.application",
                        verbose_name="閲覧の申出",
                    ),
                ),
            ],
            options={
                "verbose_name": "閲覧用リスト",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("viewer", models.TextField(verbose_name="閲覧者")),
                ("identity", models.TextField(verbose_name="本人確認")),
                ("began_at", models.DateTimeField(verbose_name="開始日時")),
                ("ended_at", models.DateTimeField(verbose_name="終了日時")),
                ("supervisor", models.TextField(verbose_name="立会者")),
                ("note", models.TextField(blank=True, verbose_name="備考")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="inspection.application",
                        verbose_name="閲覧の申出",
                    ),
                ),
            ],
            options={
                "verbose_name": "閲覧の記録",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="IssueNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("request_no", models.BigIntegerField(verbose_name="交付請求番号")),
                ("issued_on", models.DateField(verbose_name="発行日")),
                (
                    "asker",
                    models.CharField(
                        choices=[("self", "本人"), ("agent", "代理人"), ("third_party", "第三者")],
                        max_length=12,
                        verbose_name="請求者区分",
                    ),
                ),
                ("certificate", models.CharField(max_length=40, verbose_name="証明書種別")),
                ("copies", models.IntegerField(verbose_name="枚数")),
                ("made_at", models.DateTimeField(verbose_name="発生日時")),
                ("sent_on", models.DateField(null=True, verbose_name="通知日")),
                ("sent_by", models.TextField(blank=True, verbose_name="通知した職員")),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="inspection.noticeregistration",
                        verbose_name="登録",
                    ),
                ),
            ],
            options={
                "verbose_name": "本人通知",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("registration", "request_no"), name="inspection_notice_once"
                    )
                ],
            },
        ),
    ]
