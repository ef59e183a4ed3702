# SPDX-License-Identifier: Apache-2.0
"""Files taken in (取込ファイル), their control totals and the rows that were refused."""

from __future__ import annotations

from django.db import models


class FileKind(models.TextChoices):
    """Kinds of files; the names are those of the adapters and of `daicho import <kind>`."""

    RESIDENTS = "residents", "住民記録・住登外"
    EMPLOYERS = "employers", "特別徴収義務者"
    SALARY_REPORT = "salary_report", "給与支払報告書"
    PENSION_REPORT = "pension_report", "公的年金等支払報告書"
    TAX_RETURN = "tax_return", "確定申告書"
    RESIDENT_RETURN = "resident_return", "住民税申告書"
    ONE_STOP = "one_stop", "申告特例通知書"
    PENSION_COLLECTION = "pension_collection", "年金特別徴収対象者"


class FileState(models.TextChoices):
    """Where a file stands. With refused rows it stays open until a person has seen to each."""

    OPEN = "open", "不備行あり(未完了)"
    ACCEPTED = "accepted", "取込完了"
    WITHDRAWN = "withdrawn", "取込取消"
    REFUSED = "refused", "取込拒否"


class ImportFile(models.Model):
    """One file taken in, whole or not at all, with the sums it must reconcile with.

    The file itself lies sealed in the vault under its SHA-256.
    """

    kind = models.TextField("種類", choices=FileKind.choices)
    fiscal_year = models.SmallIntegerField("年度")
    name = models.TextField("ファイル名")
    sha256 = models.TextField("SHA-256")
    size = models.BigIntegerField("バイト数")
    state = models.TextField("状態", choices=FileState.choices)
    rows_read = models.IntegerField("読込件数")
    rows_accepted = models.IntegerField("取込件数")
    rows_refused = models.IntegerField("不備件数")
    totals = models.JSONField("合計", default=dict)
    findings = models.JSONField("指摘", default=list)
    imported_at = models.DateTimeField("取込日時")
    imported_by = models.TextField("取込者")
    closed_at = models.DateTimeField("完了日時", null=True)
    withdrawn_at = models.DateTimeField("取消日時", null=True)
    withdrawn_by = models.TextField("取消者", blank=True)
    withdrawn_reason = models.TextField("取消理由", blank=True)

    class Meta:
        verbose_name = "取込ファイル"
        indexes = [models.Index(fields=["fiscal_year", "kind"], name="tax_file_year_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "kind", "sha256"],
                condition=models.Q(state__in=["open", "accepted"]),
                name="tax_file_once",
            ),
        ]

    def __str__(self) -> str:
        return f"取込 {self.pk} {self.name}"


class RefusedState(models.TextChoices):
    """What a person has done about a refused row."""

    OPEN = "open", "未対応"
    RESOLVED = "resolved", "解消(再提出・別途入力)"
    ACKNOWLEDGED = "acknowledged", "確認済(取り込まない)"


class RefusedRow(models.Model):
    """One row that could not be taken in, with every reason; nothing of its content."""

    file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="refused")
    line_no = models.IntegerField("行")
    reasons = models.JSONField("理由")  # [{"column": 項目名, "message_ja": …}]
    state = models.TextField("対応", choices=RefusedState.choices, default=RefusedState.OPEN)
    settled_by = models.TextField("対応者", blank=True)
    settled_at = models.DateTimeField("対応日時", null=True)
    settled_reason = models.TextField("対応の理由", blank=True)

    class Meta:
        verbose_name = "不備行"
        constraints = [
            models.UniqueConstraint(fields=["file", "line_no"], name="tax_refused_row_once")
        ]

    def __str__(self) -> str:
        return f"不備行 {self.file_id}:{self.line_no}"
