# SPDX-License-Identifier: Apache-2.0
"""The stock of blank resident codes (新規付番用の住民票コード), and when it counts as low."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class ResidentCodeStock(models.Model):
    """One code received from the network's server (CS); given out once, in the order of `draw`.

    `draw` is random and was drawn when the code came in, so that giving out is by lot (4.3.1)
    and still takes the first of an index.
    """

    code = models.CharField("住民票コード", max_length=11, unique=True)
    draw = models.BigIntegerField("抽選順")
    received_at = models.DateTimeField("取得日時")
    source = models.TextField("取得元")
    used_at = models.DateTimeField("付番日時", null=True)

    class Meta:
        verbose_name = "新規付番用住民票コード"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["draw"], name="register_code_free", condition=Q(used_at__isnull=True)
            )
        ]


class ResidentCodeAlert(models.Model):
    """From how few free codes on everybody is warned; the newest row counts, none warns never."""

    alert_below = models.PositiveIntegerField("空きの下限")
    set_by = models.TextField("設定者")
    set_at = models.DateTimeField("設定日時")

    class Meta:
        verbose_name = "住民票コードの空きの下限"
