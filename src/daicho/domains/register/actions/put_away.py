# SPDX-License-Identifier: Apache-2.0
"""Put removed records away after five years (除票用データベースへの移行, 標準仕様書 9.3, 1.1.5).

One database: what is put away is marked, not moved, so that history, keys and the checks of the
database stay whole and a search over both stores is one search (decision 0006). Marked records
are left out where only the living register is asked for, and kept for 150 years.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils import timezone

from daicho.domains.register.models import PutAway
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.kernel.findings import Finding, Severity

YEARS_HERE = 5
YEARS_KEPT = 150  # 住民基本台帳法施行令34条 (unverified)
_PUT_AWAY = """
INSERT INTO register_putaway (addressee_no, ceased_on, moved_on)
SELECT addressee_no, ceased_on, %(today)s FROM register_residentversion
WHERE upper_inf(recorded) AND upper_inf(valid) AND status <> 'resident'
  AND ceased_on < %(limit)s
ON CONFLICT (addressee_no) DO NOTHING
"""
_TAKE_BACK = """
DELETE FROM register_putaway p USING register_residentversion r
WHERE r.addressee_no = p.addressee_no AND upper_inf(r.recorded) AND upper_inf(r.valid)
  AND (r.status = 'resident' OR r.ceased_on IS DISTINCT FROM p.ceased_on)
"""


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; March 1 for February 29 where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


@dataclass(frozen=True, kw_only=True)
class PutAwayRemovedRecords(Action[int]):
    """Mark what was removed more than five years before a day; how many are newly marked.

    Records that came back (再転入, a cancelled removal) are unmarked first.
    """

    function = "register.bulk"
    audit_text = "除票用データベースへの移行"

    as_of: date

    def detail(self) -> Mapping[str, object]:
        return {"基準日": str(self.as_of)}

    def change(self, context: Context) -> Outcome[int]:
        today = timezone.localtime(context.at).date()
        if self.as_of > today:
            text = "基準日は処理当日以前の日を入力してください。"
            return Outcome(None, (Finding("register.put_away_day", Severity.ERROR, text),))
        limit = years_before(self.as_of, YEARS_HERE)
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_BACK)
            cursor.execute(_PUT_AWAY, {"today": today, "limit": limit})
            return Outcome(int(cursor.rowcount))


def is_put_away(*, addressee_no: int) -> bool:
    """Whether a removed record has been put away."""
    return PutAway.objects.filter(addressee_no=addressee_no).exists()
