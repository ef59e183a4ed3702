# SPDX-License-Identifier: Apache-2.0
"""Counting in the database: what stood on a day, and what changed in the days up to it.

As of `day`, known at `known`. A planned removal holds from its day on, so whoever is still to
move out counts as a resident (標準 6.1). Changes are where a person's state (町字, 住民種別, 性別,
or no resident) differs from the day before; so the figures of two days and the changes between
them always agree, and a run proves it.
"""

from __future__ import annotations

from collections.abc import Mapping

from daicho.domains.register.public import RESIDENTS_RELATION
from daicho.domains.statistics.models import Subject
from daicho.foundation.database.query import execute, row
from daicho.rules.resident_register.reasons import Reason

ABROAD = "国外"
UNKNOWN = "不詳"
NOTICES, PERSONS = "件", "人"
NO_EVENT = ""  # the row came without an event (初期移行, 賦課期日の写し)
_RESIDENTS = f"{RESIDENTS_RELATION}(%(day)s, %(known)s)"
_AGE = f"coalesce(extract(year FROM age(%(day)s, birth_date))::int::text, '{UNKNOWN}')"
_STATE = "concat_ws(E'\\x1f', town, kind, sex)"
_COUNTS: Mapping[Subject, str] = {
    Subject.POPULATION: f"""
        SELECT ARRAY[town, kind, sex::text, {_AGE}], count(*) FROM {_RESIDENTS} GROUP BY 1""",
    Subject.HOUSEHOLDS: f"""
        SELECT ARRAY[town, composition], count(*) FROM (
            SELECT household_no,
                   coalesce(min(town) FILTER (WHERE relationship = '世帯主'), min(town)) AS town,
                   CASE WHEN bool_and(kind = 'japanese') THEN '日本人のみ'
                        WHEN bool_and(kind = 'foreign') THEN '外国人のみ'
                        ELSE '複数国籍' END AS composition
            FROM {_RESIDENTS} WHERE household_no IS NOT NULL GROUP BY household_no) homes
        GROUP BY 1""",
    Subject.NATIONALITY: f"""
        SELECT ARRAY[nationality, sex::text], count(*) FROM {_RESIDENTS}
        WHERE kind = 'foreign' GROUP BY 1""",
    Subject.RESIDENCE: f"""
        SELECT ARRAY[residence_status, nationality, sex::text], count(*) FROM {_RESIDENTS}
        WHERE kind = 'foreign' GROUP BY 1""",
    Subject.BEFORE: f"""
        SELECT ARRAY[town, kind, sex::text], count(*)
        FROM {RESIDENTS_RELATION}(%(since)s, %(known)s) GROUP BY 1""",
    # What came in during the days, by the day of its notification (届出日); once it is cancelled
    # it does not count. One notification may be about several persons: both are counted.
    Subject.NOTICES: f"""
        SELECT ARRAY[month, reason, basis, kind,
                     CASE unit.name WHEN '{NOTICES}' THEN '' ELSE class END, unit.name],
               CASE unit.name WHEN '{NOTICES}' THEN count(DISTINCT event_id) ELSE count(*) END
        FROM (
            SELECT DISTINCT e.id AS event_id, r.addressee_no, e.reason, e.basis, r.kind,
                   r.article_30_45 AS class, to_char(e.day, 'YYYY-MM') AS month
            FROM (SELECT *, coalesce(notified_on, processed_on) AS day FROM register_event
                  WHERE recorded_at <= %(known)s) e
            JOIN register_residentversion r
              ON r.event_id = e.id AND lower(r.recorded) = e.recorded_at
            WHERE e.day > %(since)s AND e.day <= %(day)s AND NOT EXISTS (
                SELECT FROM register_event c
                WHERE c.cancels_id = e.id AND c.recorded_at <= %(known)s)
        ) told CROSS JOIN (VALUES ('{NOTICES}'), ('{PERSONS}')) AS unit(name)
        GROUP BY 1, unit.name""",
}
# Every row known at the time that touches the days after `since`, and the one before it; a gap
# between two rows is a state of no resident too. Rows are told in the order of days.
_STEPS = f"""
CREATE TEMP TABLE statistics_step ON COMMIT DROP AS
SELECT * FROM (
    SELECT addressee_no, day, state, event_id, previous_address, previous_address_code,
           moved_to, moved_to_code, moved_to_planned, moved_to_planned_code,
           lag(state) OVER (PARTITION BY addressee_no ORDER BY day) AS before
    FROM (
        SELECT addressee_no, greatest(lower(valid), %(since)s::date) AS day,
               CASE WHEN status = 'resident' THEN {_STATE} END AS state, event_id,
               previous_address, previous_address_code, moved_to, moved_to_code,
               moved_to_planned, moved_to_planned_code
        FROM register_residentversion
        WHERE recorded @> %(known)s AND valid && daterange(%(since)s, %(day)s, '[]')
        UNION ALL
        SELECT r.addressee_no, upper(r.valid), NULL, NULL, '', '', '', '', '', ''
        FROM register_residentversion r
        WHERE r.recorded @> %(known)s AND upper(r.valid) > %(since)s AND upper(r.valid) <= %(day)s
          AND NOT EXISTS (
              SELECT FROM register_residentversion n
              WHERE n.addressee_no = r.addressee_no AND n.recorded @> %(known)s
                AND lower(n.valid) = upper(r.valid))
    ) told
) compared
WHERE day > %(since)s AND state IS DISTINCT FROM before
"""
_SIDES = """
    SELECT s.*, e.reason, side.sign, side.state AS at,
           split_part(side.state, E'\\x1f', 1) AS town, split_part(side.state, E'\\x1f', 2) AS kind,
           split_part(side.state, E'\\x1f', 3) AS sex, to_char(s.day, 'YYYY-MM') AS month
    FROM statistics_step s LEFT JOIN register_event e ON e.id = s.event_id
    CROSS JOIN LATERAL (VALUES ('増', s.state), ('減', s.before)) AS side(sign, state)
    WHERE side.state IS NOT NULL
"""
_CHANGES = f"""
SELECT ARRAY[month, town, kind, sex, coalesce(reason, '{NO_EVENT}'), sign], count(*)
FROM ({_SIDES}) sides GROUP BY 1
"""
_PREFECTURE = "'^(東京都|北海道|京都府|大阪府|.{2,3}県)'"
_NAMED = f"""
    coalesce(substring(place FROM {_PREFECTURE}),
             (SELECT min(t.prefecture) FROM register_addresstown t
              WHERE left(t.code, 2) = left(place_code, 2) AND place_code <> ''), '{UNKNOWN}')
"""
_MOVES = f"""
SELECT ARRAY[month, sign, CASE WHEN reason IN (%(abroad_in)s, %(abroad_out)s) THEN '{ABROAD}'
                               ELSE {_NAMED} END, kind, sex], count(*)
FROM (
    SELECT s.*, CASE WHEN sign = '増' THEN previous_address
                     ELSE coalesce(nullif(moved_to, ''), moved_to_planned) END AS place,
           CASE WHEN sign = '増' THEN previous_address_code
                ELSE coalesce(nullif(moved_to_code, ''), moved_to_planned_code) END AS place_code
    FROM ({_SIDES}) s
    WHERE sign = '増' AND reason IN (%(in)s, %(abroad_in)s)
       OR sign = '減' AND reason IN (%(out)s, %(abroad_out)s)
) moved GROUP BY 1
"""
_MOVE_REASONS = {
    "in": Reason.DOMESTIC_MOVE_IN, "abroad_in": Reason.MOVE_IN_FROM_ABROAD,
    "out": Reason.DOMESTIC_MOVE_OUT, "abroad_out": Reason.MOVE_OUT_ABROAD,
}  # fmt: skip


