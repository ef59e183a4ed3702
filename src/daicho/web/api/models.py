# SPDX-License-Identifier: Apache-2.0
"""How often somebody called in the running minute. Counts only, lost in a crash without harm."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class CallCount(models.Model):
    """Calls of one caller in one minute."""

    caller = models.CharField("呼出元", max_length=64)
    minute = models.BigIntegerField("分")
    calls = models.PositiveIntegerField("回数")

    class Meta:
        verbose_name = "API呼出回数"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["caller", "minute"], name="call_count_once")
        ]
