# SPDX-License-Identifier: Apache-2.0
"""Papers as PDF bytes. Each function takes filled view classes and the time of making.

Letters go over a form that is set once; a certificate and a calculation sheet are set as they are,
as PDF/A-2b, because they are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from daicho.domains.tax.inhabitants.documents.calculation import CalculationSheet, show_calculation
from daicho.domains.tax.inhabitants.documents.certificate import TaxCertificate, show_certificate
from daicho.domains.tax.inhabitants.documents.employer_notice import (
    LINES_A_PAGE,
    EmployeeNotice,
    EmployerNotice,
    show_employee_notice,
    show_employer_form,
    show_employer_notice,
)
from daicho.domains.tax.inhabitants.documents.letters import View
from daicho.domains.tax.inhabitants.documents.people import Issuer
from daicho.domains.tax.inhabitants.documents.tax_notice import (
    TaxNotice,
    show_change_form,
    show_form,
    show_notice,
)
from daicho.foundation.documents.fonts import FontSet
from daicho.foundation.documents.press import Press
from daicho.kernel.dates import format_fiscal_year

TEMPLATES = Path(__file__).with_name("templates")


class Letter(Hashable, Protocol):
    """What every letter has."""

    @property
    def issuer(self) -> Issuer: ...

    @property
    def fiscal_year(self) -> int: ...


AnyLetter = TypeVar("AnyLetter", bound=Letter)


@cache
def press_for() -> Press:
    """The press of this process: starting one costs more than a letter."""
    return Press(TEMPLATES)


def render_tax_notice(notice: TaxNotice, *, made_at: datetime) -> bytes:
    """納税通知書 of one person."""
    return render_tax_notices((notice,), made_at=made_at)


def render_tax_notices(notices: Sequence[TaxNotice], *, made_at: datetime) -> bytes:
    """納税通知書 of one issuer and year as one PDF, all of them first ones or all of a change."""
    press = press_for()
    is_change = {notice.is_change for notice in notices}
    if len(is_change) > 1:
        raise ValueError("first notices and notices of a change need files of their own")
    show = show_change_form if True in is_change else show_form
    form = _form(press, "tax_notice_form.typ", show, notices)
    return _set(press, "tax_notice.typ", "納税通知書", form, show_notice, notices, made_at)


def render_employer_notice(notice: EmployerNotice, *, made_at: datetime) -> bytes:
    """特別徴収税額の決定通知書 for one employer: cover and list."""
    return render_employer_notices((notice,), made_at=made_at)


def render_employer_notices(notices: Sequence[EmployerNotice], *, made_at: datetime) -> bytes:
    """The same for employers of one issuer and year, as one PDF."""
    press, title = press_for(), "特別徴収税額の決定通知書（特別徴収義務者用）"
    form = _form(press, "employer_form.typ", show_employer_form, notices)
    template = "employer_notice.typ"
    return _set(press, template, title, form, show_employer_notice, notices, made_at)


def render_employee_notices(notices: Sequence[EmployeeNotice], *, made_at: datetime) -> bytes:
    """特別徴収税額の決定通知書 for employees, one page each, of one issuer and year, as one PDF."""
    press, title = press_for(), "特別徴収税額の決定通知書（納税義務者用）"
    form = _form(press, "employee_form.typ", show_employer_form, notices)
    template = "employee_notice.typ"
    return _set(press, template, title, form, show_employee_notice, notices, made_at)


def render_certificate(certificate: TaxCertificate, *, made_at: datetime) -> bytes:
    """課税・非課税証明書, as PDF/A-2b."""
    press = press_for()
    data = show_certificate(certificate, press.fonts)
    return press.set_document(
        template="certificate.typ", data=data, made_at=made_at, standard="a-2b"
    )


def render_calculation_sheet(sheet: CalculationSheet, *, made_at: datetime) -> bytes:
    """税額計算の内訳, as PDF/A-2b."""
    press = press_for()
    data = show_calculation(sheet, press.fonts)
    return press.set_document(
        template="calculation.typ", data=data, made_at=made_at, standard="a-2b"
    )


def _form(
    press: Press,
    template: str,
    show: Callable[[Issuer, int], View],
    letters: Sequence[Letter],
) -> str:
    """The form under these letters, which must be of one issuer and year."""
    if not letters:
        raise ValueError("there is nothing to print")
    issuer, year = letters[0].issuer, letters[0].fiscal_year
    if any(item.issuer != issuer or item.fiscal_year != year for item in letters):
        raise ValueError("the letters of a file need one issuer and one fiscal year")
    return _made_form(press, template, show, issuer, year)


@cache
def _made_form(
    press: Press, template: str, show: Callable[[Issuer, int], View], issuer: Issuer, year: int
) -> str:
    """Set once a press, form, issuer and year."""
    return press.make_form(template=template, data=show(issuer, year))


def _set(
    press: Press,
    template: str,
    title: str,
    form: str,
    show: Callable[[AnyLetter, FontSet], View],
    letters: Sequence[AnyLetter],
    made_at: datetime,
) -> bytes:
    data: dict[str, Any] = {
        "title": title,
        "form": form,
        "taxes": letters[0].issuer.tax_names,
        "year": format_fiscal_year(letters[0].fiscal_year),
        "lines": LINES_A_PAGE,
        "notices": [show(item, press.fonts) for item in letters],
    }
    return press.set_document(template=template, data=data, made_at=made_at)
