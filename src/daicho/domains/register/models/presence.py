# SPDX-License-Identifier: Apache-2.0
"""Which clerk has which person open: two on the same person see each other."""

from __future__ import annotations

from django.db import models


class Presence(models.Model):
    """One clerk at one person's pages; old ones mean nothing and are cleared."""

    addressee_no = models.BigIntegerField("宛名番号")
    login = models.TextField("職員番号")
    name = models.TextField("氏名")
    section = models.TextField("所属")
    seen_at = models.DateTimeField("最後に見た時刻")

    class Meta:
        verbose_name = "照会中の職員"
        constraints = [
            models.UniqueConstraint(fields=["addressee_no", "login"], name="register_presence_once")
        ]
