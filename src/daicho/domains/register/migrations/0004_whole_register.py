# SPDX-License-Identifier: Apache-2.0
"""Every item of the resident standard, events, remarks and memos; removed records as a relation."""

import django.db.models.deletion
from django.db import migrations, models

RELATIONS = """
CREATE OR REPLACE FUNCTION register_people_on(day date, known timestamptz)
RETURNS SETOF register_residentversion LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT * FROM register_residentversion WHERE valid @> day AND recorded @> known
$$;
COMMENT ON FUNCTION register_people_on(date, timestamptz) IS
    'public relation of the domain register: all records on a day as known, removed ones too';
CREATE OR REPLACE FUNCTION register_residents_on(day date, known timestamptz)
RETURNS SETOF register_residentversion LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT * FROM register_residentversion
    WHERE valid @> day AND recorded @> known AND status = 'resident'
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0003_alias_and_origin"),
    ]

    operations = [
        migrations.CreateModel(
            name="Memo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("addressee_no", models.BigIntegerField(db_index=True, verbose_name="宛名番号")),
                ("thread", models.UUIDField(verbose_name="件")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("is_removed", models.BooleanField(default=False, verbose_name="削除")),
                ("written_by", models.TextField(verbose_name="記入者")),
                ("written_at", models.DateTimeField(verbose_name="記入日時")),
            ],
            options={
                "verbose_name": "メモ",
                "ordering": ["written_at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("addressee_no", models.BigIntegerField(db_index=True, verbose_name="宛名番号")),
                ("thread", models.UUIDField(verbose_name="件")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("is_removed", models.BooleanField(default=False, verbose_name="削除")),
                ("written_by", models.TextField(verbose_name="記入者")),
                ("written_at", models.DateTimeField(verbose_name="記入日時")),
            ],
            options={
                "verbose_name": "備考",
                "ordering": ["written_at", "pk"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="residentversion",
            name="actual_householder_name",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="事実上の世帯主"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="address_code",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="住所コード"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="address_notified_on",
            field=models.DateField(null=True, verbose_name="住所を定めた届出日"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="alias_entered_at",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="通称を記載した市区町村"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="alias_entered_on",
            field=models.DateField(null=True, verbose_name="通称を記載した日"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="alias_kana_confirmed",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="通称の振り仮名確認"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="alias_removed_at",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="通称を削除した市区町村"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="alias_removed_on",
            field=models.DateField(null=True, verbose_name="通称を削除した日"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="alien_registered_on",
            field=models.DateField(null=True, verbose_name="旧外登法による登録日"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="alien_registered_text",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="旧外登法による登録日(不詳日)"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="article_30_45",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="法30条の45の区分"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="authentication_serial",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                verbose_name="利用者証明用電子証明書シリアル番号",
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="became_resident_text",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="住民となった日(不詳日)"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="birth_date_text",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="生年月日(不詳日)"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="card_status",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="個人番号カードの発行状況"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="cease_notified_on",
            field=models.DateField(null=True, verbose_name="消除の届出日"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="ceased_text",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="住民でなくなった日(不詳日)"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="entitlements",
            field=models.JSONField(db_default={}, default=dict, verbose_name="資格"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="foreign_resident_on",
            field=models.DateField(null=True, verbose_name="外国人住民となった日"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="foreign_resident_text",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="外国人住民となった日(不詳日)"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="former_name",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="旧氏"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="former_name_kana",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="旧氏の振り仮名"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="former_name_kana_confirmed",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="旧氏の振り仮名確認"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="householder_name",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="世帯主の氏名"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="kana_confirmed",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="氏名の振り仮名確認"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="kanji_name",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="氏名(漢字、外国人)"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="kind",
            field=models.CharField(
                choices=[("japanese", "日本人住民"), ("foreign", "外国人住民")],
                db_default="japanese",
                default="japanese",
                max_length=8,
                verbose_name="住民種別",
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="landed_by_permit",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="上陸許可証による転入"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="last_registered_address",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="最終登録住所地"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="latin_name",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="氏名(アルファベット)"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="member_order",
            field=models.IntegerField(null=True, verbose_name="世帯員の並び順"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="move_in_notice_on",
            field=models.DateField(null=True, verbose_name="転入通知年月日"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="moved_in_text",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="住所を定めた日(不詳日)"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="moved_out_on",
            field=models.DateField(null=True, verbose_name="転出年月日(確定)"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="moved_to",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="転出先住所(確定)"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="moved_to_code",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="転出先(確定)の住所コード"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="moved_to_planned",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="転出先住所(予定)"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="moved_to_planned_code",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="転出先(予定)の住所コード"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="moved_to_planned_postcode",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="転出先(予定)の郵便番号"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="moved_to_postcode",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="転出先(確定)の郵便番号"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="name_precedence",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="氏名優先区分"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="notified_on",
            field=models.DateField(null=True, verbose_name="住民となった届出日"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="previous_address_code",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="転入前住所コード"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="previous_householder",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="転入前の世帯主"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="previous_postcode",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="転入前住所の郵便番号"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="registered_domicile",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="本籍"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="registry_head",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="筆頭者"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="reissued_on",
            field=models.DateField(null=True, verbose_name="改製年月日"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="residence_card_no",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="在留カード等の番号"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="residence_notified",
            field=models.BooleanField(db_default=False, default=False, verbose_name="住居地の届出"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="residence_period",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="在留期間"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="residence_until",
            field=models.DateField(null=True, verbose_name="在留期間満了の日"),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="resident_code",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="住民票コード"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="signature_serial",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="署名用電子証明書シリアル番号"
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="status",
            field=models.CharField(
                choices=[
                    ("resident", "住民"),
                    ("moved_out", "転出"),
                    ("dead", "死亡"),
                    ("removed", "職権消除"),
                ],
                db_default="resident",
                default="resident",
                max_length=10,
                verbose_name="住民状態",
            ),
        ),
        migrations.AddField(
            model_name="residentversion",
            name="under_guardianship",
            field=models.BooleanField(db_default=False, default=False, verbose_name="成年被後見人"),
        ),
        migrations.AlterField(
            model_name="residentversion",
            name="nationality",
            field=models.TextField(default="JP", verbose_name="国籍・地域"),
        ),
        migrations.AlterField(
            model_name="residentversion",
            name="previous_address",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="転入前住所"
            ),
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=40, verbose_name="異動事由")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("届出", "届出"),
                            ("戸籍届出・通知", "戸籍届出・通知"),
                            ("申出", "申出"),
                            ("請求", "請求"),
                            ("通知", "通知"),
                            ("職権", "職権"),
                        ],
                        max_length=16,
                        verbose_name="根拠",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="異動日")),
                ("happened_text", models.TextField(blank=True, verbose_name="異動日(不詳日)")),
                (
                    "notified_on",
                    models.DateField(null=True, verbose_name="届出日・申出日・通知日・請求日"),
                ),
                ("processed_on", models.DateField(verbose_name="処理日")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("addressee_nos", models.JSONField(verbose_name="異動者")),
                ("notifier", models.TextField(blank=True, verbose_name="届出人")),
                (
                    "notifier_relation",
                    models.TextField(blank=True, verbose_name="届出人の続柄・資格"),
                ),
                ("note", models.TextField(blank=True, verbose_name="留意事項")),
                ("is_special", models.BooleanField(default=False, verbose_name="特別な事由")),
                ("is_light", models.BooleanField(default=False, verbose_name="軽微な修正")),
                ("place", models.TextField(verbose_name="入力場所")),
                ("terminal", models.TextField(verbose_name="入力端末")),
                ("entered_by", models.TextField(verbose_name="入力者")),
                ("checked_by", models.TextField(verbose_name="審査者")),
                ("entry_no", models.BigIntegerField(null=True, verbose_name="入力票")),
                ("detail", models.JSONField(default=dict, verbose_name="付随情報")),
                (
                    "cancels",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancelled_by",
                        to="register.event",
                        verbose_name="取消対象",
                    ),
                ),
            ],
            options={
                "verbose_name": "住民異動",
            },
        ),
        migrations.AddField(
            model_name="residentversion",
            name="event",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rows",
                to="register.event",
                verbose_name="異動",
            ),
        ),
        migrations.AddIndex(
            model_name="residentversion",
            index=models.Index(
                condition=models.Q(("event__isnull", False)),
                fields=["event"],
                name="register_resident_event",
            ),
        ),
        migrations.AddIndex(
            model_name="residentversion",
            index=models.Index(
                condition=models.Q(("resident_code", ""), _negated=True),
                fields=["resident_code"],
                name="register_resident_code",
            ),
        ),
        migrations.AddIndex(
            model_name="residentversion",
            index=models.Index(
                condition=models.Q(("residence_card_no", ""), _negated=True),
                fields=["residence_card_no"],
                name="register_residence_card",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["processed_on", "reason"], name="register_event_processed"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["happened_on"], name="register_event_happened"),
        ),
        migrations.RunSQL(RELATIONS, "DROP FUNCTION register_people_on(date, timestamptz)"),
    ]
