# SPDX-License-Identifier: Apache-2.0
"""Entry slips (入力票): what one person typed and another has to check.

Nothing of a slip is in any register before it is registered (本登録), so no list, certificate or
link can show it. The content is sealed: it may hold 個人番号 and hidden addresses.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """Where a slip stands."""

    DRAFT = "draft", "下書き"
    PROVISIONAL = "provisional", "仮登録"
    RETURNED = "returned", "差戻し"
    REGISTERED = "registered", "本登録"
    WITHDRAWN = "withdrawn", "取下げ"


OPEN_STATES = (State.DRAFT, State.PROVISIONAL, State.RETURNED)


class Entry(models.Model):
    """One slip. `version` rises with every change, so that nobody overwrites another's typing."""

    kind = models.CharField("種類", max_length=64)
    state = models.CharField("状態", max_length=12, choices=State.choices)
    version = models.IntegerField("版", default=1)
    sealed = models.BinaryField("内容")
    subjects = ArrayField(models.BigIntegerField(), verbose_name="宛名番号", default=list)
    acknowledged = ArrayField(models.TextField(), verbose_name="確認済みの警告", default=list)
    writers = ArrayField(models.TextField(), verbose_name="入力した職員", default=list)
    entered_by = models.TextField("入力者")
    entered_name = models.TextField("入力者氏名")
    entered_at = models.DateTimeField("入力日時")
    updated_at = models.DateTimeField("更新日時")
    place = models.TextField("入力場所", blank=True)
    terminal = models.TextField("入力端末")
    decided_by = models.TextField("審査者", blank=True)
    decided_at = models.DateTimeField("審査日時", null=True)
    reason = models.TextField("差戻し・取下げの理由", blank=True)
    result = models.JSONField("本登録の結果", default=dict)

    class Meta:
        verbose_name = "入力票"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["kind", "state", "updated_at"],
                name="entry_open",
                condition=Q(state__in=["draft", "provisional", "returned"]),
            ),
            GinIndex(
                fields=["subjects"],
                name="entry_subjects",
                condition=Q(state__in=["draft", "provisional", "returned"]),
            ),
        ]
