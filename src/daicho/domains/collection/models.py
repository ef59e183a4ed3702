# SPDX-License-Identifier: Apache-2.0
"""Receivables (調定) as an append-only table: what is owed is the sum of a key's postings."""

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


class ReceivablePosting(models.Model):
    """One signed amount of one instalment. A trigger refuses every change and removal."""

    id = models.BigAutoField(primary_key=True)
    posted_at = models.DateTimeField("調定日時")
    tax_kind = models.TextField("税目")
    fiscal_year = models.SmallIntegerField("年度")
    addressee_no = models.BigIntegerField("宛名番号")
    payer_no = models.BigIntegerField("納入者の宛名番号")
    method = models.SmallIntegerField("徴収区分", choices=CollectionMethod.choices)
    instalment_no = models.SmallIntegerField("期別")
    due_date = models.DateField("納期限")
    amount = models.BigIntegerField("調定額")
    reason = models.TextField("事由", choices=PostingReason.choices)
    source_id = models.BigIntegerField("賦課決定の番号")

    class Meta:
        verbose_name = "調定"
        indexes = [
            models.Index(fields=["addressee_no", "fiscal_year"], name="posting_by_addressee"),
            models.Index(fields=["payer_no", "fiscal_year"], name="posting_by_payer"),
        ]
