# SPDX-License-Identifier: Apache-2.0
"""What the merging reads and gives: documents of a person, claims of relatives, the basis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from daicho.kernel.findings import Finding

TAX_RETURN = "tax_return"
RESIDENT_RETURN = "resident_return"
SALARY_REPORT = "salary_report"
PENSION_REPORT = "pension_report"
ONE_STOP = "one_stop"
PENSION_COLLECTION = "pension_collection"

NEW, ADDED, CORRECTED, CANCELLED = 0, 1, 2, 3  # 提出区分


class Paper(NamedTuple):
    """One document joined to the person. `figures` holds only what is not zero."""

    id: int
    kind: str
    payer_no: str
    correction: int
    figures: Mapping[str, int]
    texts: Mapping[str, str]
    relatives: Sequence[Mapping[str, Any]]


class Rejected(NamedTuple):
    """A document that does not count as a whole, and the code of the reason (reasons.py)."""

    paper: Paper
    reason: str


class Settled(NamedTuple):
    """The documents of a person after corrections, cancellations and duplicates."""

    live: tuple[Paper, ...]
    rejected: tuple[Rejected, ...]


class Claim(NamedTuple):
    """One relative whom a document names. `listed` is the box: spouse, dependant, under_16."""

    document_id: int
    ordinal: int
    listed: str
    number_hash: str
    name_folded: str
    kana_folded: str
    birth_date: int
    income: int
    relation: int
    disability: int
    cohabiting: int
    family_employee: int
    overseas: int


class CheckedClaim(NamedTuple):
    """A claim after the look across the ward. `verdict` is 0 when the relative counts."""

    claim: Claim
    claimed_no: int  # 0: not found in the ward
    birth_date: int
    income: int
    verdict: int


class Person(NamedTuple):
    """What the register says of the taxpayer as of January 1."""

    addressee_no: int
    birth_date: int
    sex: int
    public_assistance: int
    deceased_on: int
    resident: int


class Merged(NamedTuple):
    """The basis: facts by name (no zeroes), dependants, where each came from, what to look at."""

    facts: dict[str, int]
    dependants: list[dict[str, int]]
    trace: dict[str, Any]
    rule: str
    document_ids: list[int]
    findings: list[Finding]
