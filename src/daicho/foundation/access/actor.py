# SPDX-License-Identifier: Apache-2.0
"""Who acts, with what they may do at that moment; and the circumstances of an act."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils import timezone

from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.rights import Emergency, read_rights
from daicho.foundation.audit.entries import Who
from daicho.foundation.identity.models import Staff
from daicho.foundation.identity.signing_in import who_is

ITEM = "item."


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at work; their rights were read once, at the beginning of the request or batch.

    `units`: codes of the units in which they hold a post, and of those above. `limits`: functions
    that open only what these offices handle (所管). `emergency`: what only 緊急アクセス opens.
    """

    staff_id: int
    who: Who
    functions: frozenset[str]
    units: frozenset[str] = frozenset()
    limits: dict[str, frozenset[str]] = field(default_factory=dict, hash=False)
    emergency: Emergency | None = None
    lapsed_emergencies: tuple[int, ...] = ()

    def may_see(self, item: str) -> bool:
        """Whether an item (項目) is shown to the person: may_see("registry") for 本籍・筆頭者."""
        return f"{ITEM}{item}" in self.functions

    def offices_for(self, function: str) -> frozenset[str] | None:
        """The offices (所管) to which the function is limited; None for no limit."""
        return self.limits.get(function)

    def uses_emergency(self, function: str) -> bool:
        """Whether nothing but an open emergency access gives the function."""
        return self.emergency is not None and function in self.emergency.functions


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who acts, what for (the purpose's code), from which terminal, when."""

    actor: Actor
    purpose: str
    terminal: str
    at: datetime


def load_actor(*, staff: Staff, at: datetime) -> Actor:
    """The person with the functions granted for that day, themselves or by their unit.

    The section in the log is that of the main post in force; without a post, the account's.
    """
    rights = read_rights(staff_id=staff.pk, on=timezone.localtime(at).date(), at=at)
    who = who_is(staff)
    return Actor(
        staff_id=staff.pk,
        who=replace(who, section=rights.section) if rights.section else who,
        functions=rights.functions,
        units=rights.units,
        limits=rights.limits,
        emergency=rights.emergency,
        lapsed_emergencies=rights.lapsed,
    )


def purpose_label(code: str) -> str:
    """The purpose as the log and the pages say it; nothing for none."""
    purpose = catalogue().purposes.get(code)
    return purpose.label_ja if purpose else ""
