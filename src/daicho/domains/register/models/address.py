# SPDX-License-Identifier: Apache-2.0
"""The dictionaries of addresses, countries (1.3.3), lots (1.3.2) and buildings (1.3.4)."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models


class AddressTown(models.Model):
    """One town (大字) or part of it (小字, 丁目) of Japan with its postcode.

    The code has 11 digits: prefecture 2, municipality 3, 大字 3, 小字 3. The last six are our own
    (1.3.3 leaves them open) and stay with the town; one that is no more keeps its row, because
    registered domiciles name former towns.
    """

    code = models.CharField("住所コード", max_length=11, primary_key=True)
    municipality = models.CharField("市区町村コード", max_length=5)
    prefecture = models.TextField("都道府県名")
    city = models.TextField("市区町村名")
    town = models.TextField("大字")
    part = models.TextField("小字・丁目", blank=True)
    prefecture_key = models.TextField("都道府県名(振り仮名の検索用)")
    city_key = models.TextField("市区町村名(振り仮名の検索用)")
    town_key = models.TextField("大字(振り仮名の検索用)")
    postcode = models.CharField("郵便番号", max_length=7)
    is_former = models.BooleanField("旧町名", default=False)

    class Meta:
        verbose_name = "住所辞書"
        indexes = [
            models.Index(OpClass("town_key", "text_pattern_ops"), name="register_town_key"),
            models.Index(OpClass("town", "text_pattern_ops"), name="register_town_name"),
            models.Index(OpClass("postcode", "bpchar_pattern_ops"), name="register_town_postcode"),
            models.Index(fields=["municipality"], name="register_town_municipality"),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """As an address begins: 東京都港区芝五丁目."""
        return f"{self.prefecture}{self.city}{self.town}{self.part}"


class Building(models.Model):
    """A building at an address (方書); removed ones stay for who reads old records."""

    address_key = models.TextField("住所(検索用)")
    address = models.TextField("住所")
    name = models.TextField("方書")
    postcode = models.CharField("郵便番号", max_length=7, blank=True)
    is_removed = models.BooleanField("廃止", default=False)

    class Meta:
        verbose_name = "方書"
        constraints = [
            models.UniqueConstraint(fields=["address_key", "name"], name="register_building_once")
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.name}"


class Country(models.Model):
    """A country or region (国名・地域名, 1.3.3), by the three letters of ISO 3166-1.

    One that is no more keeps its row: older records name it.
    """

    code = models.CharField("国コード", max_length=3, primary_key=True)
    name = models.TextField("国名・地域名")
    kana_key = models.TextField("読み(検索用)")
    is_former = models.BooleanField("旧国名", default=False)

    class Meta:
        verbose_name = "国名辞書"

    def __str__(self) -> str:
        return self.name


class LotKind(models.TextChoices):
    """How a place is numbered."""

    RESIDENTIAL = "residential", "住居表示"
    LOT = "lot", "地番"
    SPECIAL = "special", "特殊地番"


class AddressLot(models.Model):
    """A place at which somebody may have an address (住居表示・地番マスタ, 1.3.2).

    Numbers stand as numbers, so that they sort: of 住居表示 the block, the house and what follows;
    of 地番 the lot and its branches. `mark` is the letter before it (甲, イ) by its place in its
    row, `text` what a 特殊地番 says besides. A corrected line is ended and a new one added.
    """

    town = models.ForeignKey(
        AddressTown, models.PROTECT, related_name="lots", verbose_name="町字", db_index=False
    )
    kind = models.CharField("区分", max_length=11, choices=LotKind.choices)
    mark = models.SmallIntegerField("記号", default=0)
    number = models.IntegerField("番地・街区符号")
    branch = models.IntegerField("枝番・住居番号", default=0)
    sub_branch = models.IntegerField("枝番2・住居番号2", default=0)
    text = models.TextField("特殊な表記", blank=True)
    valid_from = models.DateField("実施日", null=True)
    valid_to = models.DateField("廃止日", null=True)
    note = models.TextField("備考", blank=True)
    entered_at = models.DateTimeField("登録日時")
    entered_by = models.TextField("登録者")
    ended_at = models.DateTimeField("訂正・取消しの日時", null=True)

    class Meta:
        verbose_name = "住居表示・地番"
        constraints = [
            models.UniqueConstraint(
                fields=["town", "kind", "mark", "number", "branch", "sub_branch", "text"],
                condition=models.Q(ended_at=None), name="register_lot_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.town_id} {self.number}-{self.branch}-{self.sub_branch}"


class ResidentLot(models.Model):
    """The numbers of a resident's present address, to sort by; derived from it (1.3.2)."""

    addressee_no = models.BigIntegerField("宛名番号", primary_key=True)
    place = models.TextField("町字(検索用)")
    mark = models.SmallIntegerField("記号コード")
    number = models.IntegerField("番地コード")
    branch = models.IntegerField("枝番コード")
    sub_branch = models.IntegerField("枝番2コード")
    room = models.IntegerField("部屋番号コード")

    class Meta:
        verbose_name = "番地等コード"
        indexes = [
            models.Index(
                fields=["place", "mark", "number", "branch", "sub_branch", "room"],
                name="register_resident_lot",
            )
        ]

    def __str__(self) -> str:
        return f"番地等コード {self.addressee_no}"
