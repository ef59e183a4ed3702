# SPDX-License-Identifier: Apache-2.0
"""Made-up papers for the tests, and a look into the PDF that comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pypdfium2

from daicho.domains.tax.inhabitants.documents.amounts import Item, Split, TaxBase
from daicho.domains.tax.inhabitants.documents.certificate import CertificateKind, TaxCertificate
from daicho.domains.tax.inhabitants.documents.employer_notice import (
    EmployeeLine,
    EmployeeNotice,
    EmployerNotice,
)
from daicho.domains.tax.inhabitants.documents.figures import TaxFigures
from daicho.domains.tax.inhabitants.documents.people import Issuer, Recipient
from daicho.domains.tax.inhabitants.documents.tax_notice import Instalment, TaxNotice

MADE_AT = datetime(2025, 6, 10, 9, tzinfo=timezone(timedelta(hours=9)))
DUE = (date(2025, 6, 30), date(2025, 9, 1), date(2025, 10, 31), date(2026, 2, 2))
WITHHELD_DUE = tuple(date(2025 + (m > 12), (m - 1) % 12 + 1, 10) for m in range(7, 19))
LONG_NAME = "長い名前" * 25
LONG_ADDRESS = ("東京都港区三田" * 43)[:300]
MM = 25.4 / 72

ISSUER = Issuer(
    municipality="港区",
    head_title="港区長",
    head_name="見本　太郎",
    section="税務課",
    postcode="1058511",
    address="東京都港区芝公園１丁目５番２５号",
    phone="03-0000-0000",
    ordinance="港区特別区税条例",
    biller_code="131032",
    payment_places="区役所、ゆうちょ銀行",
    is_sample=True,
)
RECIPIENT = Recipient("山田　花子", "1080073", "東京都港区三田３丁目４番５号", "見本荘６０１")
NOTHING = Split("", None, None)
FIGURES = TaxFigures(
    incomes=(Item("給与所得", 3_560_000), Item("配当所得", 0), Item("一時所得", None)),
    total_income=3_560_000,
    total_income_etc=3_550_001,
    deductions=(Item("社会保険料控除", 720_000), Item("基礎控除", 430_000)),
    deductions_total=1_150_000,
    tax_bases=(TaxBase("総所得", 2_410_000, "6%", "4%"),),
    before_credits=Split("", 144_600, 96_400),
    credits=(Split("", 1_500, 1_000), *(NOTHING,) * 7),
    income_levy=Split("", 143_100, 95_400),
    per_capita=Split("", 3_000, 1_000),
    forest_environment_tax=1_000,
    annual_tax=243_500,
)


def instalments(number: int = 0) -> tuple[Instalment, ...]:
    """63,500 and three times 60,000."""
    amounts = (63_500, 60_000, 60_000, 60_000)
    return tuple(
        Instalment(f"第{n}期", due, amount, f"2025{number:010d}{n:02d}")
        for n, (due, amount) in enumerate(zip(DUE, amounts, strict=True), start=1)
    )


def notice(number: int = 0, **changes: object) -> TaxNotice:
    """A notice of 243,500 yen, all by ordinary collection."""
    made = TaxNotice(
        issuer=ISSUER,
        fiscal_year=2025,
        notice_no=f"{10_000_000 + number}",
        addressee_no=f"{2_000_000 + number}",
        issued_on=date(2025, 6, 10),
        recipient=RECIPIENT,
        figures=FIGURES,
        ordinary_total=243_500,
        salary_total=None,
        pension_total=None,
        instalments=instalments(number),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def employer_notice(employees: int) -> EmployerNotice:
    """An employer with so many employees of 20,400 in June and 20,200 after it."""
    line = EmployeeLine("E1", "山田　花子", 242_600, (20_400, *(20_200,) * 11))
    return EmployerNotice(
        issuer=ISSUER,
        fiscal_year=2025,
        employer_no="9012345678",
        issued_on=date(2025, 5, 15),
        recipient=replace(RECIPIENT, name="株式会社見本", honorific="御中"),
        lines=(replace(line, name=LONG_NAME), *(line,) * (employees - 1)),
        due_dates=WITHHELD_DUE,
    )


def employee_notice(**changes: object) -> EmployeeNotice:
    """An employee's notice."""
    made = EmployeeNotice(
        issuer=ISSUER,
        fiscal_year=2025,
        employer_no="9012345678",
        employer_name="株式会社見本",
        employee_no="E1",
        issued_on=date(2025, 5, 15),
        recipient=RECIPIENT,
        figures=FIGURES,
        months=(21_000, *(20_227,) * 11),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def certificate(**changes: object) -> TaxCertificate:
    """A certificate of tax."""
    made = TaxCertificate(
        issuer=ISSUER,
        kind=CertificateKind.TAXED,
        fiscal_year=2025,
        certificate_no="第123号",
        issued_on=date(2025, 7, 1),
        name="山田　花子",
        birth_date=date(1980, 3, 1),
        address="東京都港区三田３丁目",
        address_on_assessment_date="東京都港区三田３丁目",
        incomes={"salary_revenue": 5_000_000, "salary_income": 3_560_000, "dividend": 0},
        total_income=3_560_000,
        total_income_etc=3_560_000,
        deductions={"social_insurance": 720_000, "basic": 430_000},
        deductions_total=1_150_000,
        relatives={"under_16": 2},
        own_states=(),
        tax_bases=FIGURES.tax_bases,
        income_levy=FIGURES.income_levy,
        per_capita=FIGURES.per_capita,
        forest_environment_tax=1_000,
        annual_tax=243_500,
        credits={"adjustment": Split("", 1_500, 1_000)},
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def page_texts(pdf: bytes) -> list[str]:
    """The text of every page, without white space."""
    document = pypdfium2.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def boxes(pdf: bytes, page: int, text: str) -> Iterator[tuple[float, float, float, float]]:
    """Left, top, right, bottom in mm of each character among `text` on a page."""
    sheet = pypdfium2.PdfDocument(pdf)[page]
    letters = sheet.get_textpage()
    for at in range(letters.count_chars()):
        if letters.get_text_range(at, 1) in text:
            left, bottom, right, top = letters.get_charbox(at)
            height = sheet.get_height()
            yield left * MM, (height - top) * MM, right * MM, (height - bottom) * MM
