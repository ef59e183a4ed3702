# SPDX-License-Identifier: Apache-2.0
"""Resident records (住民票の記載), bitemporal full rows: valid in the world × recorded by us."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models


class Sex(models.IntegerChoices):
    """Sex as the register holds it; the numbers are those of rules.inhabitants_tax.facts."""

    UNKNOWN = 0, "不明"
    FEMALE = 1, "女"
    MALE = 2, "男"


class ResidentVersion(models.Model):
    """All items of one resident during `valid`, as we knew them during `recorded`.

    Rows are never overwritten: a change closes `recorded` and adds rows.
    """

    addressee_no = models.BigIntegerField("宛名番号")
    history_no = models.IntegerField("履歴番号")
    household_no = models.BigIntegerField("世帯番号", null=True)
    name = models.TextField("氏名")
    name_folded = models.TextField("氏名(検索用)")
    kana = models.TextField("氏名の振り仮名", blank=True)
    kana_folded = models.TextField("振り仮名(検索用)", blank=True)
    birth_date = models.DateField("生年月日", null=True)
    sex = models.SmallIntegerField("性別", choices=Sex.choices)
    alias = models.TextField("通称", blank=True, default="", db_default="")
    alias_kana = models.TextField("通称の振り仮名", blank=True, default="", db_default="")
    relationship = models.TextField("続柄", blank=True)
    postcode = models.TextField("郵便番号", blank=True)
    address = models.TextField("住所")
    building = models.TextField("方書", blank=True)
    town = models.TextField("町字", blank=True)
    nationality = models.TextField("国籍区分", default="JP")
    residence_status = models.TextField("在留資格", blank=True, default="", db_default="")
    became_resident_on = models.DateField("住民となった日", null=True)
    became_resident_by = models.TextField("住民となった事由", blank=True, default="", db_default="")
    moved_in_on = models.DateField("住所を定めた日", null=True)
    previous_address = models.TextField("前住所", blank=True, default="", db_default="")
    ceased_on = models.DateField("住民でなくなった日", null=True)
    cease_reason = models.TextField("消除の事由", blank=True)
    public_assistance = models.BooleanField("生活扶助", default=False)
    protected = models.BooleanField("支援措置", default=False)
    valid = DateRangeField("有効期間")
    recorded = DateTimeRangeField("記録期間")
    source = models.BigIntegerField("取込番号", null=True)

    class Meta:
        verbose_name = "住民記録"
        indexes = [
            models.Index(fields=["addressee_no"], name="register_resident_no"),
            models.Index(fields=["household_no"], name="register_household_no"),
            models.Index(fields=["source"], name="register_source"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["addressee_no", "history_no"], name="register_history_no_unique"
            ),
            ExclusionConstraint(
                name="register_one_truth_at_a_time",
                expressions=[
                    ("addressee_no", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                    ("recorded", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"住民記録 {self.addressee_no}-{self.history_no}"
