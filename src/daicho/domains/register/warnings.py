# SPDX-License-Identifier: Apache-2.0
"""What a clerk must know before doing anything for a person (抑止, 支援措置, 入管, 期限).

Later domains add theirs by name in config/register_hooks.py (WARNERS).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import cast

from django.utils import timezone

from daicho.domains.register.hooks import named
from daicho.domains.register.models import ResidentVersion, Status
from daicho.foundation.access.actor import Context
from daicho.foundation.access.decision import find_protected
from daicho.kernel.dates import format_japanese


@dataclass(frozen=True, slots=True)
class Warn:
    """One warning: its style (bad stops, warn asks), the words, and where to read more.

    With `stops` the record is not shown at all (照会抑止).
    """

    style: str
    text: str
    url: str = ""
    stops: bool = False


def warnings_about(*, row: ResidentVersion, context: Context) -> list[Warn]:
    """Everything to warn of, the gravest first."""
    found = [*_own(row, context)]
    for warner in named("WARNERS"):
        found += cast(Iterable[Warn], warner(row=row, context=context))
    return sorted(found, key=lambda one: one.style != "bad")


def restrained_among(*, rows: Collection[ResidentVersion], context: Context) -> set[int]:
    """Those of the persons for whom something is restrained, for the mark in lists (抑止あり)."""
    found: set[int] = set()
    for marker in named("MARKERS"):
        found |= cast(set[int], marker(rows=rows, context=context))
    return found


def _own(row: ResidentVersion, context: Context) -> Iterable[Warn]:
    today = timezone.localtime(context.at).date()
    if row.protected or find_protected(numbers=[row.addressee_no], on=today):
        yield Warn("bad", "支援措置対象者です。住所を本人以外に伝えないでください。")
    if row.status != Status.RESIDENT:
        yield Warn("warn", f"除票です（{row.get_status_display()}）。")
    elif row.ceased_on is not None and row.ceased_on > today:
        yield Warn("warn", f"{format_japanese(row.ceased_on)}に転出予定です。")
    if row.residence_until is not None and row.residence_until < today and row.is_resident:
        yield Warn("warn", "在留期間の満了の日を過ぎています。")
    if row.under_guardianship:
        yield Warn("warn", "成年被後見人です。")
