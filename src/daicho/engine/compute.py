# SPDX-License-Identifier: Apache-2.0
"""One case from JSON to the contract's result, interpreted, with explanation and findings."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from daicho.engine.case import Case, read_case
from daicho.engine.case_findings import findings_of
from daicho.engine.explanation import steps_of
from daicho.engine.result import result_of, retirement_of
from daicho.engine.statutes import load_parameters
from daicho.kernel.explain import Step, recording
from daicho.rules.inhabitants_tax.assess import Assessment, assess
from daicho.rules.inhabitants_tax.facts import DependantFacts, PersonFacts, Relatives
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters
from daicho.rules.inhabitants_tax.relatives import add_dependant, add_spouse
from daicho.rules.inhabitants_tax.retirement import compute_retirement_tax


def assess_person(
    parameters: InhabitantsTaxParameters,
    person: PersonFacts,
    dependants: Iterable[DependantFacts],
    nontaxable_class: int = 0,
) -> Assessment:
    """Assess one person, interpreted. Inside `recording()` every rule leaves its step."""
    relatives = relatives_of(parameters, person, dependants)
    return assess(parameters, person, relatives, nontaxable_class)


def relatives_of(
    parameters: InhabitantsTaxParameters, person: PersonFacts, dependants: Iterable[DependantFacts]
) -> Relatives:
    """Spouse and dependants as the law classifies them."""
    relatives = add_spouse(parameters, person)
    for dependant in dependants:
        relatives = add_dependant(parameters, person, relatives, dependant)
    return relatives


def explain_person(
    parameters: InhabitantsTaxParameters,
    person: PersonFacts,
    dependants: Iterable[DependantFacts],
    nontaxable_class: int = 0,
) -> tuple[Assessment, Step]:
    """The assessment and the tree of its steps."""
    with recording("個人住民税の計算") as root:
        found = assess_person(parameters, person, dependants, nontaxable_class)
    return found, root


def compute_case(data: Any, *, explain: bool = False) -> dict[str, Any]:
    """The contract's result of one case; CaseRefused (with every fault) when the case is wrong."""
    return compute(read_case(data), explain=explain)


def compute(case: Case, *, explain: bool = False) -> dict[str, Any]:
    """The contract's result of a case that was read already."""
    parameters = load_parameters(case.fiscal_year, case.municipality)
    with recording("個人住民税の計算") if explain else nullcontext() as root:
        found = assess_person(parameters, case.person, case.dependants, case.nontaxable_class)
        result = result_of(case, found)
        if case.retirement is not None:
            r = case.retirement
            tax = compute_retirement_tax(parameters, r.amount, r.years, r.kind, r.disability)
            result["retirement_tax"] = retirement_of(tax)
    if root is not None:
        result["explanation"] = steps_of(root)
    result["findings"] = [finding.as_dict() for finding in findings_of(case, parameters, found)]
    return result
