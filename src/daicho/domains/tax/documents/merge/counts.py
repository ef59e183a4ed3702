# SPDX-License-Identifier: Apache-2.0
"""Relatives of a payment report: names without ages, and head counts by class.

A report names up to a few relatives without their birth dates and counts them by class. Those found
in the ward have their real age. The rest take the classes that are left over, with a birth date
that stands for the class; the trace shows that nobody was found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from daicho.domains.tax.documents.merge.papers import (
    PENSION_REPORT,
    SALARY_REPORT,
    CheckedClaim,
    Claim,
    Paper,
)
from daicho.domains.tax.documents.merge.relatives import COUNTED, DEPENDANT, SPOUSE, UNDER_16

PARENT = 1
# class: age that stands for it, whether a cohabiting parent
SPECIFIED, ELDERLY_PARENT, ELDERLY, OTHER, YOUNG = (
    "specified",
    "parent",
    "elderly",
    "other",
    "young",
)
AGES = {SPECIFIED: 20, ELDERLY_PARENT: 75, ELDERLY: 75, OTHER: 40, YOUNG: 10}
SPOUSE_AGE, ELDERLY_SPOUSE_AGE = 40, 75
HAS_SPOUSE = {SALARY_REPORT: (1,), PENSION_REPORT: (1, 2)}  # 配偶者の有無
ELDERLY_CLASS = 2  # 控除対象配偶者の有無 of a pension report: 老人
REPORTS = (SALARY_REPORT, PENSION_REPORT)


def complete_claims(
    live: Sequence[Paper], claims: Sequence[CheckedClaim], fiscal_year: int
) -> list[CheckedClaim]:
    """The claims with ages and disabilities by the reports' counts; returns need nothing."""
    result = list(claims)
    for paper in live:
        if paper.kind in REPORTS and _counts_anyone(paper.figures):
            own = [item for item in result if item.claim.document_id == paper.id]
            rest = [item for item in result if item.claim.document_id != paper.id]
            result = rest + _complete(paper, own, bool(rest), fiscal_year)
    return result


_COUNTS = (
    *("specified_dependants", "elderly_dependants", "other_dependants", "under_16"),
    *("disabled_special", "disabled_other", "spouse_class", "spouse_deduction_stated"),
)


def _counts_anyone(figures: Mapping[str, int]) -> bool:
    return any(name in figures for name in _COUNTS)


def _complete(
    paper: Paper, own: list[CheckedClaim], others_named: bool, fiscal_year: int
) -> list[CheckedClaim]:
    """`others_named`: another document names relatives too, so unnamed ones may be the same."""
    spouses = [item for item in own if item.claim.listed == SPOUSE]
    dependants = [item for item in own if item.claim.listed != SPOUSE]
    if not others_named:
        spouses = spouses or _unnamed_spouse(paper)
    left = _head_counts(paper.figures)
    dependants = [_count_known(item, left, fiscal_year) for item in dependants]
    placed = [_place(item, left, fiscal_year) for item in dependants]
    if not others_named:
        placed += _unnamed(paper, left, len(own), fiscal_year)
    spouses = [_place_spouse(item, paper, fiscal_year) for item in spouses]
    return _add_disabilities(paper.figures, [*spouses, *placed])


def _head_counts(figures: Mapping[str, int]) -> dict[str, int]:
    """Head counts by class, as the report states them."""
    elderly = figures.get("elderly_dependants", 0)
    parents = min(figures.get("elderly_cohabiting_dependants", 0), elderly)
    return {
        SPECIFIED: figures.get("specified_dependants", 0),
        ELDERLY_PARENT: parents,
        ELDERLY: elderly - parents,
        OTHER: figures.get("other_dependants", 0),
        YOUNG: figures.get("under_16", 0),
    }


def _count_known(item: CheckedClaim, left: dict[str, int], fiscal_year: int) -> CheckedClaim:
    """Take a relative whose age is known out of the counts; a cohabiting parent becomes one."""
    if not item.birth_date:
        return item
    counted = _class_counted(item, left, fiscal_year)
    is_old = class_of(item.birth_date, fiscal_year) == ELDERLY
    is_parent = is_old and counted == ELDERLY_PARENT and left[counted] > 0
    left[counted] = max(left[counted] - 1, 0)
    return _as_parent(item) if is_parent else item


def _as_parent(item: CheckedClaim) -> CheckedClaim:
    """同居老親等: the box tells both that they live together and that it is a parent."""
    return item._replace(claim=item.claim._replace(relation=PARENT, cohabiting=1))


