# SPDX-License-Identifier: Apache-2.0
"""Every fault of the staged files, each with file, line and column; values are never repeated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from daicho.domains.register.migration.staging import fault
from daicho.domains.register.migration.tables import Column, Table
from daicho.foundation.database.query import rows
from daicho.kernel.findings import Finding
from daicho.kernel.numbers import holds_individual_number, is_addressee_number

LIMIT = 1_000  # faults told of one check of one table; the rest is counted
Place = tuple[int, str]  # row of the file (from 1), column
MISSING, WRONG, UNKNOWN = "missing", "value", "choice"
_WORDS = {
    MISSING: "値がありません。",
    WRONG: "値の形が正しくありません。",
    UNKNOWN: "定められたコードではありません。",
}


def check_cells(table: Table) -> list[Finding]:
    """Cells that are missing, have the wrong form, or none of the codes."""
    cases = ", ".join(_cell(column) for column in table.columns)
    found = rows(
        f"SELECT at_row, word FROM {table.staged}"
        f" CROSS JOIN LATERAL unnest(ARRAY[{cases}]) AS word"
        f" WHERE word IS NOT NULL ORDER BY at_row LIMIT {LIMIT + 1}"
    )
    told = [(at_row, *word.rsplit(":", 1)) for at_row, word in found]
    return [
        finding
        for kind, words in _WORDS.items()
        for finding in _tell(
            table, kind, words, [(at_row, name) for at_row, name, what in told if what == kind]
        )
    ] + _numbers_in_texts(table)


def check_rows(tables: Sequence[Table]) -> list[Finding]:
    """What only rows together can show; the cells are known to be right."""
    found: list[Finding] = []
    for table in tables:
        found += _twice(table)
        found += _turned_round(table)
        for column in table.columns:
            found += _without_target(table, column, tables)
    by_file = {table.file: table for table in tables}
    return found + [
        finding
        for (file, kind), (columns, words, query) in _TOGETHER.items()
        if {"residents", "events"} <= set(by_file)
        for finding in _tell(
            by_file[file], kind, words, [(row, columns) for (row,) in _limited(query)]
        )
    ] + _check_digits(by_file)  # fmt: skip


def _cell(column: Column) -> str:
    name = f'"{column.name}"'
    cases = []
    if not column.is_nullable:
        cases.append(f"WHEN {name} IS NULL THEN '{column.name}:{MISSING}'")
    if not column.is_text:
        cases.append(
            f"WHEN NOT pg_input_is_valid({name}, '{column.type}') THEN '{column.name}:{WRONG}'"
        )
    if column.choices:
        known = ", ".join(f"'{choice}'" for choice in ("", *column.choices))
        cases.append(f"WHEN {name} NOT IN ({known}) THEN '{column.name}:{UNKNOWN}'")
    return f"CASE {' '.join(cases)} END" if cases else "NULL"


def _numbers_in_texts(table: Table) -> list[Finding]:
    """個人番号 has no place in these files."""
    texts = [column.name for column in table.columns if column.is_text]
    if not texts:
        return []
    pairs = ", ".join(f"('{name}', \"{name}\")" for name in texts)
    found = rows(
        f"SELECT at_row, item, cell FROM {table.staged}"
        f" CROSS JOIN LATERAL (VALUES {pairs}) AS t(item, cell)"
        " WHERE cell ~ '[0-9０-９][0-9０-９ 　-]{10,}[0-9０-９]' ORDER BY at_row"
    )
    places = [(at_row, name) for at_row, name, cell in found if holds_individual_number(cell)]
    words = "個人番号とみられる数字があります。個人番号は平文のCSVに含められません。"
    return _tell(table, "individual_number", words, places)


def _twice(table: Table) -> list[Finding]:
    keys = ", ".join(f'"{name}"' for name in table.key)
    query = (
        f"SELECT at_row FROM (SELECT at_row, row_number() OVER"
        f" (PARTITION BY {keys} ORDER BY at_row) AS time FROM {table.as_typed}) k WHERE time > 1"
    )
    places = [(row, " ".join(table.key)) for (row,) in _limited(query)]
    return _tell(table, "twice", "同じ番号の行がすでにあります。", places)


def _turned_round(table: Table) -> list[Finding]:
    names = {column.name for column in table.columns}
    starts = [name[: -len("_from")] for name in names if name.endswith("_from")]
    found: list[Finding] = []
    for name in sorted(name for name in starts if f"{name}_to" in names):
        query = f'SELECT at_row FROM {table.as_typed} WHERE "{name}_from" >= "{name}_to"'
        places = [(row, f"{name}_to") for (row,) in _limited(query)]
        found += _tell(table, "period", "期間の終わりが始めより後ではありません。", places)
    return found


def _without_target(table: Table, column: Column, tables: Sequence[Table]) -> list[Finding]:
    target = next((one for one in tables if one.model is column.points_to), None)
    if target is None:
        return []
    query = (
        f'SELECT at_row FROM {table.as_typed} r WHERE r."{column.name}" IS NOT NULL AND NOT EXISTS'
        f' (SELECT FROM {target.as_typed} t WHERE t."{target.key[0]}" = r."{column.name}")'
    )
    places = [(row, column.name) for (row,) in _limited(query)]
    return _tell(table, "target", f"{target.file_name} にない番号です。", places)


_TOGETHER: dict[tuple[str, str], tuple[str, str, str]] = {
    ("residents", "history_no"): (
        "history_no", "履歴番号が1から続いていません。",
        "SELECT at_row FROM (SELECT at_row, history_no, row_number() OVER"
        " (PARTITION BY addressee_no ORDER BY history_no) AS due FROM typed_residents) h"
        " WHERE history_no <> due",
    ),
    ("residents", "overlap"): (
        "valid_from", "同じ人の別の行と、有効期間も記録期間も重なっています。",
        "SELECT DISTINCT b.at_row FROM typed_residents a JOIN typed_residents b"
        " ON a.addressee_no = b.addressee_no AND a.history_no < b.history_no"
        " AND daterange(a.valid_from, a.valid_to) && daterange(b.valid_from, b.valid_to)"
        " AND tstzrange(a.recorded_from, a.recorded_to)"
        " && tstzrange(b.recorded_from, b.recorded_to)",
    ),
    ("residents", "not_known"): (
        "recorded_to", "現在の記録がありません(記録期間の終わりのない行が1件もない人です)。",
        "SELECT min(at_row) FROM typed_residents GROUP BY addressee_no"
        " HAVING bool_and(recorded_to IS NOT NULL)",
    ),
    ("residents", "entitlements"): (
        "entitlements", "資格が制度・項目・文字の形でないか、年月日がYYYY-MM-DDではありません。",
        "SELECT at_row FROM typed_residents WHERE jsonb_typeof(entitlements) <> 'object'"
        """ OR jsonb_path_exists(entitlements, '$.* ? (@.type() != "object")')"""
        """ OR jsonb_path_exists(entitlements, '$.*.* ? (@.type() != "string")')"""
        """ OR jsonb_path_exists(entitlements, '$.*.keyvalue() ? (@.key like_regex "_on$\""""
        """ && (@.value.datetime("YYYY-MM-DD").type() == "date") is unknown)')""",
    ),
    ("residents", "before_event"): (
        "recorded_from", "異動の記録日時より前に記録された行です。",
        "SELECT r.at_row FROM typed_residents r JOIN typed_events e ON e.id = r.event_id"
        " WHERE r.recorded_from < e.recorded_at",
    ),
    ("residents", "not_of_event"): (
        "event_id", "異動者に含まれていない人の行です。",
        "SELECT r.at_row FROM typed_residents r JOIN typed_events e ON e.id = r.event_id"
        " WHERE NOT e.addressee_nos @> to_jsonb(r.addressee_no)",
    ),
}  # fmt: skip


