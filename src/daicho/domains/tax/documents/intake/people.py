# SPDX-License-Identifier: Apache-2.0
"""Residents, non-residents (住登外), employers of a file: into register, addressees, vault."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db.backends.utils import CursorWrapper

from daicho.domains.addressee.public import EMPLOYER_SCHEMA, PERSON_SCHEMA, load_employers
from daicho.domains.addressee.public import load_people as load_addressees
from daicho.domains.register.public import (
    PEOPLE_RELATION,
    SNAPSHOT_SCHEMA,
    compare_snapshot,
    is_live,
    load_compared_snapshot,
    loses_too_many,
)
from daicho.domains.tax.documents.facts import HashNumbers, IncomingFile
from daicho.domains.tax.documents.intake.columns import as_bytea, dates, hash_texts, whole
from daicho.foundation.database.bulk import map_distinct
from daicho.foundation.numbering.series import ADDRESSEE, HOUSEHOLD, keep_above
from daicho.foundation.vault.numbers import store_many
from daicho.kernel.address import fold_address
from daicho.kernel.dates import assessment_date
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.text import fold_name, search_kana

_RESIDENT = 1
LIVE = Finding(
    "import.register_is_live",
    Severity.ERROR,
    "この台帳では住民異動を処理しています。住民情報のファイルで上書きすることはできません。"
    "賦課期日現在の住民は台帳から読みます。",
    citation="住基法8条",
)
_PROTECT = """
INSERT INTO access_protectedperson (addressee_no, measure, valid, note)
SELECT no, '', daterange(%s, NULL), '' FROM unnest(%s::bigint[]) no
WHERE NOT EXISTS (SELECT FROM access_protectedperson p
                  WHERE p.addressee_no = no AND p.valid && daterange(%s, NULL))
"""


def store_people(
    *,
    cursor: CursorWrapper,
    file: IncomingFile,
    file_id: int,
    now: dt.datetime,
    is_latest: bool,
    hash_numbers: HashNumbers,
) -> list[Finding]:
    """Take a snapshot of January 1 into the register, the addressees and the vault.

    Where events make the register, a file may name only those who are not in it (住登外者).
    """
    day = assessment_date(file.fiscal_year)
    people = _prepared(file, hash_numbers)
    residents = people.filter(pc.equal(people["kind"], _RESIDENT))
    is_kept_here = is_live(cursor=cursor)
    if is_kept_here and (residents.num_rows or _are_known(cursor, people, day=day, now=now)):
        return [LIVE]
    if not is_kept_here:
        refused = _take_snapshot(cursor, residents, day=day, now=now, file_id=file_id)
        if refused:
            return refused
    conflicts = load_addressees(
        cursor=cursor, people=_fit(people, PERSON_SCHEMA), as_of=day, now=now, source=file_id,
        is_latest=is_latest, is_whole=not is_kept_here,
    )  # fmt: skip
    highest = pc.max(people["addressee_no"]).as_py()
    keep_above(series=ADDRESSEE, serial=highest // 10)  # without the check digit
    home = pc.max(people["household_no"]).as_py()
    keep_above(series=HOUSEHOLD, serial=(home or 0) // 10)
    _store_numbers(file, {conflict.other for conflict in conflicts}, now)
    protected = people.filter(people["protected"])["addressee_no"].to_pylist()
    if protected:
        cursor.execute(_PROTECT, [day, protected, day])
    return [
        Finding(
            "import.number_twice",
            Severity.WARNING,
            f"同じ個人番号の宛名がほかにあります(宛名番号 {conflict.keeper})。"
            "個人番号を登録しませんでした。",
            f"宛名番号 {conflict.other}",
        )
        for conflict in conflicts
    ]


def _are_known(cursor: CursorWrapper, people: pa.Table, *, day: dt.date, now: dt.datetime) -> bool:
    """Whether the register has one of them: it alone tells of those."""
    cursor.execute(
        f"SELECT EXISTS (SELECT FROM {PEOPLE_RELATION}(%s, %s) WHERE addressee_no = ANY(%s))",
        [day, now, people["addressee_no"].to_pylist()],
    )
    return bool(cursor.fetchone()[0])


def _take_snapshot(
    cursor: CursorWrapper, residents: pa.Table, *, day: dt.date, now: dt.datetime, file_id: int
) -> list[Finding]:
    """The residents into the register, unless too many of those known are missing."""
    change = compare_snapshot(cursor=cursor, people=_fit(residents, SNAPSHOT_SCHEMA), as_of=day)
    if loses_too_many(change):
        return [_too_few(change.gone)]
    load_compared_snapshot(cursor=cursor, as_of=day, recorded_at=now, source=file_id)
    return []


def store_employers(
    *, cursor: CursorWrapper, file: IncomingFile, file_id: int, now: dt.datetime
) -> list[Finding]:
    """Take the employers with their designated numbers in."""
    table = file.table.append_column("name_folded", map_distinct(file.table["name"], fold_name))
    table = table.append_column("addressee_no", pa.nulls(table.num_rows, pa.int64()))
    load_employers(cursor=cursor, employers=_fit(table, EMPLOYER_SCHEMA), now=now, source=file_id)
    return []


def _prepared(file: IncomingFile, hash_numbers: HashNumbers) -> pa.Table:
    table = file.table
    made = {
        "name_folded": map_distinct(table["name"], fold_name),
        "kana_folded": map_distinct(table["kana"], search_kana),
        "address_folded": map_distinct(table["address"], fold_address),
        "number_hash": as_bytea(hash_texts(table["number"], hash_numbers)),
        "town": pa.repeat(pa.scalar(""), table.num_rows),
    }
    for name in ("birth_date", "became_resident_on", "moved_in_on", "ceased_on"):
        made[name] = dates(table[name])
    kept = {name: table[name] for name in table.column_names if name not in made}
    return pa.table({**kept, **made})


def _fit(table: pa.Table, schema: pa.Schema) -> pa.Table:
    return table.select(schema.names).cast(schema)


def _store_numbers(file: IncomingFile, without: set[int], now: dt.datetime) -> None:
    numbers = zip(
        np.asarray(whole(file.table["addressee_no"])).tolist(),
        file.table["number"].to_pylist(),
        strict=True,
    )
    store_many(
        numbers=[(owner, number) for owner, number in numbers if number and owner not in without],
        at=now,
    )


def _too_few(gone: int) -> Finding:
    return Finding(
        "import.residents_missing",
        Severity.ERROR,
        f"前回まで住民だった人のうち{gone}人がこのファイルにいません。"
        "ファイルが全件かどうかを確かめてください。",
    )
