# SPDX-License-Identifier: Apache-2.0
"""Bulk writing of addressees and employers. Part of the import action, which locks and audits."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
from django.db.backends.utils import CursorWrapper

from daicho.domains.addressee.facts import EMPLOYER_SCHEMA, PERSON_SCHEMA, NumberConflict
from daicho.domains.addressee.models import Addressee
from daicho.foundation.database.bulk import copy_in, first_load

_PERSON = ", ".join(PERSON_SCHEMA.names)
_EMPLOYER = ", ".join(EMPLOYER_SCHEMA.names)
_STAGE_PEOPLE = f"""
CREATE TEMP TABLE incoming_addressee ON COMMIT DROP AS
    SELECT {_PERSON} FROM addressee_addressee WITH NO DATA
"""
# Within the file the lowest 宛名番号 keeps a number; an addressee outside the file keeps its own.
_CONFLICTS = """
CREATE TEMP TABLE number_conflict ON COMMIT DROP AS
SELECT first_no AS keeper, addressee_no AS other FROM (
    SELECT addressee_no, min(addressee_no) OVER (PARTITION BY number_hash) AS first_no
    FROM incoming_addressee WHERE number_hash IS NOT NULL
) doubled WHERE addressee_no <> first_no
UNION
SELECT a.addressee_no, i.addressee_no
FROM incoming_addressee i JOIN addressee_addressee a ON a.number_hash = i.number_hash
WHERE a.addressee_no <> i.addressee_no
  AND NOT EXISTS (SELECT FROM incoming_addressee o WHERE o.addressee_no = a.addressee_no)
"""
_CLEAR = """
UPDATE incoming_addressee i SET number_hash = NULL
FROM number_conflict c WHERE c.other = i.addressee_no
"""
_ASSIGN = ", ".join(
    f"{name} = excluded.{name}" for name in PERSON_SCHEMA.names if name != "addressee_no"
)
_COMPARED = [name for name in PERSON_SCHEMA.names if name != "addressee_no"]
_UPSERT = f"""
INSERT INTO addressee_addressee AS a ({_PERSON}, corporate_number, source, updated)
SELECT {_PERSON}, '', %(source)s, %(now)s FROM incoming_addressee ORDER BY addressee_no
ON CONFLICT (addressee_no) {{action}}
"""
_UPDATE = f"""DO UPDATE SET {_ASSIGN}, ceased_on = NULL, source = excluded.source,
    updated = excluded.updated
WHERE a.ceased_on IS NOT NULL
   OR ({", ".join(f"a.{name}" for name in _COMPARED)})
      IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _COMPARED)})"""
_CEASE = """
UPDATE addressee_addressee a SET ceased_on = %(day)s, updated = %(now)s
WHERE a.kind = 1 AND a.ceased_on IS NULL
  AND NOT EXISTS (SELECT FROM incoming_addressee i WHERE i.addressee_no = a.addressee_no)
"""


def load_people(
    *,
    cursor: CursorWrapper,
    people: pa.Table,
    as_of: dt.date,
    now: dt.datetime,
    source: int,
    is_latest: bool,
    is_whole: bool = True,
) -> list[NumberConflict]:
    """Bring the current view up to a snapshot; of an older snapshot only unknown people are added.

    Of a snapshot that is not whole (住登外者 alone) nobody is missing.

    Returns the people left without their 個人番号 because another addressee has it.
    """
    cursor.execute("DROP TABLE IF EXISTS incoming_addressee, number_conflict")
    cursor.execute(_STAGE_PEOPLE)
    copy_in(cursor, "incoming_addressee", people.select(PERSON_SCHEMA.names))
    cursor.execute("ANALYZE incoming_addressee")
    cursor.execute(_CONFLICTS)
    cursor.execute(_CLEAR)
    parameters = {"source": source, "now": now, "day": as_of}
    with first_load(cursor, Addressee):
        cursor.execute(_UPSERT.format(action=_UPDATE if is_latest else "DO NOTHING"), parameters)
    cursor.execute("ANALYZE addressee_addressee")
    if is_latest and is_whole:
        cursor.execute(_CEASE, parameters)
    cursor.execute("SELECT keeper, other FROM number_conflict ORDER BY other")
    return [NumberConflict(keeper=keeper, other=other) for keeper, other in cursor.fetchall()]


_STAGE_EMPLOYERS = f"""
CREATE TEMP TABLE incoming_employer ON COMMIT DROP AS
    SELECT {_EMPLOYER} FROM addressee_employer WITH NO DATA
