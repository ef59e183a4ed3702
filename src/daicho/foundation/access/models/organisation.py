# SPDX-License-Identifier: Apache-2.0
"""The organisation (部・課・係) and who holds a post (配属) in it, with periods.

A row is a state for a period; a new name, parent or post is a new row. Codes, not keys, tie a
part of the tree to its parent, so that a renamed 課 keeps its 係.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q


class Level(models.TextChoices):
    """How high a unit stands."""

    DEPARTMENT = "department", "部"
    SECTION = "section", "課"
    SUBSECTION = "subsection", "係"


class Unit(models.Model):
    """A unit of the organisation (組織) for a period, with its name and parent of that time."""

    code = models.CharField("所属コード", max_length=16)
    level = models.CharField("区分", max_length=12, choices=Level.choices)
    name = models.CharField("名称", max_length=100)
    parent = models.CharField("上位の所属コード", max_length=16, blank=True, default="")
    valid = DateRangeField("期間")

    class Meta:
        verbose_name = "組織"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["code"], name="unit_code"),
            models.Index(fields=["parent"], name="unit_parent"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="unit_once_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=~Q(parent=models.F("code")), name="unit_not_own_part"),
        ]


class PostKind(models.TextChoices):
    """One main post or leave at a time; further posts beside the main one (兼務)."""

    MAIN = "main", "本務"
    CONCURRENT = "concurrent", "兼務"
    LEAVE = "leave", "休職"


class Post(models.Model):
    """Who works where, under which title (職名). The title gives no right; the unit may."""

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    unit = models.CharField("所属コード", max_length=16)
    title = models.CharField("職名", max_length=50)
    is_head = models.BooleanField("所属長", default=False)
    kind = models.CharField("区分", max_length=12, choices=PostKind.choices)
    valid = DateRangeField("期間")

    class Meta:
        verbose_name = "配属"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["staff"], name="post_of_staff"),
            models.Index(fields=["unit"], name="post_in_unit"),
            GistIndex(fields=["valid"], name="post_valid"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="post_once_in_a_unit",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="post_main_at_a_time",
                expressions=[("staff", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=~Q(kind=PostKind.CONCURRENT),
            ),
        ]


class PersonnelImport(models.Model):
    """A file of personnel orders (人事異動) that was applied."""

    name = models.CharField("ファイル名", max_length=200)
    sha256 = models.CharField("要約値", max_length=64, unique=True)
    orders_count = models.PositiveIntegerField("件数")
    applied_by = models.CharField("取込者", max_length=64)
    applied_at = models.DateTimeField("取込日時")

    class Meta:
        verbose_name = "人事異動の取込"


class PersonnelOrder(models.Model):
    """One order (発令) as it came: kept for good, beside the posts that it made."""

    source = models.ForeignKey(PersonnelImport, models.PROTECT, related_name="orders")
    line = models.PositiveIntegerField("行")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="orders")
    kind = models.CharField("区分", max_length=12)
    unit = models.CharField("所属コード", max_length=16, blank=True)
    title = models.CharField("職名", max_length=50, blank=True)
    effective = models.DateField("発令日")

    class Meta:
        verbose_name = "発令"
