# SPDX-License-Identifier: Apache-2.0
"""The distributions that the stop check compares, counted in the database."""

from __future__ import annotations

from typing import Any

from django.db import connection

from daicho.domains.tax.inhabitants.municipal import Limits
from daicho.domains.tax.inhabitants.selectors.current import IN_FORCE
from daicho.domains.tax.inhabitants.stop_check import BRACKETS, KINDS, Distribution, Group

_OF_RUN = "SELECT * FROM tax_inhabitants_assessment WHERE run_id = %(run)s"
_TOTALS = """
SELECT count(*), count(*) FILTER (WHERE taxable > 0), count(*) FILTER (WHERE taxable = 0),
       count(*) FILTER (WHERE taxable > 0 AND annual_tax = 0), coalesce(sum(annual_tax), 0)::bigint,
       count(*) FILTER (WHERE ordinary_total > 0), coalesce(sum(ordinary_total), 0)::bigint,
       count(*) FILTER (WHERE salary_total > 0), coalesce(sum(salary_total), 0)::bigint,
       count(*) FILTER (WHERE pension_total > 0), coalesce(sum(pension_total), 0)::bigint
FROM ({source}) s
"""
_BOUNDS = [bound for bound, _ in BRACKETS[1:-1]]
# 0 no income levy; then one bracket a bound; the last is open
_BRACKET = (
    "CASE WHEN municipal_income_levy + prefectural_income_levy = 0 THEN 0 "
    + " ".join(
        f"WHEN tax_base_general <= {bound} THEN {index}" for index, bound in enumerate(_BOUNDS, 1)
    )
    + f" ELSE {len(_BOUNDS) + 1} END"
)
_GROUPS = """
SELECT {key}, count(*), coalesce(sum(annual_tax), 0)::bigint FROM ({source}) s
WHERE taxable > 0 GROUP BY 1
"""
_JUMPS = f"""
SELECT count(*) FILTER (
           WHERE abs(n.annual_tax - o.annual_tax) >= %(yen)s
             AND (n.annual_tax * 1000 >= o.annual_tax * %(factor)s
                  OR o.annual_tax * 1000 >= n.annual_tax * %(factor)s)),
       count(*)
FROM ({_OF_RUN}) n JOIN ({IN_FORCE}) o USING (addressee_no)
"""


def distribution_of_run(run_id: int) -> Distribution:
    """The distribution of one run's assessments."""
    return _distribution(_OF_RUN, {"run": run_id})


def distribution_of_year(fiscal_year: int) -> Distribution | None:
    """The distribution of what is in force of a year; None when there is nothing."""
    found = _distribution(IN_FORCE, {"year": fiscal_year})
    return found if found.people else None


def count_jumps(run_id: int, fiscal_year: int, limits: Limits) -> tuple[int, int]:
    """People whose tax jumped against last year, and people in both years."""
    with connection.cursor() as cursor:
        cursor.execute(
            _JUMPS,
            {
                "run": run_id,
                "year": fiscal_year - 1,
                "yen": limits.jump_yen,
                "factor": limits.jump_factor,
            },
        )
        jumped, people = cursor.fetchone()
    return jumped, people


def _distribution(source: str, parameters: dict[str, Any]) -> Distribution:
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS.format(source=source), parameters)
        people, taxpayers, nontaxable, zero, tax, *methods = cursor.fetchone()
        groups = []
        for key, length in ((_BRACKET, len(BRACKETS)), ("income_kind", len(KINDS))):
            cursor.execute(_GROUPS.format(key=key, source=source), parameters)
            found = {index: Group(*rest) for index, *rest in cursor.fetchall()}
            groups.append(tuple(found.get(index, Group(0, 0)) for index in range(length)))
    pairs = tuple(Group(*methods[index : index + 2]) for index in (0, 2, 4))
    return Distribution(people, taxpayers, nontaxable, zero, tax, *groups, pairs)
