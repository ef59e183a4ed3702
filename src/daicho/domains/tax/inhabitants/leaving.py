# SPDX-License-Identifier: Apache-2.0
"""給与所得者異動届出: what becomes of the months not yet withheld when somebody leaves an employer.

Retirement, death and leave of absence move the rest to ordinary collection, or the employer takes
it at once from the last pay (一括徴収); a transfer moves it to the next employer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import NamedTuple

from daicho.domains.tax.inhabitants.due_dates import due_days
from daicho.domains.tax.inhabitants.models import Assessment
from daicho.domains.tax.inhabitants.redistribution import share_ordinary
from daicho.engine.statutes import load_parameters
from daicho.kernel.findings import Finding, Severity
from daicho.rules.inhabitants_tax.collection.changes import (
    must_collect_lump_sum,
    reassign_on_leaving,
)

RETIRED, ABSENT, DIED, TRANSFERRED = "left_retired", "left_absent", "left_died", "left_transferred"
LEAVING_CODES = {
    RETIRED: "退職",
    ABSENT: "休職・支払の少ない給与",
    DIED: "死亡",
    TRANSFERRED: "転勤・転職(特別徴収の継続)",
}
WITHOUT_LUMP_SUM = (TRANSFERRED, DIED)  # of the dead: unverified
LAW = "地方税法321条の5"
JUNE, MONTHS, EARLIEST = 6, 12, -2  # from April 1 on: before the first month is withheld


class Leaving(NamedTuple):
    """What the employer's notification says."""

    code: str
    left_on: dt.date
    last_month: int  # the last month withheld, as the calendar counts; 0: none
    lump_sum: bool
    pay_is_insufficient: bool  # the last pay does not cover the rest
    new_employer_no: str


class Moved(NamedTuple):
    """The instalments after it."""

    ordinary: tuple[int, ...]
    salary: tuple[int, ...]


def month_index(day: dt.date, fiscal_year: int) -> int:
    """Months since June of the fiscal year."""
    return (day.year - fiscal_year) * 12 + day.month - JUNE


def last_index(leaving: Leaving) -> int:
    """The last month withheld, June 0 to May 11; -1: none."""
    return (leaving.last_month - JUNE) % MONTHS if leaving.last_month else -1


def check_leaving(
    leaving: Leaving,
    before: Assessment,
    employers: Collection[str],
    former_months: int,
) -> list[Finding]:
    """Everything that is wrong. `former_months`: those an earlier employer withheld."""
    if leaving.code not in LEAVING_CODES:
        return [_error("kind", "異動の事由を選んでください。")]
    if not 0 <= leaving.last_month <= MONTHS:
        return [_error("month", "最後に徴収した月は1月から12月の月か、徴収なしを選んでください。")]
    return [
        *_check_months(leaving, before.fiscal_year, former_months),
        *_check_lump_sum(leaving, before),
        *_check_employer(leaving, before, employers),
    ]


def _check_months(leaving: Leaving, year: int, former_months: int) -> Iterator[Finding]:
    left, last = month_index(leaving.left_on, year), last_index(leaving)
    if not EARLIEST <= left < MONTHS:
        text = f"異動日は{year}年4月1日から{year + 1}年5月31日までの日にしてください。"
        yield _error("day_outside_year", text)
    elif leaving.last_month and last > left:
        text = f"{leaving.last_month}月分は異動の月より後のため、徴収済みにできません。"
        yield _error("month_after_leaving", text)
    if last + 1 < former_months:
        text = f"{_month(former_months - 1)}月分までは前の勤務先で徴収した月です。"
        yield _error("month_of_former_employer", text)


def _check_lump_sum(leaving: Leaving, before: Assessment) -> Iterator[Finding]:
    left = month_index(leaving.left_on, before.fiscal_year)
    label = LEAVING_CODES[leaving.code]
    if leaving.lump_sum and leaving.code in WITHOUT_LUMP_SUM:
        yield _error("no_lump_sum", f"異動の事由が{label}のときは、一括徴収できません。")
    elif leaving.lump_sum and left < 0:
        yield _error("before_june", "6月より前の異動では、一括徴収する給与がありません。")
    elif not leaving.lump_sum and leaving.code == RETIRED and left >= 0:
        p = load_parameters(before.fiscal_year, before.municipality_code)
        is_due = must_collect_lump_sum(p, leaving.left_on.month)
        if is_due and not leaving.pay_is_insufficient:
            yield _error(
                "lump_sum_required",
                "1月1日から4月30日までの退職では、残りの税額を一括徴収します"
                "(最後の給与が残りの税額に足りないときを除く)。",
            )


def _check_employer(
    leaving: Leaving, before: Assessment, employers: Collection[str]
) -> Iterator[Finding]:
    new = leaving.new_employer_no
    if leaving.code != TRANSFERRED:
        if new:
            yield _error("no_new_employer", "新しい勤務先は、特別徴収を続けるときだけ入力します。")
    elif new not in employers:
        yield _error("unknown_employer", "新しい勤務先の指定番号が登録されていません。")
    elif new == before.employer_no:
        yield _error("same_employer", "新しい勤務先が今の勤務先と同じです。")


def move_rest(leaving: Leaving, before: Assessment, decided_on: dt.date) -> Moved:
    """The instalments after a leaving that was checked; their sum stays the same."""
    year, place = before.fiscal_year, before.municipality_code
    if leaving.code == TRANSFERRED:
        return Moved(tuple(before.ordinary), tuple(before.salary))
    p = load_parameters(year, place)
    found = reassign_on_leaving(p, tuple(before.salary), last_index(leaving), int(leaving.lump_sum))
    salary = list(found.salary)
    if found.lump_sum:
        salary[month_index(leaving.left_on, year)] += found.lump_sum
    if not found.ordinary:
        return Moved(tuple(before.ordinary), tuple(salary))
    total = sum(before.ordinary) + found.ordinary
    ordinary = share_ordinary(p, before.ordinary, total, due_days(year, place), decided_on)
    return Moved(ordinary, tuple(salary))


def describe(leaving: Leaving) -> str:
    """The notification in a line, as the decision's reason."""
    withheld = f"{leaving.last_month}月分まで徴収済み" if leaving.last_month else "徴収なし"
    lump_sum = "、残りは一括徴収" if leaving.lump_sum else ""
    day = f"{leaving.left_on.year}年{leaving.left_on.month}月{leaving.left_on.day}日"
    return f"{LEAVING_CODES[leaving.code]}(異動日{day}、{withheld}{lump_sum})"


def _month(index: int) -> int:
    return (index + JUNE - 1) % MONTHS + 1


def _error(code: str, message: str) -> Finding:
    return Finding(f"leaving.{code}", Severity.ERROR, message, citation=LAW)
