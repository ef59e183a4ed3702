# SPDX-License-Identifier: Apache-2.0
"""Who sends a paper and who gets it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issuer:
    """The municipality as sender. Everything that differs from town to town on paper is here."""

    municipality: str  # 港区
    head_title: str  # 港区長
    head_name: str
    section: str  # 税務課課税係
    postcode: str
    address: str
    phone: str
    municipal_tax: str = "特別区民税"
    prefectural_tax: str = "都民税"
    ordinance: str = ""  # 港区特別区税条例
    review_body: str = ""  # where the claim for review goes; the head when empty
    biller_code: str = ""  # 請求書発行企業コード, 6 digits; no bars without it
    payment_places: str = ""  # 納付の場所
    is_sample: bool = False  # prints 見本 in place of the seal

    @property
    def tax_names(self) -> str:
        """特別区民税・都民税・森林環境税."""
        return f"{self.municipal_tax}・{self.prefectural_tax}・森林環境税"


@dataclass(frozen=True, slots=True)
class Recipient:
    """The addressee (宛名) of a letter.

    Of a person under a protective measure (支援措置) the caller sets the address only where the
    paper may carry it; an empty address prints as blank, with no bars.
    """

    name: str
    postcode: str = ""  # 7 digits, with or without the hyphen
    address: str = ""
    building: str = ""  # 方書
    barcode_number: str | None = None  # 住所表示番号; taken from address and building when None
    honorific: str = "様"
    care_of: str = ""  # 納税管理人 and the like: the first line over the name
