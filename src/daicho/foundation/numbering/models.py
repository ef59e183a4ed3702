# SPDX-License-Identifier: Apache-2.0
"""Series of numbers (採番台帳): each number is given once and never again."""

from __future__ import annotations

from django.db import models


class Series(models.Model):
    """One series, e.g. 宛名番号, or 証明書番号 of one fiscal year."""

    code = models.CharField("系列", max_length=64, primary_key=True)
    next_serial = models.BigIntegerField("次の番号", default=1)

    class Meta:
        verbose_name = "採番"
