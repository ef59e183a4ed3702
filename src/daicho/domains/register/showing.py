# SPDX-License-Identifier: Apache-2.0
"""What a person at work may see of a record: the one place that hides items of the register.

Pages, the API and printed lists take their values from here. Two things hide: the right to an
item (項目別の表示権限, 10.4), and a protective measure (支援措置), which hides everything that
tells where the person lives, lived or went, from everybody but the officer in charge. Who lives in
one household with a protected person is hidden alike: the address is the same. And so is the
place itself where it stands in somebody else's record (`places_elsewhere`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from daicho.domains.register.models import ResidentKind, ResidentVersion
from daicho.domains.register.models.resident import ITEMS
from daicho.domains.register.places_elsewhere import ELSEWHERE, items_elsewhere
from daicho.foundation.access.actor import Actor
from daicho.foundation.access.decision import MASKED_ADDRESS, PROTECTED_VIEW, find_protected
from daicho.kernel.dates import format_japanese
from daicho.kernel.uncertain_date import UncertainDate, format_uncertain, format_western
from daicho.rules.resident_register.entitlements import (
    ENTITLEMENT_ITEMS,
    PREFIX,
    entitlement_text,
    entitlement_words,
)

NO_RIGHT = "(表示権限がありません)"
# Everything that tells of a place; hidden together, because each tells something of the other.
PLACES = frozenset({
    "postcode", "address", "building", "town", "address_code", "previous_address",
    "previous_postcode", "previous_address_code", "last_registered_address", "moved_to_planned",
    "moved_to_planned_postcode", "moved_to_planned_code", "moved_to", "moved_to_postcode",
    "moved_to_code", "registered_domicile", "alias_entered_at", "alias_removed_at",
})  # fmt: skip
# Items of 10.4, each behind the function item.<code>.
RESTRICTED: dict[str, str] = {
    "registered_domicile": "registry",
    "registry_head": "registry",
    "resident_code": "resident_code",
    "signature_serial": "certificate_serial",
    "authentication_serial": "certificate_serial",
    **dict.fromkeys(ENTITLEMENT_ITEMS, PREFIX),
    **dict.fromkeys(
        ("nationality", "article_30_45", "residence_status", "residence_period", "residence_until",
         "residence_card_no"),
        "residence_status",
    ),
}  # fmt: skip
# Pairs of an internal day and its official wording (不詳日).
WORDINGS = {
    "birth_date": "birth_date_text", "moved_in_on": "moved_in_text",
    "became_resident_on": "became_resident_text", "ceased_on": "ceased_text",
    "foreign_resident_on": "foreign_resident_text", "alien_registered_on": "alien_registered_text",
}  # fmt: skip
_WESTERN = frozenset({"birth_date", "residence_until"})  # of foreign residents (1.1.9)
_HIDDEN_HERE = frozenset({"name_folded", "kana_folded", "protected", PREFIX})
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("氏名", ("name", "kana", "kana_confirmed", "kanji_name", "latin_name", "former_name",
             "former_name_kana", "alias", "alias_kana", "alias_entered_on", "alias_entered_at",
             "alias_removed_on", "alias_removed_at", "name_precedence")),
    ("本人", ("birth_date", "sex", "kind", "status", "resident_code", "card_status",
             "signature_serial", "authentication_serial", "under_guardianship")),
    ("世帯", ("household_no", "householder_name", "actual_householder_name", "relationship",
             "member_order")),
    ("住所", ("postcode", "address", "building", "town", "address_code", "moved_in_on",
             "address_notified_on", "became_resident_on", "became_resident_by", "notified_on",
             "previous_postcode", "previous_address", "previous_householder",
             "last_registered_address")),
    ("戸籍の表示", ("registered_domicile", "registry_head")),
    ("資格", tuple(ENTITLEMENT_ITEMS)),
    ("外国人住民", ("nationality", "article_30_45", "residence_status", "residence_period",
               "residence_until", "residence_card_no", "foreign_resident_on",
               "alien_registered_on", "residence_notified", "landed_by_permit")),
    ("消除", ("ceased_on", "cease_reason", "cease_notified_on", "moved_out_planned_on",
            "moved_to_planned_postcode",
            "moved_to_planned", "moved_to_postcode", "moved_to", "moved_out_on",
            "move_in_notice_on", "reissued_on")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """One record as this actor sees it: `text` of every item, hidden ones already replaced."""

    row: ResidentVersion
    is_protected: bool
    hides_places: bool
    text: dict[str, str]

    @property
    def addressee_no(self) -> int:
        """宛名番号."""
        return self.row.addressee_no

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The items that say something, under their headings, for a page."""
        return [
            (heading, lines)
            for heading, names in GROUPS
            if (lines := [(label_of(name), self.text[name]) for name in names if self.text[name]])
        ]


