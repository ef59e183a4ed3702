# SPDX-License-Identifier: Apache-2.0
"""更正: a new assessment with its reason, the difference, new instalments and their postings."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from django.db import connection
from django.utils.timezone import localdate

from daicho.domains.addressee.public import map_employers
from daicho.domains.collection.public import PostingReason
from daicho.domains.tax.documents.merge.public import (
    NewBasis,
    latest_versions,
    reserve_basis_ids,
    store_bases,
)
from daicho.domains.tax.inhabitants.assessing import Assessed, assess_people
from daicho.domains.tax.inhabitants.basis_facts import taxpayer_of_basis
from daicho.domains.tax.inhabitants.due_dates import due_days
from daicho.domains.tax.inhabitants.instalments import instalments_of, owed_by
from daicho.domains.tax.inhabitants.leaving import LEAVING_CODES
from daicho.domains.tax.inhabitants.models import Assessment
from daicho.domains.tax.inhabitants.posting import post_changes, posted_of
from daicho.domains.tax.inhabitants.reconsider import (
    NewBasisContent,
    content_in_force,
    decide_figures,
    remerge,
)
from daicho.domains.tax.inhabitants.redistribution import MONTHS, redistribute, settled_by
from daicho.domains.tax.inhabitants.run.chunk import figures_of, income_kind
from daicho.domains.tax.inhabitants.run.storing import (
    ASSESSMENT_TABLE,
    NewAssessment,
    reserve_ids,
    store_assessments,
)
from daicho.domains.tax.inhabitants.selectors.current import current_assessment
from daicho.domains.tax.inhabitants.versions import parameters_hash, rule_version
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.kernel.findings import Finding, Severity
from daicho.rules.inhabitants_tax.facts import PersonFacts

REASON_CODES = {
    "late_document": "期限後の申告・資料の提出",
    "corrected_document": "資料の訂正",
    "investigation": "調査による更正",
    "relatives": "扶養の是正",
    "error": "賦課の誤りの訂正",
    "withdrawal": "賦課の取消",
}
_NOTHING = Assessed(*([0] * 19), (0,) * 4, (0,) * 12, (0,) * 3, (0,) * 3)


class Preview(NamedTuple):
    """What a reassessment would decide."""

    content: NewBasisContent
    assessed: Assessed
    before: Assessment | None
    difference: int


def refused(code: str, message: str) -> Outcome[Any]:
    """An outcome with one refusal."""
    return Outcome(None, (Finding(code, Severity.ERROR, message),))


def preview_reassessment(
    *,
    addressee_no: int,
    fiscal_year: int,
    municipality: str,
    changes: Mapping[str, int],
    from_documents: bool,
    reason: str,
    at: dt.datetime,
) -> Preview | Finding:
    """The new assessment without storing it; a Finding when there is nothing to assess."""
    before = current_assessment(addressee_no=addressee_no, fiscal_year=fiscal_year)
    unknown = sorted(set(changes) - set(PersonFacts._fields))
    if unknown:
        return _error("reassess.unknown_figure", f"該当する項目がありません: {'、'.join(unknown)}")
    content = _content(addressee_no, fiscal_year, municipality, before, from_documents, at)
    if content is None:
        return _error("reassess.no_basis", "所得の分かる課税資料がありません。")
    if changes:
        content = decide_figures(content, changes, reason)
    has_moved = before is not None and _has_moved(before)
    if before is not None and has_moved:  # what the documents say of the employer is outdated
        content = content._replace(employer_no=before.employer_no)
    taxpayer = taxpayer_of_basis(content.facts)
    (assessed,) = assess_people(fiscal_year, municipality, [taxpayer], compiled=False)
    redistributed = redistribute(
        before or _NOTHING,
        assessed,
        fiscal_year=fiscal_year,
        municipality=municipality,
        decided_on=localdate(at),
        has_left=has_moved and content.employer_no is None,
    )
    difference = assessed.annual_tax - (before.annual_tax if before else 0)
    return Preview(content, redistributed.apply(assessed), before, difference)


def _content(
    addressee_no: int,
    fiscal_year: int,
    municipality: str,
    before: Assessment | None,
    from_documents: bool,
    at: dt.datetime,
) -> NewBasisContent | None:
    if before is not None and not from_documents:
        return content_in_force(before)
    return remerge(
        addressee_no=addressee_no,
        fiscal_year=fiscal_year,
        municipality=municipality,
        known_at=at,
    )


def _has_moved(before: Assessment) -> bool:
    """Whether the employer was left or changed during the year."""
    return Assessment.objects.filter(
        addressee_no=before.addressee_no,
        fiscal_year=before.fiscal_year,
        reason_code__in=LEAVING_CODES,
    ).exists()


def _error(code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message)


@dataclass(frozen=True, kw_only=True)
class OfTaxpayer(Action[int]):
    """An action on one person's year; nobody else may decide it at the same time."""

    function: ClassVar[str] = ""

    addressee_no: int
    fiscal_year: int
    municipality: str
    reason: str

    def subjects(self) -> tuple[int, ...]:
        return (self.addressee_no,)

    def lock(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                (f"assessment {self.fiscal_year} {self.addressee_no}",),
            )


