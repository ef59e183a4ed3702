# SPDX-License-Identifier: Apache-2.0
"""Issue papers: each is one entry of the log. A batch has two: its beginning, and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from daicho.domains.tax.inhabitants.models import AssessmentRun, RunState
from daicho.domains.tax.inhabitants.notices.cases import NoticeCase
from daicho.domains.tax.inhabitants.notices.certifying import find_certifiable
from daicho.domains.tax.inhabitants.notices.figures import recompute, tax_figures_of
from daicho.domains.tax.inhabitants.notices.reading import (
    Expected,
    expected_by_salary,
    expected_by_slips,
    find_case,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.foundation.numbering.series import take
from daicho.kernel.findings import Finding, Severity

TAX, EMPLOYER, EMPLOYEE = "tax", "employer", "employee"
KINDS = {
    TAX: "納税通知書",
    EMPLOYER: "特別徴収税額決定通知書(特別徴収義務者用)",
    EMPLOYEE: "特別徴収税額決定通知書(納税義務者用)",
}


def refused(code: str, message: str) -> Outcome[Any]:
    """An outcome with one refusal."""
    return Outcome(None, (Finding(code, Severity.ERROR, message),))


@dataclass(frozen=True, kw_only=True)
class BeginNotices(Action[int]):
    """Begin to print the notices of a year: only what was decided may be sent."""

    function: ClassVar[str] = "tax.notice.issue"
    audit_text: ClassVar[str] = "通知書の一括作成の開始"
    kind: ClassVar[Kind] = Kind.DOCUMENT

    fiscal_year: int
    kinds: tuple[str, ...]

    def detail(self) -> Mapping[str, object]:
        return {"年度": self.fiscal_year, "帳票": [KINDS.get(kind, kind) for kind in self.kinds]}

    def change(self, context: Context) -> Outcome[int]:
        run = released_run(self.fiscal_year)
        if run is None:
            return refused(
                "notice.not_released",
                f"{self.fiscal_year}年度の当初賦課が確定していないため、通知書を作成できません。",
            )
        return Outcome(run.pk)


@dataclass(frozen=True, kw_only=True)
class IssueNotices(Action[int]):
    """Note what a batch printed. Refused when it is not what the run decided: do not send it."""

    function: ClassVar[str] = "tax.notice.issue"
    audit_text: ClassVar[str] = "通知書の一括作成"
    kind: ClassVar[Kind] = Kind.DOCUMENT

    run_id: int
    paper: str
    letters: int
    people: int
    amount: int

    def detail(self) -> Mapping[str, object]:
        return {
            "賦課処理": self.run_id,
            "帳票": KINDS.get(self.paper, self.paper),
            "通数": self.letters,
            "人数": self.people,
            "金額": self.amount,
        }

    def change(self, context: Context) -> Outcome[int]:
        run = AssessmentRun.objects.filter(pk=self.run_id, state=RunState.RELEASED).first()
        if run is None:
            return refused("notice.not_released", "確定した賦課処理ではありません。")
        expected = expected_of(run, self.paper)
        total = total_of_run(run, self.paper)
        printed = (self.people, self.amount)
        wanted = (expected.people, expected.amount)
        if printed != wanted or expected.amount + expected.taken_out_amount != total:
            return refused(
                "notice.totals_differ",
                f"{KINDS[self.paper]}: 印刷した{self.people:,}人{self.amount:,}円が、"
                f"賦課処理の{expected.people:,}人{expected.amount:,}円"
                f"(更正済みを含む計{total:,}円)と一致しません。発送しないでください。",
            )
        return Outcome(self.letters)


@dataclass(frozen=True, kw_only=True)
class OfPerson(Action[int]):
    """A paper of one person and year."""

    function: ClassVar[str] = ""
    kind: ClassVar[Kind] = Kind.DOCUMENT

    addressee_no: int
    fiscal_year: int

    def subjects(self) -> tuple[int, ...]:
        return (self.addressee_no,)

    def detail(self) -> Mapping[str, object]:
        return {"年度": self.fiscal_year}

    def change(self, context: Context) -> Outcome[int]:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class IssueTaxNotice(OfPerson):
    """納税通知書 of one person, from the assessment in force; gives the assessment's number."""

    function: ClassVar[str] = "tax.notice.issue"
    audit_text: ClassVar[str] = "納税通知書の発行"

    def change(self, context: Context) -> Outcome[int]:
        case = find_case(addressee_no=self.addressee_no, fiscal_year=self.fiscal_year)
        return _issue(case, case.ordinary_total + case.pension_total if case else 0)


@dataclass(frozen=True, kw_only=True)
class IssueEmployeeNotice(OfPerson):
    """特別徴収税額決定通知書(納税義務者用) of one person."""

    function: ClassVar[str] = "tax.notice.issue"
    audit_text: ClassVar[str] = "特別徴収税額決定通知書(納税義務者用)の発行"

    def change(self, context: Context) -> Outcome[int]:
        case = find_case(addressee_no=self.addressee_no, fiscal_year=self.fiscal_year)
        if case is not None and case.employer_no is None:
            return refused("notice.no_employer", "給与から特別徴収する事業所がありません。")
        return _issue(case, case.salary_total if case else 0)


@dataclass(frozen=True, kw_only=True)
class IssueCertificate(OfPerson):
    """課税・非課税証明書 of one person; gives its number (証明書番号) of the year of issue."""

    function: ClassVar[str] = "tax.certificate.issue"
    audit_text: ClassVar[str] = "課税・非課税証明書の発行"

    def change(self, context: Context) -> Outcome[int]:
        case = find_certifiable(addressee_no=self.addressee_no, fiscal_year=self.fiscal_year)
        if isinstance(case, Finding):
            return Outcome(None, (case,))
        computed = recompute(case)
        if isinstance(computed, Finding):
            return Outcome(None, (computed,))
        return Outcome(take(series=f"tax-certificate-{context.at.year}")[0])


def _issue(case: NoticeCase | None, amount: int) -> Outcome[int]:
    """A notice needs a decided tax that is collected this way, or a change to tell of."""
    if case is None:
        return refused("notice.not_released", "この年度の賦課が確定していません。")
    if not amount and not case.is_change:
        return refused("notice.nothing", "この方法で徴収する税額がないため、通知書はありません。")
    made = tax_figures_of(case)
    if isinstance(made, Finding):
        return Outcome(None, (made,))
    return Outcome(case.assessment_id)


def released_run(fiscal_year: int) -> AssessmentRun | None:
    """The 当初賦課 of a year that was decided."""
    return AssessmentRun.objects.filter(
        fiscal_year=fiscal_year, kind="initial", state=RunState.RELEASED
    ).first()


def expected_of(run: AssessmentRun, paper: str) -> Expected:
    """What the letters of a kind must come to."""
    return expected_by_slips(run) if paper == TAX else expected_by_salary(run)


def total_of_run(run: AssessmentRun, paper: str) -> int:
    """The same as the run itself summed it up while it assessed."""
    totals = run.totals
    return int(totals["ordinary"] + totals["pension"] if paper == TAX else totals["salary"])
