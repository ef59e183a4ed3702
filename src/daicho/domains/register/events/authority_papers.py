# SPDX-License-Identifier: Apache-2.0
"""What the papers of events by authority say (職権記録書・職権記載等通知書, 標準仕様書 4.2.0.1).

The record paper is the office's own: who, what, before and after, on what ground. The notice goes
to the persons concerned when nobody notified. Whoever prints either asks for `register.approve`,
logs the print, and keeps what tells where a protected person lives (`is_protected`) to the officer
in charge; items of a right of their own (項目別の表示権限) are named by `item`, to be hidden alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from daicho.domains.register.events.correction_items import UNCERTAIN_ITEMS, label_of
from daicho.domains.register.history import items_of
from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.register.models.resident import ITEMS
from daicho.foundation.access.decision import find_protected
from daicho.kernel.dates import format_japanese
from daicho.rules.resident_register.entitlements import (
    ENTITLEMENT_ITEMS,
    entitlement_text,
    entitlement_words,
)
from daicho.rules.resident_register.reasons import Basis

HIDDEN = frozenset(
    {"name_folded", "kana_folded", "member_order", "protected", "public_assistance", "entitlements"}
    | set(UNCERTAIN_ITEMS.values())
)
NOTIFIED = frozenset({Basis.AUTHORITY.value, Basis.OFFER.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedItem:
    """One item before and after; `before` is empty in a new record."""

    item: str
    label: str
    before: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPerson:
    """One person of the event, where post reaches them, and what changed."""

    addressee_no: int
    name: str
    postcode: str = field(repr=False)
    address: str = field(repr=False)
    building: str = field(repr=False)
    is_protected: bool
    items: tuple[ChangedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityPaper:
    """The record of one event by authority (職権記録書)."""

    event_no: int
    label: str
    basis: str
    ground: str
    happened_on: str
    notified_on: date | None
    processed_on: date
    note: str
    entered_by: str
    checked_by: str
    people: tuple[ChangedPerson, ...]
    is_to_be_notified: bool


def authority_paper(*, event_no: int, on: date) -> AuthorityPaper:
    """What both papers of an event say on a day; `is_to_be_notified`: a notice (通知書) is due."""
    event = Event.objects.get(pk=event_no)
    return AuthorityPaper(
        event_no=event.pk, label=event.label, basis=event.basis, ground=_ground(event),
        happened_on=event.happened_text or format_japanese(event.happened_on),
        notified_on=event.notified_on, processed_on=event.processed_on, note=event.note,
        entered_by=event.entered_by, checked_by=event.checked_by, people=_people(event, on),
        is_to_be_notified=event.basis in NOTIFIED and event.cancels_id is None,
    )  # fmt: skip


def _ground(event: Event) -> str:
    names = ("職権記載の理由", "職権消除の理由", "軽微な修正の区分", "戸籍の異動", "事由", "理由")
    return "、".join(str(event.detail[name]) for name in names if event.detail.get(name))


def _people(event: Event, on: date) -> tuple[ChangedPerson, ...]:
    rows = ResidentVersion.objects.filter(addressee_no__in=event.addressee_nos)
    own = {
        row.addressee_no: row
        for row in rows.filter(event=event, recorded__startswith=event.recorded_at).order_by(
            "-history_no"
        )
    }
    known = rows.filter(recorded__contains=event.recorded_at - timedelta(microseconds=1))
    guarded = find_protected(numbers=event.addressee_nos, on=on)
    people = []
    for number in event.addressee_nos:
        after = own[number]
        before = next((r for r in known if r.addressee_no == number and _meets(r, after)), None)
        people.append(_person(after, before, is_protected=number in guarded))
    return tuple(people)


def _meets(row: ResidentVersion, after: ResidentVersion) -> bool:
    day = after.valid.lower
    lower, upper = row.valid.lower, row.valid.upper
    return (lower is None or day is None or lower <= day) and (
        upper is None or day is None or day < upper
    )


def _person(
    after: ResidentVersion, before: ResidentVersion | None, *, is_protected: bool
) -> ChangedPerson:
    old = items_of(before) if before is not None else {}
    new = items_of(after)
    items = tuple(
        ChangedItem(
            item=name, label=label_of(name), before=_words(name, old), after=_words(name, new)
        )
        for name in (*ITEMS, *ENTITLEMENT_ITEMS)
        if name not in HIDDEN and _words(name, old) != _words(name, new)
    )
    return ChangedPerson(
        addressee_no=after.addressee_no, name=after.name, postcode=after.postcode,
        address=after.address, building=after.building, items=items,
        is_protected=is_protected or after.protected,
    )  # fmt: skip


_CHOICES = {
    name: dict(getattr(ResidentVersion._meta.get_field(name), "choices", None) or ())
    for name in ("status", "kind", "sex")
}


def _words(name: str, items: dict[str, Any]) -> str:
    """An item as the paper says it: 和暦, words for choices, nothing for what is empty."""
    if name in ENTITLEMENT_ITEMS:
        return entitlement_words(name, entitlement_text(items.get("entitlements", {}), name))
    value = items.get(name)
    if worded := items.get(UNCERTAIN_ITEMS.get(name, "")):
        return str(worded)
    if isinstance(value, date):
        return format_japanese(value)
    if isinstance(value, bool):
        return "有" if value else ""
    if name in _CHOICES and value is not None:
        return str(_CHOICES[name].get(value, ""))
    return "" if value is None else str(value)
