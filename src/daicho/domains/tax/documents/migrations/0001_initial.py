# SPDX-License-Identifier: Apache-2.0
"""Files, documents, joins, the merged basis."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_no", models.IntegerField(verbose_name="行")),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("salary_report", "給与支払報告書"),
                            ("pension_report", "公的年金等支払報告書"),
                            ("tax_return", "確定申告書"),
                            ("resident_return", "住民税申告書"),
                            ("one_stop", "申告特例通知書"),
                            ("pension_collection", "年金特別徴収対象者"),
                        ],
                        verbose_name="資料種別",
                    ),
                ),
                ("fiscal_year", models.SmallIntegerField(verbose_name="相当年度")),
                ("addressee_no", models.BigIntegerField(null=True, verbose_name="宛名番号")),
                (
                    "join_state",
                    models.SmallIntegerField(
                        choices=[
                            (1, "名寄せ済"),
                            (2, "要確認"),
                            (3, "回送"),
                            (4, "除外"),
                            (5, "該当者なし"),
                        ],
                        verbose_name="名寄せ",
                    ),
                ),
                ("join_rule", models.TextField(blank=True, verbose_name="名寄せの根拠")),
                ("join_reason", models.TextField(blank=True, verbose_name="要確認の理由")),
                (
                    "number_hash",
                    models.BinaryField(max_length=32, null=True, verbose_name="個人番号の照合値"),
                ),
                (
                    "stated_addressee_no",
                    models.BigIntegerField(null=True, verbose_name="資料の宛名番号"),
                ),
                ("name", models.TextField(verbose_name="氏名")),
                ("kana", models.TextField(blank=True, verbose_name="カナ氏名")),
                ("name_folded", models.TextField(verbose_name="氏名(検索用)")),
                ("kana_folded", models.TextField(blank=True, verbose_name="カナ氏名(検索用)")),
                ("birth_date", models.DateField(null=True, verbose_name="生年月日")),
                ("sex", models.SmallIntegerField(default=0, verbose_name="性別")),
                ("address", models.TextField(blank=True, verbose_name="住所")),
                (
                    "municipality_code",
                    models.TextField(blank=True, verbose_name="提出先団体コード"),
                ),
                ("payer_no", models.TextField(blank=True, verbose_name="指定番号等")),
                ("payer_name", models.TextField(blank=True, verbose_name="支払者")),
                ("recipient_no", models.TextField(blank=True, verbose_name="受給者番号")),
                (
                    "correction",
                    models.SmallIntegerField(
                        choices=[(0, "新規"), (1, "追加"), (2, "訂正"), (3, "取消")],
                        default=0,
                        verbose_name="提出区分",
                    ),
                ),
                ("superseded_by", models.BigIntegerField(null=True, verbose_name="差替え後の資料")),
                ("superseded_reason", models.TextField(blank=True, verbose_name="差替えの理由")),
                ("figures", models.JSONField(default=dict, verbose_name="金額・区分")),
                ("texts", models.JSONField(default=dict, verbose_name="文字項目")),
                ("relatives", models.JSONField(default=list, verbose_name="親族")),
                ("withdrawn", models.BooleanField(default=False, verbose_name="取消済")),
            ],
            options={
                "verbose_name": "課税資料",
            },
        ),
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("residents", "住民記録・住登外"),
                            ("employers", "特別徴収義務者"),
                            ("salary_report", "給与支払報告書"),
                            ("pension_report", "公的年金等支払報告書"),
                            ("tax_return", "確定申告書"),
                            ("resident_return", "住民税申告書"),
                            ("one_stop", "申告特例通知書"),
                            ("pension_collection", "年金特別徴収対象者"),
                        ],
                        verbose_name="種類",
                    ),
                ),
                ("fiscal_year", models.SmallIntegerField(verbose_name="年度")),
                ("name", models.TextField(verbose_name="ファイル名")),
                ("sha256", models.TextField(verbose_name="SHA-256")),
                ("size", models.BigIntegerField(verbose_name="バイト数")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("open", "不備行あり(未完了)"),
                            ("accepted", "取込完了"),
                            ("withdrawn", "取込取消"),
                            ("refused", "取込拒否"),
                        ],
                        verbose_name="状態",
                    ),
                ),
                ("rows_read", models.IntegerField(verbose_name="読込件数")),
                ("rows_accepted", models.IntegerField(verbose_name="取込件数")),
                ("rows_refused", models.IntegerField(verbose_name="不備件数")),
                ("totals", models.JSONField(default=dict, verbose_name="合計")),
                ("findings", models.JSONField(default=list, verbose_name="指摘")),
                ("imported_at", models.DateTimeField(verbose_name="取込日時")),
                ("imported_by", models.TextField(verbose_name="取込者")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="完了日時")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="取消日時")),
                ("withdrawn_by", models.TextField(blank=True, verbose_name="取消者")),
                ("withdrawn_reason", models.TextField(blank=True, verbose_name="取消理由")),
            ],
            options={
                "verbose_name": "取込ファイル",
            },
        ),
        migrations.CreateModel(
            name="JoinCandidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("addressee_no", models.BigIntegerField(verbose_name="宛名番号")),
                ("score", models.SmallIntegerField(verbose_name="一致度")),
                ("agreements", models.JSONField(verbose_name="一致・不一致")),
            ],
            options={
                "verbose_name": "名寄せ候補",
            },
        ),
        migrations.CreateModel(
            name="JoinDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state_before", models.SmallIntegerField(verbose_name="前の状態")),
                ("state_after", models.SmallIntegerField(verbose_name="後の状態")),
                ("addressee_no", models.BigIntegerField(null=True, verbose_name="宛名番号")),
                ("reason", models.TextField(verbose_name="理由")),
                ("decided_by", models.TextField(verbose_name="決定者")),
                ("decided_at", models.DateTimeField(verbose_name="決定日時")),
            ],
            options={
                "verbose_name": "名寄せの決定",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="RefusedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_no", models.IntegerField(verbose_name="行")),
                ("reasons", models.JSONField(verbose_name="理由")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("open", "未対応"),
                            ("resolved", "解消(再提出・別途入力)"),
                            ("acknowledged", "確認済(取り込まない)"),
                        ],
                        default="open",
                        verbose_name="対応",
                    ),
                ),
                ("settled_by", models.TextField(blank=True, verbose_name="対応者")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="対応日時")),
                ("settled_reason", models.TextField(blank=True, verbose_name="対応の理由")),
            ],
            options={
                "verbose_name": "不備行",
            },
        ),
        migrations.CreateModel(
            name="Basis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.SmallIntegerField(verbose_name="年度")),
                ("addressee_no", models.BigIntegerField(verbose_name="宛名番号")),
                ("version", models.IntegerField(verbose_name="版")),
                ("facts", models.JSONField(verbose_name="課税の基礎")),
                ("trace", models.JSONField(verbose_name="採用の経過")),
                ("findings", models.JSONField(default=list, verbose_name="指摘")),
                ("rule", models.TextField(blank=True, verbose_name="優先順位の根拠")),
                ("source", models.TextField(verbose_name="作成の契機")),
                ("document_ids", models.JSONField(default=list, verbose_name="採用資料")),
                ("stale", models.BooleanField(default=False, verbose_name="再併合が必要")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
            ],
            options={
                "verbose_name": "課税の基礎",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fiscal_year", "addressee_no", "version"), name="tax_basis_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ForwardEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "municipality_code",
                    models.TextField(blank=True, verbose_name="回送先団体コード"),
                ),
                ("municipality_name", models.TextField(verbose_name="回送先")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("proposed", "回送候補"),
                            ("confirmed", "回送決定"),
                            ("sent", "回送済"),
                            ("cancelled", "取りやめ"),
                        ],
                        default="proposed",
                        verbose_name="状態",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                ("decided_by", models.TextField(blank=True, verbose_name="決定者")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="決定日時")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="回送日時")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forward",
                        to="tax_documents.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "回送",
            },
        ),
        migrations.AddIndex(
            model_name="importfile",
            index=models.Index(fields=["fiscal_year", "kind"], name="tax_file_year_kind"),
        ),
        migrations.AddConstraint(
            model_name="importfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "accepted"])),
                fields=("fiscal_year", "kind", "sha256"),
                name="tax_file_once",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="tax_documents.importfile",
            ),
        ),
        migrations.AddField(
            model_name="joincandidate",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="candidates",
                to="tax_documents.document",
            ),
        ),
        migrations.AddField(
            model_name="joindecision",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="tax_documents.document",
            ),
        ),
        migrations.AddField(
            model_name="refusedrow",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refused",
                to="tax_documents.importfile",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["addressee_no", "fiscal_year"], name="tax_document_person"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("join_state", 1), _negated=True),
                fields=["fiscal_year", "join_state", "id"],
                name="tax_document_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["fiscal_year", "payer_no"], name="tax_document_payer"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("file", "line_no"), name="tax_document_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("join_state", 1), _negated=True),
                    ("addressee_no__isnull", False),
                    _connector="OR",
                ),
                name="tax_document_joined_to_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="joincandidate",
            constraint=models.UniqueConstraint(
                fields=("document", "addressee_no"), name="tax_candidate_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="refusedrow",
            constraint=models.UniqueConstraint(
                fields=("file", "line_no"), name="tax_refused_row_once"
            ),
        ),
    ]
