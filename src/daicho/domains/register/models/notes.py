# SPDX-License-Identifier: Apache-2.0
"""Remarks that are printed (備考, 1.1.14 C類型) and memos that never are (メモ, 1.1.15)."""

from __future__ import annotations

from django.db import models


class Note(models.Model):
    """One text about a person; a change adds a row with the same `thread`, removal an empty one."""

    addressee_no = models.BigIntegerField("宛名番号", db_index=True)
    thread = models.UUIDField("件")
    text = models.TextField("内容", blank=True)
    is_removed = models.BooleanField("削除", default=False)
    written_by = models.TextField("記入者")
    written_at = models.DateTimeField("記入日時")

    class Meta:
        abstract = True
        ordering = ["written_at", "pk"]


class Remark(Note):
    """A remark of the integrated column (備考); certificates can show it."""

    class Meta(Note.Meta):
        verbose_name = "備考"


class Memo(Note):
    """A memo for the staff (メモ); no certificate ever shows it."""

    class Meta(Note.Meta):
        verbose_name = "メモ"
