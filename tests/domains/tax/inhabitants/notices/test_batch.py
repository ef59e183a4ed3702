# SPDX-License-Identifier: Apache-2.0
"""All notices of a run: the same as single ones, and reconciled with what was decided."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest
from tests.domains.tax.inhabitants.notices.samples import (
    ISSUED_ON,
    ISSUER,
    YEAR,
    case_of,
    making,
)

from daicho.config import cli
from daicho.domains.tax.inhabitants.actions.reassess import Reassess
from daicho.domains.tax.inhabitants.documents.employer_notice import (
    EmployeeNotice,
    EmployerNotice,
)
from daicho.domains.tax.inhabitants.documents.tax_notice import TaxNotice
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.domains.tax.inhabitants.notices.actions import BeginNotices, IssueNotices
from daicho.domains.tax.inhabitants.notices.batch import (
    Tally,
    count_letter,
    notices_of_run,
    print_notices,
)
from daicho.domains.tax.inhabitants.notices.building import employee_notice_of, tax_notice_of
from daicho.domains.tax.inhabitants.notices.reading import (
    employers_by_number,
    expected_by_slips,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Outcome, perform
from daicho.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db
PAPERS = ("tax", "employer", "employee")


def note(run: AssessmentRun, paper: str, tally: Tally, context: Context) -> Outcome[int]:
    action = IssueNotices(
        run_id=run.pk, paper=paper, letters=tally.letters, people=tally.people, amount=tally.amount
    )
    return perform(action, context=context)


def test_a_notice_of_the_batch_is_the_single_one(run: AssessmentRun) -> None:
    batch = cast(list[TaxNotice], list(notices_of_run(making(run), "tax")))
    single = [
        tax_notice_of(case_of(int(one.addressee_no)), issuer=ISSUER, issued_on=ISSUED_ON)
        for one in batch
    ]
    assert batch == single
    assert [one.addressee_no for one in batch] == ["20", "40"]


def test_employees_stand_in_the_order_of_the_employers_list(run: AssessmentRun) -> None:
    (list_of_employer,) = cast(list[EmployerNotice], list(notices_of_run(making(run), "employer")))
    employees = cast(list[EmployeeNotice], list(notices_of_run(making(run), "employee")))
    assert [line.months for line in list_of_employer.lines] == [one.months for one in employees]
    assert [line.name for line in list_of_employer.lines] == ["港 30", "港 60", "港 10"]
    employer = employers_by_number()["E1"]
    assert employees == [
        employee_notice_of(
            case_of(number), employer=employer, issuer=ISSUER, issued_on=ISSUED_ON,
            is_protected=number == 60,
        )
        for number in (30, 60, 10)
    ]  # fmt: skip


def test_printed_amounts_are_those_of_the_run(
    run: AssessmentRun, officer: Context, tmp_path: Path
) -> None:
    for paper in PAPERS:
        printed = print_notices(making(run), paper, tmp_path / paper)
        assert not note(run, paper, printed.tally, officer).findings
        control = json.loads((tmp_path / paper / "control.json").read_text("utf-8"))
        assert control["amount"] == printed.tally.amount
        assert sum(file["letters"] for file in control["files"]) == printed.tally.letters
        detail = Entry.objects.latest("id").detail
        assert (detail["人数"], detail["金額"]) == (printed.tally.people, printed.tally.amount)
    totals = run.totals
    assert totals["ordinary"] + totals["pension"] + totals["salary"] == totals["annual_tax"]


@pytest.mark.parametrize(("people", "amount"), [(1, 0), (0, 100)])
def test_refuses_what_does_not_reconcile(
    run: AssessmentRun, officer: Context, people: int, amount: int
) -> None:
    expected = expected_by_slips(run)
    tally = Tally(2, expected.people - people, expected.amount - amount)
    outcome = note(run, "tax", tally, officer)
    assert [finding.code for finding in outcome.findings] == ["notice.totals_differ"]
    assert "発送しないでください" in outcome.findings[0].message_ja


def test_who_was_reassessed_since_is_taken_out(run: AssessmentRun, officer: Context) -> None:
    amount = case_of(40).annual_tax
    action = Reassess(
        addressee_no=40, fiscal_year=YEAR, municipality="131032", reason_code="investigation",
        reason="調査", changes={"business": 5_000_000},
    )  # fmt: skip
    assert not perform(action, context=officer).findings
    batch = cast(list[TaxNotice], list(notices_of_run(making(run), "tax")))
    assert [one.addressee_no for one in batch] == ["20"]
    expected = expected_by_slips(run)
    assert (expected.taken_out, expected.taken_out_amount) == (1, amount)
    people, printed = count_letter(batch[0])
    assert not note(run, "tax", Tally(1, people, printed), officer).findings


def test_nothing_is_printed_before_the_release(
    waiting: AssessmentRun, officer: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = perform(BeginNotices(fiscal_year=YEAR, kinds=PAPERS), context=officer)
    assert [finding.code for finding in outcome.findings] == ["notice.not_released"]
    words = ["tax", "notices", "--fiscal-year", str(YEAR), "--out", str(tmp_path / "out")]
    assert cli.main(words) == 1
    assert "当初賦課が確定していない" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_command_prints_every_kind_once(
    run: AssessmentRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["tax", "notices", "--fiscal-year", str(YEAR), "--out", str(tmp_path), "--workers", "1"]
    assert cli.main(words) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[1].split()[:2] for line in lines if "通 " in line] == [
        ["2通", "2人"],
        ["1通", "3人"],
        ["3通", "3人"],
    ]
    assert sorted(path.name for path in tmp_path.rglob("*.pdf")) == [
        "employee-notices-00001.pdf",
        "employer-notices-00001.pdf",
        "tax-notices-00001.pdf",
    ]
    assert cli.main(words) == 1
    assert "PDFが既にあります" in capsys.readouterr().err
