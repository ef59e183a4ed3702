# SPDX-License-Identifier: Apache-2.0
"""A case of the contract as the plain facts that the rules take.

`read_case` refuses with every fault at once; what it returns needs no further check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from daicho.engine.contract import Fault, case_schema, faults_of
from daicho.engine.municipalities import refusal_of
from daicho.engine.statutes import DEFAULT_MUNICIPALITY
from daicho.rules.inhabitants_tax.facts import ABSENT, DependantFacts, PersonFacts

FIRST_YEAR, LAST_YEAR = 2019, 2027
EARLIEST_BIRTH = 18680101

_CODES: dict[str, dict[str, int]] = {
    "sex": {"female": 1, "male": 2},
    "disability": {"none": 0, "ordinary": 1, "special": 2},
    "relation": {"child": 0, "parent": 1, "grandparent": 2, "other": 3},
    "dividend_kind": {"ordinary": 0, "securities_fund": 1, "foreign_currency_fund": 2},
    "kind": {"general": 0, "officer": 1, "short_term": 2},
}
# Facts whose name or place in the contract differs from the field's own.
_PLACES: dict[str, tuple[str, ...]] = {
    **{name: ("deductions", name) for name in ("social_insurance", "small_enterprise_mutual_aid")},
    **{name: ("deductions", name) for name in ("earthquake_insurance", "old_long_term_casualty")},
    "life_new_general": ("deductions", "life_insurance", "new_general"),
    "life_old_general": ("deductions", "life_insurance", "old_general"),
    "life_care_medical": ("deductions", "life_insurance", "care_medical"),
    "life_new_pension": ("deductions", "life_insurance", "new_pension"),
    "life_old_pension": ("deductions", "life_insurance", "old_pension"),
    "casualty_net_loss": ("deductions", "casualty_loss", "net_loss"),
    "casualty_disaster_expense": ("deductions", "casualty_loss", "disaster_related_expense"),
    "medical_paid": ("deductions", "medical", "paid"),
    "medical_reimbursed": ("deductions", "medical", "reimbursed"),
    "self_medication": ("deductions", "medical", "self_medication"),
    "housing_move_in": ("credits", "housing_loan", "move_in"),
    "housing_credit_available": ("credits", "housing_loan", "income_tax_credit_available"),
    "housing_income_tax": ("credits", "housing_loan", "income_tax_before_credit"),
    "housing_taxable_income": ("credits", "housing_loan", "income_tax_taxable_income"),
    "housing_specified": ("credits", "housing_loan", "specified_acquisition"),
    "share_levy_withheld": ("credits", "share_transfer_levy_withheld"),
    **{name: ("credits", name) for name in ("foreign_tax", "dividend_kind")},
    "dividend_levy_withheld": ("credits", "dividend_levy_withheld"),
    **{name: ("family_employees", name) for name in ("blue_salary", "white_deduction")},
    "salary_collection": ("collection", "salary_special_collection"),
    "pension_collection": ("collection", "pension_special_collection"),
    "pension_first_year": ("collection", "pension_first_year"),
    "previous_pension_part": ("collection", "previous_year_pension_part"),
    "other_by_ordinary": ("collection", "other_income_by_ordinary_collection"),
    "spouse_income": ("spouse", "total_income"),
}
_DEFAULTS = {
    "minor": ABSENT,
    "salary_income": ABSENT,
    "housing_income_tax": ABSENT,
    "housing_taxable_income": ABSENT,
    "resident": 1,
}
_DONATION_KINDS = {
    "furusato": "donation_furusato",
    "community_chest_red_cross": "donation_community_chest",
    "prefecture_designated": "donation_prefecture",
    "municipality_designated": "donation_municipality",
    "both_designated": "donation_both",
}
_MAY_BE_NEGATIVE = frozenset(
    f"income.{name}"
    for name in (
        *("business", "agriculture", "real_estate", "dividend", "misc"),
        *("capital_gain_short", "capital_gain_long", "occasional", "forestry"),
        *("separate_land_short", "separate_land_short_reduced", "separate_land_long"),
        *("separate_land_long_excellent", "separate_land_long_residence"),
        *("listed_shares", "unlisted_shares", "listed_dividend_separate", "futures"),
    )
)


class RetirementFacts(NamedTuple):
    """A retirement allowance (退職手当等) that is taxed apart."""

    amount: int
    years: int
    kind: int
    disability: int
    paid_on: int


class Case(NamedTuple):
    """One taxpayer, one fiscal year, as facts."""

    id: str
    fiscal_year: int
    municipality: str
    nontaxable_class: int  # 0: the municipality's own
    person: PersonFacts
    dependants: tuple[DependantFacts, ...]
    retirement: RetirementFacts | None
    asks_collection: bool


class CaseRefused(Exception):  # noqa: N818 - the project's word for an expected refusal
    """A case that breaks the contract; `faults` holds every reason."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def read_case(data: Any) -> Case:
    """The case as facts, or CaseRefused with every fault."""
    faults = list(faults_of(data, case_schema()))
    if not faults:
        faults = [*_faults_of_amounts(data), *_faults_of_sense(data)]
    if faults:
        raise CaseRefused(faults)
    return Case(
        id=data["id"],
        fiscal_year=data["fiscal_year"],
        municipality=data.get("municipality", DEFAULT_MUNICIPALITY),
        nontaxable_class=data.get("nontaxable_class", 0),
        person=_person(data),
        dependants=tuple(_flat(DependantFacts, _renamed(d)) for d in data.get("dependants", ())),
        retirement=_retirement(data.get("retirement_allowance")),
        asks_collection="collection" in data,
    )


