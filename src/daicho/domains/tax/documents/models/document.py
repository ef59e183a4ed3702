# SPDX-License-Identifier: Apache-2.0
"""One tax document (課税資料): what one paper said of one person, and whom it was joined to."""

from __future__ import annotations

from django.db import models

from daicho.domains.tax.documents.models.imports import ImportFile


class DocumentKind(models.TextChoices):
    """Kinds of documents, a part of the kinds of files."""

    SALARY_REPORT = "salary_report", "給与支払報告書"
    PENSION_REPORT = "pension_report", "公的年金等支払報告書"
    TAX_RETURN = "tax_return", "確定申告書"
    RESIDENT_RETURN = "resident_return", "住民税申告書"
    ONE_STOP = "one_stop", "申告特例通知書"
    PENSION_COLLECTION = "pension_collection", "年金特別徴収対象者"


class JoinState(models.IntegerChoices):
    """Whether the person of a document is known (名寄せの状態)."""

    JOINED = 1, "名寄せ済"
    DOUBTFUL = 2, "要確認"
    FORWARDED = 3, "回送"
    REJECTED = 4, "除外"
    UNMATCHED = 5, "該当者なし"


class Correction(models.IntegerChoices):
    """提出区分 of the payment reports; returns use NEW and CORRECTED."""

    NEW = 0, "新規"
    ADDED = 1, "追加"
    CORRECTED = 2, "訂正"
    CANCELLED = 3, "取消"


class Document(models.Model):
    """One document. Live: joined, not withdrawn, not superseded; only those are merged."""

    file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="documents")
    line_no = models.IntegerField("行")
    kind = models.TextField("資料種別", choices=DocumentKind.choices)
    fiscal_year = models.SmallIntegerField("相当年度")
    addressee_no = models.BigIntegerField("宛名番号", null=True)
    join_state = models.SmallIntegerField("名寄せ", choices=JoinState.choices)
    join_rule = models.TextField("名寄せの根拠", blank=True)
    join_reason = models.TextField("要確認の理由", blank=True)  # a code of joining.reasons
    number_hash = models.BinaryField("個人番号の照合値", max_length=32, null=True, editable=False)
    stated_addressee_no = models.BigIntegerField("資料の宛名番号", null=True)
    name = models.TextField("氏名")
    kana = models.TextField("カナ氏名", blank=True)
    name_folded = models.TextField("氏名(検索用)")
    kana_folded = models.TextField("カナ氏名(検索用)", blank=True)
    birth_date = models.DateField("生年月日", null=True)
    sex = models.SmallIntegerField("性別", default=0)
    address = models.TextField("住所", blank=True)
    municipality_code = models.TextField("提出先団体コード", blank=True)
    payer_no = models.TextField("指定番号等", blank=True)
    payer_name = models.TextField("支払者", blank=True)
    recipient_no = models.TextField("受給者番号", blank=True)
    correction = models.SmallIntegerField("提出区分", choices=Correction.choices, default=0)
    superseded_by = models.BigIntegerField("差替え後の資料", null=True)
    superseded_reason = models.TextField("差替えの理由", blank=True)
    figures = models.JSONField("金額・区分", default=dict)
    texts = models.JSONField("文字項目", default=dict)
    relatives = models.JSONField("親族", default=list)
    withdrawn = models.BooleanField("取消済", default=False)

    class Meta:
        verbose_name = "課税資料"
        indexes = [
            models.Index(fields=["addressee_no", "fiscal_year"], name="tax_document_person"),
            models.Index(
                fields=["fiscal_year", "join_state", "id"],
                condition=~models.Q(join_state=1),
                name="tax_document_queue",
            ),
            models.Index(fields=["fiscal_year", "payer_no"], name="tax_document_payer"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["file", "line_no"], name="tax_document_once"),
            models.CheckConstraint(
                condition=~models.Q(join_state=1) | models.Q(addressee_no__isnull=False),
                name="tax_document_joined_to_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"資料 {self.pk}"
