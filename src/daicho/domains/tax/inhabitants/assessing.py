# SPDX-License-Identifier: Apache-2.0
"""Assess people by the engine: compiled for a ward, interpreted for a few. Both give the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from daicho.domains.tax.inhabitants.basis_facts import Taxpayer
from daicho.engine.batch import batch_of
from daicho.engine.compute import assess_person, relatives_of
from daicho.engine.kernel import load_kernel
from daicho.engine.kernel_source import Output
from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.assess import Assessment
from daicho.rules.inhabitants_tax.income.compute import compute_income

NONTAXABLE, PER_CAPITA_ONLY, TAXED = 0, 1, 2


class Assessed(NamedTuple):
    """The figures of one assessment, as stored."""

    nontaxable: int  # both levies
    nontaxable_reason: int
    total_income: int
    total_income_etc: int
    salary_income: int
    pension_income: int
    deductions_total: int
    tax_base_general: int
    municipal_income_levy: int
    prefectural_income_levy: int
    municipal_per_capita: int
    prefectural_per_capita: int
    forest_environment_tax: int
    annual_tax: int
    ordinary_total: int
    salary_total: int
    pension_total: int
    pension_part: int
    pension_overcollected: int
    ordinary: tuple[int, ...]
    salary: tuple[int, ...]
    provisional: tuple[int, ...]
    final: tuple[int, ...]

    @property
    def taxable(self) -> int:
        """Nontaxable, the per-capita levy only, or an income levy too."""
        if self.nontaxable:
            return NONTAXABLE
        levy = self.municipal_income_levy + self.prefectural_income_levy
        return TAXED if levy else PER_CAPITA_ONLY


_PLACES = (
    ("nontaxable", "a.nontaxability.per_capita * a.nontaxability.income_levy"),
    ("nontaxable_reason", "a.nontaxability.reason"),
    ("total_income", "a.income.total"),
    ("total_income_etc", "a.income.total_etc"),
    ("salary_income", "a.income.salary - a.income.adjustment"),
    ("pension_income", "a.income.pension"),
    ("deductions_total", "a.deductions.total"),
    ("tax_base_general", "a.base.general"),
    ("municipal_income_levy", "a.levy.income_levy.municipal"),
    ("prefectural_income_levy", "a.levy.income_levy.prefectural"),
    ("municipal_per_capita", "a.levy.per_capita.municipal"),
    ("prefectural_per_capita", "a.levy.per_capita.prefectural"),
    ("forest_environment_tax", "a.levy.forest_environment_tax"),
    ("annual_tax", "a.levy.annual_tax"),
    ("ordinary_total", "a.collection.ordinary_amount"),
    ("salary_total", "a.collection.salary_amount"),
    ("pension_total", "a.collection.pension_amount"),
    ("pension_part", "a.collection.pension_part"),
    ("pension_overcollected", "a.collection.pension_overcollected"),
)
_ARRAYS = (("ordinary", 4), ("salary", 12), ("provisional", 3), ("final", 3))
OUTPUTS = (
    *(Output(name, expression) for name, expression in _PLACES),
    *(
        Output(f"{name}_{index}", f"a.collection.{name}[{index}]")
        for name, length in _ARRAYS
        for index in range(length)
    ),
)


def assess_people(
    fiscal_year: int, municipality: str, people: Sequence[Taxpayer], *, compiled: bool
) -> list[Assessed]:
    """Assess every person. Compiling a year takes long once; a few people are interpreted."""
    if compiled:
        return _assess_compiled(fiscal_year, municipality, people)
    parameters = load_parameters(fiscal_year, municipality)
    return [assessed_of(assess_person(parameters, *taxpayer)) for taxpayer in people]


def prepare_kernel(fiscal_year: int, municipality: str) -> None:
    """Compile the year's kernel, unless it lies on disk already."""
    load_kernel(fiscal_year, municipality, 0, OUTPUTS)


def _assess_compiled(
    fiscal_year: int, municipality: str, people: Sequence[Taxpayer]
) -> list[Assessed]:
    kernel = load_kernel(fiscal_year, municipality, 0, OUTPUTS)
    columns = kernel.run(batch_of(people), threads=1)
    lists = [columns[output.name].tolist() for output in OUTPUTS]
    scalars, rest = lists[: len(_PLACES)], lists[len(_PLACES) :]
    arrays = []
    for _, length in _ARRAYS:
        arrays.append(list(zip(*rest[:length], strict=True)))
        rest = rest[length:]
    return [Assessed(*values) for values in zip(*scalars, *arrays, strict=True)]


def assessed_of(a: Assessment) -> Assessed:
    """The stored figures of an interpreted assessment."""
    income, nontaxability, levy, collection = a.income, a.nontaxability, a.levy, a.collection
    return Assessed(
        nontaxable=nontaxability.per_capita * nontaxability.income_levy,
        nontaxable_reason=nontaxability.reason,
        total_income=income.total,
        total_income_etc=income.total_etc,
        salary_income=income.salary - income.adjustment,
        pension_income=income.pension,
        deductions_total=a.deductions.total,
        tax_base_general=a.base.general,
        municipal_income_levy=levy.income_levy.municipal,
        prefectural_income_levy=levy.income_levy.prefectural,
        municipal_per_capita=levy.per_capita.municipal,
        prefectural_per_capita=levy.per_capita.prefectural,
        forest_environment_tax=levy.forest_environment_tax,
        annual_tax=levy.annual_tax,
        ordinary_total=collection.ordinary_amount,
        salary_total=collection.salary_amount,
        pension_total=collection.pension_amount,
        pension_part=collection.pension_part,
        pension_overcollected=collection.pension_overcollected,
        ordinary=collection.ordinary,
        salary=collection.salary,
        provisional=collection.provisional,
        final=collection.final,
    )


def incomes_of(fiscal_year: int, municipality: str, people: Sequence[Taxpayer]) -> list[int]:
    """合計所得金額 of each person, without assessing the tax."""
    p = load_parameters(fiscal_year, municipality)
    return [
        compute_income(p, person, relatives_of(p, person, dependants)).total
        for person, dependants in people
    ]
