# SPDX-License-Identifier: Apache-2.0
"""Fees of certificates (手数料): the ordinance's amounts, and who pays nothing.

Amounts come as a `FeeTable` from the dated statutes of the municipality; here is only what
follows from them. The grounds for paying nothing are those ordinances usually name (unverified).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class FeeKind(StrEnum):
    """What is paid for; the value names the amount in the table."""

    RESIDENT_RECORD_COPY = "resident_record_copy"
    REMOVED_RECORD_COPY = "removed_record_copy"
    RECORDED_MATTERS = "recorded_matters"
    MOVE_OUT_CERTIFICATE = "move_out_certificate"
    REGISTER_INSPECTION = "register_inspection"
    SEAL_REGISTRATION = "seal_registration"
    SEAL_CERTIFICATE = "seal_certificate"
    NON_RESIDENCE = "non_residence"

    @property
    def label_ja(self) -> str:
        """As the receipt says it."""
        return _LABELS[self]


_LABELS = {
    FeeKind.RESIDENT_RECORD_COPY: "住民票の写し",
    FeeKind.REMOVED_RECORD_COPY: "住民票の除票の写し",
    FeeKind.RECORDED_MATTERS: "住民票記載事項証明書",
    FeeKind.MOVE_OUT_CERTIFICATE: "転出証明書",
    FeeKind.REGISTER_INSPECTION: "住民基本台帳の閲覧",
    FeeKind.SEAL_REGISTRATION: "印鑑登録",
    FeeKind.SEAL_CERTIFICATE: "印鑑登録証明書",
    FeeKind.NON_RESIDENCE: "不在住証明書",
}


class FeeTable(NamedTuple):
    """Yen for one copy (閲覧: for one person looked at) in one fiscal year."""

    resident_record_copy: int
    removed_record_copy: int
    recorded_matters: int
    move_out_certificate: int
    register_inspection: int
    seal_registration: int
    seal_certificate: int
    non_residence: int


class Exemption(StrEnum):
    """Why nothing is paid."""

    NONE = "none"
    OFFICIAL_USE = "official_use"
    FREE_BY_LAW = "free_by_law"
    OUR_MISTAKE = "our_mistake"
    PUBLIC_ASSISTANCE = "public_assistance"
    DISASTER = "disaster"
    SPECIAL = "special"

    @property
    def label_ja(self) -> str:
        """As the receipt and the daily close say it."""
        return _EXEMPTION_LABELS[self]

    @property
    def is_waiver(self) -> bool:
        """減免: a decision that needs `certificate.waive`; the others are free from the start."""
        return self in (Exemption.PUBLIC_ASSISTANCE, Exemption.DISASTER, Exemption.SPECIAL)


_EXEMPTION_LABELS = {
    Exemption.NONE: "有料",
    Exemption.OFFICIAL_USE: "公用（国又は地方公共団体の請求）",
    Exemption.FREE_BY_LAW: "法令による無料（年金等の手続）",
    Exemption.OUR_MISTAKE: "市区町村の誤りによる再交付",
    Exemption.PUBLIC_ASSISTANCE: "減免（生活保護）",
    Exemption.DISASTER: "減免（災害）",
    Exemption.SPECIAL: "減免（市区町村長が特に認めるもの）",
}


@dataclass(frozen=True, slots=True)
class Charge:
    """What is asked for a request: so much for one, times the copies, or nothing and why."""

    kind: FeeKind
    copies: int
    unit_price: int
    exemption: Exemption

    @property
    def amount(self) -> int:
        """Yen to be paid."""
        return 0 if self.exemption is not Exemption.NONE else self.unit_price * self.copies

    @property
    def waived(self) -> int:
        """Yen not asked because of an exemption, for the daily close."""
        return self.unit_price * self.copies - self.amount


def charge(
    table: FeeTable, kind: FeeKind, *, copies: int, exemption: Exemption = Exemption.NONE
) -> Charge:
    """The charge for some copies of one kind."""
    if copies < 1:
        raise ValueError("交付する通数は１以上です")
    return Charge(kind, copies, getattr(table, kind.value), exemption)
