# SPDX-License-Identifier: Apache-2.0
"""Every dated figure of the inhabitants tax: one typed tuple for one fiscal year and municipality.

A group is a NamedTuple with the unannotated class attribute STATUTE = "<law>/<topic>"; each field
is read from statutes/<law>/<topic>/<field>.toml (`Municipality`: STATUTE = "municipal", its file
has one table a field; see daicho.engine.statutes). Field types: int, Rate, tuple[int, ...],
tuple[tuple[int, ...], ...], or tuple[Row, ...] with a NamedTuple Row whose fields are the columns.
"""

from __future__ import annotations

from typing import NamedTuple

from daicho.rules.inhabitants_tax.parameters.collection import CollectionRules
from daicho.rules.inhabitants_tax.parameters.credits import (
    AdjustmentCredit,
    DividendCredit,
    DonationCredit,
    FixedAmountCredit,
    ForeignTaxCredit,
    HousingLoanCredit,
    WithheldLevies,
)
from daicho.rules.inhabitants_tax.parameters.deductions import (
    CasualtyLoss,
    DeductionAmounts,
    EarthquakeInsurance,
    IncomeTaxBasic,
    LifeInsurance,
    Medical,
    PersonalDifference,
    SpouseDeduction,
)
from daicho.rules.inhabitants_tax.parameters.income import (
    IncomeAdjustment,
    OtherIncome,
    Pension,
    Salary,
)
from daicho.rules.inhabitants_tax.parameters.municipality import Municipality
from daicho.rules.inhabitants_tax.parameters.nontaxable import Nontaxable
from daicho.rules.inhabitants_tax.parameters.per_capita import ForestEnvironmentTax, PerCapitaLevy
from daicho.rules.inhabitants_tax.parameters.rates import IncomeLevyRates, IncomeTaxRates
from daicho.rules.inhabitants_tax.parameters.relatives import RelativeLimits
from daicho.rules.inhabitants_tax.parameters.retirement import RetirementTaxRules
from daicho.rules.inhabitants_tax.parameters.tax_base import Rounding


class InhabitantsTaxParameters(NamedTuple):
    """All groups, by topic; the rules take it as `p`."""

    fiscal_year: int
    salary: Salary
    pension: Pension
    income_adjustment: IncomeAdjustment
    other_income: OtherIncome
    relatives: RelativeLimits
    deductions: DeductionAmounts
    spouse_deduction: SpouseDeduction
    life_insurance: LifeInsurance
    earthquake_insurance: EarthquakeInsurance
    medical: Medical
    casualty_loss: CasualtyLoss
    personal_difference: PersonalDifference
    income_tax_basic: IncomeTaxBasic
    nontaxable: Nontaxable
    rounding: Rounding
    rates: IncomeLevyRates
    income_tax: IncomeTaxRates
    adjustment_credit: AdjustmentCredit
    dividend_credit: DividendCredit
    housing_loan_credit: HousingLoanCredit
    donation_credit: DonationCredit
    foreign_tax_credit: ForeignTaxCredit
    fixed_amount_credit: FixedAmountCredit
    withheld_levies: WithheldLevies
    per_capita: PerCapitaLevy
    forest_environment_tax: ForestEnvironmentTax
    collection: CollectionRules
    retirement: RetirementTaxRules
    municipality: Municipality
