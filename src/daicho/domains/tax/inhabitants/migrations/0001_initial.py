# SPDX-License-Identifier: Apache-2.0
"""Runs, assessments, claims of relatives, findings."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("run_id", models.BigIntegerField(null=True, verbose_name="賦課処理")),
                ("fiscal_year", models.SmallIntegerField(verbose_name="年度")),
                ("addressee_no", models.BigIntegerField(verbose_name="宛名番号")),
                ("sequence", models.SmallIntegerField(verbose_name="更正回数")),
                ("basis_id", models.BigIntegerField(verbose_name="課税の基礎")),
                ("municipality_code", models.CharField(max_length=6, verbose_name="団体コード")),
                ("rule_version", models.TextField(verbose_name="規則の版")),
                ("parameters_hash", models.TextField(verbose_name="税率等の版")),
                ("reason_code", models.TextField(verbose_name="事由")),
                ("reason", models.TextField(default="", verbose_name="理由")),
                (
                    "taxable",
                    models.SmallIntegerField(
                        choices=[(0, "非課税"), (1, "均等割のみ課税"), (2, "課税")],
                        verbose_name="課税区分",
                    ),
                ),
                (
                    "nontaxable_reason",
                    models.SmallIntegerField(default=0, verbose_name="非課税事由"),
                ),
                (
                    "income_kind",
                    models.SmallIntegerField(
                        choices=[
                            (0, "所得なし"),
                            (1, "給与"),
                            (2, "公的年金等"),
                            (3, "事業・不動産"),
                            (4, "その他"),
                        ],
                        verbose_name="主な所得",
                    ),
                ),
                ("total_income", models.BigIntegerField(verbose_name="合計所得金額")),
                ("total_income_etc", models.BigIntegerField(verbose_name="総所得金額等")),
                ("deductions_total", models.BigIntegerField(verbose_name="所得控除合計")),
                ("tax_base_general", models.BigIntegerField(verbose_name="課税総所得金額")),
                ("municipal_income_levy", models.BigIntegerField(verbose_name="所得割(区市町村)")),
                (
                    "prefectural_income_levy",
                    models.BigIntegerField(verbose_name="所得割(都道府県)"),
                ),
                ("municipal_per_capita", models.BigIntegerField(verbose_name="均等割(区市町村)")),
                ("prefectural_per_capita", models.BigIntegerField(verbose_name="均等割(都道府県)")),
                ("forest_environment_tax", models.BigIntegerField(verbose_name="森林環境税")),
                ("annual_tax", models.BigIntegerField(verbose_name="年税額")),
                ("difference", models.BigIntegerField(default=0, verbose_name="前回との差")),
                ("ordinary_total", models.BigIntegerField(verbose_name="普通徴収計")),
                ("salary_total", models.BigIntegerField(verbose_name="給与特別徴収計")),
                ("pension_total", models.BigIntegerField(verbose_name="年金特別徴収計")),
                ("pension_part", models.BigIntegerField(verbose_name="年金所得分の年税額")),
                (
                    "pension_overcollected",
                    models.BigIntegerField(default=0, verbose_name="仮徴収の過大額"),
                ),
                ("employer_no", models.TextField(null=True, verbose_name="指定番号")),
                (
                    "ordinary",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="普通徴収期別"
                    ),
                ),
                (
                    "salary",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        size=12,
                        verbose_name="給与特別徴収月別",
                    ),
                ),
                (
                    "provisional",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=3, verbose_name="年金仮徴収"
                    ),
                ),
                (
                    "final",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=3, verbose_name="年金本徴収"
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="決定日")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("decided_by", models.TextField(verbose_name="決定者")),
            ],
            options={
                "verbose_name": "賦課決定",
                "indexes": [
                    models.Index(fields=["fiscal_year", "addressee_no"], name="assessment_by_year"),
                    models.Index(
                        condition=models.Q(("employer_no__isnull", False)),
                        fields=["employer_no", "fiscal_year"],
                        name="assessment_by_employer",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("addressee_no", "fiscal_year", "sequence"),
                        name="one_assessment_a_sequence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "annual_tax",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("ordinary_total"), "+", models.F("salary_total")
                                    ),
                                    "+",
                                    models.F("pension_total"),
                                ),
                            )
                        ),
                        name="methods_add_up_to_annual_tax",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentRun",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("fiscal_year", models.SmallIntegerField(verbose_name="年度")),
                ("municipality_code", models.CharField(max_length=6, verbose_name="団体コード")),
                ("kind", models.TextField(default="initial", verbose_name="種類")),
                ("batch_run_id", models.BigIntegerField(null=True, verbose_name="バッチ実行番号")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("running", "処理中"),
                            ("stopped_for_check", "前年比較により停止"),
                            ("accepted", "確認済み"),
                            ("released", "確定"),
                            ("withdrawn", "取消"),
                        ],
                        default="running",
                        verbose_name="状態",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="開始日時")),
                ("started_by", models.TextField(verbose_name="実行者")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="終了日時")),
                ("sequence", models.SmallIntegerField(default=0, verbose_name="更正回数の起点")),
                ("counts", models.JSONField(default=dict, verbose_name="件数")),
                ("totals", models.JSONField(default=dict, verbose_name="金額")),
                ("rule_version", models.TextField(verbose_name="規則の版")),
                ("parameters_hash", models.TextField(verbose_name="税率等の版")),
                ("stop_check", models.JSONField(default=dict, verbose_name="前年比較")),
                ("accepted_by", models.TextField(default="", verbose_name="確認者")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="確認日時")),
                ("accepted_reason", models.TextField(default="", verbose_name="確認理由")),
                ("released_at", models.DateTimeField(null=True, verbose_name="確定日時")),
                ("released_by", models.TextField(default="", verbose_name="確定者")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="取消日時")),
                ("withdrawn_by", models.TextField(default="", verbose_name="取消者")),
                ("withdrawn_reason", models.TextField(default="", verbose_name="取消理由")),
            ],
            options={
                "verbose_name": "賦課処理",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind", "initial"), models.Q(("state", "withdrawn"), _negated=True)
                        ),
                        fields=("fiscal_year",),
                        name="one_live_initial_run_a_year",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RelativeClaim",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("run_id", models.BigIntegerField(verbose_name="賦課処理")),
                ("fiscal_year", models.SmallIntegerField(verbose_name="年度")),
                ("claimant_no", models.BigIntegerField(verbose_name="申告者の宛名番号")),
                ("document_id", models.BigIntegerField(verbose_name="資料番号")),
                ("ordinal", models.SmallIntegerField(verbose_name="資料内の順")),
                ("is_spouse", models.BooleanField(verbose_name="配偶者")),
                ("claimed_no", models.BigIntegerField(null=True, verbose_name="対象者の宛名番号")),
                ("found_by", models.TextField(default="", verbose_name="照合方法")),
                ("birth_date", models.IntegerField(default=0, verbose_name="生年月日")),
                ("income", models.BigIntegerField(verbose_name="対象者の合計所得金額")),
                (
                    "verdict",
                    models.SmallIntegerField(
                        choices=[
                            (0, "算入"),
                            (1, "重複扶養"),
                            (2, "所得超過"),
                            (3, "前年前に死亡"),
                            (4, "前年後に出生"),
                            (5, "本人"),
                            (6, "同一人の二重記載"),
                        ],
                        verbose_name="判定",
                    ),
                ),
            ],
            options={
                "verbose_name": "扶養の申告",
                "indexes": [
                    models.Index(fields=["run_id", "claimant_no"], name="claim_by_claimant"),
                    models.Index(fields=["claimed_no", "fiscal_year"], name="claim_by_claimed"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunFinding",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("run_id", models.BigIntegerField(verbose_name="賦課処理")),
                ("code", models.TextField(verbose_name="符号")),
                ("severity", models.TextField(verbose_name="重さ")),
                ("addressee_no", models.BigIntegerField(null=True, verbose_name="宛名番号")),
                (
                    "document_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="資料番号",
                    ),
                ),
                ("message", models.TextField(verbose_name="内容")),
                ("citation", models.TextField(default="", verbose_name="根拠")),
            ],
            options={
                "verbose_name": "賦課処理の確認事項",
                "indexes": [
                    models.Index(fields=["run_id", "code", "addressee_no"], name="finding_by_code"),
                    models.Index(fields=["addressee_no"], name="finding_by_addressee"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Undeclared",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("run_id", models.BigIntegerField(verbose_name="賦課処理")),
                ("fiscal_year", models.SmallIntegerField(verbose_name="年度")),
                ("addressee_no", models.BigIntegerField(verbose_name="宛名番号")),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[(1, "未申告"), (2, "被扶養者"), (3, "16歳未満")],
                        verbose_name="区分",
                    ),
                ),
            ],
            options={
                "verbose_name": "資料のない住民",
                "indexes": [models.Index(fields=["addressee_no"], name="undeclared_by_addressee")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run_id", "addressee_no"), name="undeclared_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RunChunk",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.IntegerField(verbose_name="番号")),
                ("addressee_from", models.BigIntegerField(verbose_name="宛名番号(自)")),
                ("addressee_to", models.BigIntegerField(verbose_name="宛名番号(至)")),
                ("people", models.IntegerField(verbose_name="人数")),
                ("basis_id_from", models.BigIntegerField(verbose_name="基礎の番号の先頭")),
                ("assessment_id_from", models.BigIntegerField(verbose_name="賦課決定の番号の先頭")),
                ("done", models.BooleanField(default=False, verbose_name="済")),
                ("counts", models.JSONField(default=dict, verbose_name="件数")),
                ("totals", models.JSONField(default=dict, verbose_name="金額")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chunks",
                        to="tax_inhabitants.assessmentrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "賦課処理の範囲",
                "constraints": [
                    models.UniqueConstraint(fields=("run", "number"), name="one_chunk_a_number")
                ],
            },
        ),
    ]