def _check_digits(by_file: dict[str, Table]) -> list[Finding]:
    """Of every 宛名番号 and 世帯番号; each number is told once."""
    table = by_file.get("residents")
    if table is None:
        return []
    found: list[Finding] = []
    for name in ("addressee_no", "household_no"):
        numbers = rows(
            f"SELECT min(at_row), {name} FROM {table.as_typed} WHERE {name} IS NOT NULL GROUP BY 2"
        )
        places = sorted(
            (at_row, name) for at_row, number in numbers if not is_addressee_number(str(number))
        )
        found += _tell(table, "check_digit", "検査数字が一致しません。", places)
    return found


def _limited(query: str) -> list[tuple[int]]:
    return rows(f"{query} ORDER BY 1 LIMIT {LIMIT + 1}")


def _tell(table: Table, kind: str, words: str, places: Sequence[Place]) -> list[Finding]:
    if not places:
        return []
    lines = _lines(table, [at_row for at_row, _ in places[:LIMIT]])
    labels = {column.name: column.label for column in table.columns}
    found = [
        fault(kind, words, f"{table.file_name} {lines[at_row]}行 {_column(name, labels)}")
        for at_row, name in places[:LIMIT]
    ]
    if len(places) > LIMIT:
        more = f"同じ誤りがほかにもあります({LIMIT:,}件まで表示)。"
        found.append(fault(kind, f"{words}{more}", table.file_name))
    return found


def _column(names: str, labels: dict[str, str]) -> str:
    return "・".join(f"{name}({labels[name]})" for name in names.split(" "))


def _lines(table: Table, at_rows: Iterable[int]) -> dict[int, int]:
    """The line in the file: the header is line 1, and a quoted text may run over lines."""
    whole = ", ".join(f'"{column.name}"' for column in table.columns)
    return dict(
        rows(
            "SELECT at_row, line FROM (SELECT at_row, 2 + coalesce(sum(height) OVER"
            " (ORDER BY at_row ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::bigint"
            f" AS line FROM (SELECT at_row, 1 + length(text) - length(replace(text, E'\\n', ''))"
            f" AS height FROM (SELECT at_row, concat({whole}) AS text FROM {table.staged}) t) h) l"
            " WHERE at_row = ANY(%s)",
            [sorted(set(at_rows))],
        )
    )
