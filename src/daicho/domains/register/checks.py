# SPDX-License-Identifier: Apache-2.0
"""What must hold in the live register (`daicho db check`), as it is known now.

Rows of an import (source) bring what their file has; what is said here of items holds for rows
that events made. Each check is one statement over the whole register.
"""

from __future__ import annotations

from daicho.foundation.database.checks import broken, holds
from daicho.foundation.database.query import rows
from daicho.kernel.findings import Finding

MOST = 20  # examples of what is broken
_BY_EVENT = "upper_inf(r.recorded) AND r.source IS NULL AND r.event_id IS NOT NULL"


def _broken(code: str, message: str, what: str, query: str) -> list[Finding]:
    found = rows(f"{query} LIMIT {MOST}")
    return [broken(f"register.{code}", message, f"{what} {number}") for (number,) in found]


@holds("世帯主は一世帯に一人か、未設定である")
def one_householder() -> list[Finding]:
    """At no day do two members head the same household."""
    return _broken(
        "two_householders", "世帯主が二人以上います。", "世帯番号",
        "SELECT DISTINCT a.household_no FROM register_residentversion a"
        " JOIN register_residentversion b ON b.household_no = a.household_no"
        " AND b.addressee_no > a.addressee_no AND b.valid && a.valid"
        " WHERE upper_inf(a.recorded) AND upper_inf(b.recorded)"
        " AND a.relationship = '世帯主' AND b.relationship = '世帯主'"
        " AND a.status = 'resident' AND b.status = 'resident'"
        " AND a.source IS NULL AND b.source IS NULL ORDER BY 1",
    )  # fmt: skip


@holds("世帯員の「世帯主の氏名」はその世帯の世帯主の氏名である")
def householder_is_named() -> list[Finding]:
    """Wherever a householder is named, it is who heads the household on those days."""
    return _broken(
        "householder_name", "世帯主の氏名が世帯主と一致しません。", "宛名番号",
        "SELECT DISTINCT r.addressee_no FROM register_residentversion r"
        " JOIN register_residentversion h ON h.household_no = r.household_no"
        " AND h.valid && r.valid AND upper_inf(h.recorded) AND h.relationship = '世帯主'"
        f" AND h.status = 'resident' WHERE {_BY_EVENT} AND r.status = 'resident'"
        " AND r.householder_name NOT IN ('', h.name) ORDER BY 1",
    )  # fmt: skip


@holds("履歴番号は1からの連番である")
def history_is_dense() -> list[Finding]:
    """No row of a person's history was taken away."""
    return _broken(
        "history_gap", "履歴番号に欠番があります。", "宛名番号",
        "SELECT addressee_no FROM register_residentversion GROUP BY addressee_no"
        " HAVING min(history_no) <> 1 OR max(history_no) <> count(*) ORDER BY 1",
    )  # fmt: skip


@holds("住民記録の行の異動はすべてある")
def events_exist() -> list[Finding]:
    """The database has no constraint for it; see models/resident.py."""
    return _broken(
        "event_missing", "行の異動がありません。", "宛名番号",
        "SELECT DISTINCT r.addressee_no FROM register_residentversion r"
        " WHERE r.event_id IS NOT NULL AND NOT EXISTS"
        " (SELECT FROM register_event e WHERE e.id = r.event_id) ORDER BY 1",
    )  # fmt: skip


@holds("異動により記載した住民の必須項目は空欄でない")
def required_items_are_there() -> list[Finding]:
    """標準仕様書 1.1.6. The 住民票コード is given when the stock has one, and listed until then."""
    return _broken(
        "item_missing", "空欄を許容しない項目が空欄です。", "宛名番号",
        "SELECT DISTINCT r.addressee_no FROM register_residentversion r"
        " JOIN register_event e ON e.id = r.event_id AND left(e.reason, 1) = '1'"
        f" WHERE {_BY_EVENT} AND r.status = 'resident' AND (r.birth_date IS NULL"
        " OR r.address = '' OR r.household_no IS NULL"
        " OR (r.kind = 'japanese' AND (r.became_resident_on IS NULL"
        " OR r.registered_domicile = '' OR r.registry_head = ''))"
        " OR (r.kind = 'foreign' AND (r.foreign_resident_on IS NULL"
        " OR r.article_30_45 = ''))) ORDER BY 1",
    )  # fmt: skip


@holds("除票には住民でなくなった日があり、住民にはない")
def status_and_day_agree() -> list[Finding]:
    """A removed record says since when; a resident's has no such day."""
    return _broken(
        "ceased_on", "住民状態と住民でなくなった日が合いません。", "宛名番号",
        f"SELECT DISTINCT r.addressee_no FROM register_residentversion r WHERE {_BY_EVENT}"
        " AND (r.status = 'resident') <> (r.ceased_on IS NULL) ORDER BY 1",
    )  # fmt: skip
