# SPDX-License-Identifier: Apache-2.0
"""The one place that decides whether somebody may do something: for page, API and batch alike."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db.models import QuerySet
from django.utils import timezone

from daicho.foundation.access.actor import ITEM, Actor
from daicho.foundation.access.catalogue import Function, catalogue, function_of
from daicho.foundation.access.models import ProtectedPerson
from daicho.foundation.database.query import rows
from daicho.kernel.findings import Finding, Severity

PROTECTED_VIEW = "protected.view"
# In SQL: every page about a person asks, and the ORM would take three times as long.
PROTECTED = (
    "SELECT addressee_no FROM access_protectedperson"
    " WHERE addressee_no = ANY(%s) AND valid @> %s::date"
)
MASKED_ADDRESS = "(支援措置により非表示)"
MASKED_ITEM = "(表示権限がありません)"


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed, or why not; what of the subject must stay hidden: address, items (項目)."""

    is_allowed: bool
    finding: Finding | None
    hides_address: bool
    masked_items: frozenset[str] = frozenset()


def decide(
    *, actor: Actor, function: str, purpose: str, subject: int | None, at: datetime,
    office: str | None = None,
) -> Decision:  # fmt: skip
    """Whether `actor` may use `function` for `purpose` on the person with 宛名番号 `subject`.

    `office`: the unit that handles the matter, where matters have one (所管).
    """
    finding = _refusal(actor, function_of(function), purpose, office)
    if finding is not None:
        return Decision(False, finding, hides_address=True, masked_items=all_items())
    hides = (
        subject is not None
        and PROTECTED_VIEW not in actor.functions
        and subject in find_protected(numbers=[subject], on=timezone.localtime(at).date())
    )
    masked = masked_items(actor=actor, purpose=purpose)
    return Decision(True, None, hides_address=hides, masked_items=masked)


@cache
def all_items() -> frozenset[str]:
    """Every item that can be masked, without the `item.` before it."""
    return frozenset(
        code.removeprefix(ITEM) for code in catalogue().functions if code.startswith(ITEM)
    )


def masked_items(*, actor: Actor, purpose: str) -> frozenset[str]:
    """The items that stay hidden: not held, or not for this purpose of use."""
    return frozenset(
        item for item in all_items()
        if _refusal(actor, function_of(f"{ITEM}{item}"), purpose, None) is not None
    )  # fmt: skip


def find_protected(*, numbers: Collection[int], on: date) -> frozenset[int]:
    """Those of `numbers` who are under protection on that day: one question for a whole list."""
    found = rows(PROTECTED, [list(numbers), on]) if numbers else []
    return frozenset(number for (number,) in found)


def all_protected(*, on: date) -> QuerySet[ProtectedPerson, int]:
    """宛名番号 of everybody under protection on that day, for use inside another query."""
    found = ProtectedPerson.objects.filter(valid__contains=on)
    return found.values_list("addressee_no", flat=True)


def hidden_from(*, actor: Actor, numbers: Collection[int], on: date) -> frozenset[int]:
    """Those of `numbers` whose address this actor must not see."""
    if PROTECTED_VIEW in actor.functions:
        return frozenset()
    return find_protected(numbers=numbers, on=on)


def _refusal(actor: Actor, function: Function, purpose: str, office: str | None) -> Finding | None:
    if function.code not in actor.functions:
        return _finding("access.not_granted", f"「{function.label_ja}」の権限がありません。")
    offices = actor.limits.get(function.code)
    if offices is not None and office is not None and office not in offices:
        return _finding("access.other_office", f"「{function.label_ja}」は所管の範囲外です。")
    return _refusal_of_purpose(function, purpose)


def _refusal_of_purpose(function: Function, purpose: str) -> Finding | None:
    if not (function.needs_purpose or function.needs_number_use or function.purposes):
        return None
    chosen = catalogue().purposes.get(purpose)
    if chosen is None:
        return _finding("access.no_purpose", "利用目的を選択してください。")
    if function.needs_number_use and not chosen.is_number_use:
        return _finding(
            "access.not_number_use",
            f"利用目的「{chosen.label_ja}」では「{function.label_ja}」を使えません。",
            "番号法9条",
        )
    if function.purposes and chosen.code not in function.purposes:
        return _finding(
            "access.other_purpose",
            f"利用目的「{chosen.label_ja}」では「{function.label_ja}」を使えません。"
            "利用目的を選び直してください。",
        )
    return None


def _finding(code: str, message: str, citation: str = "") -> Finding:
    return Finding(code, Severity.ERROR, message, citation=citation)