def _faults_of_amounts(value: Any, path: str = "") -> Iterator[Fault]:
    """Negative amounts stand only where a loss can."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _faults_of_amounts(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _faults_of_amounts(item, f"{path}[{index}]")
    elif type(value) is int and value < 0 and not _may_be_negative(path):
        yield Fault(path, f"負の値は使えません ({value})")


def _may_be_negative(path: str) -> bool:
    return path in _MAY_BE_NEGATIVE or path.endswith("total_income")


def _faults_of_sense(data: Mapping[str, Any]) -> Iterator[Fault]:
    """What the schema cannot say: years we hold, municipalities we know, dates that can be."""
    year = data["fiscal_year"]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        reason = f"{FIRST_YEAR}–{LAST_YEAR}年度の規則だけを持っています ({year})"
        yield Fault("fiscal_year", reason)
    refusal = refusal_of(data.get("municipality", DEFAULT_MUNICIPALITY))
    if refusal:
        yield Fault("municipality", refusal)
    yield from _faults_of_births(data, year)
    for index, donation in enumerate(data.get("deductions", {}).get("donations", ())):
        if donation.get("one_stop") and donation["kind"] != "furusato":
            reason = "申告特例 (ワンストップ) は furusato の寄附だけです"
            yield Fault(f"deductions.donations[{index}].one_stop", reason)
    person = data["person"]
    if "deceased_on" in person and person["deceased_on"] < person["birth_date"]:
        yield Fault("person.deceased_on", "生年月日より前の日付です")
    paid_on = data.get("retirement_allowance", {}).get("paid_on")
    if paid_on and int(paid_on[:4]) != year:
        reason = f"退職手当等の年 ({paid_on[:4]}) が fiscal_year ({year}) と違います"
        yield Fault("retirement_allowance.paid_on", reason)


def _faults_of_births(data: Mapping[str, Any], year: int) -> Iterator[Fault]:
    people = [("person", data["person"])]
    if "spouse" in data:
        people.append(("spouse", data["spouse"]))
    people += [(f"dependants[{i}]", d) for i, d in enumerate(data.get("dependants", ()))]
    for path, person in people:
        birth = _day(person["birth_date"])
        if not EARLIEST_BIRTH <= birth <= year * 10000 + 101:
            yield Fault(f"{path}.birth_date", "1868-01-01 から賦課期日までの日付ではありません")


def _person(data: Mapping[str, Any]) -> PersonFacts:
    found: dict[str, Any] = {**data["person"], **data.get("income", {})}
    for field, place in _PLACES.items():
        value = _at(data, place)
        if value is not None:
            found[field] = value
    for key, value in data.get("spouse", {}).items():
        found.setdefault(f"spouse_{key}", value)
    found.pop("spouse_total_income", None)
    found["has_spouse"] = "spouse" in data
    for donation in data.get("deductions", {}).get("donations", ()):
        fields = [_DONATION_KINDS[donation["kind"]]]
        fields += ["donation_one_stop"] * bool(donation.get("one_stop"))
        for field in fields:
            found[field] = found.get(field, 0) + donation["amount"]
    person: PersonFacts = _flat(PersonFacts, found)
    return person


def _retirement(data: Mapping[str, Any] | None) -> RetirementFacts | None:
    if data is None:
        return None
    facts: RetirementFacts = _flat(RetirementFacts, {"years": data["years_of_service"], **data})
    return facts


def _renamed(dependant: Mapping[str, Any]) -> dict[str, Any]:
    return {"income": dependant.get("total_income", 0), **dependant}


def _flat(kind: Any, values: Mapping[str, Any]) -> Any:
    """The tuple of a kind from values of the contract; absent fields take their default or 0."""
    return kind._make(
        _plain(field, values.get(field, _DEFAULTS.get(field, 0))) for field in kind._fields
    )


def _plain(field: str, value: Any) -> int:
    """Flags as 0/1, words as codes, dates as yyyymmdd."""
    if isinstance(value, str):
        codes = _CODES.get(field.removeprefix("spouse_"))
        return codes[value] if codes else _day(value)
    return int(value)


def _day(text: str) -> int:
    return int(text.replace("-", ""))


def _at(data: Mapping[str, Any], place: tuple[str, ...]) -> Any:
    value: Any = data
    for key in place:
        value = value.get(key)
        if value is None:
            return None
    return value
