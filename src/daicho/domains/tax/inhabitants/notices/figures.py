# SPDX-License-Identifier: Apache-2.0
"""The figures of a paper, computed again from the basis and held against the decided ones."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NamedTuple

from daicho.domains.tax.inhabitants.basis_facts import taxpayer_of_basis
from daicho.domains.tax.inhabitants.documents.amounts import Split
from daicho.domains.tax.inhabitants.documents.figures import CREDIT_LABELS, TaxFigures
from daicho.domains.tax.inhabitants.documents.results import read_figures
from daicho.domains.tax.inhabitants.notices.cases import NoticeCase
from daicho.engine.case import Case
from daicho.engine.compute import relatives_of
from daicho.engine.result import result_of
from daicho.engine.statutes import load_parameters
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.yen import Rate
from daicho.rules.inhabitants_tax.assess import Assessment, assess
from daicho.rules.inhabitants_tax.facts import PersonFacts, Relatives
from daicho.rules.inhabitants_tax.levy.split import municipal_rate, prefectural_rate
from daicho.rules.inhabitants_tax.nontaxable import is_minor
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters
from daicho.rules.inhabitants_tax.parameters.rates import SplitRate

_COMPARED = (
    *("total_income", "total_income_etc", "deductions_total", "tax_base_general"),
    *("municipal_income_levy", "prefectural_income_levy", "municipal_per_capita"),
    *("prefectural_per_capita", "forest_environment_tax", "annual_tax"),
)
_SECURITIES = ("unlisted_shares", "listed_shares", "listed_dividend_separate", "futures")
_TWO_RATES = "2段階"  # above the threshold of 優良住宅地等・居住用財産
_NONE, _ZERO = Split("", None, None), Split("", 0, 0)


class Recomputed(NamedTuple):
    """An assessment with everything on the way to it."""

    person: PersonFacts
    relatives: Relatives
    found: Assessment
    result: dict[str, Any]  # as the contract has it
    is_minor: bool


def recompute(case: NoticeCase) -> Recomputed | Finding:
    """The assessment in full; a Finding when it is not what was decided."""
    p = load_parameters(case.fiscal_year, case.municipality_code)
    person, dependants = taxpayer_of_basis(json.loads(case.facts))
    relatives = relatives_of(p, person, dependants)
    found = assess(p, person, relatives, 0)
    differing = [name for name in _COMPARED if _figure(found, name) != getattr(case, name)]
    if differing:
        return _differs(case, differing)
    whole = Case(
        id=str(case.assessment_id),
        fiscal_year=case.fiscal_year,
        municipality=case.municipality_code,
        nontaxable_class=0,
        person=person,
        dependants=tuple(dependants),
        retirement=None,
        asks_collection=False,
    )
    minor = is_minor(p, person.minor, person.birth_date, person.has_spouse) == 1
    return Recomputed(person, relatives, found, result_of(whole, found), minor)


def tax_figures_of(case: NoticeCase) -> tuple[TaxFigures, Recomputed | None] | Finding:
    """The figures of a notice; nothing but zeroes where the tax was taken back."""
    if case.is_withdrawn:
        return NO_TAX, None
    found = recompute(case)
    if isinstance(found, Finding):
        return found
    return read_figures(found.result, rates=rates_of(case, found)), found


def rates_of(case: NoticeCase, computed: Recomputed) -> dict[str, tuple[str, str]]:
    """The rates as printed, by kind of tax base."""
    limits = load_parameters(case.fiscal_year, case.municipality_code).rates
    base, rates = computed.found.base, _rates(case.fiscal_year, case.municipality_code)
    above = {
        "separate_land_long_excellent": base.separate_land_long_excellent
        > limits.land_long_excellent_threshold,
        "separate_land_long_residence": base.separate_land_long_residence
        > limits.land_long_residence_threshold,
    }
    return rates | {kind: (_TWO_RATES, _TWO_RATES) for kind, is_above in above.items() if is_above}


@cache
def _rates(fiscal_year: int, municipality: str) -> dict[str, tuple[str, str]]:
    p = load_parameters(fiscal_year, municipality)
    own = p.municipality
    general = (_percent(own.income_levy_municipal), _percent(own.income_levy_prefectural))
    lower = _pair(p, p.rates.land_long_lower)
    return {
        **dict.fromkeys(("general", "forestry", "retirement"), general),
        "separate_land_short": _pair(p, p.rates.land_short),
        "separate_land_short_reduced": _pair(p, p.rates.land_short_reduced),
        "separate_land_long": _pair(p, p.rates.land_long),
        "separate_land_long_excellent": lower,
        "separate_land_long_residence": lower,
        **dict.fromkeys(_SECURITIES, _pair(p, p.rates.securities)),
    }


def _pair(p: InhabitantsTaxParameters, split: SplitRate) -> tuple[str, str]:
    return _percent(municipal_rate(p, split)), _percent(prefectural_rate(p, split))


def _percent(rate: Rate) -> str:
    """6%, 5.4%, in whole numbers all the way; three places are enough for every ordinance."""
    thousandths = rate.numerator * 100_000 // rate.denominator
    whole, rest = divmod(thousandths, 1_000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") + "%"


def _figure(a: Assessment, name: str) -> int:
    levy = a.levy
    places = {
        "total_income": a.income.total,
        "total_income_etc": a.income.total_etc,
        "deductions_total": a.deductions.total,
        "tax_base_general": a.base.general,
        "municipal_income_levy": levy.income_levy.municipal,
        "prefectural_income_levy": levy.income_levy.prefectural,
        "municipal_per_capita": levy.per_capita.municipal,
        "prefectural_per_capita": levy.per_capita.prefectural,
        "forest_environment_tax": levy.forest_environment_tax,
        "annual_tax": levy.annual_tax,
    }
    return places[name]


def _differs(case: NoticeCase, names: list[str]) -> Finding:
    return Finding(
        "notice.figures_differ",
        Severity.ERROR,
        "決定した税額と計算し直した額が一致しないため印刷できません"
        f"(賦課決定の後に計算規則が変わった可能性: {'、'.join(names)})。",
        f"宛名番号{case.addressee_no}",
    )


NO_TAX = TaxFigures(
    incomes=(),
    total_income=0,
    total_income_etc=0,
    deductions=(),
    deductions_total=0,
    tax_bases=(),
    before_credits=_ZERO,
    credits=(_NONE,) * len(CREDIT_LABELS),
    income_levy=_ZERO,
    per_capita=_ZERO,
    forest_environment_tax=0,
    annual_tax=0,
)
