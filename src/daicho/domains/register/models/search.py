# SPDX-License-Identifier: Apache-2.0
"""The search index: a derived table, made anew from the register at will."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q


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
                "addressee_no", name="register_search_prefix",
            ),
            models.Index(
                fields=["birth_date", "addressee_no"], name="register_search_birth",
                condition=Q(spelling=3, is_current=True),
            ),
            models.Index(fields=["addressee_no"], name="register_search_person"),
            GinIndex(OpClass("key", name="gin_trgm_ops"), name="register_search_inner"),
        ]  # fmt: skip
