# SPDX-License-Identifier: Apache-2.0
"""Relatives across the ward: who claims whom, found by number or in the household, and checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from django.db import connection

from daicho.domains.addressee.public import PEOPLE_RELATION
from daicho.domains.tax.documents.merge.public import (
    COUNTED,
    CheckedClaim,
    Claim,
    Claimed,
    check_claim,
    claims_of,
    drop_repeated,
    find_claimed_twice,
    incomes_facts,
    papers_of_claimants,
    papers_of_people,
    settle,
)
from daicho.domains.tax.inhabitants.assessing import incomes_of
from daicho.domains.tax.inhabitants.basis_facts import taxpayer_of
from daicho.domains.tax.inhabitants.models import ClaimVerdict
from daicho.domains.tax.inhabitants.run.plan import RunPlan
from daicho.domains.tax.inhabitants.run.population import Known, people_of
from daicho.domains.tax.inhabitants.run.storing import copy_rows, reserve_ids
from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.relatives import special_relative_deduction

CLAIM_COLUMNS = (
    "id, run_id, fiscal_year, claimant_no, document_id, ordinal, is_spouse, claimed_no,"
    " found_by, birth_date, income, verdict"
)
TABLE = "tax_inhabitants_relativeclaim"
BY_NUMBER, BY_HOUSEHOLD = "number", "household"
Made = tuple[int, Claim]  # claimant and claim


class Found(NamedTuple):
    """A claimed person and how we found them."""

    addressee_no: int
    birth_date: int
    ceased_on: int
    found_by: str


def claims_of_range(fiscal_year: int, first: int, last: int) -> list[Made]:
    """Every claim that the documents of a range of addressees make."""
    found: list[Made] = []
    for number, papers in papers_of_claimants(fiscal_year, first, last).items():
        found += [(number, claim) for claim in claims_of(settle(papers))]
    return found


class Ward:
    """People of the ward by number and by household, to find the claimed."""

    def __init__(self, claimants: Sequence[int] = (), hashes: Sequence[str] = ()) -> None:
        """Read everybody, or only the claimants' households and the holders of these numbers."""
        self.by_hash: dict[str, Found] = {}
        self.household_of: dict[int, int] = {}
        self.by_household: dict[int, list[tuple[str, str, Found]]] = {}
        condition, parameters = "", {}
        if claimants or hashes:
            condition = _SOME_PEOPLE
            parameters = {"claimants": list(claimants), "hashes": list(hashes)}
        with connection.cursor() as cursor:
            cursor.execute(_PEOPLE + condition, parameters)
            for row in cursor.fetchall():
                self._add(*row)

    def _add(
        self,
        number: int,
        household: int | None,
        digest: str | None,
        name: str,
        kana: str,
        birth: int,
        ceased: int,
    ) -> None:
        if digest:
            self.by_hash[digest] = Found(number, birth, ceased, BY_NUMBER)
        if household:
            self.household_of[number] = household
            member = (name, kana, Found(number, birth, ceased, BY_HOUSEHOLD))
            self.by_household.setdefault(household, []).append(member)

    def find(self, claimant_no: int, claim: Claim) -> Found | None:
        """By number; else by name and birth, as far as stated, in the claimant's household."""
        if claim.number_hash:
            found = self.by_hash.get(claim.number_hash)
            if found is not None:
                return found
        members = self.by_household.get(self.household_of.get(claimant_no, 0), ())
        matches = [found for name, kana, found in members if _is_same(claim, name, kana, found)]
        return matches[0] if len(matches) == 1 else None


_PEOPLE = f"""
SELECT addressee_no, household_no, encode(number_hash, 'hex'), name_folded, kana_folded,
       coalesce(to_char(birth_date, 'YYYYMMDD')::int, 0),
       coalesce(to_char(ceased_on, 'YYYYMMDD')::int, 0)
FROM {PEOPLE_RELATION} WHERE kind <> 3
"""
_SOME_PEOPLE = f"""
AND (number_hash = ANY(SELECT decode(unnest(%(hashes)s::text[]), 'hex')) OR household_no IN
     (SELECT household_no FROM {PEOPLE_RELATION} WHERE addressee_no = ANY(%(claimants)s)))
"""


def _is_same(claim: Claim, name: str, kana: str, found: Found) -> bool:
    if claim.birth_date and claim.birth_date != found.birth_date:
        return False
    named = claim.name_folded and claim.name_folded == name
    spelled = claim.kana_folded and claim.kana_folded == kana
    return bool(named or spelled)


def income_of_people(
    fiscal_year: int, municipality: str, known_at: dt.datetime, numbers: Sequence[int]
) -> dict[int, int]:
    """合計所得金額 by their own documents, of those who have any.

    Their relatives do not matter: the one adjustment of income that looks at them begins far above
    every limit of a relative.
    """
    papers = papers_of_people(fiscal_year, numbers)
    known = people_of(fiscal_year, known_at, list(papers))
    with_papers = [number for number in papers if number in known]
    people = [
        taxpayer_of(incomes_facts(known[number].person, papers[number])) for number in with_papers
    ]
    return dict(zip(with_papers, incomes_of(fiscal_year, municipality, people), strict=True))


