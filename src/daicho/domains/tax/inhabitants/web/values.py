# SPDX-License-Identifier: Apache-2.0
"""How the value of a fact is said: an amount, a date, a word."""

from __future__ import annotations

from daicho.domains.tax.inhabitants.documents.amounts import yen
from daicho.domains.tax.inhabitants.web.words import DATES, FLAGS, ONE_OR_NONE
from daicho.kernel.dates import format_japanese, from_int, is_calendar_day


def say_fact(name: str, value: int) -> str:
    """5,000,000 / 昭和55年3月1日 / 該当."""
    if name in DATES:
        day = from_int(value) if is_calendar_day(value) else None
        return format_japanese(day) if day else "不詳"
    if name in FLAGS:
        return FLAGS[name].get(value, str(value))
    if name in ONE_OR_NONE:
        return "該当" if value else "非該当"
    return yen(value)