"""
_UPSERT_EMPLOYERS = f"""
INSERT INTO addressee_employer ({_EMPLOYER}, source, updated)
SELECT {_EMPLOYER}, %(source)s, %(now)s FROM incoming_employer
ON CONFLICT (designated_no) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in EMPLOYER_SCHEMA.names[1:])},
    source = excluded.source, updated = excluded.updated
"""
_EMPLOYERS_AS_ADDRESSEES = """
INSERT INTO addressee_addressee (addressee_no, kind, name, name_folded, kana, kana_folded, sex,
    postcode, address, building, address_folded, corporate_number, protected, source, updated)
SELECT addressee_no, 3, name, name_folded, '', '', 0, postcode, address, '', '',
    corporate_number, false, %(source)s, %(now)s
FROM incoming_employer WHERE addressee_no IS NOT NULL
ON CONFLICT (addressee_no) DO UPDATE SET name = excluded.name,
    name_folded = excluded.name_folded, postcode = excluded.postcode,
    address = excluded.address, corporate_number = excluded.corporate_number,
    source = excluded.source, updated = excluded.updated
WHERE addressee_addressee.kind = 3
"""


def load_employers(
    *, cursor: CursorWrapper, employers: pa.Table, now: dt.datetime, source: int
) -> None:
    """Add or renew employers, and the addressees they are."""
    cursor.execute("DROP TABLE IF EXISTS incoming_employer")
    cursor.execute(_STAGE_EMPLOYERS)
    copy_in(cursor, "incoming_employer", employers.select(EMPLOYER_SCHEMA.names))
    parameters = {"source": source, "now": now}
    cursor.execute(_UPSERT_EMPLOYERS, parameters)
    cursor.execute(_EMPLOYERS_AS_ADDRESSEES, parameters)
    cursor.execute("ANALYZE addressee_employer")


_REBUILD = """
UPDATE addressee_addressee a SET name = r.name, name_folded = r.name_folded, kana = r.kana,
    kana_folded = r.kana_folded, birth_date = r.birth_date, sex = r.sex, postcode = r.postcode,
    address = r.address, building = r.building, household_no = r.household_no,
    protected = r.protected, ceased_on = upper(r.valid), source = r.source, updated = %(now)s
FROM (
    SELECT DISTINCT ON (addressee_no) * FROM register_residentversion
    WHERE recorded @> %(now)s ORDER BY addressee_no, valid DESC
) r
WHERE r.addressee_no = a.addressee_no AND (a.source = %(source)s OR a.ceased_on IS NOT NULL)
"""
_REMOVE = "DELETE FROM addressee_addressee WHERE source = %(source)s AND kind IN (1, 2)"


def withdraw_people(
    *, cursor: CursorWrapper, source: int, now: dt.datetime, is_whole: bool = True
) -> None:
    """Bring the current view back to the register; people whom only that import knew go.

    An import that was not whole (住登外者 alone) changed nobody of the register.
    """
    parameters = {"source": source, "now": now}
    if is_whole:
        cursor.execute(_REBUILD, parameters)
    cursor.execute(_REMOVE, parameters)


def withdraw_employers(*, cursor: CursorWrapper, source: int) -> None:
    """Remove the employers that import brought; an earlier file brings their former state."""
    cursor.execute("DELETE FROM addressee_employer WHERE source = %s", [source])
