# SPDX-License-Identifier: Apache-2.0
"""法定納期限等: the day of a tax that is weighed against the day of a mortgage (地方税法14条の9).

The items follow a practitioner's summary (taru-masaki.hatenablog.com); the text of the article was
not at hand (unverified).
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from daicho.kernel.dates import shift_due_date
from daicho.kernel.law import cite

CITATION = cite("地方税法14条の9")


class TaxOrigin(StrEnum):
    """How a tax came about; decides its day against securities."""

    ORDINARY_COLLECTION = "ordinary_collection"
    SALARY_COLLECTION = "salary_collection"
    PENSION_COLLECTION = "pension_collection"
    LEVIED_LATER = "levied_later"
    OTHER = "other"

    @property
    def label_ja(self) -> str:
        """Which day it is, in words."""
        return _LABELS[self]


_LABELS = {
    TaxOrigin.ORDINARY_COLLECTION: "個人住民税(普通徴収): 確定申告の期限(3月15日)",
    TaxOrigin.SALARY_COLLECTION: "個人住民税(給与特別徴収): 特別徴収義務者への通知の期限(5月31日)",
    TaxOrigin.PENSION_COLLECTION: "個人住民税(年金特別徴収): 年金保険者への通知の期限(7月31日)",
    TaxOrigin.LEVIED_LATER: "法定納期限後に課された税: 告知書を発した日",
    TaxOrigin.OTHER: "軽自動車税など: 法定納期限(分割のものは第1期の納期限)",
}


def priority_day(
    origin: TaxOrigin, *, fiscal_year: int, statutory_due: dt.date, noticed: dt.date
) -> dt.date:
    """The day of the tax. `noticed`: when the notice was sent; asked of late levies only.

    March 15 moves from a closed day, the two days of notice do not (施行令6条の18).
    """
    days = {
        TaxOrigin.ORDINARY_COLLECTION: (3, 15),
        TaxOrigin.SALARY_COLLECTION: (5, 31),
        TaxOrigin.PENSION_COLLECTION: (7, 31),
    }
    if origin in days:
        day = dt.date(fiscal_year, *days[origin])
        return shift_due_date(day) if origin is TaxOrigin.ORDINARY_COLLECTION else day
    return noticed if origin is TaxOrigin.LEVIED_LATER else statutory_due
