# SPDX-License-Identifier: Apache-2.0
"""The log (操作ログ) and the blocks that chain it.

The tables are made by migration in SQL in a schema and by a role of their own, so the models are
unmanaged: Django neither alters nor empties them. Their names are quoted whole because Django
knows no schemas.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Kind(models.TextChoices):
    """Kinds of operation (住民記録標準 10.2)."""

    INQUIRY = "inquiry", "照会"
    DOCUMENT = "document", "帳票発行"
    ENTRY = "entry", "異動入力"
    BATCH = "batch", "バッチ"
    SCREEN_COPY = "screen_copy", "画面コピー"
    EXTRACT = "extract", "EUC抽出"
    AUTHENTICATION = "authentication", "認証"
    PRINT = "print", "印刷"
    SETTINGS = "settings", "設定変更"
    EVENT = "event", "イベント"
    COMMUNICATION = "communication", "通信"
    ERROR = "error", "エラー"


class Result(models.TextChoices):
    """How it ended."""

    DONE = "done", "正常"
    REFUSED = "refused", "拒否"
    FAILED = "failed", "異常"


class Entry(models.Model):
    """One look or change: who, when, where, what for, whom."""

    at = models.DateTimeField("日時")
    kind = models.CharField("種別", max_length=16, choices=Kind.choices)
    login = models.TextField("職員番号")
    name = models.TextField("氏名")
    section = models.TextField("所属")
    terminal = models.TextField("端末")
    function = models.TextField("機能")
    screen = models.TextField("画面・処理")
    purpose = models.TextField("利用目的")
    subjects = ArrayField(models.BigIntegerField(), verbose_name="宛名番号")
    individual_number_shown = models.BooleanField("個人番号の表示")
    result = models.CharField("結果", max_length=8, choices=Result.choices)
    detail = models.JSONField("内容")
    digest = models.BinaryField("要約値")

    class Meta:
        managed = False
        db_table = '"audit"."entry"'
        verbose_name = "操作ログ"
        ordering: ClassVar[list[str]] = ["-at", "-id"]


class Block(models.Model):
    """Entries in the order they were chained; each block's hash covers the block before it."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    entry_ids = ArrayField(models.BigIntegerField())
    entries = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = '"audit"."block"'


class Checkpoint(models.Model):
    """A signed statement that the chain reached this block with this hash."""

    block_number = models.BigIntegerField(primary_key=True)
    entries = models.BigIntegerField()
    at = models.DateTimeField()
    hash = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        managed = False
        db_table = '"audit"."checkpoint"'


class Tombstone(models.Model):
    """What was purged when its keeping ended, and where the chain begins since; signed."""

    fiscal_year = models.IntegerField("年度", primary_key=True)
    purged_at = models.DateTimeField("廃棄日時")
    purged = models.BigIntegerField("件数")
    block_number = models.BigIntegerField()
    entries = models.BigIntegerField()
    hash = models.BinaryField()
    kept = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        managed = False
        db_table = '"audit"."tombstone"'
        verbose_name = "操作ログの廃棄記録"


class ReviewResult(models.TextChoices):
    """What a section's monthly check came to (月次点検の結果)."""

    FINE = "fine", "異常なし"
    LOOKING = "looking", "確認中"
    ACT = "act", "要対応"


class MonthlyReview(models.Model):
    """One look of a section's head at a month's log; a later look is a further row."""

    section = models.TextField("所属")
    month = models.DateField("対象月")
    at = models.DateTimeField("点検日時")
    login = models.TextField("点検者の職員番号")
    name = models.TextField("点検者")
    result = models.CharField("結果", max_length=12, choices=ReviewResult.choices)
    comment = models.TextField("所見")
    summary = models.JSONField("集計")

    class Meta:
        managed = False
        db_table = '"audit"."monthly_review"'
        verbose_name = "操作ログの月次点検"
        ordering: ClassVar[list[str]] = ["-id"]
