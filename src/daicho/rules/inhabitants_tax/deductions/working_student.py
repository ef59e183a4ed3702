# SPDX-License-Identifier: Apache-2.0
"""Deduction for working students (勤労学生控除)."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import positive
from daicho.rules.inhabitants_tax.facts import Income, PersonFacts
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "勤労によらない所得",
    cites=("地方税法23条第1項第13号", "地方税法292条第1項第13号"),
    formula="合計所得金額 − (給与 + 事業 + 農業 + 雑) (0円を下限)",
)
def income_without_work(f: PersonFacts, income: Income) -> int:
    """Income not earned by one's own work; a student's business and 雑所得 are taken as work."""
    work = income.salary - income.adjustment
    work += positive(f.business) + positive(f.agriculture) + positive(f.misc + income.pension)
    return positive(income.total - work)


@rule(
    "勤労学生控除",
    cites=("地方税法34条第1項第9号", "地方税法314条の2第1項第9号"),
    formula="勤労学生で合計所得金額と勤労によらない所得が限度以下なら26万円",
)
def working_student_deduction(
    p: InhabitantsTaxParameters, working_student: int, total: int, without_work: int
) -> int:
    """A declared working student within both limits."""
    d = p.deductions
    within = total <= d.working_student_income_limit
    entitled = within and without_work <= d.working_student_other_limit
    return d.working_student if working_student == 1 and entitled else 0
