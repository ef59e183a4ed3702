# SPDX-License-Identifier: Apache-2.0
"""納税通知書: the year's tax of one person, with up to four payment slips (納付書)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

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
from daicho.foundation.documents.bar_font import gs1_128_text
from daicho.foundation.documents.fonts import FontSet
from daicho.kernel.barcodes import payment_slip_digits
from daicho.kernel.dates import format_fiscal_year

SLIPS_A_SHEET = 4
STORE_LIMIT = 300_000  # yen a convenience store takes on one slip; unverified
NO_STORE = "コンビニエンスストアでは納付できません"
_SLIP_BOX = (60.0, 9.5, 8.0)
_REMARK_BOX = (175.0, 8.6, 7.5)
_SPACE = FigureSpace(rows=15, size=8.0, item_width=33.0, base_width=25.0)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment of 普通徴収 with what its slip needs."""

    label: str  # 第１期
    due_on: date
    amount: int
    slip_key: str  # own number of the receivable, up to 21 digits, for the bars
    store_until: date | None = None  # last day at a convenience store; the due date when None
    reissued: int = 0
    has_slip: bool = True  # False: in the table only, because it may have been paid already


@dataclass(frozen=True, slots=True)
class TaxNotice:
    """All that a 納税通知書 shows."""

    issuer: Issuer
    fiscal_year: int
    notice_no: str
    addressee_no: str
    issued_on: date
    recipient: Recipient
    figures: TaxFigures
    ordinary_total: int | None  # 普通徴収; None: not collected this way
    salary_total: int | None  # 給与からの特別徴収
    pension_total: int | None  # 公的年金からの特別徴収
    instalments: tuple[Instalment, ...] = ()
    pension_months: tuple[int | None, ...] = ()  # 4, 6, 8, 10, 12, 2月
    relatives: str = ""  # 扶養 etc. in words
    remarks: str = ""  # 変更の理由 (更正), 減免 …
    is_change: bool = False  # 税額変更通知書


def show_form(issuer: Issuer, fiscal_year: int) -> View:
    """What the form under every notice of an issuer and year reads."""
    return _form(issuer, fiscal_year, is_change=False)


def show_change_form(issuer: Issuer, fiscal_year: int) -> View:
    """The same under notices of a change."""
    return _form(issuer, fiscal_year, is_change=True)


def _form(issuer: Issuer, fiscal_year: int, *, is_change: bool) -> View:
    return {
        "issuer": show_issuer(issuer),
        "year": format_fiscal_year(fiscal_year),
        "title": "税額変更・納税通知書" if is_change else "税額決定・納税通知書",
        "credits": list(CREDIT_LABELS),
        "basis": wording.basis(issuer, is_change=is_change),
        "legal": [
            text
            for text in (
                wording.late_payment(),
                wording.where_to_pay(issuer),
                wording.remedies(issuer),
            )
            if text
        ],
        "hints": [wording.EASY_HINT, wording.ENGLISH_HINT],
    }


def show_notice(notice: TaxNotice, fonts: FontSet) -> View:
    """What the template reads of one notice: columns as texts of lines."""
    collected = (notice.ordinary_total, notice.salary_total, notice.pension_total)
    return {
        **show_figures(notice.figures, _SPACE, fonts),
        "head": join_columns(
            (notice.notice_no, notice.addressee_no, day(notice.issued_on)),
        ),
        "to": show_recipient(notice.recipient, fonts),
        "collected": join_columns(tuple(map(yen, collected))),
        "due": _instalment_columns(notice.instalments),
        "pension": [yen(amount) for amount in notice.pension_months],
        "relatives": fit(notice.relatives, _REMARK_BOX, fonts) if notice.relatives else None,
        "remarks": fit(notice.remarks, _REMARK_BOX, fonts) if notice.remarks else None,
        "slips": _slips(notice, fonts),
    }


def count_pages(notice: TaxNotice) -> int:
    """Pages of a notice: the slips take a second one for each four."""
    return 1 + -(-sum(item.has_slip for item in notice.instalments) // SLIPS_A_SHEET)


def _instalment_columns(instalments: tuple[Instalment, ...]) -> list[str]:
    return [
        join_columns(tuple(item.label for item in instalments)),
        join_columns(tuple(day(item.due_on) for item in instalments)),
        join_columns(tuple(yen(item.amount) for item in instalments)),
    ]


def _slips(notice: TaxNotice, fonts: FontSet) -> list[View]:
    with_slip = [item for item in notice.instalments if item.has_slip]
    if not with_slip:
        return []
    payer = join_lines(
        notice.recipient.address, notice.recipient.building, full_name(notice.recipient)
    )
    shown = fit(payer, _SLIP_BOX, fonts)
    return [_slip(notice, item, shown) for item in with_slip]


def _slip(notice: TaxNotice, item: Instalment, payer: View) -> View:
    until = item.store_until or item.due_on
    digits = ""
    if notice.issuer.biller_code and 0 < item.amount <= STORE_LIMIT:
        digits = payment_slip_digits(
            biller=notice.issuer.biller_code,
            key=item.slip_key,
            amount=item.amount,
            last_day=until,
            reissued=item.reissued,
        )
    return {
        "period": item.label,
        "key": join_columns((notice.notice_no, day(item.due_on))),
        "amount": yen(item.amount),
        "payer": payer,
        "bars": gs1_128_text(digits) if digits else "",
        "digits": _readable(digits) if digits else NO_STORE,
        "until": day(until) if digits else "",
    }


def _readable(digits: str) -> str:
    """The line under the bars, in the groups of the layout: (91)131032-…-0-250630-0-043500-5."""
    cuts = (2, 8, 29, 30, 36, 37, 43, 44)
    groups = [digits[a:b] for a, b in pairwise(cuts)]
    biller, key, reissued, until, stamp, amount, check = groups
    return f"(91){biller}-{key}\n{reissued}-{until}-{stamp}-{amount}-{check}"
