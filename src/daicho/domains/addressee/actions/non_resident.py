# SPDX-License-Identifier: Apache-2.0
"""A person without a resident record (住登外者) as an addressee."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from daicho.domains.addressee.models import Addressee, Kind
from daicho.kernel.address import fold_address
from daicho.kernel.text import fold_name, search_kana


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNonResident:
    """What is known of the person, under a number just taken from the series."""

    addressee_no: int
    name: str
    kana: str
    birth_date: dt.date | None
    sex: int
    postcode: str
    address: str
    number_hash: bytes | None


def create_non_resident(*, person: NewNonResident, now: dt.datetime) -> bool:
    """Add the person; False, and nothing done, when another addressee has the 個人番号."""
    taken = person.number_hash is not None and (
        Addressee.objects.filter(number_hash=person.number_hash).exists()
    )
    if taken:
        return False
    Addressee.objects.create(
        addressee_no=person.addressee_no, kind=Kind.NON_RESIDENT, name=person.name,
        name_folded=fold_name(person.name), kana=person.kana,
        kana_folded=search_kana(person.kana), birth_date=person.birth_date, sex=person.sex,
        postcode=person.postcode, address=person.address,
        address_folded=fold_address(person.address), number_hash=person.number_hash,
        updated=now,
    )  # fmt: skip
    return True
