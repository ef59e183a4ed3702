# SPDX-License-Identifier: Apache-2.0
"""Compute an assessment again from its basis, with every step."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings

from daicho.domains.tax.documents.merge.public import basis_row
from daicho.domains.tax.inhabitants.basis_facts import taxpayer_of_basis
from daicho.domains.tax.inhabitants.documents.calculation import CalculationStep, read_steps
from daicho.domains.tax.inhabitants.issuer import issuer_of
from daicho.domains.tax.inhabitants.models import Assessment
from daicho.engine.compute import explain_person
from daicho.engine.explanation import steps_of
from daicho.engine.statutes import load_parameters
from daicho.kernel.explain import Step
from daicho.rules.inhabitants_tax.assess import Assessment as Computed

# Where the main figure of a stage stands: of the whole, of the tax, of incomes and deductions.
MAIN_FIGURES = (("levy", "annual_tax"), ("annual_tax",), ("total",))
TAX_BASES = {"general", "listed_shares"}  # a tax base by kinds is told by its sum
NOTHING = (0, -1, None, "")  # -1: not stated


class Explained(NamedTuple):
    """The steps as lines, and the annual tax that they come to."""

    steps: list[CalculationStep]
    annual_tax: int


def explain(assessment: Assessment, *, everything: bool) -> Explained:
    """The steps of a stored assessment; those that come to nothing only when asked for."""
    found, root = compute_again(assessment)
    issuer = issuer_of(settings.MUNICIPALITY_CODE)
    lines = list(read_steps(told(root, everything=everything), issuer, everything=everything))
    return Explained(lines, found.levy.annual_tax)


def explanation_of(assessment: Assessment, *, everything: bool) -> list[dict[str, Any]]:
    """The contract's list of steps as the sheet prints it."""
    return told(compute_again(assessment)[1], everything=everything)


def told(root: Step, *, everything: bool) -> list[dict[str, Any]]:
    """The steps; a whole stage is told by its main figure, and one that found nothing is left out.

    Such a stage (the spouse of somebody without one) may still hold steps that came to a number.
    """
    steps = steps_of(root)
    return [_with_main_figure(step) for step in steps if everything or _has_figure(step["value"])]


def _with_main_figure(step: dict[str, Any]) -> dict[str, Any]:
    value = step["value"]
    below = [_with_main_figure(one) for one in step.get("steps", ())]
    main = next((_at(value, path) for path in MAIN_FIGURES if _at(value, path) is not None), value)
    if isinstance(value, dict) and value.keys() >= TAX_BASES:
        main = sum(value.values())
    said = step["value_ja"] if main is value else ""
    return {**step, "value": main, "value_ja": said, **({"steps": below} if below else {})}


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _has_figure(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_figure, value.values()))
    return any(map(_has_figure, value)) if isinstance(value, list) else value not in NOTHING


def compute_again(assessment: Assessment) -> tuple[Computed, Step]:
    """The assessment from its stored basis, with the tree of its steps."""
    parameters = load_parameters(assessment.fiscal_year, assessment.municipality_code)
    return explain_person(parameters, *taxpayer_of_basis(basis_row(assessment.basis_id)["facts"]))
