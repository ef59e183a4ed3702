# SPDX-License-Identifier: Apache-2.0
"""Spouse and dependants: what a person claims, and whether it counts in the ward (扶養の確認)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from daicho.domains.tax.documents.merge.papers import CheckedClaim, Claim, Paper, Settled
from daicho.domains.tax.documents.merge.settle import find_return

SPOUSE, DEPENDANT, UNDER_16 = "spouse", "dependant", "under_16"
COUNTED, CLAIMED_TWICE, INCOME_TOO_HIGH, DECEASED, BORN_LATER, SELF, REPEATED = range(7)


class Claimed(NamedTuple):
    """A person of the ward as the claims see them."""

    addressee_no: int
    birth_date: int
    deceased_on: int
    income: int | None  # 合計所得金額 by the ward's own documents; None without any


def claims_of(settled: Settled) -> list[Claim]:
    """The relatives whom the deciding documents name.

    A return names all of them, except that children under 16 whom an employer reports stand beside
    it: they are declared apart (扶養親族申告書, 地方税法317条の3の2, unverified).
    """
    decider = find_return(settled.live)
    claims: list[Claim] = []
    for paper in settled.live:
        if not paper.relatives:
            continue
        for ordinal, item in enumerate(paper.relatives):
            if decider is None or paper is decider or item["listed"] == UNDER_16:
                claims.append(claim_of(paper, ordinal, item))
    return claims


def claim_of(paper: Paper, ordinal: int, item: Mapping[str, Any]) -> Claim:
    """One entry of a document's relatives."""
    get = item.get
    return Claim(
        paper.id,
        ordinal,
        item["listed"],
        get("number_hash", ""),
        get("name_folded", ""),
        get("kana_folded", ""),
        get("birth_date", 0),
        get("income", 0),
        get("relation", 3),
        get("disability", 0),
        get("cohabiting", 0),
        get("family_employee", 0),
        get("overseas", 0),
    )


def check_claim(
    claimant_no: int, claim: Claim, claimed: Claimed | None, fiscal_year: int
) -> CheckedClaim:
    """A claim against what the ward knows of the person, before the look at other claimants."""
    if claimed is None:
        return CheckedClaim(claim, 0, claim.birth_date, claim.income, COUNTED)
    income = claim.income if claimed.income is None else claimed.income
    birth = claimed.birth_date or claim.birth_date
    verdict = _verdict(claimant_no, claimed, birth, fiscal_year)
    return CheckedClaim(claim, claimed.addressee_no, birth, income, verdict)


def _verdict(claimant_no: int, claimed: Claimed, birth: int, fiscal_year: int) -> int:
    """Dead before the income year or born after it: never a relative of that year."""
    income_year = fiscal_year - 1
    if claimed.addressee_no == claimant_no:
        return SELF
    if 0 < claimed.deceased_on < income_year * 10_000 + 101:
        return DECEASED
    if birth > income_year * 10_000 + 1231:
        return BORN_LATER
    return COUNTED


def drop_repeated(claims: Iterable[CheckedClaim]) -> list[CheckedClaim]:
    """Within one taxpayer the same relative counts once, however many documents name them."""
    seen: set[object] = set()
    result = []
    for checked in claims:
        claim = checked.claim
        key: object = checked.claimed_no or (
            claim.number_hash or claim.name_folded,
            claim.birth_date,
        )
        is_spouse = claim.listed == SPOUSE and SPOUSE in seen
        if checked.verdict == COUNTED and (key in seen or is_spouse):
            checked = checked._replace(verdict=REPEATED)
        if checked.verdict == COUNTED:
            seen.update({key, SPOUSE} if claim.listed == SPOUSE else {key})
        result.append(checked)
    return result


def find_claimed_twice(
    claims: Iterable[tuple[int, CheckedClaim]], income_of: Mapping[int, int]
) -> dict[int, int]:
    """Relatives whom several taxpayers claim: claimed person → the claimant with whom they count.

    Counts with the larger 合計所得金額 (所得税法施行令219条2項 and its like, unverified); then
    with the smaller 宛名番号.
    """
    claimants: dict[int, set[int]] = {}
    for claimant_no, checked in claims:
        if checked.claimed_no and checked.verdict == COUNTED:
            claimants.setdefault(checked.claimed_no, set()).add(claimant_no)
    return {
        claimed_no: min(numbers, key=lambda number: (-income_of.get(number, 0), number))
        for claimed_no, numbers in claimants.items()
        if len(numbers) > 1
    }


def counted(claims: Sequence[CheckedClaim]) -> list[CheckedClaim]:
    """The claims that the tax may look at; incomes over the limits are for the rules to judge."""
    return [checked for checked in claims if checked.verdict in (COUNTED, INCOME_TOO_HIGH)]
