# SPDX-License-Identifier: Apache-2.0
"""Reads of the addressees: search by kana, name, birth date, number, address; one; many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from daicho.domains.addressee.facts import (
    MASKED_ADDRESS,
    AddresseeLine,
    SearchCriteria,
    SearchPage,
)
from daicho.domains.addressee.models import Addressee, Employer
from daicho.domains.register.public import texts_of_protected
from daicho.foundation.access.decision import all_protected, find_protected
from daicho.kernel.address import fold_address
from daicho.kernel.text import fold_name, search_kana

PAGE_SIZE = 50
BOUND = 1_000
TRIGRAM = 3  # a part of a text is found by index from this length on; shorter ones as a beginning


def search_addressees(
    *, criteria: SearchCriteria, page: int, may_see_protected: bool, on: dt.date | None = None
) -> SearchPage:
    """One page of those who fit, in the order of kana.

    The address of a protected person (支援措置) is masked unless the caller may see it, and then
    no search by address finds the person: being found would tell it. `on` counts the measures of
    that day too, beside those that the register itself knows. Who lives in one household with a
    protected person is hidden alike: the address is the same.
    """
    fits = _conditions(criteria)
    if fits is None:
        return SearchPage((), 0, False, 1, 1)
    found = Addressee.objects.filter(fits)
    if criteria.address and not may_see_protected:
        found = found.exclude(protected=True)
        found = found.exclude(addressee_no__in=all_protected(on=on)) if on else found
        found = found.exclude(Exists(_mates(OuterRef("household_no"), on)))
    count = found[: BOUND + 1].count()
    is_bound, count = count > BOUND, min(count, BOUND)
    pages = max(1, -(-count // PAGE_SIZE))
    page = min(max(page, 1), pages)
    ordered = found.order_by("kana_folded", "name_folded", "birth_date", "addressee_no")
    lines = _lines(ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], may_see_protected, on)
    return SearchPage(lines, count, is_bound, page, pages)


def find_addressee(
    *, addressee_no: int, may_see_protected: bool, on: dt.date | None = None
) -> AddresseeLine | None:
    """One addressee; None when the number is nobody's."""
    lines = _lines(Addressee.objects.filter(addressee_no=addressee_no), may_see_protected, on)
    return lines[0] if lines else None


def list_addressees(
    *, addressee_nos: Collection[int], may_see_protected: bool, on: dt.date | None = None
) -> dict[int, AddresseeLine]:
    """Many addressees by number, for lists that hold numbers only."""
    found = Addressee.objects.filter(addressee_no__in=addressee_nos)
    return {line.addressee_no: line for line in _lines(found, may_see_protected, on)}


def find_by_number_hash(*, number_hash: bytes) -> int | None:
    """The 宛名番号 of the person with this keyed hash of an 個人番号."""
    found = Addressee.objects.filter(number_hash=number_hash)
    return found.values_list("addressee_no", flat=True).first()


def map_employers() -> dict[str, int | None]:
    """Every withholding employer (特別徴収義務者): 指定番号 → 宛名番号."""
    return dict(Employer.objects.values_list("designated_no", "addressee_no"))


def find_employer(*, designated_no: str) -> Employer | None:
    """The withholding employer with this number (指定番号)."""
    return Employer.objects.filter(designated_no=designated_no).first()


def _conditions(criteria: SearchCriteria) -> Q | None:
    """The conditions in SQL; None when nothing is asked for."""
    parts = [
        *_text("kana_folded", search_kana(criteria.kana)),
        *_text("name_folded", fold_name(criteria.name)),
        *_text("address_folded", fold_address(criteria.address) if criteria.address else ""),
    ]
    if criteria.birth_date is not None:
        parts.append(Q(birth_date=criteria.birth_date))
    if criteria.addressee_no is not None:
        parts.append(Q(addressee_no=criteria.addressee_no))
    return Q(*parts) if parts else None


def _text(column: str, folded: str) -> Iterable[Q]:
    if folded:
        how = "contains" if len(folded) >= TRIGRAM else "startswith"
        yield Q(**{f"{column}__{how}": folded})


def _lines(
    found: QuerySet[Addressee], may_see_protected: bool, on: dt.date | None = None
) -> tuple[AddresseeLine, ...]:
    people = list(found)
    guarded = _guarded(people, on)
    if on is not None and not may_see_protected:
        guarded |= _gone_to_protected(people, on)
    return tuple(_line(one, one.addressee_no in guarded, may_see_protected) for one in people)


def _gone_to_protected(people: Collection[Addressee], on: dt.date) -> set[int]:
    """Those who left, and whose address now tells where a protected person lives."""
    gone = {one.addressee_no: _place(one) for one in people if one.ceased_on is not None}
    telling = texts_of_protected(gone.values(), on=on) if gone else frozenset()
    return {number for number, place in gone.items() if place in telling}


def _place(one: Addressee) -> str:
    return f"{one.address} {one.building}".strip()


def _guarded(people: Collection[Addressee], on: dt.date | None) -> set[int]:
    """Those under protection, and those who live in one household with somebody who is."""
    homes = {one.household_no for one in people if one.household_no is not None}
    shared = Addressee.objects.filter(household_no__in=homes).values_list(
        "addressee_no", "household_no", "protected"
    )
    members = [*shared, *((one.addressee_no, None, one.protected) for one in people)]
    marked = {number for number, _, is_marked in members if is_marked}
    if on is not None:
        marked |= find_protected(numbers={number for number, _, _ in members}, on=on)
    hidden = {home for number, home, _ in members if number in marked and home is not None}
    return marked | {one.addressee_no for one in people if one.household_no in hidden}


def _mates(household_no: OuterRef, on: dt.date | None) -> QuerySet[Addressee]:
    """The protected ones of a household."""
    marked = Q(protected=True)
    if on is not None:
        marked |= Q(addressee_no__in=all_protected(on=on))
    return Addressee.objects.filter(marked, household_no=household_no)


def _line(one: Addressee, is_protected: bool, may_see_protected: bool) -> AddresseeLine:
    is_hidden = is_protected and not may_see_protected
    return AddresseeLine(
        addressee_no=one.addressee_no,
        kind=one.kind,
        name=one.name,
        kana=one.kana,
        birth_date=one.birth_date,
        sex=one.sex,
        postcode="" if is_hidden else one.postcode,
        address=MASKED_ADDRESS if is_hidden else _place(one),
        household_no=one.household_no,
        protected=is_protected,
        ceased_on=one.ceased_on,
    )
