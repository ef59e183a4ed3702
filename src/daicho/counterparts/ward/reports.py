# SPDX-License-Identifier: Apache-2.0
"""給与支払報告書 and 公的年金等支払報告書 as employers and insurers would print them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.counterparts.ward import payroll
from daicho.counterparts.ward.claims import NOBODY, SLOTS, Claims
from daicho.counterparts.ward.employers import Employers
from daicho.counterparts.ward.identity import Identity
from daicho.counterparts.ward.income import MAIN, SECOND, Incomes, Jobs
from daicho.counterparts.ward.people import People, to_dates

WARD_CODE = "131032"
Columns = dict[str, pa.Array]


@dataclass(slots=True)
class Papers:
    """One kind of document: columns by their English name, and whose each row is."""

    person: np.ndarray  # row of People
    columns: Columns

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: np.ndarray) -> Papers:
        """Some of the rows, in that order."""
        index = pa.array(rows)
        return Papers(
            self.person[rows], {name: values.take(index) for name, values in self.columns.items()}
        )


def take(values: pa.Array, rows: np.ndarray) -> pa.Array:
    """Values of rows; empty or 0 for NOBODY."""
    index = pa.array(np.where(rows == NOBODY, 0, rows))
    nothing = 0 if pa.types.is_integer(values.type) else ""
    return pc.if_else(pa.array(rows != NOBODY), values.take(index), nothing)


def whole(figure: np.ndarray) -> pa.Array:
    """A figure as a column."""
    return pa.array(np.asarray(figure).astype(np.int64))


def same(text: str, count: int) -> pa.Array:
    """One text for every row."""
    return pa.array([text]).take(pa.array(np.zeros(count, dtype=np.int64)))


def payee_columns(identity: Identity, people: People, person: np.ndarray, cell: str) -> Columns:
    """Who was paid, as both forms say it."""
    rows = pa.array(person)
    return {
        "submission": same("0", len(person)),
        "income_year": same(cell, len(person)),
        "address": identity.report_address.take(rows),
        "name": identity.name.take(rows),
        "kana": identity.kana_half.take(rows),
        "birth_date": whole(people.birth_date[person]),
        "municipality_code": same(WARD_CODE, len(person)),
        "individual_number": identity.individual_number.take(rows),
    }


def relative_columns(identity: Identity, who: np.ndarray, name: str) -> Columns:
    """Kana, name and number of one named relative."""
    return {
        f"{name}_kana": take(identity.kana_half, who),
        f"{name}_name": take(identity.name, who),
        f"{name}_individual_number": take(identity.individual_number, who),
    }


def make_salary_reports(
    people: People, identity: Identity, incomes: Incomes, claims: Claims, jobs: Jobs,
    employers: Employers, *, cell: str, year: int,
) -> Papers:  # fmt: skip
    """One report a job; deductions and relatives on the main one only."""
    person = jobs.person
    main = jobs.kind == MAIN
    settled = main & (jobs.left_day == 0)  # 年末調整 was made
    figures = _salary_figures(incomes, claims, jobs, settled, year)
    left = jobs.left_day > 0
    part_day = np.where(left, jobs.left_day, jobs.joined_day)
    columns = {
        **payee_columns(identity, people, person, cell),
        **employers.payer_columns(jobs.employer),
        "pay_class": same("給料・賞与", len(person)),
        "payee_number": pc.cast(pa.array(person % 100_000), pa.string()),
        "is_second_employer": whole(jobs.kind == SECOND),
        "is_foreign": whole(people.is_foreign[person]),
        "part_year_class": whole(np.where(left, 2, np.where(part_day > 0, 1, 0))),
        "part_year_on": whole(np.where(part_day > 0, to_dates(part_day), 0)),
        "working_student": whole(settled & incomes.is_student[person]),
        "wants_ordinary_collection": whole(
            left | (jobs.kind == SECOND) | (figures["salary_revenue"] < 930_000)
        ),
        "made_for": same("2", len(person)),
        **{name: whole(values) for name, values in figures.items()},
        **_salary_relatives(identity, claims, person, settled),
    }
    columns["other_payer_name"] = pc.if_else(pa.array(jobs.previous_revenue > 0), "前職", "")
    order = np.lexsort((person, jobs.employer))
    return Papers(person, columns).take(order)


def _salary_figures(
    incomes: Incomes, claims: Claims, jobs: Jobs, settled: np.ndarray, year: int
) -> dict[str, np.ndarray]:
    person, revenue = jobs.person, jobs.revenue
    second = jobs.kind == SECOND
    income = payroll.salary_income(revenue, year)
    share = revenue / np.maximum(incomes.salary[person], 1)
    insurance = np.where(second, 0, incomes.social_insurance[person] * share).astype(np.int64)
    relatives, for_relatives = _relative_figures(incomes, claims, person, settled, year)
    basic = payroll.basic_deduction(incomes.total[person], year)
    life = np.minimum((incomes.life_new_general + incomes.life_care_medical)[person] // 4, 80_000)
    quake = np.minimum(incomes.earthquake_insurance[person], 50_000)
    total = np.where(settled, basic + insurance + life + quake + for_relatives, 0)
    credit = np.where(settled, incomes.housing_credit[person], 0)
    tax = payroll.income_tax(income - total)
    table = revenue * np.where(second, 10, 3) // 100

    def own(values: np.ndarray) -> np.ndarray:
        return np.where(settled, values, 0)

    paid = {name: own(getattr(incomes, name)[person]) for name in _PAID}
    return {
        "salary_revenue": revenue,
        "salary_income_stated": own(income),
        "deductions_total_stated": total,
        "income_tax_withheld": np.where(settled, np.maximum(tax - credit, 0), table),
        "social_insurance": insurance,
        "life_deduction_stated": own(life),
        **paid,
        "earthquake_deduction": own(quake),
        "housing_move_in_date": np.where(credit > 0, incomes.housing_move_in[person], 0),
        "housing_count": (credit > 0) * 1,
        "housing_credit_available": credit,
        "housing_credit_stated": np.minimum(credit, np.maximum(tax, 0)),
        "basic_deduction_stated": own(basic),
        "previous_salary": jobs.previous_revenue,
        "is_disabled_special": own(incomes.disability[person] == 2),
        "is_disabled_other": own(incomes.disability[person] == 1),
        "single_parent": own(claims.single_parent[person]),
        **relatives,
    }


def _relative_figures(
    incomes: Incomes, claims: Claims, person: np.ndarray, settled: np.ndarray, year: int
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Counts and amounts about relatives, and the income tax deduction that they make."""
    spouse = np.where(settled, claims.spouse[person], NOBODY)
    has_spouse = spouse != NOBODY
    spouse_income = np.where(has_spouse, claims.spouse_income[person], 0)
    full = has_spouse & (spouse_income <= payroll.relative_limit(year))
    special = has_spouse & ~full
    dependants = np.where(settled[:, None], claims.dependants[person], NOBODY)
    there = dependants != NOBODY
    ages = incomes.age[dependants]
    specified = (there & (ages >= 19) & (ages <= 22)).sum(axis=1)
    elderly = (there & (ages >= 70)).sum(axis=1)
    others = there.sum(axis=1) - specified - elderly
    special_amount = np.where(special, (_TOP - spouse_income) // 50_000 * 20_000, 0)
    deduction = np.where(full, 380_000, special_amount)
    deduction = deduction + specified * 630_000 + elderly * 480_000 + others * 380_000
    figures = {
        "spouse_class": np.where(full, 1, np.where(settled, 2, 0)),
        "is_spouse_elderly": full & (incomes.age[spouse] >= 70),
        "spouse_deduction_stated": special_amount,
        "spouse_income": spouse_income,
        "specified_dependants": specified,
        "elderly_dependants": elderly,
        "elderly_cohabiting_dependants": elderly,
        "other_dependants": others,
        "under_16": np.where(settled, (claims.under_16[person] != NOBODY).sum(axis=1), 0),
    }
    return figures, deduction


_PAID = (
    "small_enterprise_mutual_aid", "life_new_general", "life_care_medical", "life_new_pension",
    "life_old_general",
)  # fmt: skip
_TOP = 1_330_000 + 50_000


def _salary_relatives(
    identity: Identity, claims: Claims, person: np.ndarray, settled: np.ndarray
) -> Columns:
    columns = relative_columns(identity, np.where(settled, claims.spouse[person], NOBODY), "spouse")
    for slot in range(SLOTS):
        for name, slots in (("dependant", claims.dependants), ("under_16", claims.under_16)):
            who = np.where(settled, slots[person, slot], NOBODY)
            columns |= relative_columns(identity, who, f"{name}_{slot + 1}")
    return columns


def make_pension_reports(
    people: People, identity: Identity, incomes: Incomes, claims: Claims, employers: Employers,
    *, cell: str,
) -> Papers:  # fmt: skip
    """One report a pension; the main one tells the relatives."""
    main, second = np.flatnonzero(incomes.pension), np.flatnonzero(incomes.second_pension)
    person = np.concatenate([main, second])
    is_main = np.arange(len(person)) < len(main)
    amount = np.where(is_main, incomes.pension[person], incomes.second_pension[person])
    earns = incomes.salary[person] > 0
    spouse = np.where(is_main & ~earns, claims.spouse[person], NOBODY)
    columns = {
        **payee_columns(identity, people, person, cell),
        **employers.payer_columns(employers.insurers[np.where(is_main, 0, 1)]),
        "pension_part_1": whole(np.where(is_main, amount, 0)),
        "pension_part_3": whole(np.where(is_main, 0, amount)),
        "social_insurance": whole(
            np.where(is_main & ~earns, incomes.pension[person] * 7 // 100, 0)
        ),
        "tax_withheld_part_1": whole(np.where(is_main, np.maximum(amount - 2_000_000, 0) // 20, 0)),
        "tax_withheld_part_3": whole(np.where(is_main, 0, amount * 7 // 100)),
        "spouse_class": whole(
            np.where(spouse == NOBODY, 0, np.where(incomes.age[spouse] >= 70, 2, 1))
        ),
        **relative_columns(identity, spouse, "spouse"),
    }
    order = np.lexsort((person, ~is_main))
    return Papers(person, columns).take(order)
