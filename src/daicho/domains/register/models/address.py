# SPDX-License-Identifier: Apache-2.0
"""The dictionaries of addresses (住所辞書, 1.3.3) and of buildings (方書, 1.3.4)."""

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
