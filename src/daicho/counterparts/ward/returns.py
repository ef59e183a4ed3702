# SPDX-License-Identifier: Apache-2.0
"""確定申告, 住民税申告, 申告特例通知 and 年金特別徴収対象者: what people and other bodies send."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from daicho.counterparts.ward import digits, payroll
from daicho.counterparts.ward.claims import NOBODY, Claims
from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.identity import Identity
from daicho.counterparts.ward.income import Incomes
from daicho.counterparts.ward.people import CHILDREN, FEMALE, People, day_of, to_dates
from daicho.counterparts.ward.places import other_towns
from daicho.counterparts.ward.reports import WARD_CODE, Columns, Papers, same, take, whole

_RELATIVE_SLOTS = 6
_HIGH_SALARY = 20_000_000
_MAX_GIFTS = 5
_TAX_OFFICE = "01031"  # made up


def person_columns(identity: Identity, people: People, person: np.ndarray) -> Columns:
    """Who files, as both returns say it."""
    rows = pa.array(person)
    return {
        "name": identity.name.take(rows),
        "kana": identity.kana.take(rows),
        "birth_date": whole(people.birth_date[person]),
        "sex": whole(people.sex[person]),
        "postcode": identity.postcode.take(rows),
        "address": identity.address.take(rows),
        "individual_number": identity.individual_number.take(rows),
    }


def find_filers(draws: Draws, people: People, incomes: Incomes, *, year: int) -> np.ndarray:
    """Rows of those who file an income tax return."""
    now = draws.of(year)
    second = incomes.salary - incomes.main_salary
    must = (incomes.business != 0) | (incomes.real_estate != 0) | (second > 200_000)
    must |= (incomes.salary > _HIGH_SALARY) | (incomes.listed_shares != 0)
    must |= (incomes.occasional > 0) | (incomes.dividend > 300_000)
    wants = (incomes.medical_paid > 0) | (
        (incomes.gift > 0) & now.happens(people.id, "gift by return", 0.2)
    )
    files = must & now.happens(people.id, "files", 0.97) | wants
    return np.flatnonzero(files & (incomes.age >= 18))


def make_tax_returns(
    draws: Draws, people: People, identity: Identity, incomes: Incomes, claims: Claims,
    person: np.ndarray, *, year: int,
) -> Papers:  # fmt: skip
    """One return a filer, complete in itself."""
    count = len(person)
    now = draws.of(year)
    ids = people.id[person]
    filed = day_of(year + 1, 2, 1) + now.below(ids, "filed", 44)
    columns = {
        "income_year": same(str(year), count),
        "tax_office": same(_TAX_OFFICE, count),
        "reference": digits.as_text(ids % 10**8, 8),
        "return_class": same("1", count),
        "filed_on": whole(to_dates(filed)),
        "is_blue": whole((incomes.business[person] != 0) & (ids % 3 != 0)),
        "municipality_code": same(WARD_CODE, count),
        **person_columns(identity, people, person),
        **_income_columns(incomes, person, year),
        "listed_shares": whole(incomes.listed_shares[person]),
        "dividend_levy_withheld": whole(incomes.dividend[person] // 20),
        **_paid_columns(incomes, person),
        "donation_furusato": whole(incomes.gift[person]),
        "disability": whole(incomes.disability[person]),
        "single_parent": whole(claims.single_parent[person]),
        **_relatives(identity, people, incomes, claims, person),
        "housing_move_in_date": whole(incomes.housing_move_in[person]),
        "housing_credit_stated": whole(incomes.housing_credit[person]),
        "housing_credit_available": whole(incomes.housing_credit[person]),
        "other_income_collection": pa.array(["1", "2"]).take(pa.array(ids % 2)),
    }
    return Papers(person, columns)


def _income_columns(incomes: Incomes, person: np.ndarray, year: int) -> Columns:
    salary = incomes.salary[person]
    pension = (incomes.pension + incomes.second_pension)[person]
    business, rent = incomes.business[person], incomes.real_estate[person]
    return {
        "business_revenue": whole(np.where(business != 0, np.abs(business) * 3, 0)),
        "business": whole(business),
        "real_estate_revenue": whole(np.where(rent != 0, np.abs(rent) * 2, 0)),
        "real_estate": whole(rent),
        "dividend_revenue": whole(incomes.dividend[person]),
        "dividend": whole(incomes.dividend[person]),
        "salary_revenue": whole(salary),
        "pension_revenue": whole(pension),
        "salary_income_stated": whole(payroll.salary_income(salary, year)),
        "pension_income_stated": whole(payroll.pension_income(pension, incomes.age[person], year)),
        "occasional": whole(incomes.occasional[person]),
        "total_income_stated": whole(incomes.total[person]),
    }


def _paid_columns(incomes: Incomes, person: np.ndarray) -> Columns:
    names = (
        "social_insurance", "small_enterprise_mutual_aid", "life_new_general", "life_old_general",
        "life_care_medical", "life_new_pension", "earthquake_insurance", "medical_paid",
    )  # fmt: skip
    return {name: whole(getattr(incomes, name)[person]) for name in names}


def _relatives(
    identity: Identity, people: People, incomes: Incomes, claims: Claims, person: np.ndarray
) -> Columns:
    spouse = claims.spouse[person]
    columns = {
        "spouse_name": take(identity.name, spouse),
        "spouse_birth_date": take(whole(people.birth_date), spouse),
        "spouse_individual_number": take(identity.individual_number, spouse),
        "spouse_income": whole(np.where(spouse == NOBODY, 0, claims.spouse_income[person])),
    }
    both = np.concatenate(
        [
            claims.dependants[person],
            claims.specified_relative[person, None],
            claims.under_16[person],
        ],
        axis=1,
    )
    order = np.argsort(both == NOBODY, axis=1, kind="stable")
    packed = np.take_along_axis(both, order, axis=1)
    child = np.isin(people.role, CHILDREN)
    relation = np.where(child, 0, np.where(people.sex == FEMALE, 2, 1))
    words = pa.array(["子", "父", "母"]).take(pa.array(relation))
    for slot in range(_RELATIVE_SLOTS):
        who = packed[:, slot]
        name = f"dependant_{slot + 1}"
        columns |= {
            f"{name}_name": take(identity.name, who),
            f"{name}_relation": take(words, who),
            f"{name}_birth_date": take(whole(people.birth_date), who),
            f"{name}_individual_number": take(identity.individual_number, who),
            f"{name}_income": take(whole(incomes.total), who),
            f"{name}_cohabiting": whole(who != NOBODY),
        }
    return columns


def make_inhabitants_tax_returns(
    draws: Draws, people: People, identity: Identity, incomes: Incomes, claims: Claims,
    filers: np.ndarray, *, fiscal_year: int,
) -> Papers:  # fmt: skip
    """Returns to the ward: of those without income, and of pensioners with deductions."""
    year = fiscal_year - 1
    now = draws.of(year)
    claimed = np.zeros(len(people), dtype=bool)
    for slots in (claims.spouse, claims.dependants, claims.under_16):
        claimed[slots[slots != NOBODY]] = True
    free = people.is_resident.copy()
    free[filers] = False
    adult = (incomes.age >= 20) & (incomes.age < 65)
    idle = free & adult & (incomes.total == 0) & (incomes.salary == 0) & ~claimed
    idle &= now.happens(people.id, "says no income", 0.45)
    pensioner = free & (incomes.pension > 0) & now.happens(people.id, "pensioner files", 0.08)
    person = np.flatnonzero(idle | pensioner)
    filed = day_of(fiscal_year, 2, 1) + now.below(people.id[person], "filed here", 44)
    columns = {
        "fiscal_year": same(str(fiscal_year), len(person)),
        "reference": digits.as_text(np.arange(1, len(person) + 1), 7),
        "filed_on": whole(to_dates(filed)),
        "has_no_income": whole(idle[person]),
        **person_columns(identity, people, person),
        "addressee_number": identity.addressee_number.take(pa.array(person)),
        **_income_columns(incomes, person, year),
        **_paid_columns(incomes, person),
        **_relatives(identity, people, incomes, claims, person),
    }
    return Papers(person, columns)


def make_one_stop_notices(
    draws: Draws, people: People, identity: Identity, incomes: Incomes, filers: np.ndarray,
    *, year: int,
) -> Papers:  # fmt: skip
    """Gifts of those who file no return, to at most five places; a few file all the same."""
    now = draws.of(year)
    files = np.zeros(len(people), dtype=bool)
    files[filers] = True
    gives = (incomes.gift > 0) & (~files | now.happens(people.id, "both ways", 0.05))
    givers = np.flatnonzero(gives)
    places = np.minimum(1 + now.below(people.id[givers], "places", _MAX_GIFTS), _MAX_GIFTS)
    person = np.repeat(givers, places)
    turn = np.arange(len(person)) - np.repeat(np.cumsum(places) - places, places)
    parts = np.repeat(places, places)
    each = incomes.gift[person] // parts // 1_000 * 1_000
    rest = incomes.gift[person] - each * (parts - 1)
    amount = np.where(turn == 0, rest, each)
    towns = other_towns()
    town = (now.below(people.id[person], "gift to", len(towns.codes)) + turn * 7) % len(towns.codes)
    day = day_of(year, 1, 1) + now.below(people.id[person] * _MAX_GIFTS + turn, "gift day", 365)
    columns = {
        "gift_year": same(str(year), len(person)),
        "recipient_code": pa.array(towns.codes).take(pa.array(town)),
        "recipient_name": pa.array(towns.cities).take(pa.array(town)),
        "reference": digits.as_text(np.arange(1, len(person) + 1), 8),
        "municipality_code": same(WARD_CODE, len(person)),
        **person_columns(identity, people, person),
        "gift_date": whole(to_dates(day)),
        "donation_one_stop": whole(amount),
    }
    made = Papers(person, columns)
    return made.take(np.flatnonzero(amount > 0))


def make_pension_collection(
    people: People, identity: Identity, incomes: Incomes, *, fiscal_year: int
) -> Papers:
    """Residents of 65 and more whose pension is large enough to withhold from."""
    age = people.age_at(day_of(fiscal_year, 4, 1))
    fits = people.is_resident & (age >= 65) & (incomes.pension >= 180_000)
    person = np.flatnonzero(fits)
    count = len(person)
    rows = pa.array(person)
    columns = {
        "prefecture_code": same("13", count),
        "city_code": same("103", count),
        "collector_code": same("001", count),
        "notice_code": same("00", count),
        "scheme_code": same("0", count),
        "made_on": whole(np.full(count, fiscal_year * 10000 + 520)),
        "basic_pension_number": digits.as_text(people.id[person] * 7 % 10**10, 10),
        "pension_code": same("1150", count),
        "birth_date": whole(people.birth_date[person]),
        "sex": whole(people.sex[person]),
        "kana": identity.kana_half.take(rows),
        "name": identity.name.take(rows),
        "postcode": identity.postcode.take(rows),
        "address": identity.address.take(rows),
        "event_on": whole(np.zeros(count)),
        "pension_amount": whole(incomes.pension[person]),
        "amount_2": whole(np.where(incomes.pension[person] > 800_000, 76_800, 30_000)),
        "amount_3": whole(np.zeros(count)),
    }
    return Papers(person, columns)
