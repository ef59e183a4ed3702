# SPDX-License-Identifier: Apache-2.0
"""Compute an assessment again from its basis, with every step."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings

from daicho.domains.tax.documents.models import Basis
from daicho.domains.tax.inhabitants.basis_facts import taxpayer_of_basis
from daicho.domains.tax.inhabitants.documents.calculation import CalculationStep, read_steps
from daicho.domains.tax.inhabitants.models import Assessment
from daicho.domains.tax.inhabitants.web.issuer import issuer_of
from daicho.engine.compute import explain_person
from daicho.engine.explanation import steps_of
from daicho.engine.statutes import load_parameters
from daicho.kernel.explain import Step
from daicho.rules.inhabitants_tax.assess import Assessment as Computed


class Explained(NamedTuple):
    """The steps as lines, and the annual tax that they come to."""

    steps: list[CalculationStep]
    annual_tax: int


def explain(assessment: Assessment, *, everything: bool) -> Explained:
    """The steps of a stored assessment; those that come to nothing only when asked for."""
    found, root = compute_again(assessment)
    issuer = issuer_of(settings.MUNICIPALITY_CODE)
    lines = list(read_steps(steps_of(root), issuer, everything=everything))
    return Explained(lines, found.levy.annual_tax)


def explanation_of(assessment: Assessment) -> list[dict[str, Any]]:
    """The contract's list of steps."""
    return steps_of(compute_again(assessment)[1])


def compute_again(assessment: Assessment) -> tuple[Computed, Step]:
    """The assessment from its stored basis, with the tree of its steps."""
    basis = Basis.objects.get(pk=assessment.basis_id)
    parameters = load_parameters(assessment.fiscal_year, assessment.municipality_code)
    return explain_person(parameters, *taxpayer_of_basis(basis.facts))
