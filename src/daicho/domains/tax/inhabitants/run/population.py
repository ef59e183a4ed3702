# SPDX-License-Identifier: Apache-2.0
"""Who is looked at: residents of January 1, and others with documents; and what the ward knows."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db import connection

from daicho.domains.addressee.public import PEOPLE_RELATION
from daicho.domains.register.public import PEOPLE_RELATION as RECORDS_RELATION
from daicho.domains.register.public import RESIDENTS_RELATION
from daicho.domains.tax.documents.merge.public import Person
from daicho.kernel.dates import assessment_date

DEATH = "死亡"

# The register answers for residents, and by the removed record (除票) of that day for those who
# are none any more. Where it was loaded by snapshots it has no removed records: then the addressee
# tells when the person ceased to be one, and the last record why.
_PEOPLE = f"""
SELECT a.addressee_no,
       to_char(coalesce(r.birth_date, a.birth_date), 'YYYYMMDD')::int AS birth_date,
       coalesce(r.sex, a.sex) AS sex,
       coalesce(r.public_assistance, false)::int AS public_assistance,
       coalesce(CASE WHEN removed.status = 'dead' THEN to_char(removed.ceased_on, 'YYYYMMDD')::int
                     WHEN last.cease_reason LIKE '%%' || %(death)s || '%%'
                     THEN to_char(a.ceased_on, 'YYYYMMDD')::int END, 0) AS deceased_on,
       (r.addressee_no IS NOT NULL)::int AS is_registered,
       (a.kind = 2)::int AS is_elsewhere
FROM {PEOPLE_RELATION} a
LEFT JOIN {RESIDENTS_RELATION}(%(day)s, %(known)s) r ON r.addressee_no = a.addressee_no
LEFT JOIN {RECORDS_RELATION}(%(day)s, %(known)s) removed
    ON removed.addressee_no = a.addressee_no AND removed.status <> 'resident'
LEFT JOIN LATERAL (
    SELECT cease_reason FROM {RESIDENTS_RELATION}(a.ceased_on - 1, %(known)s) x
    WHERE x.addressee_no = a.addressee_no
) last ON r.addressee_no IS NULL AND removed.addressee_no IS NULL AND a.ceased_on <= %(day)s
WHERE a.kind <> 3
"""


class Known(NamedTuple):
    """A person and whether the register has them on January 1."""

    person: Person
    is_registered: bool


def people_of_range(
    fiscal_year: int, known_at: dt.datetime, first: int, last: int
) -> dict[int, Known]:
    """Persons of a range of addressees, by number."""
    return _people(
        fiscal_year,
        known_at,
        "AND a.addressee_no BETWEEN %(first)s AND %(last)s",
        {"first": first, "last": last},
    )


def people_of(fiscal_year: int, known_at: dt.datetime, numbers: list[int]) -> dict[int, Known]:
    """Certain persons."""
    return _people(
        fiscal_year, known_at, "AND a.addressee_no = ANY(%(numbers)s)", {"numbers": numbers}
    )


def _people(
    fiscal_year: int, known_at: dt.datetime, condition: str, more: dict[str, Any]
) -> dict[int, Known]:
    day = assessment_date(fiscal_year)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_PEOPLE} {condition} ORDER BY a.addressee_no",
            {"day": day, "known": known_at, "death": DEATH, **more},
        )
        return {row[0]: _known(*row) for row in cursor.fetchall()}


def _known(
    number: int,
    birth: int | None,
    sex: int,
    assistance: int,
    deceased: int,
    is_registered: int,
    is_elsewhere: int,
) -> Known:
    """住登外 people with documents are taxed here (地方税法294条3項); who moved or died is not."""
    resident = 1 if (is_registered or is_elsewhere) and not deceased else 0
    person = Person(number, birth or 0, sex, assistance, deceased, resident)
    return Known(person, bool(is_registered))


def registered_people(fiscal_year: int, known_at: dt.datetime) -> list[int]:
    """The residents of January 1, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT addressee_no FROM {RESIDENTS_RELATION}(%s, %s) ORDER BY addressee_no",
            (assessment_date(fiscal_year), known_at),
        )
        return [number for (number,) in cursor.fetchall()]
