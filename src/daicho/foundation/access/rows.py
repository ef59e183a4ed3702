# SPDX-License-Identifier: Apache-2.0
"""Limits lists in the database to what a person may see: by office (所管), by protection.

    found = in_office(found, actor=actor, function="grants.view", field="office")
    found = with_hidden(found, actor=actor, on=today, field="addressee_no")
    for row in found:
        address = MASKED_ADDRESS if row.is_hidden else row.address

Matters that keep the name of the office that took them in, as the log does, ask
`in_named_office`, and one of them `covers_office`.

A list that is searched or sorted by address needs `without_hidden`: a hit tells the address too.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db.models import BooleanField, Exists, Model, OuterRef, QuerySet, Value

from daicho.foundation.access.actor import Actor
from daicho.foundation.access.decision import PROTECTED_VIEW, all_protected
from daicho.foundation.access.models import ProtectedPerson
from daicho.foundation.access.organisation import full_name

Found = TypeVar("Found", bound=Model)


def in_office(
    found: QuerySet[Found], *, actor: Actor, function: str, field: str
) -> QuerySet[Found]:
    """Only the rows whose `field` names an office that the actor's `function` covers."""
    if function not in actor.functions:
        return found.none()
    offices = actor.offices_for(function)
    return found if offices is None else found.filter(**{f"{field}__in": sorted(offices)})


def in_named_office(
    found: QuerySet[Found], *, actor: Actor, function: str, field: str, on: date
) -> QuerySet[Found]:
    """The same where `field` holds the office's name (税務課課税係) instead of its code."""
    if function not in actor.functions:
        return found.none()
    names = _names_for(actor, function, on)
    return found if names is None else found.filter(**{f"{field}__in": sorted(names)})


def covers_office(*, actor: Actor, function: str, name: str, on: date) -> bool:
    """Whether the actor's `function` covers the office of this name."""
    if function not in actor.functions:
        return False
    names = _names_for(actor, function, on)
    return names is None or name in names


def _names_for(actor: Actor, function: str, on: date) -> frozenset[str] | None:
    offices = actor.offices_for(function)
    return None if offices is None else frozenset(full_name(code=one, on=on) for one in offices)


def with_hidden(
    found: QuerySet[Any], *, actor: Actor, on: date, field: str = "addressee_no"
) -> QuerySet[Any]:
    """Every row, marked `is_hidden` where the address must not be shown to the actor."""
    if PROTECTED_VIEW in actor.functions:
        none: QuerySet[Any] = found.annotate(is_hidden=Value(False, BooleanField()))
        return none
    covered = ProtectedPerson.objects.filter(addressee_no=OuterRef(field), valid__contains=on)
    marked: QuerySet[Any] = found.annotate(is_hidden=Exists(covered))
    return marked


def without_hidden(
    found: QuerySet[Found], *, actor: Actor, on: date, field: str = "addressee_no"
) -> QuerySet[Found]:
    """Without the rows whose address must not be shown to the actor."""
    if PROTECTED_VIEW in actor.functions:
        return found
    return found.exclude(**{f"{field}__in": all_protected(on=on)})
