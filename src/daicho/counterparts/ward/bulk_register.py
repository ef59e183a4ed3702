# SPDX-License-Identifier: Apache-2.0
"""A register of any size made inside the database, to measure with: 1,200,000 residents in minutes.

Three of four people have moved once within the ward, so that there are 2.5 rows a person, as after
some years of use. Every person is made up. Into an empty database only.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper

from daicho.counterparts.ward.names import load_stocks, stock
from daicho.counterparts.ward.places import ward_towns
from daicho.domains.addressee.models import Addressee
from daicho.domains.register.models import Event, ResidentVersion
from daicho.foundation.database.bulk import first_load
from daicho.kernel.text import fold_name, search_kana

FIRST_SERIAL = 100_001
_CHECKED = """
CREATE FUNCTION pg_temp.checked(serial bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT serial * 10 + CASE WHEN r <= 1 THEN 0 ELSE 11 - r END FROM (
        SELECT sum(((serial / (10 ^ i)::bigint) % 10) * (2 + i % 6))::int % 11 AS r
        FROM generate_series(0, 9) AS i) digits
$$
"""
_PEOPLE = """
CREATE TEMP TABLE made AS
SELECT s, pg_temp.checked(s) AS no,
       pg_temp.checked({first} + (s - {first}) / 2) AS household,
       (s - {first}) %% 2 = 0 AS is_head,
       -- Common names are common: the square puts weight on the front of the stock.
       1 + floor(power(h1, 2) * %(surnames)s)::int AS surname,
       1 + floor(h2 * %(given)s)::int AS given,
       1 + (s %% 2)::int AS sex,
       DATE '1930-01-01' + floor(h3 * 34000)::int AS birth,
       1 + floor(h4 * %(towns)s)::int AS town, 1 + floor(h5 * %(towns)s)::int AS town_before,
       1 + floor(h5 * 30)::int AS block, 1 + floor(h2 * 25)::int AS house
FROM (SELECT s, (hashint8(home) & 65535) / 65536.0 AS h1, (hashint8(s + 7) & 65535) / 65536.0 AS h2,
             (hashint8(s + 13) & 65535) / 65536.0 AS h3,
             (hashint8(home + 17) & 65535) / 65536.0 AS h4,
             (hashint8(home + 23) & 65535) / 65536.0 AS h5
      FROM (SELECT s, (s - {first}) / 2 AS home
            FROM generate_series({first}::bigint, {first} + %(residents)s - 1) AS s) numbered) drawn
"""
_EVENTS = """
INSERT INTO register_event (id, reason, basis, happened_on, happened_text, notified_on,
    processed_on, recorded_at, addressee_nos, notifier, notifier_relation, note, is_special,
    is_light, place, terminal, entered_by, checked_by, detail)
OVERRIDING SYSTEM VALUE
SELECT s, '301', '届出', day, '', day, day, day + TIME '10:00' + (s % 3600) * INTERVAL '1 second',
       jsonb_build_array(no), '', '', '', false, false, '芝地区総合支所', 't1', 'a', 'b', '{}'
FROM (SELECT s, no, DATE '2022-01-01' + (s % 1500)::int AS day FROM made WHERE s % 4 <> 0) m
"""
_ROWS = """
INSERT INTO register_residentversion (addressee_no, history_no, event_id, household_no,
    member_order, name, name_folded, kana, kana_folded, birth_date, sex, householder_name,
    relationship, registered_domicile, registry_head, postcode, address, building, town,
    moved_in_on, became_resident_on, became_resident_by, notified_on, previous_address,
    resident_code, public_assistance, protected, nationality, ceased_on, cease_reason,
    valid, recorded)
SELECT m.no, kind.history_no, CASE WHEN kind.history_no = 3 THEN m.s END, m.household,
       CASE WHEN m.is_head THEN 1 ELSE 2 END,
       n.name || '　' || g.name, n.folded || g.folded, n.kana || '　' || g.kana,
       n.kana_folded || g.kana_folded, m.birth, m.sex, n.name || '　' || hg.name,
       CASE WHEN m.is_head THEN '世帯主' WHEN m.sex = 1 THEN '妻' ELSE '夫' END,
       '東京都港区' || t.name || m.house || '番', n.name || '　' || hg.name,
       t.postcode, t.address || m.block || '番' || m.house || '号',
       CASE WHEN m.s %% 3 = 0 THEN '見本ハイツ' || (m.s %% 900 + 100) ELSE '' END, t.name,
       CASE WHEN kind.history_no = 3 THEN move.day ELSE entered.day END, entered.day, '国内転入',
       entered.day, '神奈川県横浜市中区本町' || m.house || '丁目', lpad(m.no::text, 11, '0'),
       false, false, 'JP', NULL, '', kind.valid, kind.recorded
FROM made m
CROSS JOIN LATERAL (SELECT DATE '2005-04-01' + (m.s %% 5000)::int AS day) entered
CROSS JOIN LATERAL (
    SELECT DATE '2022-01-01' + (m.s %% 1500)::int AS day,
           DATE '2022-01-01' + (m.s %% 1500)::int + TIME '10:00'
               + (m.s %% 3600) * INTERVAL '1 second' AS at) move
CROSS JOIN LATERAL (
    SELECT 1 AS history_no, daterange(entered.day, NULL) AS valid,
           CASE WHEN m.s %% 4 = 0 THEN tstzrange(%(loaded)s, NULL)
                ELSE tstzrange(%(loaded)s, move.at) END AS recorded, m.town_before AS town
    UNION ALL
    SELECT 2, daterange(entered.day, move.day), tstzrange(move.at, NULL), m.town_before
    WHERE m.s %% 4 <> 0
    UNION ALL
    SELECT 3, daterange(move.day, NULL), tstzrange(move.at, NULL), m.town WHERE m.s %% 4 <> 0
) kind
JOIN surnames n ON n.id = m.surname
JOIN given g ON g.id = m.given
JOIN given hg ON hg.id = 1 + (m.household %% %(given)s)
JOIN towns t ON t.id = kind.town
"""  # in the order of `made` without a sort: sorting whole rows took longer than writing them
_ADDRESSEES = """
INSERT INTO addressee_addressee (addressee_no, kind, name, name_folded, kana, kana_folded,
    birth_date, sex, postcode, address, building, address_folded, household_no, corporate_number,
    protected, updated)
SELECT addressee_no, 1, name, name_folded, kana, kana_folded, birth_date, sex, postcode, address,
       building, address, household_no, '', false, %s
FROM register_residentversion WHERE upper_inf(recorded) AND upper_inf(valid)
"""


def make_register(*, residents: int, at: datetime) -> None:
    """Fill the empty register with that many residents, and the addressees with it."""
    with connection.cursor() as cursor:
        cursor.execute(_CHECKED)
        stocks = load_stocks()
        surnames = _pairs(stocks["surnames"])
        given = _pairs(stocks["old"]["male"] + stocks["middle"]["female"])
        _table(cursor, "surnames", surnames)
        _table(cursor, "given", given)
        towns = ward_towns()
        cursor.execute("CREATE TEMP TABLE towns (id int, postcode text, address text, name text)")
        cursor.executemany(
            "INSERT INTO towns VALUES (%s, %s, %s, %s)",
            [
                (place, code, f"{name}一丁目", name.removeprefix("東京都港区"))
                for place, (name, code) in enumerate(
                    zip(towns.names, towns.postcodes, strict=True), start=1
                )
            ],
        )
        sizes = {"surnames": len(surnames), "given": len(given), "towns": len(towns.names)}
        cursor.execute(_PEOPLE.format(first=FIRST_SERIAL), sizes | {"residents": residents})
        cursor.execute("ANALYZE made")
        with first_load(cursor, Event):
            cursor.execute(_EVENTS)
        with first_load(cursor, ResidentVersion):
            cursor.execute(_ROWS, sizes | {"loaded": at.replace(year=2020)})
        with first_load(cursor, Addressee):
            cursor.execute(_ADDRESSEES, [at])
        cursor.execute("SELECT setval(pg_get_serial_sequence('register_event', 'id'), max(id))"
                       " FROM register_event")  # fmt: skip
        for model in (Event, ResidentVersion, Addressee):
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def _pairs(text: str) -> list[tuple[str, str]]:
    names = stock(text)
    return list(zip(names.written, names.spoken, strict=True))


def _table(cursor: CursorWrapper, name: str, people: list[tuple[str, str]]) -> None:
    cursor.execute(
        f"CREATE TEMP TABLE {name} (id int, name text, folded text, kana text, kana_folded text)"
    )
    cursor.executemany(
        f"INSERT INTO {name} VALUES (%s, %s, %s, %s, %s)",
        [
            (place, kanji, fold_name(kanji), kana, search_kana(kana))
            for place, (kanji, kana) in enumerate(people, start=1)
        ],
    )
