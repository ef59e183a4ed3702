# SPDX-License-Identifier: Apache-2.0
"""Issues (交付履歴, 標準 1.3.8): every certificate that was numbered, and what became of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from daicho.domains.certificates.models.request import Request


class IssueState(models.TextChoices):
    """From the number to the hand of the asker. A number is never used again."""

    RESERVED = "reserved", "採番"
    ISSUED = "issued", "発行"
    HANDED_OVER = "handed_over", "交付"
    SPOILT = "spoilt", "処分"
    VOID = "void", "無効"  # numbered, but no paper came of it; `disposal` says why


class CertificateIssue(models.Model):
    """One copy with its number (発行番号). Rows are never deleted."""

    request = models.ForeignKey(
        Request, models.PROTECT, related_name="issues", verbose_name="交付請求"
    )
    copy_no = models.IntegerField("部")
    kind = models.CharField("証明書の種別", max_length=40)
    subject_nos = ArrayField(models.BigIntegerField(), verbose_name="交付対象者")
    shown = models.JSONField("記載事項")
    numbered_on = models.DateField("採番日")
    terminal_label = models.TextField("発行端末名番号")
    printer_label = models.TextField("発行プリンタ番号", blank=True)
    serial = models.IntegerField("発行順")
    number = models.TextField("発行番号")  # without page and pages
    pages = models.IntegerField("枚数", null=True)
    content_hash = models.CharField("内容のハッシュ値", max_length=64, blank=True)
    overflow = models.JSONField("文字超過", default=list)
    unknown_shapes = models.JSONField("未登録外字", default=list)
    has_seal = models.BooleanField("公印の印字", null=True)  # none: issued before this was kept
    has_protected = models.BooleanField("支援措置の対象者を含む", default=False)
    state = models.CharField(
        "状態", max_length=12, choices=IssueState.choices, default=IssueState.RESERVED
    )
    place = models.TextField("交付場所")
    terminal = models.TextField("端末")
    issued_by = models.TextField("ユーザID")
    issued_at = models.DateTimeField("発行日時", null=True)
    handed_by = models.TextField("交付者", blank=True)
    handed_at = models.DateTimeField("交付日時", null=True)
    disposal = models.TextField("処分情報", blank=True)
    disposed_by = models.TextField("処分者", blank=True)
    disposed_at = models.DateTimeField("処分日時", null=True)

    class Meta:
        verbose_name = "交付履歴"
        constraints = [
            models.UniqueConstraint(
                fields=["numbered_on", "terminal_label", "serial"], name="certificates_number_once"
            ),
            models.UniqueConstraint(fields=["request", "copy_no"], name="certificates_copy_once"),
        ]
        indexes = [
            GinIndex(fields=["subject_nos"], name="certificates_subjects"),
            models.Index(fields=["-issued_at"], name="certificates_issued"),
        ]

    def __str__(self) -> str:
        return f"交付 {self.number}"


class MissingReason(models.TextChoices):
    """Why something cannot be read whole on a paper."""

    OVERFLOW = "overflow", "文字溢れ"
    SHAPE = "shape", "未登録外字"


class MissingText(models.Model):
    """A line of the list of what has no room or shape (文字超過リスト, 標準 5.8, 10.7)."""

    issue = models.ForeignKey(
        CertificateIssue, models.PROTECT, related_name="missing_texts", verbose_name="交付"
    )
    why = models.CharField("区分", max_length=8, choices=MissingReason.choices)
    person = models.BigIntegerField("宛名番号", null=True)
    label = models.TextField("項目")
    text = models.TextField("内容")
    is_blank = models.BooleanField("空白で印字")

    class Meta:
        verbose_name = "文字超過"

    def __str__(self) -> str:
        return f"文字超過 {self.pk}"


class IssuedDocument(models.Model):
    """The paper itself and what it says, both sealed by the key of the vault.

    The PDF is for printing again what the printer swallowed, and goes after a few days; the
    content stays with a moving-out certificate, whose reissue shows the state of its first issue.
    """

    issue = models.OneToOneField(
        CertificateIssue, models.PROTECT, related_name="document", verbose_name="交付"
    )
    pdf = models.BinaryField("PDF", null=True)
    content = models.BinaryField("内容", null=True)
    kept_until = models.DateField("保存期限")

    class Meta:
        verbose_name = "交付した証明書"
