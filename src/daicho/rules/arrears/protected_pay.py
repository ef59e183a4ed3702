# SPDX-License-Identifier: Apache-2.0
"""What of a salary, bonus or retirement pay may not be seized (国税徴収法76条), line by line.

No rounding: the law names none; offices that round what is withheld up to 1,000 yen leave the
debtor more, so the amount here is the least that is protected. Who gets several salaries for one
period has one limit: `pay` and `withheld` are their sums. Nothing is protected as far as the debtor
agrees (76条5項); that is the caller's to record.
"""

from __future__ import annotations

from dataclasses import dataclass

from daicho.kernel.law import Citation, cite
from daicho.kernel.yen import ceil_rate, positive
from daicho.rules.arrears.parameters import SeizureRules

CITATION = cite("国税徴収法76条第1項")
BONUS_CITATION = cite("国税徴収法76条第3項")
RETIREMENT_CITATION = cite("国税徴収法76条第4項")
_SALARY_ITEMS = ("76条第1項1号", "76条第1項2号", "76条第1項3号")
_DAYS_OF_MONTH = 30  # a part of a month: by its days (unverified)


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is taken off before the pay reaches the debtor."""

    income_tax: int = 0
    inhabitants_tax: int = 0
    social_insurance: int = 0


@dataclass(frozen=True, slots=True)
class ProtectedLine:
    """One item of the article with its amount."""

    name_ja: str
    amount: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class ProtectedPay:
    """The items, and what is left to seize."""

    pay: int
    lines: tuple[ProtectedLine, ...]

    @property
    def protected(self) -> int:
        """Sum of the items, at most the pay."""
        return min(sum(line.amount for line in self.lines), self.pay)

    @property
    def seizable(self) -> int:
        """What may be seized."""
        return positive(self.pay - sum(line.amount for line in self.lines))


def basic_amount(p: SeizureRules, *, relatives: int) -> int:
    """For one month: the debtor and each relative who shares the household's living."""
    return p.person_amount + p.relative_amount * relatives


def basic_amount_of_period(p: SeizureRules, *, relatives: int, months: int, days: int = 0) -> int:
    """For the period that the pay is for; odd days by thirtieths, in the debtor's favour."""
    monthly = basic_amount(p, relatives=relatives)
    return monthly * months + -(-monthly * days // _DAYS_OF_MONTH)


def protected_salary(
    p: SeizureRules,
    *,
    pay: int,
    withheld: Withheld,
    relatives: int,
    months: int = 1,
    days: int = 0,
) -> ProtectedPay:
    """Salary, wages, pensions: taxes, insurance, living, standing (76条1項1号〜5号)."""
    living = basic_amount_of_period(p, relatives=relatives, months=months, days=days)
    return _with_standing(p, pay, _withheld_lines(withheld, _SALARY_ITEMS), living)


def protected_bonus(
    p: SeizureRules, *, pay: int, withheld: Withheld, relatives: int
) -> ProtectedPay:
    """A bonus counts as the salary of one month (76条3項)."""
    return protected_salary(p, pay=pay, withheld=withheld, relatives=relatives)


def protected_retirement(
    p: SeizureRules, *, pay: int, withheld: Withheld, relatives: int, service_years: int
) -> ProtectedPay:
    """Retirement pay: three months' living and a fifth of it for each year above five (76条4項)."""
    living = basic_amount(p, relatives=relatives) * p.retirement_months
    years = positive(service_years - p.retirement_free_years)
    lines = (
        *_withheld_lines(withheld, ("76条第4項1号", "76条第4項2号", "76条第4項2号")),
        _line("最低生活費の3月分", living, "76条第4項3号"),
        _line("勤続年数の加算", ceil_rate(living * years, p.retirement_share), "76条第4項4号"),
    )
    return ProtectedPay(pay, lines)


def _with_standing(
    p: SeizureRules, pay: int, lines: tuple[ProtectedLine, ...], living: int
) -> ProtectedPay:
    """A fifth of what is left after the first four items, at most twice the living (5号)."""
    rest = positive(pay - sum(line.amount for line in lines) - living)
    standing = min(ceil_rate(rest, p.standing_share), living * p.standing_limit)
    return ProtectedPay(
        pay,
        (
            *lines,
            _line("最低生活費", living, "76条第1項4号"),
            _line("体面維持費", standing, "76条第1項5号"),
        ),
    )


def _withheld_lines(withheld: Withheld, places: tuple[str, str, str]) -> tuple[ProtectedLine, ...]:
    return (
        _line("源泉徴収される所得税", withheld.income_tax, places[0]),
        _line("特別徴収される住民税", withheld.inhabitants_tax, places[1]),
        _line("社会保険料", withheld.social_insurance, places[2]),
    )


def _line(name_ja: str, amount: int, place: str) -> ProtectedLine:
    return ProtectedLine(name_ja, amount, cite(f"国税徴収法{place}"))