@dataclass(frozen=True, kw_only=True)
class Reassess(OfTaxpayer):
    """Decide a person's year anew (賦課更正), this year or an earlier one."""

    function: ClassVar[str] = "tax.assessment.reassess"
    audit_text: ClassVar[str] = "賦課更正"

    reason_code: str
    changes: Mapping[str, int] = field(default_factory=dict)  # facts that a clerk decides
    from_documents: bool = False  # merge the documents of now first

    def detail(self) -> Mapping[str, object]:
        return {"年度": self.fiscal_year, "事由": self.reason_code, "項目": sorted(self.changes)}

    def change(self, context: Context) -> Outcome[int]:
        if self.reason_code not in REASON_CODES or not self.reason.strip():
            return refused("reassess.no_reason", "更正の事由と理由を入力してください。")
        found = preview_reassessment(
            addressee_no=self.addressee_no,
            fiscal_year=self.fiscal_year,
            municipality=self.municipality,
            changes=self.changes,
            from_documents=self.from_documents,
            reason=self.reason,
            at=context.at,
        )
        if isinstance(found, Finding):
            return Outcome(None, (found,))
        if found.before and found.content.facts == content_in_force(found.before).facts:
            return refused("reassess.no_change", "課税の基礎に変更がありません。")
        return Outcome(store_reassessment(self, found, PostingReason.REASSESSMENT.value, context))


@dataclass(frozen=True, kw_only=True)
class WithdrawAssessment(OfTaxpayer):
    """Take a person's assessment back altogether (賦課の取消): the tax becomes 0."""

    function: ClassVar[str] = "tax.assessment.reassess"
    audit_text: ClassVar[str] = "賦課の取消"

    reason_code: ClassVar[str] = "withdrawal"

    def change(self, context: Context) -> Outcome[int]:
        before = current_assessment(addressee_no=self.addressee_no, fiscal_year=self.fiscal_year)
        if before is None or before.reason_code == self.reason_code:
            return refused("reassess.nothing", "取り消す賦課がありません。")
        if not self.reason.strip():
            return refused("reassess.no_reason", "取消の理由を入力してください。")
        nothing = _NOTHING._replace(nontaxable=1)
        found = Preview(content_in_force(before), nothing, before, -before.annual_tax)
        return Outcome(store_reassessment(self, found, PostingReason.WITHDRAWAL.value, context))


def store_reassessment(
    action: Reassess | WithdrawAssessment, found: Preview, posting: str, context: Context
) -> int:
    """Store basis and assessment, post the difference, and give the assessment's number."""
    basis_id = _store_basis(action, found, context)
    number = reserve_ids(ASSESSMENT_TABLE, 1)
    store_assessments([_row(action, found, number, basis_id, context)])
    year, person = action.fiscal_year, action.addressee_no
    day, before = localdate(context.at), found.before
    posted = posted_of(addressee_no=person, fiscal_year=year)
    employer_no = found.content.employer_no
    keeps_payers = before is None or employer_no in (None, before.employer_no)
    settled = settled_by(due_days(year, action.municipality).salary, day)
    new = owed_by(
        instalments_of(found.assessed, year, action.municipality, day),
        addressee_no=person,
        employer_payer=map_employers().get(employer_no or ""),
        posted=posted,
        settled_months=MONTHS if keeps_payers else settled,
    )
    post_changes(
        new,
        posted,
        fiscal_year=year,
        addressee_no=person,
        reason=posting,
        source_id=number,
        at=context.at,
        by=context.actor.who.login,
        difference=found.difference,
    )
    return number


def _store_basis(action: Reassess | WithdrawAssessment, found: Preview, context: Context) -> int:
    content, person = found.content, action.addressee_no
    basis_id = reserve_basis_ids(1)
    version = latest_versions(action.fiscal_year, person, person).get(person, 0) + 1
    findings = [finding.as_dict() for finding in content.findings]
    texts = (json.dumps(v, ensure_ascii=False) for v in (content.facts, content.trace, findings))
    store_bases(
        [
            NewBasis(
                *(basis_id, action.fiscal_year, person, version, *texts, content.rule),
                *("redetermined", json.dumps(content.document_ids), "f"),
                context.at.isoformat(),
            )
        ]
    )
    return basis_id


def _row(
    action: Reassess | WithdrawAssessment,
    found: Preview,
    number: int,
    basis_id: int,
    context: Context,
) -> NewAssessment:
    facts = found.content.facts
    return NewAssessment(
        id=number,
        run_id=None,
        fiscal_year=action.fiscal_year,
        addressee_no=action.addressee_no,
        sequence=next_sequence(action),
        basis_id=basis_id,
        municipality_code=action.municipality,
        rule_version=rule_version(),
        parameters_hash=parameters_hash(action.fiscal_year, action.municipality),
        reason_code=action.reason_code,
        reason=action.reason,
        income_kind=income_kind(facts, found.assessed),
        difference=found.difference,
        employer_no=found.content.employer_no if found.assessed.salary_total else None,
        decided_on=localdate(context.at).isoformat(),
        recorded_at=context.at.isoformat(),
        decided_by=context.actor.who.login,
        **figures_of(found.assessed),
    )


def next_sequence(action: OfTaxpayer) -> int:
    """Also above rows of withdrawn runs."""
    rows = Assessment.objects.filter(
        addressee_no=action.addressee_no, fiscal_year=action.fiscal_year
    )
    highest = rows.order_by("-sequence").values_list("sequence", flat=True).first()
    return 0 if highest is None else highest + 1
