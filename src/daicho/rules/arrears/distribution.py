# SPDX-License-Identifier: Apache-2.0
"""配当: who gets how much of what a seized thing brought (国税徴収法128条〜135条).

Costs come first. Then taxes, public dues and secured claims are ranked against each other by the
day of each (法定納期限等, or the day the security was registered), which settles how much the taxes
get together and how much each secured claim; among themselves taxes come before public dues, and go
by who seized first and who asked first. This is the way of 国税徴収法26条 (地方税法14条の20); where
no circle of priorities arises it gives what the single articles give.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from daicho.kernel.law import Citation, cite

CITATION = cite("国税徴収法129条第1項")
CIRCLE_CITATION = cite("国税徴収法26条")
FIRST_SEIZURE_CITATION = cite("地方税法14条の6")
FIRST_REQUEST_CITATION = cite("地方税法14条の7")
SECURED_CITATION = cite("地方税法14条の10")


class ClaimKind(StrEnum):
    """What a claim to the proceeds is, in the order of the groups."""

    DISPOSITION_COST = "disposition_cost"
    PRIORITY = "priority"
    TAX = "tax"
    SECURED = "secured"
    PUBLIC_DUE = "public_due"

    @property
    def label_ja(self) -> str:
        """As the distribution sheet (配当計算書) says it."""
        return _KINDS[self][0]

    @property
    def citation(self) -> Citation:
        """Where the law says so."""
        return cite(_KINDS[self][1])


_KINDS = {
    ClaimKind.DISPOSITION_COST: ("直接の滞納処分費", "地方税法14条の3"),
    ClaimKind.PRIORITY: ("常に優先する債権(留置権・前払借賃等)", "地方税法14条の15"),
    ClaimKind.TAX: ("国税・地方税", "地方税法14条"),
    ClaimKind.SECURED: ("抵当権等で担保される債権", "地方税法14条の10"),
    ClaimKind.PUBLIC_DUE: ("公課", "国税徴収法8条"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim to the proceeds.

    `day`: 法定納期限等 of a tax or public due, day of registration of a security. `seized`: this
    claim's seizure is the one that sold the thing. `asked_on`: day of 交付要求 or 参加差押.
    """

    key: str
    kind: ClaimKind
    amount: int
    day: dt.date
    seized: bool = False
    asked_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What one claim gets, and its place in the order."""

    key: str
    kind: ClaimKind
    amount: int
    rank: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """Every share in order, and what goes back to the debtor (国税徴収法129条3項)."""

    shares: tuple[Share, ...]
    to_debtor: int

    def amount_of(self, key: str) -> int:
        """What a claim got."""
        return next(share.amount for share in self.shares if share.key == key)


def outranks(security: Claim, tax: Claim) -> bool:
    """A security of the same day or an earlier one comes before the tax (法定納期限等以前)."""
    return security.day <= tax.day


def distribute(proceeds: int, claims: Iterable[Claim]) -> Distribution:
    """Share out the proceeds of one seized thing."""
    given = tuple(claims)
    paid: dict[str, int] = {}
    left = proceeds
    for kind in (ClaimKind.DISPOSITION_COST, ClaimKind.PRIORITY):
        left = _pay(paid, left, sorted(_of(given, kind), key=lambda claim: claim.day))
    left = _pay_by_age(paid, left, given)
    return Distribution(
        tuple(
            Share(claim.key, claim.kind, paid[claim.key], rank)
            for rank, claim in enumerate(sorted(given, key=_shown_order), 1)
        ),
        left,
    )


def split_tax_share(share: int, *, cost: int, tax: int, charge: int) -> tuple[int, int, int]:
    """A tax's share: costs, then the tax, then the charge on it (国税徴収法129条6項・137条)."""
    for_cost = min(share, cost)
    for_tax = min(share - for_cost, tax)
    return for_cost, for_tax, min(share - for_cost - for_tax, charge)


def _pay_by_age(paid: dict[str, int], left: int, claims: tuple[Claim, ...]) -> int:
    """国税徴収法26条: two sums by age, then inside each group by its own order."""
    official = _of(claims, ClaimKind.TAX) + _of(claims, ClaimKind.PUBLIC_DUE)
    secured = _of(claims, ClaimKind.SECURED)
    by_age: dict[str, int] = {}
    rest = _pay(by_age, left, sorted(official + secured, key=_by_age))
    _pay(paid, sum(by_age[claim.key] for claim in official), sorted(official, key=_official_order))
    _pay(paid, sum(by_age[claim.key] for claim in secured), sorted(secured, key=_by_age))
    return rest


def _pay(paid: dict[str, int], left: int, claims: Iterable[Claim]) -> int:
    """Pay one after the other; what remains."""
    for claim in claims:
        paid[claim.key] = min(left, claim.amount)
        left -= paid[claim.key]
    return left


def _of(claims: tuple[Claim, ...], kind: ClaimKind) -> list[Claim]:
    return [claim for claim in claims if claim.kind is kind]


def _by_age(claim: Claim) -> tuple[dt.date, bool, bool, str]:
    """Older first; of one day the security before the tax before the public due."""
    is_secured, is_due = claim.kind is ClaimKind.SECURED, claim.kind is ClaimKind.PUBLIC_DUE
    return claim.day, not is_secured, is_due, claim.key


def _official_order(claim: Claim) -> tuple[bool, bool, dt.date, str]:
    """Taxes before public dues; who seized, then who asked first (差押先着手・交付要求先着手)."""
    is_due = claim.kind is ClaimKind.PUBLIC_DUE
    return is_due, not claim.seized, claim.asked_on or dt.date.max, claim.key


def _shown_order(claim: Claim) -> tuple[int, bool, dt.date, str]:
    """Order of the sheet."""
    place = list(ClaimKind).index(claim.kind)
    if claim.kind is ClaimKind.SECURED:
        return place, False, claim.day, claim.key
    return place, not claim.seized, claim.asked_on or dt.date.max, claim.key
