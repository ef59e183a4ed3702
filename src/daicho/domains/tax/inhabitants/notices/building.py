# SPDX-License-Identifier: Apache-2.0
"""The papers of an assessment as filled view classes; the only place where they are filled.

A letter carries the address of the person it goes to, also under a protective measure (支援措置):
the law has it delivered. What passes through other hands (the employer) does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from daicho.domains.collection.public import CollectionMethod
from daicho.domains.tax.inhabitants.documents.employer_notice import (
    EmployeeLine,
    EmployeeNotice,
    EmployerNotice,
)
from daicho.domains.tax.inhabitants.documents.people import Issuer, Recipient
from daicho.domains.tax.inhabitants.documents.tax_notice import Instalment, TaxNotice
from daicho.domains.tax.inhabitants.due_dates import due_days
from daicho.domains.tax.inhabitants.instalments import instalments_of, reduce_from_last
from daicho.domains.tax.inhabitants.notices.cases import (
    NoticeCase,
    WithheldLine,
    WithholdingEmployer,
)
from daicho.domains.tax.inhabitants.notices.figures import tax_figures_of
from daicho.domains.tax.inhabitants.notices.wording import relatives_text, remarks_of
from daicho.kernel.findings import Finding, Severity

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_REGULAR = 4  # instalments of 普通徴収; a fifth is due on its own (随時)
_REISSUE_DIGIT = 9  # the highest that the bars hold


def tax_notice_of(
    case: NoticeCase, *, issuer: Issuer, issued_on: dt.date, shows_address: bool = True
) -> TaxNotice | Finding:
    """納税通知書, or the notice of a change; a Finding where there is none to send."""
    if not case.is_change and not case.ordinary_total + case.pension_total:
        return _none(case, "普通徴収・年金特別徴収の税額がないため、納税通知書はありません。")
    made = tax_figures_of(case)
    if isinstance(made, Finding):
        return made
    figures, computed = made
    shown = _totals(case)
    return TaxNotice(
        issuer=issuer,
        fiscal_year=case.fiscal_year,
        notice_no=notice_number(case),
        addressee_no=str(case.addressee_no),
        issued_on=issued_on,
        recipient=recipient_of(case, shows_address=shows_address),
        figures=figures,
        ordinary_total=shown[0],
        salary_total=shown[1],
        pension_total=shown[2],
        instalments=_instalments(case, issued_on),
        pension_months=_pension_months(case),
        relatives=relatives_text(computed) if computed else "",
        remarks=remarks_of(case),
        is_change=case.is_change,
    )


def employee_notice_of(
    case: NoticeCase,
    *,
    employer: WithholdingEmployer,
    issuer: Issuer,
    issued_on: dt.date,
    is_protected: bool,
) -> EmployeeNotice | Finding:
    """特別徴収税額の決定通知書(納税義務者用).

    The employer hands it over, so that of the protected it never has the address.
    """
    if not case.is_change and not case.salary_total:
        return _none(case, "給与特別徴収の税額がないため、決定通知書(納税義務者用)はありません。")
    made = tax_figures_of(case)
    if isinstance(made, Finding):
        return made
    return EmployeeNotice(
        issuer=issuer,
        fiscal_year=case.fiscal_year,
        employer_no=employer.designated_no,
        employer_name=employer.name,
        employee_no=case.employee_no,
        issued_on=issued_on,
        recipient=recipient_of(case, shows_address=not is_protected),
        figures=made[0],
        months=tuple(case.salary),
        is_change=case.is_change,
        remarks=remarks_of(case),
    )


def employer_notice_of(
    employer: WithholdingEmployer,
    lines: Sequence[WithheldLine],
    *,
    fiscal_year: int,
    municipality: str,
    issuer: Issuer,
    issued_on: dt.date,
) -> EmployerNotice:
    """特別徴収税額の決定通知書(特別徴収義務者用): names and amounts, no address of anybody."""
    return EmployerNotice(
        issuer=issuer,
        fiscal_year=fiscal_year,
        employer_no=employer.designated_no,
        issued_on=issued_on,
        recipient=Recipient(employer.name, employer.postcode, employer.address, honorific="御中"),
        lines=tuple(
            EmployeeLine(line.employee_no, line.name, line.salary_total, tuple(line.salary))
            for line in lines
        ),
        due_dates=due_days(fiscal_year, municipality).salary,
    )


def recipient_of(case: NoticeCase, *, shows_address: bool) -> Recipient:
    """The addressee of a letter, without the address where it must not be seen."""
    if not shows_address:
        return Recipient(case.name)
    return Recipient(case.name, case.postcode, case.address, case.building)


def notice_number(case: NoticeCase) -> str:
    """通知書番号: year, 宛名番号 and version, so that the same decision has the same number."""
    return f"{case.fiscal_year}-{case.addressee_no}-{case.sequence}"


def _none(case: NoticeCase, message: str) -> Finding:
    return Finding("notice.nothing", Severity.ERROR, message, f"宛名番号{case.addressee_no}")


def _totals(case: NoticeCase) -> tuple[int | None, int | None, int | None]:
    """What is collected by each method; blank where nothing is, but 0 where all of it went."""
    if not case.annual_tax:
        return 0, None, None
    return case.ordinary_total or None, case.salary_total or None, case.pension_total or None


def _instalments(case: NoticeCase, issued_on: dt.date) -> tuple[Instalment, ...]:
    """After a change only what is not due yet gets a slip: an earlier one may have been paid."""
    found = instalments_of(case, case.fiscal_year, case.municipality_code, case.decided_on)
    return tuple(
        Instalment(
            label=_label(item.number),
            due_on=item.due_date,
            amount=item.amount,
            slip_key=f"{case.fiscal_year}{case.addressee_no:015d}{item.number:02d}",
            reissued=min(case.sequence, _REISSUE_DIGIT) if case.is_change else 0,
            has_slip=not case.is_change or item.due_date >= issued_on,
        )
        for item in found
        if item.method == CollectionMethod.ORDINARY
    )


def _label(number: int) -> str:
    return f"第{number}期".translate(_FULL_WIDTH) if number <= _REGULAR else "随時"


def _pension_months(case: NoticeCase) -> tuple[int | None, ...]:
    """April to February; blank where nothing is withheld (the first year begins in October)."""
    if not case.pension_total:
        return ()
    provisional = reduce_from_last(case.provisional, case.pension_overcollected)
    return tuple(amount or None for amount in (*provisional, *case.final))
