# SPDX-License-Identifier: Apache-2.0
"""A ward of a few people written straight into the tables, and helpers to run its tax year."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from daicho.domains.addressee.models import Addressee, Employer
from daicho.domains.register.models import ResidentVersion
from daicho.domains.tax.documents.models import Document, ImportFile
from daicho.domains.tax.inhabitants.actions.runs import StartInitialAssessment
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.domains.tax.inhabitants.run.runner import carry_out
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform
from daicho.kernel.text import fold_name

TOKYO = ZoneInfo("Asia/Tokyo")
BEGINNING = dt.datetime(2020, 1, 1, tzinfo=TOKYO)
MINATO = "131032"


def add_person(
    number: int,
    birth: str,
    *,
    sex: int = 2,
    household: int | None = None,
    name: str = "",
    kind: int = 1,
    until: str = "",
    cease_reason: str = "",
    public_assistance: bool = False,
    hash_of_number: bytes | None = None,
) -> None:
    """A resident since 2020 (kind 1), or a non-resident (kind 2)."""
    shown = name or f"港 {number}"
    birth_date = dt.date.fromisoformat(birth)
    ceased = dt.date.fromisoformat(until) if until else None
    Addressee.objects.create(
        addressee_no=number,
        kind=kind,
        name=shown,
        name_folded=fold_name(shown),
        birth_date=birth_date,
        sex=sex,
        address="東京都港区",
        address_folded="",
        household_no=household,
        number_hash=hash_of_number,
        ceased_on=ceased,
        updated=BEGINNING,
    )
    if kind == 1:
        ResidentVersion.objects.create(
            addressee_no=number,
            history_no=1,
            household_no=household,
            name=shown,
            name_folded=fold_name(shown),
            birth_date=birth_date,
            sex=sex,
            address="東京都港区",
            public_assistance=public_assistance,
            ceased_on=ceased,
            cease_reason=cease_reason,
            valid=DateRange(dt.date(2018, 1, 1), ceased),
            recorded=DateTimeTZRange(BEGINNING, None),
        )


def add_employer(designated: str, addressee_no: int) -> None:
    """A withholding employer."""
    Employer.objects.create(
        designated_no=designated,
        addressee_no=addressee_no,
        name=f"会社{designated}",
        name_folded="",
        updated=BEGINNING,
    )


def add_document(
    year: int,
    number: int,
    kind: str,
    *,
    payer: str = "",
    correction: int = 0,
    relatives: list[dict[str, Any]] | None = None,
    join_state: int = 1,
    **figures: int,
) -> int:
    """A document joined to a person."""
    file, _ = ImportFile.objects.get_or_create(
        kind=kind,
        fiscal_year=year,
        sha256=f"{kind}{year}",
        defaults={
            "name": f"{kind}.csv",
            "size": 1,
            "state": "accepted",
            "rows_read": 0,
            "rows_accepted": 0,
            "rows_refused": 0,
            "imported_at": BEGINNING,
            "imported_by": "x",
        },
    )
    line = Document.objects.filter(file=file).count() + 1
    document = Document.objects.create(
        file=file,
        line_no=line,
        kind=kind,
        fiscal_year=year,
        addressee_no=number,
        join_state=join_state,
        name="",
        name_folded="",
        payer_no=payer,
        payer_name=f"会社{payer}",
        correction=correction,
        figures=figures,
        relatives=relatives or [],
    )
    return int(document.pk)


def relative(listed: str, **more: Any) -> dict[str, Any]:
    """An entry of a document's relatives."""
    if "name" in more:
        more["name_folded"] = fold_name(more["name"])
    return {"listed": listed, **more}


def start(context: Context, year: int = 2026) -> AssessmentRun:
    """Open a run; it must not be refused."""
    outcome = perform(
        StartInitialAssessment(fiscal_year=year, municipality=MINATO), context=context
    )
    assert outcome.value is not None, outcome.findings
    return AssessmentRun.objects.get(pk=outcome.value)


def run_year(context: Context, year: int = 2026) -> AssessmentRun:
    """Start and carry out a run in this process."""
    run = start(context, year)
    return carry_out(run, context=context, clock=lambda: context.at, processes=1)


def build_ward(year: int = 2026) -> None:
    """A family, a pensioner, a second job, a return, a child, somebody who said nothing."""
    add_employer("E1", 900)
    add_employer("E2", 901)
    add_person(10, "1980-03-01", household=1)
    add_person(11, "1982-05-05", sex=1, household=1, name="港 花子")
    add_person(12, "2005-08-08", household=1, name="港 一郎")
    add_person(13, "2015-08-08", household=1, name="港 二郎")
    add_person(20, "1950-01-01", household=2)
    add_person(30, "1990-01-01", household=3)
    add_person(40, "1975-07-07", household=4)
    add_person(50, "1999-09-09", household=5)
    add_person(60, "1985-01-01", kind=2)
    family = [
        relative("spouse", name="港 花子", income=0),
        relative("dependant", name="港 一郎"),
        relative("under_16", name="港 二郎"),
    ]
    add_document(
        year,
        10,
        "salary_report",
        payer="E1",
        relatives=family,
        salary_revenue=7_000_000,
        social_insurance=1_000_000,
        spouse_class=1,
        specified_dependants=1,
        under_16=1,
    )
    add_document(year, 20, "pension_report", payer="P", pension_revenue=2_500_000)
    add_document(year, 20, "pension_collection", payer="P")
    add_document(year, 30, "salary_report", payer="E1", salary_revenue=4_000_000)
    add_document(
        year, 30, "salary_report", payer="E2", salary_revenue=600_000, is_second_employer=1
    )
    add_document(year, 40, "tax_return", business=6_000_000, social_insurance=500_000)
    add_document(year, 60, "salary_report", payer="E1", salary_revenue=3_000_000)
