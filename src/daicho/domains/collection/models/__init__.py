# SPDX-License-Identifier: Apache-2.0
"""The tables of the money ledger: what is owed, the journal, and the balances derived from it."""

from daicho.domains.collection.models.balance import Balance
from daicho.domains.collection.models.journal import (
    Account,
    Channel,
    Component,
    EntryKind,
    Figure,
    JournalEntry,
    Posting,
    PostingRule,
)
from daicho.domains.collection.models.receivable import (
    CollectionMethod,
    DueDateChange,
    PostingReason,
    Receivable,
)

__all__ = [
    "Account",
    "Balance",
    "Channel",
    "CollectionMethod",
    "Component",
    "DueDateChange",
    "EntryKind",
    "Figure",
    "JournalEntry",
    "Posting",
    "PostingReason",
    "PostingRule",
    "Receivable",
]
