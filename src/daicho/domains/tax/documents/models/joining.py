# SPDX-License-Identifier: Apache-2.0
"""Doubtful joins (名寄せの要確認), what was decided about them, and documents sent on (回送)."""

from __future__ import annotations

from django.db import models

from daicho.domains.tax.documents.models.document import Document


class JoinCandidate(models.Model):
    """A person whom a doubtful document may belong to, with what agrees and what does not."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="candidates")
    addressee_no = models.BigIntegerField("宛名番号")
    score = models.SmallIntegerField("一致度")  # 0 to 100
    agreements = models.JSONField("一致・不一致")  # {"name": "equal"|"near"|"differs"|"absent", …}

    class Meta:
        verbose_name = "名寄せ候補"
        constraints = [
            models.UniqueConstraint(fields=["document", "addressee_no"], name="tax_candidate_once")
        ]

    def __str__(self) -> str:
        return f"候補 {self.document_id}:{self.addressee_no}"


class JoinDecision(models.Model):
    """What a person decided about a document: before, after, why."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="decisions")
    state_before = models.SmallIntegerField("前の状態")
    state_after = models.SmallIntegerField("後の状態")
    addressee_no = models.BigIntegerField("宛名番号", null=True)
    reason = models.TextField("理由")
    decided_by = models.TextField("決定者")
    decided_at = models.DateTimeField("決定日時")

    class Meta:
        verbose_name = "名寄せの決定"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"決定 {self.pk}"


class ForwardState(models.TextChoices):
    """Where a forwarded document stands."""

    PROPOSED = "proposed", "回送候補"
    CONFIRMED = "confirmed", "回送決定"
    SENT = "sent", "回送済"
    CANCELLED = "cancelled", "取りやめ"


class ForwardEntry(models.Model):
    """A document of another municipality's person, to be sent there (回送)."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="forward")
    municipality_code = models.TextField("回送先団体コード", blank=True)
    municipality_name = models.TextField("回送先")
    state = models.TextField("状態", choices=ForwardState.choices, default=ForwardState.PROPOSED)
    reason = models.TextField("理由", blank=True)
    decided_by = models.TextField("決定者", blank=True)
    decided_at = models.DateTimeField("決定日時", null=True)
    sent_at = models.DateTimeField("回送日時", null=True)

    class Meta:
        verbose_name = "回送"

    def __str__(self) -> str:
        return f"回送 {self.document_id}"
