# SPDX-License-Identifier: Apache-2.0
"""Control totals of a run by employer (指定番号): what each employer's notice must come to."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

MONTHS = 12


class EmployerTotal(NamedTuple):
    """Employees whose assessment of the run is still the last, and those decided anew since."""

    employer_no: str
    employees: int
    amount: int
    months: tuple[int, ...]  # June to May
    taken_out: int
    taken_out_amount: int


_LAST = "FILTER (WHERE is_last)"
_MONTHS = ", ".join(
    f"coalesce(sum(salary[{month}]) {_LAST}, 0)::bigint" for month in range(1, MONTHS + 1)
)
_TOTALS = f"""
SELECT employer_no, count(*) {_LAST}, coalesce(sum(salary_total) {_LAST}, 0)::bigint,
       count(*) FILTER (WHERE NOT is_last),
       coalesce(sum(salary_total) FILTER (WHERE NOT is_last), 0)::bigint, {_MONTHS}
FROM (
    SELECT a.employer_no, a.salary_total, a.salary, NOT EXISTS (
        SELECT 1 FROM tax_inhabitants_assessment l
        WHERE l.addressee_no = a.addressee_no AND l.fiscal_year = a.fiscal_year
          AND l.run_id IS NULL AND l.sequence > a.sequence) AS is_last
    FROM tax_inhabitants_assessment a
    WHERE a.run_id = %(run)s AND a.salary_total > 0 AND a.employer_no IS NOT NULL
) q
GROUP BY employer_no ORDER BY employer_no
"""


def employer_totals(*, run_id: int) -> list[EmployerTotal]:
    """Every employer that withholds by a run, in the order of 指定番号."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, {"run": run_id})
        return [
            EmployerTotal(number, people, amount, tuple(months), out, out_amount)
            for number, people, amount, out, out_amount, *months in cursor.fetchall()
        ]
