# SPDX-License-Identifier: Apache-2.0
"""特別徴収税額の決定通知書: to the employer (特別徴収義務者) and to each employee (納税義務者)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from daicho.domains.tax.inhabitants.documents import wording
from daicho.domains.tax.inhabitants.documents.amounts import day, join_columns, yen
from daicho.domains.tax.inhabitants.documents.figures import (
    CREDIT_LABELS,
    FigureSpace,
    TaxFigures,
    show_figures,
)
from daicho.domains.tax.inhabitants.documents.letters import (
    View,
    fit,
    full_name,
    join_lines,
    show_issuer,
    show_recipient,
)
from daicho.domains.tax.inhabitants.documents.people import Issuer, Recipient
from daicho.foundation.documents.fonts import FontSet
from daicho.kernel.dates import format_fiscal_year

MONTHS = (
    "６月",
    "７月",
    "８月",
    "９月",
    "10月",
    "11月",
    "12月",
    "１月",
    "２月",
    "３月",
    "４月",
    "５月",
)
LINES_A_PAGE = 20
_SPACE = FigureSpace(rows=15, size=6.8, item_width=26.0, base_width=25.0)
_NAME_BOX = (41.0, 6.6, 7.5)
_REMARK_BOX = (172.0, 4.6, 6.5)
_PAYER_BOX = (76.0, 12.0, 8.0)
_EMPLOYER_BOX = (60.0, 7.0, 7.0)


@dataclass(frozen=True, slots=True)
class EmployeeLine:
    """One employee in the employer's list."""

    employee_no: str  # 受給者番号, the employer's own
    name: str
    annual_tax: int  # 特別徴収税額
    months: tuple[int, ...]  # June to May; 0 before the month from which it is withheld


@dataclass(frozen=True, slots=True)
class EmployerNotice:
    """The employer's notice: what to withhold from whom, month by month."""

    issuer: Issuer
    fiscal_year: int
    employer_no: str  # 指定番号
    issued_on: date
    recipient: Recipient
    lines: tuple[EmployeeLine, ...]
    due_dates: tuple[date, ...]  # 納期限 of the twelve months
    is_change: bool = False  # 変更通知書
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class EmployeeNotice:
    """The employee's notice, handed over by the employer in a sealed form."""

    issuer: Issuer
    fiscal_year: int
    employer_no: str
    employer_name: str
    employee_no: str
    issued_on: date
    recipient: Recipient
    figures: TaxFigures
    months: tuple[int, ...]
    is_change: bool = False
    remarks: str = ""  # 変更の理由, 控除不足額 …


def show_employer_form(issuer: Issuer, fiscal_year: int) -> View:
    """What the forms under both notices read."""
    return {
        "issuer": show_issuer(issuer),
        "year": format_fiscal_year(fiscal_year),
        "credits": list(CREDIT_LABELS),
        "months": list(MONTHS),
        "lines": LINES_A_PAGE,
        "duty": wording.withholding_duty(issuer),
        "remedies": wording.remedies(issuer),
    }


def show_employer_notice(notice: EmployerNotice, fonts: FontSet) -> View:
    """Cover and list. The totals are summed here from the lines, so they are what is printed."""
    if any(len(line.months) != len(MONTHS) for line in notice.lines):
        raise ValueError("every line has twelve months")
    totals = [sum(line.months[month] for line in notice.lines) for month in range(len(MONTHS))]
    groups = [
        notice.lines[at : at + LINES_A_PAGE] for at in range(0, len(notice.lines), LINES_A_PAGE)
    ]
    return {
        "kind": _kind(notice.is_change),
        "employer": f"指定番号 {notice.employer_no}　{notice.recipient.name}",
        "head": join_columns(
            (notice.employer_no, day(notice.issued_on), f"{len(notice.lines):,} 人")
        ),
        "to": show_recipient(notice.recipient, fonts),
        "total": yen(sum(line.annual_tax for line in notice.lines)),
        "totals": join_columns(tuple(map(yen, totals))),
        "due": join_columns(tuple(map(day, notice.due_dates))),
        "remarks": fit(notice.remarks, _REMARK_BOX, fonts) if notice.remarks else None,
        "pages": [
            _list_page(group, number * LINES_A_PAGE, fonts) for number, group in enumerate(groups)
        ],
    }


def show_employee_notice(notice: EmployeeNotice, fonts: FontSet) -> View:
    """One employee's page."""
    recipient = notice.recipient
    payer = join_lines(recipient.address, recipient.building, full_name(recipient))
    return {
        **show_figures(notice.figures, _SPACE, fonts),
        "kind": _kind(notice.is_change),
        "payer": fit(payer, _PAYER_BOX, fonts),
        "employer": fit(notice.employer_name, _EMPLOYER_BOX, fonts),
        "head": join_columns((notice.employer_no, notice.employee_no, day(notice.issued_on))),
        "months": [yen(amount) for amount in notice.months],
        "remarks": fit(notice.remarks, _REMARK_BOX, fonts) if notice.remarks else None,
    }


def count_employer_pages(notice: EmployerNotice) -> int:
    """The cover and one page for each twenty employees."""
    return 1 + -(-len(notice.lines) // LINES_A_PAGE)


def _kind(is_change: bool) -> str:
    return "変更" if is_change else "決定"


def _list_page(lines: tuple[EmployeeLine, ...], before: int, fonts: FontSet) -> View:
    """Columns of up to twenty employees; names are fitted one by one."""
    months = [
        join_columns(tuple(yen(line.months[month]) for line in lines))
        for month in range(len(MONTHS))
    ]
    return {
        "numbers": join_columns(tuple(str(before + n) for n in range(1, len(lines) + 1))),
        "employees": [fit(line.employee_no, (20.0, 3.6, 7.0), fonts) for line in lines],
        "names": [fit(line.name, _NAME_BOX, fonts) for line in lines],
        "annual": join_columns(tuple(yen(line.annual_tax) for line in lines)),
        "months": months,
        "sums": [yen(sum(line.months[month] for line in lines)) for month in range(len(MONTHS))],
        "annual_sum": yen(sum(line.annual_tax for line in lines)),
    }