def count_standing(*, run_no: int, subject: Subject, asked: Mapping[str, object]) -> int:
    """Count what stood on a day; gives the sum of the figures."""
    return _store(run_no, subject, _COUNTS[subject], asked)


def count_changes(*, run_no: int, asked: Mapping[str, object]) -> tuple[int, int]:
    """Count the changes after `since` up to `day` and the moves among them; increase, decrease."""
    execute("DROP TABLE IF EXISTS statistics_step")
    execute(_STEPS, asked)
    execute("ANALYZE statistics_step")
    _store(run_no, Subject.CHANGES, _CHANGES, {})
    reasons = {name: reason.value for name, reason in _MOVE_REASONS.items()}
    _store(run_no, Subject.MOVES, _MOVES, reasons)
    return changed(run_no, "増"), changed(run_no, "減")


def changed(run_no: int, sign: str) -> int:
    """All increases or decreases of a run."""
    return _sum(run_no, Subject.CHANGES, " AND keys[6] = %(sign)s", sign=sign)


def total(run_no: int, subject: Subject) -> int:
    """The sum of all figures of a subject."""
    return _sum(run_no, subject, "")


def disagreements(run_no: int) -> int:
    """Places (町字, 種別, 性別) where before + changes is not the population: none, or a defect."""
    found = row(
        "SELECT count(*) FROM (SELECT place FROM ("
        " SELECT keys[1:3] AS place, -value AS value FROM statistics_figure"
        " WHERE run_id = %(run)s AND subject = 'population'"
        " UNION ALL SELECT keys, value FROM statistics_figure"
        " WHERE run_id = %(run)s AND subject = 'before'"
        " UNION ALL SELECT keys[2:4], CASE keys[6] WHEN '増' THEN value ELSE -value END"
        " FROM statistics_figure WHERE run_id = %(run)s AND subject = 'changes'"
        ") parts GROUP BY place HAVING sum(value) <> 0) places",
        {"run": run_no},
    )
    return int(found[0]) if found else 0


def _store(run_no: int, subject: Subject, query: str, asked: Mapping[str, object]) -> int:
    """Made anew when a stopped run goes on."""
    parameters = {**asked, "run": run_no, "subject": subject.value}
    execute(
        "DELETE FROM statistics_figure WHERE run_id = %(run)s AND subject = %(subject)s",
        parameters,
    )
    execute(
        "INSERT INTO statistics_figure (run_id, subject, keys, value)"
        f" SELECT %(run)s, %(subject)s, counted.* FROM ({query}) counted",
        parameters,
    )
    return total(run_no, subject)


def _sum(run_no: int, subject: Subject, more: str, **asked: str) -> int:
    found = row(
        "SELECT coalesce(sum(value), 0) FROM statistics_figure"
        f" WHERE run_id = %(run)s AND subject = %(subject)s{more}",
        {"run": run_no, "subject": subject.value, **asked},
    )
    return int(found[0]) if found else 0
