# SPDX-License-Identifier: Apache-2.0
"""Who came for what, and what every section still does for them that day (今日来る人).

No name, address or number of anybody's is kept here: persons are their 宛名番号, new persons their
place in the slip.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class TaskState(models.TextChoices):
    """Where a task stands."""

    OPEN = "open", "これから"
    DONE = "done", "済み"
    LATER = "later", "後日"
    UNNEEDED = "unneeded", "不要"


class Visit(models.Model):
    """One visit (来庁) for one event: a slip, or persons of the register."""

    visit_on = models.DateField("来庁日")
    event = models.CharField("用件", max_length=40)
    happened_on = models.DateField("異動日")
    entry_no = models.BigIntegerField("入力票", null=True, unique=True)
    addressee_nos = ArrayField(models.BigIntegerField(), verbose_name="宛名番号", default=list)
    answers = ArrayField(models.TextField(), verbose_name="聞き取り", default=list)
    queue_no = models.CharField("受付番号", max_length=10, blank=True)
    place = models.TextField("受付場所", blank=True)
    opened_by = models.TextField("受付者")
    opened_name = models.TextField("受付者氏名")
    opened_at = models.DateTimeField("受付日時")

    class Meta:
        verbose_name = "来庁"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["visit_on", "opened_at"], name="counter_visit_day"),
            GinIndex(fields=["addressee_nos"], name="counter_visit_people"),
        ]


class CounterTask(models.Model):
    """One procedure that a visit brings, and what became of it."""

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="tasks", verbose_name="来庁"
    )  # fmt: skip
    procedure = models.CharField("手続", max_length=40)
    section = models.CharField("担当", max_length=40)
    people = ArrayField(models.BigIntegerField(), verbose_name="対象者", default=list)
    due_on = models.DateField("期限", null=True)
    state = models.CharField(
        "状態", max_length=10, choices=TaskState.choices, default=TaskState.OPEN
    )
    decided_by = models.TextField("処理者", blank=True)
    decided_name = models.TextField("処理者氏名", blank=True)
    decided_at = models.DateTimeField("処理日時", null=True)

    class Meta:
        verbose_name = "窓口の用件"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["visit", "procedure"], name="counter_task_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["section", "state"], name="counter_task_section")
        ]