def _class_counted(item: CheckedClaim, left: Mapping[str, int], fiscal_year: int) -> str:
    """The class in which the report counted a relative whose age is known.

    A child listed among the grown-up dependants was counted there, whatever its age is.
    """
    own = class_of(item.birth_date, fiscal_year)
    order = (ELDERLY_PARENT, ELDERLY) if own == ELDERLY else (own,)
    listed = reversed(_classes_of_list(item.claim.listed))  # the least special class first
    return next((name for name in (*order, *listed) if left[name]), own)


def _classes_of_list(listed: str) -> tuple[str, ...]:
    return (YOUNG,) if listed == UNDER_16 else (SPECIFIED, ELDERLY_PARENT, ELDERLY, OTHER)


def class_of(birth_date: int, fiscal_year: int) -> str:
    """The report's class of an age at the end of the income year."""
    age = (fiscal_year * 10_000 + 101 - birth_date) // 10_000
    for name, lowest in ((ELDERLY, 70), (OTHER, 23), (SPECIFIED, 19), (OTHER, 16)):
        if age >= lowest:
            return name
    return YOUNG


def _place(item: CheckedClaim, left: dict[str, int], fiscal_year: int) -> CheckedClaim:
    """A named relative of unknown age takes a class that is left over."""
    claim = item.claim
    if item.birth_date:
        return item
    order = _classes_of_list(claim.listed)
    chosen = next((name for name in order if left[name]), order[-1])
    left[chosen] = max(left[chosen] - 1, 0)
    return _stand_in(item, chosen, fiscal_year)


def _stand_in(item: CheckedClaim, chosen: str, fiscal_year: int) -> CheckedClaim:
    placed = _as_parent(item) if chosen == ELDERLY_PARENT else item
    return placed._replace(birth_date=birth_of_age(AGES[chosen], fiscal_year))


def birth_of_age(age: int, fiscal_year: int) -> int:
    """A birth date (July 1) of somebody of that age at the end of the income year."""
    return (fiscal_year - 1 - age) * 10_000 + 701


def _unnamed(
    paper: Paper, left: Mapping[str, int], first: int, fiscal_year: int
) -> list[CheckedClaim]:
    """Relatives who are counted but not named."""
    classes = [name for name, count in left.items() for _ in range(count)]
    return [
        _stand_in(
            _nobody(paper, first + index, UNDER_16 if name == YOUNG else DEPENDANT),
            name,
            fiscal_year,
        )
        for index, name in enumerate(classes)
    ]


def _unnamed_spouse(paper: Paper) -> list[CheckedClaim]:
    figures = paper.figures
    claimed = figures.get("spouse_class", 0) in HAS_SPOUSE[paper.kind]
    if not claimed and not figures.get("spouse_deduction_stated"):
        return []
    return [_nobody(paper, 0, SPOUSE)]


def _nobody(paper: Paper, ordinal: int, listed: str) -> CheckedClaim:
    claim = Claim(paper.id, ordinal, listed, "", "", "", 0, 0, 3, 0, 0, 0, 0)
    return CheckedClaim(claim, 0, 0, 0, COUNTED)


def _place_spouse(item: CheckedClaim, paper: Paper, fiscal_year: int) -> CheckedClaim:
    """A spouse who was not found: age by the box 老人, income as stated."""
    if item.claimed_no:
        return item
    figures = paper.figures
    is_elderly = figures.get("is_spouse_elderly") or (
        paper.kind == PENSION_REPORT and figures.get("spouse_class") == ELDERLY_CLASS
    )
    age = ELDERLY_SPOUSE_AGE if is_elderly else SPOUSE_AGE
    return item._replace(
        birth_date=item.birth_date or birth_of_age(age, fiscal_year),
        income=item.income or figures.get("spouse_income", 0),
    )


def _add_disabilities(figures: Mapping[str, int], claims: list[CheckedClaim]) -> list[CheckedClaim]:
    """Counts of disabled relatives without names: who it is does not change the tax."""
    special = figures.get("disabled_special", 0)
    together = min(figures.get("disabled_special_cohabiting", 0), special)
    marks = [(2, 1)] * together + [(2, 0)] * (special - together)
    marks += [(1, 0)] * figures.get("disabled_other", 0)
    result = list(claims)
    places = [n for n, item in enumerate(result) if item.verdict == COUNTED]
    for place, (disability, cohabiting) in zip(reversed(places), marks, strict=False):
        item = result[place]
        claim = item.claim._replace(
            disability=disability, cohabiting=max(cohabiting, item.claim.cohabiting)
        )
        result[place] = item._replace(claim=claim)
    return result
