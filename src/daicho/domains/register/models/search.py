# SPDX-License-Identifier: Apache-2.0
"""The search index, a derived table; 外字 and variants of our own; what each clerk last asked."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value


class Spelling(models.IntegerChoices):
    """What a spelling spells. Names and kana are found alike, whoever's kind of name it is."""

    NAME = 1, "氏名・旧氏・通称"
    GIVEN_NAME = 2, "名"
    KANA = 3, "振り仮名"
    GIVEN_KANA = 4, "名の振り仮名"
    ADDRESS = 5, "住所"
    BUILDING = 6, "方書"


NAMES = (Spelling.NAME, Spelling.GIVEN_NAME, Spelling.KANA, Spelling.GIVEN_KANA)


class SearchEntry(models.Model):
    """One folded spelling of one person; `is_current` tells the latest from former ones.

    Birth date and sex stand beside it, so that the usual search reads this table alone.
    """

    addressee_no = models.BigIntegerField("宛名番号")
    spelling = models.SmallIntegerField("種類", choices=Spelling.choices)
    key = models.TextField("検索用")
    is_current = models.BooleanField("現在")
    birth_date = models.DateField("生年月日", null=True)
    sex = models.SmallIntegerField("性別")

    class Meta:
        verbose_name = "検索索引"
        indexes = [
            models.Index(
                "spelling", OpClass("key", name="text_pattern_ops"), "birth_date",
                "addressee_no", name="register_search_prefix", include=["is_current"],
            ),
            models.Index(
                fields=["birth_date", "addressee_no"], name="register_search_birth",
                condition=Q(spelling=1, is_current=True),
            ),
            models.Index(fields=["addressee_no"], name="register_search_person"),
            GinIndex(OpClass("key", name="gin_trgm_ops"), name="register_search_inner"),
            # The single characters of a key, for parts shorter than a trigram: of each kind apart,
            # so that the statistics tell how common a character is in it.
            *(
                GinIndex(
                    Func(F("key"), Value(None), function="string_to_array"),
                    name=f"register_search_chars_{spelling}", condition=Q(spelling=spelling),
                )
                for spelling in Spelling.values
            ),
        ]  # fmt: skip


class OwnVariant(models.Model):
    """A character of our own (外字), or any other, that is found by another one (2.1.2).

    Added to the table of the kernel, never instead of it. What is taken out keeps its row.
    """

    character = models.CharField("外字・異体字", max_length=4)
    stands_for = models.CharField("代わりの字", max_length=4)
    note = models.TextField("字形の説明・出典", blank=True)
    registered_at = models.DateTimeField("登録日時")
    registered_by = models.TextField("登録者")
    removed_at = models.DateTimeField("廃止日時", null=True)
    removed_by = models.TextField("廃止者", blank=True)

    class Meta:
        verbose_name = "外字・異体字"
        constraints = [
            models.UniqueConstraint(
                fields=["character", "stands_for"], condition=Q(removed_at=None),
                name="register_own_variant_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.character} → {self.stands_for}"


class RecentSearch(models.Model):
    """What a clerk asked for lately (検索履歴, 2.1.1): sealed, for that person only, and soon gone.

    It is a help for typing, not a record: who searched for what stands in the log.
    """

    login = models.TextField("職員ID")
    key = models.CharField("番号", max_length=16, unique=True)
    at = models.DateTimeField("検索日時")
    sealed = models.BinaryField("条件(封)")

    class Meta:
        verbose_name = "検索履歴"
        indexes = [models.Index(fields=["login", "at"], name="register_recent_search")]

    def __str__(self) -> str:
        return f"検索履歴 {self.login} {self.at:%Y-%m-%d}"
