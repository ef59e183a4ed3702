# SPDX-License-Identifier: Apache-2.0
"""Figures, each stored with the run that counted it; published tables are sums of these."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Subject(models.TextChoices):
    """What a figure counts, and by what `keys` it is divided (in this order)."""

    POPULATION = "population", "人口"  # 町字, 住民種別, 性別, 年齢
    HOUSEHOLDS = "households", "世帯"  # 町字, 世帯の構成
    NATIONALITY = "nationality", "国籍別人口"  # 国籍・地域, 性別
    RESIDENCE = "residence", "在留資格別人口"  # 在留資格, 国籍・地域, 性別
    BEFORE = "before", "期首人口"  # 町字, 住民種別, 性別
    CHANGES = "changes", "異動"  # 月, 町字, 住民種別, 性別, 異動事由, 増減
    MOVES = "moves", "転入元・転出先"  # 月, 増減, 都道府県, 住民種別, 性別
    NOTICES = "notices", "届出・職権の件数"  # 月, 異動事由, 根拠, 住民種別, 法30条の45の区分, 単位


class Figure(models.Model):
    """One count of one run; `keys` of a grain that is never published as it is."""

    run = models.ForeignKey("batch.BatchRun", models.CASCADE, verbose_name="実行")
    subject = models.CharField("統計", max_length=12, choices=Subject.choices)
    keys = ArrayField(models.TextField(), verbose_name="区分")
    value = models.BigIntegerField("値")

    class Meta:
        verbose_name = "統計値"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["run", "subject", "keys"], name="statistics_figure_once"
            )
        ]
