# SPDX-License-Identifier: Apache-2.0
"""What the taxes may use of the merging."""

from daicho.domains.tax.documents.merge.figures import has_left, rank_of_employer
from daicho.domains.tax.documents.merge.papers import (
    PENSION_COLLECTION,
    SALARY_REPORT,
    CheckedClaim,
    Claim,
    Merged,
    Paper,
    Person,
    Settled,
)
from daicho.domains.tax.documents.merge.reading import (
    DocumentTotals,
    NewBasis,
    basis_row,
    document_totals,
    latest_versions,
    missing_payers,
    open_files,
    papers_of_claimants,
    papers_of_people,
    papers_of_range,
    people_with_documents,
    reserve_basis_ids,
    store_bases,
    waiting_documents,
)
from daicho.domains.tax.documents.merge.reasons import BY_CODE as REASONS
from daicho.domains.tax.documents.merge.reasons import RULES_JA
from daicho.domains.tax.documents.merge.relatives import (
    COUNTED,
    Claimed,
    check_claim,
    claims_of,
    drop_repeated,
    find_claimed_twice,
)
from daicho.domains.tax.documents.merge.rules import (
    incomes_facts,
    is_declared,
    merge,
    merge_settled,
)
from daicho.domains.tax.documents.merge.settle import settle

__all__ = [
    "COUNTED",
    "PENSION_COLLECTION",
    "REASONS",
    "RULES_JA",
    "SALARY_REPORT",
    "CheckedClaim",
    "Claim",
    "Claimed",
    "DocumentTotals",
    "Merged",
    "NewBasis",
    "Paper",
    "Person",
    "Settled",
    "basis_row",
    "check_claim",
    "claims_of",
    "document_totals",
    "drop_repeated",
    "find_claimed_twice",
    "has_left",
    "incomes_facts",
    "is_declared",
    "latest_versions",
    "merge",
    "merge_settled",
    "missing_payers",
    "open_files",
    "papers_of_claimants",
    "papers_of_people",
    "papers_of_range",
    "people_with_documents",
    "rank_of_employer",
    "reserve_basis_ids",
    "settle",
    "store_bases",
    "waiting_documents",
]