def see(rows: Collection[ResidentVersion], *, actor: Actor, on: date) -> list[Seen]:
    """The records as the actor sees them; one question about protection for all of them."""
    guarded = _guarded(rows, on)
    seen = [_seen(row, actor, is_protected=row.addressee_no in guarded) for row in rows]
    if PROTECTED_VIEW not in actor.functions:
        elsewhere = items_elsewhere([row for row in rows if row.addressee_no not in guarded], on=on)
        for one in seen:
            _hide_elsewhere(one.text, elsewhere.get(one.row.pk, ()))
    return seen


def _hide_elsewhere(text: dict[str, str], items: Collection[str]) -> None:
    for item in items:
        text[item] = MASKED_ADDRESS
        text.update(dict.fromkeys(ELSEWHERE[item], ""))


def _guarded(rows: Collection[ResidentVersion], on: date) -> set[int]:
    """Those of the persons who are under protection, or share a household with somebody who is."""
    households = {row.household_no for row in rows if row.household_no is not None}
    shared = ResidentVersion.objects.filter(
        household_no__in=households, recorded__upper_inf=True, valid__contains=on
    ).values_list("addressee_no", "household_no", "protected")
    members = [*shared, *((row.addressee_no, row.household_no, row.protected) for row in rows)]
    under_measure = find_protected(numbers={number for number, _, _ in members}, on=on)
    guarded = {number for number, _, is_marked in members if is_marked} | under_measure
    homes = {home for number, home, _ in members if number in guarded and home is not None}
    return guarded | {row.addressee_no for row in rows if row.household_no in homes}


def _seen(row: ResidentVersion, actor: Actor, *, is_protected: bool) -> Seen:
    hides = is_protected and PROTECTED_VIEW not in actor.functions
    text = {name: _hidden(name, item_text(row, name), actor, hides=hides) for name in _SHOWN}
    return Seen(row, is_protected, hides, text)


def _hidden(name: str, text: str, actor: Actor, *, hides: bool) -> str:
    """An empty item that is hidden stays hidden too: that there is none may tell as much."""
    if hides and name in PLACES:
        return MASKED_ADDRESS if name == "address" else ""
    if text and (item := RESTRICTED.get(name)) and not actor.may_see(item):
        return NO_RIGHT
    return text


def item_text(row: ResidentVersion, name: str) -> str:
    """An item in words, unhidden: dates in 和暦 (of foreign residents two in 西暦), choices."""
    if name in ENTITLEMENT_ITEMS:
        return entitlement_words(name, entitlement_text(row.entitlements, name))
    value: Any = getattr(row, name)
    if value in (None, "", False, {}) or (name == "nationality" and value == "JP"):
        return ""
    if name in WORDINGS or isinstance(value, date):
        return _day(row, name, value)
    if name == "kind":
        return str(ResidentKind(value).label)
    if hasattr(row, f"get_{name}_display"):
        return str(getattr(row, f"get_{name}_display")())
    return "はい" if value is True else str(value)


def _day(row: ResidentVersion, name: str, value: date) -> str:
    wording = str(getattr(row, WORDINGS[name])) if name in WORDINGS else ""
    if row.kind == ResidentKind.FOREIGN and name in _WESTERN:
        return format_western(UncertainDate(value, wording))
    return format_uncertain(UncertainDate(value, wording)) if wording else format_japanese(value)


def label_of(name: str) -> str:
    """The Japanese name of an item."""
    if name in ENTITLEMENT_ITEMS:
        return ENTITLEMENT_ITEMS[name].label
    return str(ResidentVersion._meta.get_field(name).verbose_name)


def changed_items(before: ResidentVersion | None, after: ResidentVersion) -> Iterable[str]:
    """The items that differ, in the order of the record."""
    return [
        name
        for name in _SHOWN
        if item_text(after, name) != (item_text(before, name) if before is not None else "")
    ]


_SHOWN = (
    *(name for name in ITEMS if name not in _HIDDEN_HERE and name not in WORDINGS.values()),
    *ENTITLEMENT_ITEMS,
)
