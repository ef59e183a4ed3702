# SPDX-License-Identifier: Apache-2.0
"""An assessment computed again from its basis: its explanation, and the proof that it holds."""

from __future__ import annotations

from typing import Any, NamedTuple

from daicho.domains.tax.documents.merge.public import basis_row
from daicho.domains.tax.inhabitants.assessing import Assessed, assessed_of
from daicho.domains.tax.inhabitants.basis_facts import taxpayer_of_basis
from daicho.domains.tax.inhabitants.models import Assessment
from daicho.domains.tax.inhabitants.versions import parameters_hash, rule_version
from daicho.engine.case import Case
from daicho.engine.compute import explain_person
from daicho.engine.explanation import steps_of
from daicho.engine.result import result_of
from daicho.engine.statutes import load_parameters
from daicho.kernel.findings import Finding, Severity

# Decided by the rules from the basis alone; instalments of a 更正 depend on the day as well.
COMPARED = tuple(
    name
    for name in Assessed._fields
    if name not in ("nontaxable", "salary_income", "pension_income")
)
OF_THE_DAY = frozenset(
    {
        *("ordinary", "salary", "provisional", "final", "pension_overcollected"),
        *("ordinary_total", "salary_total", "pension_total"),
    }
)
LABELS = {"total_income": "合計所得金額", "annual_tax": "年税額", "tax_base_general": "課税標準額"}


class Explained(NamedTuple):
    """The contract's result, the tree of steps, and whether the stored row agrees."""

    result: dict[str, Any]
    steps: list[dict[str, Any]]
    findings: list[Finding]


def explain_assessment(*, assessment: Assessment) -> Explained:
    """Recompute an assessment from its basis, interpreted, and compare with what was stored.

    A withdrawn assessment is 0 whatever its basis says; it is explained, not compared.
    """
    year, place = assessment.fiscal_year, assessment.municipality_code
    person, dependants = taxpayer_of_basis(basis_row(assessment.basis_id)["facts"])
    found, root = explain_person(load_parameters(year, place), person, dependants)
    case = Case(str(assessment.pk), year, place, 0, person, tuple(dependants), None, True)
    findings = _compare_versions(assessment)
    if assessment.reason_code != "withdrawal":
        findings += _compare(assessment, assessed_of(found))
    return Explained(result_of(case, found), steps_of(root), findings)


def _compare(assessment: Assessment, again: Assessed) -> list[Finding]:
    names = [name for name in COMPARED if not (assessment.sequence and name in OF_THE_DAY)]
    if assessment.taxable != again.taxable:
        names.append("taxable")
    differing = [name for name in names if not _equal(assessment, again, name)]
    return [
        Finding(
            "assessment_not_reproduced",
            Severity.ERROR,
            f"保存した{LABELS.get(name, name)}が再計算と一致しない",
            f"賦課決定{assessment.pk}",
        )
        for name in differing
    ]


def _equal(assessment: Assessment, again: Assessed, name: str) -> bool:
    stored, computed = getattr(assessment, name), getattr(again, name)
    return bool((tuple(stored) if isinstance(stored, list) else stored) == computed)


def _compare_versions(assessment: Assessment) -> list[Finding]:
    now = (rule_version(), parameters_hash(assessment.fiscal_year, assessment.municipality_code))
    if now == (assessment.rule_version, assessment.parameters_hash):
        return []
    return [
        Finding(
            "rules_changed_since",
            Severity.INFO,
            "決定の後に規則または税率等の版が変わっている",
            f"賦課決定{assessment.pk}",
        )
    ]
