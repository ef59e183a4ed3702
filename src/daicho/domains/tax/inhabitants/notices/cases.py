# SPDX-License-Identifier: Apache-2.0
"""What a notice is made from: an assessment with its basis and its addressee, in one row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

WITHDRAWAL = "withdrawal"  # reason_code of 賦課の取消


class NoticeCase(NamedTuple):
    """One assessment, the facts behind it (JSON) and whom it concerns. Fields as CASE selects."""

    assessment_id: int
    fiscal_year: int
    addressee_no: int
    sequence: int
    municipality_code: str
    reason_code: str
    reason: str
    is_change: bool  # an earlier assessment of the year was in force
    difference: int
    nontaxable_reason: int
    total_income: int
    total_income_etc: int
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
    pension_overcollected: int
    employer_no: str | None
    employee_no: str  # 受給者番号
    ordinary: Sequence[int]
    salary: Sequence[int]
    provisional: Sequence[int]
    final: Sequence[int]
    decided_on: dt.date
    facts: str
    name: str
    birth_date: dt.date | None
    postcode: str
    address: str
    building: str
    is_protected: bool  # by the register's mark; measures of our own are asked for apart

    @property
    def is_withdrawn(self) -> bool:
        """Whether the tax was taken back altogether."""
        return self.reason_code == WITHDRAWAL

    @property
    def before(self) -> int:
        """The annual tax before the change."""
        return self.annual_tax - self.difference


class WithholdingEmployer(NamedTuple):
    """To whom an employer's notice goes."""

    designated_no: str
    name: str
    postcode: str
    address: str


class WithheldLine(NamedTuple):
    """One employee of an employer: what is withheld."""

    employer_no: str
    employee_no: str
    addressee_no: int
    name: str
    salary_total: int
    salary: Sequence[int]
