# SPDX-License-Identifier: Apache-2.0
"""Filters and tags: yen, Japanese dates, the main menu."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.urls import reverse

from daicho.foundation.ui.menu import MENU
from daicho.kernel.dates import format_japanese

register = template.Library()


@register.filter
def yen(amount: int | None) -> str:
    """1234567 as 1,234,567; minus as △ (the way ledgers print it); nothing as an empty text."""
    if amount is None or amount == "":
        return ""
    return f"△{-amount:,}" if amount < 0 else f"{amount:,}"


@register.filter
def wareki(day: datetime.date | None) -> str:
    """A date in 和暦; an empty text for none."""
    return format_japanese(day) if day else ""


@register.filter
def fiscal_year_name(year: int | None) -> str:
    """2026 as 令和8年度, by the era in force on April 1."""
    if not year:
        return ""
    era, first = ("令和", 2018) if year >= 2020 else ("平成", 1988)
    return "令和元年度" if year == 2019 else f"{era}{year - first}年度"


@register.simple_tag(takes_context=True)
def main_menu(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries that the signed-in person may open, with the current one marked."""
    request = context["request"]
    functions = getattr(request, "functions", frozenset())
    return [
        {"label": item.label, "url": url, "current": request.path.startswith(url)}
        for item in MENU
        if item.function in functions
        for url in [reverse(item.route)]
    ]
