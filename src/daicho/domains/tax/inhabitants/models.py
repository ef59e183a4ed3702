# SPDX-License-Identifier: Apache-2.0
"""Runs of the assessment, the assessments themselves, claims of relatives, and what a run found."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class RunState(models.TextChoices):
    """Where a run of the assessment stands."""

    RUNNING = "running", "処理中"
    STOPPED = "stopped_for_check", "前年比較により停止"
    ACCEPTED = "accepted", "確認済み"
    RELEASED = "released", "確定"
    WITHDRAWN = "withdrawn", "取消"


class Taxability(models.IntegerChoices):
    """How far a person is taxed."""

    NONTAXABLE = 0, "非課税"
    PER_CAPITA_ONLY = 1, "均等割のみ課税"
    TAXED = 2, "課税"


class IncomeKind(models.IntegerChoices):
    """The main kind of income, for the comparison of years."""

    NONE = 0, "所得なし"
    SALARY = 1, "給与"
    PENSION = 2, "公的年金等"
    BUSINESS = 3, "事業・不動産"
    OTHER = 4, "その他"


class AssessmentRun(models.Model):
    """One run of 当初賦課 over the whole ward."""

    id = models.BigAutoField(primary_key=True)
    fiscal_year = models.SmallIntegerField("年度")
    municipality_code = models.CharField("団体コード", max_length=6)
    kind = models.TextField("種類", default="initial")
    batch_run_id = models.BigIntegerField("バッチ実行番号", null=True)
    state = models.TextField("状態", choices=RunState.choices, default=RunState.RUNNING)
    started_at = models.DateTimeField("開始日時")
    started_by = models.TextField("実行者")  # login
    finished_at = models.DateTimeField("終了日時", null=True)
    sequence = models.SmallIntegerField("更正回数の起点", default=0)
    counts = models.JSONField("件数", default=dict)
    totals = models.JSONField("金額", default=dict)
    rule_version = models.TextField("規則の版")
    parameters_hash = models.TextField("税率等の版")
    stop_check = models.JSONField("前年比較", default=dict)
    accepted_by = models.TextField("確認者", default="")
    accepted_at = models.DateTimeField("確認日時", null=True)
    accepted_reason = models.TextField("確認理由", default="")
    released_at = models.DateTimeField("確定日時", null=True)
    released_by = models.TextField("確定者", default="")
    withdrawn_at = models.DateTimeField("取消日時", null=True)
    withdrawn_by = models.TextField("取消者", default="")
    withdrawn_reason = models.TextField("取消理由", default="")

    class Meta:
        verbose_name = "賦課処理"
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year"],
                condition=models.Q(kind="initial") & ~models.Q(state="withdrawn"),
                name="one_live_initial_run_a_year",
            )
        ]


class RunChunk(models.Model):
    """A range of 宛名番号 of a run, computed and stored in one transaction: a run resumes by it."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(AssessmentRun, on_delete=models.PROTECT, related_name="chunks")
    number = models.IntegerField("番号")
    addressee_from = models.BigIntegerField("宛名番号(自)")
    addressee_to = models.BigIntegerField("宛名番号(至)")
    people = models.IntegerField("人数")
    basis_id_from = models.BigIntegerField("基礎の番号の先頭")
    assessment_id_from = models.BigIntegerField("賦課決定の番号の先頭")
    done = models.BooleanField("済", default=False)
    counts = models.JSONField("件数", default=dict)
    totals = models.JSONField("金額", default=dict)

    class Meta:
        verbose_name = "賦課処理の範囲"
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="one_chunk_a_number"),
        ]


class Assessment(models.Model):
    """One decision (賦課決定, 更正) for one person and year. A trigger refuses changes."""

    id = models.BigAutoField(primary_key=True)
    run_id = models.BigIntegerField("賦課処理", null=True)
    fiscal_year = models.SmallIntegerField("年度")
    addressee_no = models.BigIntegerField("宛名番号")
    sequence = models.SmallIntegerField("更正回数")
    basis_id = models.BigIntegerField("課税の基礎")
    municipality_code = models.CharField("団体コード", max_length=6)
    rule_version = models.TextField("規則の版")
    parameters_hash = models.TextField("税率等の版")
    reason_code = models.TextField("事由")
    reason = models.TextField("理由", default="")
    taxable = models.SmallIntegerField("課税区分", choices=Taxability.choices)
    nontaxable_reason = models.SmallIntegerField("非課税事由", default=0)
    income_kind = models.SmallIntegerField("主な所得", choices=IncomeKind.choices)
    total_income = models.BigIntegerField("合計所得金額")
    total_income_etc = models.BigIntegerField("総所得金額等")
    deductions_total = models.BigIntegerField("所得控除合計")
    tax_base_general = models.BigIntegerField("課税総所得金額")
    municipal_income_levy = models.BigIntegerField("所得割(区市町村)")
    prefectural_income_levy = models.BigIntegerField("所得割(都道府県)")
    municipal_per_capita = models.BigIntegerField("均等割(区市町村)")
    prefectural_per_capita = models.BigIntegerField("均等割(都道府県)")
    forest_environment_tax = models.BigIntegerField("森林環境税")
    annual_tax = models.BigIntegerField("年税額")
    difference = models.BigIntegerField("前回との差", default=0)
    ordinary_total = models.BigIntegerField("普通徴収計")
    salary_total = models.BigIntegerField("給与特別徴収計")
    pension_total = models.BigIntegerField("年金特別徴収計")
    pension_part = models.BigIntegerField("年金所得分の年税額")  # next year's 仮徴収 starts from it
    pension_overcollected = models.BigIntegerField("仮徴収の過大額", default=0)
    employer_no = models.TextField("指定番号", null=True)
    # a fifth element is due on its own (随時) after a late reassessment
    ordinary = ArrayField(models.BigIntegerField(), verbose_name="普通徴収期別")
    salary = ArrayField(models.BigIntegerField(), size=12, verbose_name="給与特別徴収月別")
    provisional = ArrayField(models.BigIntegerField(), size=3, verbose_name="年金仮徴収")
    final = ArrayField(models.BigIntegerField(), size=3, verbose_name="年金本徴収")
    decided_on = models.DateField("決定日")
    recorded_at = models.DateTimeField("記録日時")
    decided_by = models.TextField("決定者")

    class Meta:
        verbose_name = "賦課決定"
        constraints = [
            models.UniqueConstraint(
                fields=["addressee_no", "fiscal_year", "sequence"], name="one_assessment_a_sequence"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    annual_tax=models.F("ordinary_total")
                    + models.F("salary_total")
                    + models.F("pension_total")
                ),
                name="methods_add_up_to_annual_tax",
            ),
        ]
        indexes = [
            models.Index(fields=["fiscal_year", "addressee_no"], name="assessment_by_year"),
            models.Index(
                fields=["employer_no", "fiscal_year"],
                condition=models.Q(employer_no__isnull=False),
                name="assessment_by_employer",
            ),
        ]


