# SPDX-License-Identifier: Apache-2.0
"""Filters and tags: yen, Japanese dates, the main menu, the purpose of use."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from daicho.foundation.access.actor import purpose_label
from daicho.foundation.access.pages import PURPOSE_KEY, Desk
from daicho.foundation.ui.menu import MENU
from daicho.foundation.ui.screen_note import write_note
from daicho.kernel.dates import format_fiscal_year, format_japanese

LONGEST_LIST = 5
register = template.Library()


@register.filter
def yen(amount: int | None) -> str:
    """1234567 as 1,234,567; minus as △ (the way ledgers print it); nothing as an empty text."""
    if not isinstance(amount, int):
        return ""
    return f"△{-amount:,}" if amount < 0 else f"{amount:,}"


@register.filter
def signed(amount: int | None) -> str:
    """A difference: ＋1,200, △1,200, ±0."""
    if not isinstance(amount, int):
        return ""
    return f"＋{amount:,}" if amount > 0 else "±0" if amount == 0 else yen(amount)


@register.filter
def wareki(day: datetime.date | None) -> str:
    """A date in 和暦; an empty text for none."""
    return format_japanese(day) if day else ""


@register.filter
def moment(at: datetime.datetime | None) -> str:
    """令和8年6月10日 09:30 in Tokyo; an empty text for none."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{format_japanese(local.date())} {local:%H:%M}"


@register.filter
def fiscal_year_name(year: int | None) -> str:
    """2026 as 令和8年度."""
    return format_fiscal_year(year) if year else ""


@register.filter
def told(value: object) -> str:
    """A value of the log in words: {"カナ": "ヤマダ"} as カナ: ヤマダ, lists with ・ between."""
    if isinstance(value, dict):
        return "、".join(f"{key}: {told(item)}" for key, item in value.items())
    if isinstance(value, list):
        shown = "・".join(told(item) for item in value[:LONGEST_LIST])
        more = len(value) - LONGEST_LIST
        return f"{shown} ほか{more}件" if more > 0 else shown
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return str(value)


@register.simple_tag(takes_context=True)
def main_menu(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries that the person before the page may open, with the current one marked."""
    request = context.get("request")
    desk = getattr(request, "desk", None)
    if request is None or desk is None:
        return []
    functions = desk.context.actor.functions
    return [
        {"label": item.label, "url": url, "current": request.path.startswith(url)}
        for item in MENU
        if item.function in functions
        for url in [reverse(item.route)]
    ]


@register.simple_tag(takes_context=True)
def manual_address(context: dict[str, Any]) -> str:
    """Where the text of this page stands (この画面の説明); the contents if it has no name."""
    found = getattr(context.get("request"), "resolver_match", None)
    if found is None or not found.url_name or found.app_name == "help":
        return reverse("help:contents")
    return reverse("help:screen", args=[found.view_name])


@register.simple_tag(takes_context=True)
def screen_note(context: dict[str, Any]) -> str:
    """What this page shows, for a copy of it (画面の写し); nothing on pages open to everybody."""
    desk = getattr(context.get("request"), "desk", None)
    return write_note(desk) if isinstance(desk, Desk) else ""


@register.simple_tag(takes_context=True)
def purpose_of_use(context: dict[str, Any]) -> str:
    """The purpose of use of this session (利用目的); nothing before it is chosen."""
    session = getattr(context.get("request"), "session", {})
    return purpose_label(str(session.get(PURPOSE_KEY, "")))


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], function: str) -> bool:
    """Whether the person holds a function: links that would be refused are not shown."""
    desk = getattr(context.get("request"), "desk", None)
    return desk is not None and function in desk.context.actor.functions
