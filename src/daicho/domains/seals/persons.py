# SPDX-License-Identifier: Apache-2.0
"""What the register says of a person, in the words of the rules on seals.

Like the certificates, this reads what was registered last, on the day: whoever holds the lock on
the person reads the truth, whatever the moment of the click was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from daicho.domains.register.public import ResidentVersion
from daicho.rules.resident_register.reasons import ResidentKind, ResidentStatus
from daicho.rules.resident_register.seals import SealApplicant, SealEnd, SealNames
from daicho.rules.resident_register.seals import ends_registration as end_by_rule

_STATUS = {
    "resident": ResidentStatus.RESIDENT,
    "moved_out": ResidentStatus.MOVED_OUT,
    "dead": ResidentStatus.DEAD,
    "removed": ResidentStatus.REMOVED,
}


def day_of(at: dt.datetime) -> dt.date:
    """The day of a moment, here."""
    return timezone.localtime(at).date()


def read_people(*, addressee_nos: Iterable[int], on: dt.date) -> dict[int, ResidentVersion]:
    """The final state of these persons on a day, by 宛名番号; also removed ones."""
    rows = ResidentVersion.objects.filter(
        addressee_no__in=list(addressee_nos), recorded__upper_inf=True, valid__contains=on
    )
    return {row.addressee_no: row for row in rows}


def kind_of(row: ResidentVersion) -> ResidentKind:
    """Japanese or foreign resident."""
    return ResidentKind.FOREIGN if row.kind == "foreign" else ResidentKind.JAPANESE


def names_of(row: ResidentVersion) -> SealNames:
    """The names that this person's seal may show."""
    surname, given = _parts(row.name)
    alias_surname, alias_given = _parts(row.alias)
    return SealNames(
        surname=surname, given=given, former_surname=row.former_name,
        alias_surname=alias_surname, alias_given=alias_given,
        full_name="".join(row.name.split()), kana=tuple(row.kana.split()),
    )  # fmt: skip


def _parts(name: str) -> tuple[str, str]:
    """Surname and given name; without a space nobody knows where one ends."""
    words = name.split()
    return (words[0], "".join(words[1:])) if len(words) > 1 else ("", "")


def applicant_of(
    row: ResidentVersion, *, has_capacity: bool, has_registration: bool
) -> SealApplicant | None:
    """The person as applicant; None where the day of birth is not known at all."""
    if row.birth_date is None:
        return None
    return SealApplicant(
        birth=row.birth_date, kind=kind_of(row), status=_STATUS[row.status],
        has_capacity=has_capacity, has_registration=has_registration, names=names_of(row),
        subject="宛名番号",
    )  # fmt: skip


def end_of(row: ResidentVersion | None, *, text: str) -> SealEnd | None:
    """Why a seal of this person can no longer be registered, if so."""
    if row is None:
        return SealEnd.NOT_RESIDENT
    return end_by_rule(
        seal_text=text, status=_STATUS[row.status], names=names_of(row), kind=kind_of(row)
    )
