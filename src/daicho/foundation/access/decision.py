# SPDX-License-Identifier: Apache-2.0
"""The one place that decides whether somebody may do something."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from daicho.foundation.access.actor import Actor
from daicho.foundation.access.catalogue import Function, catalogue, function_of
from daicho.foundation.access.models import ProtectedPerson
from daicho.kernel.findings import Finding, Severity

PROTECTED_VIEW = "protected.view"
MASKED_ADDRESS = "(支援措置により非表示)"


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed, or why not; and whether the subject's address must stay hidden."""

    is_allowed: bool
    finding: Finding | None
    hides_address: bool


def decide(
    *, actor: Actor, function: str, purpose: str, subject: int | None, at: datetime
) -> Decision:
    """Whether `actor` may use `function` for `purpose` on the person with 宛名番号 `subject`."""
    finding = _refusal(actor, function_of(function), purpose)
    if finding is not None:
        return Decision(False, finding, hides_address=True)
    hides = (
        subject is not None
        and PROTECTED_VIEW not in actor.functions
        and subject in find_protected(numbers=[subject], on=timezone.localtime(at).date())
    )
    return Decision(True, None, hides_address=hides)


def find_protected(*, numbers: Collection[int], on: date) -> frozenset[int]:
    """Those of `numbers` who are under protection on that day: one question for a whole list."""
    found = ProtectedPerson.objects.filter(addressee_no__in=numbers, valid__contains=on)
    return frozenset(found.values_list("addressee_no", flat=True))


def all_protected(*, on: date) -> QuerySet[ProtectedPerson, int]:
    """宛名番号 of everybody under protection on that day, for use inside another query."""
    found = ProtectedPerson.objects.filter(valid__contains=on)
    return found.values_list("addressee_no", flat=True)


def hidden_from(*, actor: Actor, numbers: Collection[int], on: date) -> frozenset[int]:
    """Those of `numbers` whose address this actor must not see."""
    if PROTECTED_VIEW in actor.functions:
        return frozenset()
    return find_protected(numbers=numbers, on=on)


def _refusal(actor: Actor, function: Function, purpose: str) -> Finding | None:
    if function.code not in actor.functions:
        return _finding("access.not_granted", f"「{function.label_ja}」の権限がありません。")
    if not function.needs_purpose:
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
    return None


def _finding(code: str, message: str, citation: str = "") -> Finding:
    return Finding(code, Severity.ERROR, message, citation=citation)
