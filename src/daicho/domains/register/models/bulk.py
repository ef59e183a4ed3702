# SPDX-License-Identifier: Apache-2.0
"""Changes of many records at once from a file (住所一括変更, 9.7), and removed records put away."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class BulkKind(models.TextChoices):
    """What a file changes, and by which number its lines name whom."""

    ADDRESS = "address", "現住所（世帯番号）"
    DOMICILE = "domicile", "本籍（宛名番号）"
    KANA = "kana", "振り仮名（宛名番号）"


class BulkState(models.TextChoices):
    """How far the whole change is."""

    TRIED = "tried", "仮処理済"
    ACCEPTED = "accepted", "承認済"
    DONE = "done", "本処理済"
    WITHDRAWN = "withdrawn", "取下げ"


class BulkLineState(models.TextChoices):
    """What became of one line."""

    PLANNED = "planned", "更新予定"
    EXCLUDED = "excluded", "除外"
    DONE = "done", "更新済"


class BulkChange(models.Model):
    """One file: tried (仮処理), accepted by a second person, carried out (本処理)."""

    kind = models.CharField("種類", max_length=10, choices=BulkKind.choices)
    title = models.TextField("件名")
    file_name = models.TextField("ファイル名")
    sha256 = models.CharField("ファイル", max_length=64)
    happened_on = models.DateField("異動日")
    note = models.TextField("留意事項", blank=True)
    state = models.CharField("状態", max_length=10, choices=BulkState.choices)
    totals = models.JSONField("照合値", default=dict)
    created_by = models.TextField("作成者")
    created_at = models.DateTimeField("作成日時")
    accepted_by = models.TextField("承認者", blank=True)
    accepted_at = models.DateTimeField("承認日時", null=True)

    class Meta:
        verbose_name = "一括変更"


class BulkLine(models.Model):
    """One line of the file: whom it names, before and after, and what became of it."""

    change = models.ForeignKey(BulkChange, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField("行")
    number = models.BigIntegerField("世帯番号・宛名番号", null=True)
    before = models.JSONField("変更前", default=dict)
    after = models.JSONField("変更後", default=dict)
    people = models.PositiveIntegerField("人数", default=0)
    state = models.CharField("状態", max_length=8, choices=BulkLineState.choices)
    fault = models.TextField("除外の理由", blank=True)
    event = models.ForeignKey(
        "register.Event", models.PROTECT, null=True, verbose_name="異動", db_index=False
    )

    class Meta:
        verbose_name = "一括変更の明細"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["change", "line"], name="register_bulk_line")
        ]


class PutAway(models.Model):
    """A removed record that belongs to the store of removed records (除票用データベース, 9.3)."""

    addressee_no = models.BigIntegerField("宛名番号", primary_key=True)
    ceased_on = models.DateField("住民でなくなった日")
    moved_on = models.DateField("移行日")

    class Meta:
        verbose_name = "移行済みの除票"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ceased_on"], name="register_put_away_ceased")
        ]
