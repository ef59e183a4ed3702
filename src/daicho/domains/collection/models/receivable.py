# SPDX-License-Identifier: Apache-2.0
"""What is owed (調定): one row an instalment of a tax and year, by whom, of whom, until when."""

from __future__ import annotations

from django.db import models


class CollectionMethod(models.IntegerChoices):
    """How an instalment is paid (徴収区分)."""

    ORDINARY = 1, "普通徴収"
    SALARY = 2, "給与特別徴収"
    PENSION = 3, "年金特別徴収"


class PostingReason(models.TextChoices):
    """Why a receivable was posted."""

    INITIAL = "initial", "当初調定"
    REASSESSMENT = "reassessment", "更正"
    WITHDRAWAL = "withdrawal", "取消"
    MOVED = "moved", "徴収方法・納入者の変更"


class Receivable(models.Model):
    """An instalment (期別・月別) that somebody owes. Its amounts are in the journal alone.

    A row never changes: a later due date is a row of `DueDateChange`.
    """

    id = models.BigAutoField(primary_key=True)
    tax_kind = models.TextField("税目")
    fiscal_year = models.SmallIntegerField("賦課年度")
    tax_year = models.SmallIntegerField("相当年度")
    addressee_no = models.BigIntegerField("納税義務者の宛名番号")
    payer_no = models.BigIntegerField("納入者の宛名番号")
    method = models.SmallIntegerField("徴収区分", choices=CollectionMethod.choices)
    instalment_no = models.SmallIntegerField("期別")
    due_date = models.DateField("納期限")
    opened_at = models.DateTimeField("登録日時")

    class Meta:
        verbose_name = "調定(期別)"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "addressee_no",
                    "tax_kind",
                    "fiscal_year",
                    "tax_year",
                    "method",
                    "instalment_no",
                    "payer_no",
                ],
                name="receivable_key",
            )
        ]
        indexes = [
            models.Index(fields=["payer_no", "fiscal_year"], name="receivable_by_payer"),
            models.Index(fields=["tax_kind", "due_date"], name="receivable_by_due_date"),
        ]


class DueDateChange(models.Model):
    """The due date of a receivable was set anew (変更納期限); the latest one counts."""

    id = models.BigAutoField(primary_key=True)
    receivable = models.ForeignKey(Receivable, on_delete=models.PROTECT, verbose_name="調定(期別)")
    due_date = models.DateField("変更納期限")
    reason = models.TextField("事由")
    changed_at = models.DateTimeField("変更日時")

    class Meta:
        verbose_name = "納期限の変更"
