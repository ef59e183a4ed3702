# SPDX-License-Identifier: Apache-2.0
"""Who acts, with what they may do at that moment; and the circumstances of an act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.models import Grant
from daicho.foundation.audit.entries import Who
from daicho.foundation.identity.models import Staff
from daicho.foundation.identity.signing_in import who_is


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at work; their rights were read once, at the beginning of the request or batch."""

    staff_id: int
    who: Who
    functions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who acts, what for (the purpose's code), from which terminal, when."""

    actor: Actor
    purpose: str
    terminal: str
    at: datetime


def load_actor(*, staff: Staff, at: datetime) -> Actor:
    """The person with the functions granted for that day and not taken back."""
    day = timezone.localtime(at).date()
    functions = Grant.objects.filter(
        staff=staff, valid_from__lte=day, valid_to__gte=day, revoked_at__isnull=True
    ).values_list("function", flat=True)
    return Actor(staff.pk, who_is(staff), frozenset(functions))


def purpose_label(code: str) -> str:
    """The purpose as the log and the pages say it; nothing for none."""
    purpose = catalogue().purposes.get(code)
    return purpose.label_ja if purpose else ""
