# SPDX-License-Identifier: Apache-2.0
"""Instalments that change during the year: someone leaves the employer, or the tax is reassessed (
更正).
"""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.explain import rule
from daicho.kernel.yen import floor_to, positive
from daicho.rules.inhabitants_tax.collection.instalments import Four, Twelve
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


class LeaverCollection(NamedTuple):
    """What becomes of salary collection after someone leaves."""

    salary: Twelve  # what was withheld month by month; later months are 0
    lump_sum: int  # taken at once from the last pay (一括徴収)
    ordinary: int  # moves to ordinary collection


class OpenShares(NamedTuple):
    """How a rest of tax falls on the open instalments."""

    first: int
    each: int
    additional: int  # no instalment is open any more: due on its own (随時)
    refund: int


class RedistributedFour(NamedTuple):
    """Ordinary instalments after a reassessment."""

    instalments: Four
    additional: int
    refund: int  # paid or due above the new tax


class RedistributedTwelve(NamedTuple):
    """Salary instalments after a reassessment."""

    instalments: Twelve
    additional: int
    refund: int


@rule(
    "一括徴収をしなければならない退職か",
    cites="地方税法321条の5第2項",
    formula="1月1日から4月30日までの退職",
)
def must_collect_lump_sum(p: InhabitantsTaxParameters, month: int) -> int:
    """1 for January to April; before that only on the person's request (unverified)."""
    rules = p.collection
    return 1 if rules.lump_sum_month_from <= month and month <= rules.lump_sum_month_to else 0


@rule("徴収済みの月割", cites="地方税法321条の5", formula="徴収した最後の月までの月割、後の月は0円")
def withheld_until(amount: int, month: int, last_month: int) -> int:
    """Months count 0 (June) to 11 (May); last_month -1: nothing was withheld."""
    return amount if month <= last_month else 0


@rule(
    "退職者の残りの税額",
    cites=("地方税法321条の5第2項", "地方税法321条の7"),
    formula="まだ徴収していない月割を、一括徴収または普通徴収へ移す",
)
def reassign_on_leaving(
    p: InhabitantsTaxParameters, instalments: Twelve, last_month_withheld: int, lump_sum: int
) -> LeaverCollection:
    """`last_month_withheld` counts from 0 (June); `lump_sum` 1: the employer takes the rest from
    the last pay.
    """
    i, last = instalments, last_month_withheld
    kept = (
        withheld_until(i[0], 0, last),
        withheld_until(i[1], 1, last),
        withheld_until(i[2], 2, last),
        withheld_until(i[3], 3, last),
        withheld_until(i[4], 4, last),
        withheld_until(i[5], 5, last),
        withheld_until(i[6], 6, last),
        withheld_until(i[7], 7, last),
        withheld_until(i[8], 8, last),
        withheld_until(i[9], 9, last),
        withheld_until(i[10], 10, last),
        withheld_until(i[11], 11, last),
    )
    rest = sum_until(i, 12) - sum_until(kept, 12)
    if lump_sum:
        return LeaverCollection(kept, rest, 0)
    return LeaverCollection(kept, 0, rest)


@rule("初めからの月割の合計", cites="地方税法321条の5", formula="最初の回からの合計")
def sum_until(instalments: Twelve, count: int) -> int:
    """Sum of the first `count` of twelve."""
    total = 0
    month = 0
    for amount in instalments:
        if month < count:
            total = total + amount
        month = month + 1
    return total


@rule("初めからの期割の合計", cites="地方税法320条", formula="最初の回からの合計")
def sum_until_of_four(instalments: Four, count: int) -> int:
    """Sum of the first `count` of four."""
    total = 0
    period = 0
    for amount in instalments:
        if period < count:
            total = total + amount
        period = period + 1
    return total


@rule(
    "変更後の期割 (1回分)",
    cites="地方税法20条の4の2第6項",
    formula="済んだ回はそのまま、開いている最初の回に端数を加え、後の回は同額",
)
def redistributed(old: int, index: int, settled: int, first: int, each: int) -> int:
    """One instalment after the change."""
    if index < settled:
        return old
    return first if index == settled else each


@rule(
    "残りの税額の配分",
    cites=("地方税法20条の4の2第6項", "地方税法20条の4の2第8項"),
    formula="残りの税額を開いている回に等分 (端数は最初の回)。"
    "開いている回がなければ随時、納め過ぎなら還付",
)
def share_rest(unit: int, rest: int, still_open: int) -> OpenShares:
    """`rest` is the new tax less what is settled; negative: paid or due above the new tax."""
    due = positive(rest)
    refund = positive(-rest)
    if still_open <= 0:
        return OpenShares(0, 0, due, refund)
    each = floor_to(due // still_open, unit)
    return OpenShares(due - (still_open - 1) * each, each, 0, refund)


@rule(
    "更正後の普通徴収の期割",
    cites=("地方税法320条", "地方税法20条の4の2第6項"),
    formula="(新しい年税額 − 納期の過ぎた期割) を残りの納期に等分 (1,000円未満は最初の納期)",
)
def redistribute_ordinary(
    p: InhabitantsTaxParameters, old: Four, settled: int, new_annual: int
) -> RedistributedFour:
    """`settled` instalments are paid or due already and stay; the open ones share the rest."""
    rest = new_annual - sum_until_of_four(old, settled)
    s = share_rest(p.collection.ordinary_unit, rest, 4 - settled)
    instalments = (
        redistributed(old[0], 0, settled, s.first, s.each),
        redistributed(old[1], 1, settled, s.first, s.each),
        redistributed(old[2], 2, settled, s.first, s.each),
        redistributed(old[3], 3, settled, s.first, s.each),
    )
    return RedistributedFour(instalments, s.additional, s.refund)


@rule(
    "更正後の給与特別徴収の月割",
    cites=("地方税法321条の6", "地方税法20条の4の2第8項"),
    formula="(新しい年税額 − 徴収済みの月割) を残りの月に等分 (100円未満は最初の月)",
)
def redistribute_salary(
    p: InhabitantsTaxParameters, old: Twelve, settled: int, new_annual: int
) -> RedistributedTwelve:
    """The same for twelve months."""
    rest = new_annual - sum_until(old, settled)
    s = share_rest(p.collection.salary_unit, rest, 12 - settled)
    instalments = (
        redistributed(old[0], 0, settled, s.first, s.each),
        redistributed(old[1], 1, settled, s.first, s.each),
        redistributed(old[2], 2, settled, s.first, s.each),
        redistributed(old[3], 3, settled, s.first, s.each),
        redistributed(old[4], 4, settled, s.first, s.each),
        redistributed(old[5], 5, settled, s.first, s.each),
        redistributed(old[6], 6, settled, s.first, s.each),
        redistributed(old[7], 7, settled, s.first, s.each),
        redistributed(old[8], 8, settled, s.first, s.each),
        redistributed(old[9], 9, settled, s.first, s.each),
        redistributed(old[10], 10, settled, s.first, s.each),
        redistributed(old[11], 11, settled, s.first, s.each),
    )
    return RedistributedTwelve(instalments, s.additional, s.refund)
