# SPDX-License-Identifier: Apache-2.0
"""Extractions that somebody keeps to repeat them."""

from __future__ import annotations

from django.db import models


class SavedExtraction(models.Model):
    """What to take out of which source; the data themselves are never kept."""

    name = models.TextField("名称")
    source = models.CharField("データソース", max_length=32)
    definition = models.JSONField("条件と項目")
    saved_by = models.TextField("作成者")
    saved_at = models.DateTimeField("作成日時")
    is_removed = models.BooleanField("削除", default=False)

    class Meta:
        verbose_name = "抽出条件"
        ordering = ["name", "pk"]