class ClaimVerdict(models.IntegerChoices):
    """Whether a claimed relative counts, and if not, why."""

    COUNTED = 0, "算入"
    CLAIMED_TWICE = 1, "重複扶養"
    INCOME_TOO_HIGH = 2, "所得超過"
    DECEASED = 3, "前年前に死亡"
    BORN_LATER = 4, "前年後に出生"
    SELF = 5, "本人"
    REPEATED = 6, "同一人の二重記載"


class RelativeClaim(models.Model):
    """One spouse or dependant whom a taxpayer claims, and what the ward knows of that person."""

    id = models.BigAutoField(primary_key=True)
    run_id = models.BigIntegerField("賦課処理")
    fiscal_year = models.SmallIntegerField("年度")
    claimant_no = models.BigIntegerField("申告者の宛名番号")
    document_id = models.BigIntegerField("資料番号")
    ordinal = models.SmallIntegerField("資料内の順")
    is_spouse = models.BooleanField("配偶者")
    claimed_no = models.BigIntegerField("対象者の宛名番号", null=True)
    found_by = models.TextField("照合方法", default="")
    birth_date = models.IntegerField("生年月日", default=0)  # yyyymmdd
    income = models.BigIntegerField("対象者の合計所得金額")
    verdict = models.SmallIntegerField("判定", choices=ClaimVerdict.choices)

    class Meta:
        verbose_name = "扶養の申告"
        indexes = [
            models.Index(fields=["run_id", "claimant_no"], name="claim_by_claimant"),
            models.Index(fields=["claimed_no", "fiscal_year"], name="claim_by_claimed"),
        ]


class UndeclaredKind(models.IntegerChoices):
    """Why a resident has no assessment (decision 0003)."""

    UNDECLARED = 1, "未申告"
    DEPENDANT = 2, "被扶養者"
    CHILD = 3, "16歳未満"


class Undeclared(models.Model):
    """A resident of January 1 about whose income no document tells: not taxed, not nontaxable."""

    id = models.BigAutoField(primary_key=True)
    run_id = models.BigIntegerField("賦課処理")
    fiscal_year = models.SmallIntegerField("年度")
    addressee_no = models.BigIntegerField("宛名番号")
    kind = models.SmallIntegerField("区分", choices=UndeclaredKind.choices)

    class Meta:
        verbose_name = "資料のない住民"
        constraints = [
            models.UniqueConstraint(fields=["run_id", "addressee_no"], name="undeclared_once"),
        ]
        indexes = [models.Index(fields=["addressee_no"], name="undeclared_by_addressee")]


class RunFinding(models.Model):
    """One finding of a run: what a clerk has to look at."""

    id = models.BigAutoField(primary_key=True)
    run_id = models.BigIntegerField("賦課処理")
    code = models.TextField("符号")
    severity = models.TextField("重さ")
    addressee_no = models.BigIntegerField("宛名番号", null=True)
    document_ids = ArrayField(models.BigIntegerField(), default=list, verbose_name="資料番号")
    message = models.TextField("内容")
    citation = models.TextField("根拠", default="")

    class Meta:
        verbose_name = "賦課処理の確認事項"
        indexes = [
            models.Index(fields=["run_id", "code", "addressee_no"], name="finding_by_code"),
            models.Index(fields=["addressee_no"], name="finding_by_addressee"),
        ]


class RegisterEffect(models.Model):
    """A change of January 1 that the register learned of after the year was released.

    Nothing happens by itself: somebody reassesses, or dismisses it with a reason. `items`: what the
    register said of that day before and after, in words.
    """

    fiscal_year = models.SmallIntegerField("年度")
    addressee_no = models.BigIntegerField("宛名番号")
    because_of = models.BigIntegerField("異動者の宛名番号")  # oneself, or a relative who counts
    event_id = models.BigIntegerField("異動")
    items = models.JSONField("変わった項目")
    noticed_at = models.DateTimeField("認知日時")
    dismissed_by = models.TextField("確認者", default="")
    dismissed_at = models.DateTimeField("確認日時", null=True)
    dismissed_reason = models.TextField("更正しない理由", default="")

    class Meta:
        verbose_name = "賦課期日後に判明した住民異動"
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "addressee_no", "event_id", "because_of"],
                name="tax_register_effect_once",
            )
        ]
        indexes = [models.Index(fields=["fiscal_year", "noticed_at"], name="tax_register_effect")]
