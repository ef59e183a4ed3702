# SPDX-License-Identifier: Apache-2.0
"""What other domains may use of collection."""

from daicho.domains.collection.facts import NewPosting, ReceivableTotal
from daicho.domains.collection.models import CollectionMethod, PostingReason
from daicho.domains.collection.postings import post_receivables
from daicho.domains.collection.selectors import receivable_totals, receivables_of

__all__ = [
    "CollectionMethod",
    "NewPosting",
    "PostingReason",
    "ReceivableTotal",
    "post_receivables",
    "receivable_totals",
    "receivables_of",
]