class Resolved(NamedTuple):
    """Claims with the persons found, before any look at incomes."""

    made: list[Made]
    found: list[Found | None]

    def claimed_numbers(self) -> list[int]:
        """Everybody who is claimed and was found."""
        return sorted({found.addressee_no for found in self.found if found is not None})

    def ceased_numbers(self) -> list[int]:
        """The claimed who are no longer residents; some of them are dead."""
        return sorted({item.addressee_no for item in self.found if item and item.ceased_on})


def resolve(made: list[Made]) -> Resolved:
    """Find the claimed persons."""
    ward = Ward()
    return Resolved(made, [ward.find(number, claim) for number, claim in made])


def check(
    plan: RunPlan,
    resolved: Resolved,
    incomes: dict[int, int],
    ceased: dict[int, Known],
) -> list[tuple[int, CheckedClaim]]:
    """Every claim with its verdict, but for the comparison of claimants."""
    checked: list[tuple[int, CheckedClaim]] = []
    pairs = zip(resolved.made, resolved.found, strict=True)
    for claimant_no, group in groupby(pairs, key=lambda pair: pair[0][0]):
        own = [
            check_claim(claimant_no, claim, as_claimed(found, incomes, ceased), plan.fiscal_year)
            for (_, claim), found in group
        ]
        checked += [(claimant_no, item) for item in drop_repeated(own)]
    return checked


def as_claimed(
    found: Found | None, incomes: dict[int, int], ceased: dict[int, Known]
) -> Claimed | None:
    """A found person as the check looks at them."""
    if found is None:
        return None
    number = found.addressee_no
    deceased = ceased[number].person.deceased_on if number in ceased else 0
    return Claimed(number, found.birth_date, deceased, incomes.get(number))


def claimants_of_shared(checked: Iterable[tuple[int, CheckedClaim]]) -> list[int]:
    """Claimants of relatives whom another claims too: their incomes decide."""
    claimants: dict[int, set[int]] = {}
    for claimant_no, item in checked:
        if item.claimed_no and item.verdict == COUNTED:
            claimants.setdefault(item.claimed_no, set()).add(claimant_no)
    return sorted({n for numbers in claimants.values() if len(numbers) > 1 for n in numbers})


def settle_shared(
    plan: RunPlan,
    checked: list[tuple[int, CheckedClaim]],
    income_of: dict[int, int],
) -> list[tuple[int, CheckedClaim]]:
    """Leave each shared relative with one claimant, and mark incomes over the limits."""
    keeper = find_claimed_twice(checked, income_of)
    limits = Limits(plan)
    result = []
    for claimant_no, item in checked:
        if item.verdict == COUNTED:
            if keeper.get(item.claimed_no, claimant_no) != claimant_no:
                item = item._replace(verdict=ClaimVerdict.CLAIMED_TWICE.value)
            elif limits.is_exceeded(item):
                item = item._replace(verdict=ClaimVerdict.INCOME_TOO_HIGH.value)
        result.append((claimant_no, item))
    return result


class Limits:
    """Incomes above which a relative gives no deduction at all, by the year's figures."""

    def __init__(self, plan: RunPlan) -> None:
        """Load the year's parameters."""
        self.p = load_parameters(plan.fiscal_year, plan.municipality)

    def is_exceeded(self, checked: CheckedClaim) -> bool:
        """For a remark only: the rules themselves judge the income."""
        income, limits = checked.income, self.p.relatives
        if checked.claim.listed == "spouse":
            return income > limits.spouse_special_limit
        if income <= limits.income_limit:
            return False
        age = (self.p.fiscal_year * 10_000 + 101 - checked.birth_date) // 10_000
        is_specified = limits.specified_age <= age < limits.specified_age_below
        return not (is_specified and special_relative_deduction(self.p, income) > 0)


def store_claims(plan: RunPlan, checked: Sequence[tuple[int, CheckedClaim]]) -> None:
    """Keep every claim with its verdict; the chunks read them back."""
    first = reserve_ids(TABLE, len(checked)) if checked else 0
    copy_rows(
        TABLE,
        CLAIM_COLUMNS,
        (
            (
                *(first + index, plan.run_id, plan.fiscal_year, number, item.claim.document_id),
                *(item.claim.ordinal, "t" if item.claim.listed == "spouse" else "f"),
                *(item.claimed_no or None, "number" if item.claimed_no else ""),
                *(item.birth_date, item.income, item.verdict),
            )
            for index, (number, item) in enumerate(checked)
        ),
    )


Verdicts = dict[tuple[int, int], tuple[int, int, int, int]]


def load_verdicts(run_id: int, first: int, last: int) -> dict[int, Verdicts]:
    """Stored verdicts of a range of claimants, by document and ordinal."""
    found: dict[int, Verdicts] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT claimant_no, document_id, ordinal, coalesce(claimed_no, 0), birth_date, income,"
            f" verdict FROM {TABLE} WHERE run_id = %s AND claimant_no BETWEEN %s AND %s",
            (run_id, first, last),
        )
        for claimant, document, ordinal, *rest in cursor.fetchall():
            found.setdefault(claimant, {})[document, ordinal] = tuple(rest)
    return found


def claimed_in_range(run_id: int, first: int, last: int) -> set[int]:
    """Persons of a range who count as somebody's relative."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT claimed_no FROM {TABLE} WHERE run_id = %s AND verdict = 0"
            " AND claimed_no BETWEEN %s AND %s",
            (run_id, first, last),
        )
        return {number for (number,) in cursor.fetchall()}
