# SPDX-License-Identifier: Apache-2.0
"""Addressees (宛名) and withholding employers, as they are now; history is the register's."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models


class Kind(models.IntegerChoices):
    """What an addressee is."""

    RESIDENT = 1, "住民"
    NON_RESIDENT = 2, "住登外者"
    ORGANISATION = 3, "法人・事業所"


class Addressee(models.Model):
    """One person or organisation under its number (宛名番号), the one key everywhere."""

    addressee_no = models.BigIntegerField("宛名番号", primary_key=True)
    kind = models.SmallIntegerField("区分", choices=Kind.choices)
    name = models.TextField("氏名・名称")
    name_folded = models.TextField("氏名(検索用)")
    kana = models.TextField("振り仮名", blank=True)
    kana_folded = models.TextField("振り仮名(検索用)", blank=True)
    birth_date = models.DateField("生年月日", null=True)
    sex = models.SmallIntegerField("性別", default=0)  # register.models.Sex
    postcode = models.TextField("郵便番号", blank=True)
    address = models.TextField("住所")
    building = models.TextField("方書", blank=True)
    address_folded = models.TextField("住所(検索用)")
    household_no = models.BigIntegerField("世帯番号", null=True)
    number_hash = models.BinaryField("個人番号の照合値", max_length=32, null=True, editable=False)
    corporate_number = models.TextField("法人番号", blank=True)
    protected = models.BooleanField("支援措置", default=False)
    ceased_on = models.DateField("住民でなくなった日", null=True)
    source = models.BigIntegerField("取込番号", null=True)
    updated = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = "宛名"
        indexes = [
            models.Index(fields=["birth_date", "kana_folded"], name="addressee_birth_kana"),
            models.Index(OpClass("kana_folded", "text_pattern_ops"), name="addressee_kana_prefix"),
            models.Index(OpClass("name_folded", "text_pattern_ops"), name="addressee_name_prefix"),
            GinIndex(
                OpClass("name_folded", "gin_trgm_ops"),
                OpClass("kana_folded", "gin_trgm_ops"),
                OpClass("address_folded", "gin_trgm_ops"),
                name="addressee_search",
            ),
            models.Index(fields=["household_no"], name="addressee_household"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number_hash"],
                condition=models.Q(number_hash__isnull=False),
                name="addressee_number_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"宛名 {self.addressee_no}"


class Employer(models.Model):
    """A payer that withholds the tax (特別徴収義務者) under its designated number (指定番号)."""

    designated_no = models.TextField("指定番号", primary_key=True)
    addressee_no = models.BigIntegerField("宛名番号", null=True, db_index=True)
    corporate_number = models.TextField("法人番号", blank=True, db_index=True)
    name = models.TextField("名称")
    name_folded = models.TextField("名称(検索用)", db_index=True)
    postcode = models.TextField("郵便番号", blank=True)
    address = models.TextField("所在地", blank=True)
    contact = models.TextField("連絡先", blank=True)
    accepts_electronic = models.BooleanField("電子通知の希望", default=False)
    source = models.BigIntegerField("取込番号", null=True)
    updated = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = "特別徴収義務者"

    def __str__(self) -> str:
        return f"指定番号 {self.designated_no}"
