# SPDX-License-Identifier: Apache-2.0
"""Events of the register (異動): what happened, who reported it, who entered and who checked it."""

from __future__ import annotations

from django.db import models

from daicho.rules.resident_register.reasons import Basis, Reason

BASES = [(one.value, one.value) for one in Basis]


class Event(models.Model):
    """One event (異動) of one or more persons; its rows are `rows`. Never changed, never deleted.

    `reason` is a code of rules.resident_register.reasons. A cancellation is an event of its own
    and names what it cancels (4.6).
    """

    reason = models.CharField("異動事由", max_length=40)
    basis = models.CharField("根拠", max_length=16, choices=BASES)
    happened_on = models.DateField("異動日")
    happened_text = models.TextField("異動日(不詳日)", blank=True)
    notified_on = models.DateField("届出日・申出日・通知日・請求日", null=True)
    processed_on = models.DateField("処理日")
    recorded_at = models.DateTimeField("記録日時")
    addressee_nos = models.JSONField("異動者")  # 宛名番号, in the order of the entry
    notifier = models.TextField("届出人", blank=True)
    notifier_relation = models.TextField("届出人の続柄・資格", blank=True)
    note = models.TextField("留意事項", blank=True)  # B類型 of the 統合記載欄 (1.1.14)
    is_special = models.BooleanField("特別な事由", default=False)  # left out of copies (1.1.4)
    is_light = models.BooleanField("軽微な修正", default=False)
    place = models.TextField("入力場所")
    terminal = models.TextField("入力端末")
    entered_by = models.TextField("入力者")
    checked_by = models.TextField("審査者")
    entry_no = models.BigIntegerField("入力票", null=True)
    cancels = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="cancelled_by", verbose_name="取消対象"
    )
    detail = models.JSONField("付随情報", default=dict)

    class Meta:
        verbose_name = "住民異動"
        indexes = [
            models.Index(fields=["processed_on", "reason"], name="register_event_processed"),
            models.Index(fields=["happened_on"], name="register_event_happened"),
            models.Index(fields=["notified_on"], name="register_event_notified"),
        ]

    def __str__(self) -> str:
        return f"住民異動 {self.pk} {self.label}"

    @property
    def label(self) -> str:
        """The reason in words (異動事由)."""
        return Reason(self.reason).label_ja
