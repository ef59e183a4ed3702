# SPDX-License-Identifier: Apache-2.0
"""What others may use of the tax documents."""

from daicho.domains.tax.documents.actions.decide_join import (
    CreateNonResident,
    DecideJoin,
    ForwardDocument,
    MarkForwarded,
    RejectDocument,
    ReopenJoin,
)
from daicho.domains.tax.documents.actions.import_file import ImportTaxFile
from daicho.domains.tax.documents.actions.rejoin import RejoinDocuments
from daicho.domains.tax.documents.actions.withdraw_import import SettleRefusedRows, WithdrawImport
from daicho.domains.tax.documents.facts import (
    EMPLOYERS_SCHEMA,
    IDENTITY_SCHEMA,
    PEOPLE_SCHEMA,
    ImportReport,
    IncomingFile,
    JoinCounts,
    RefusedLine,
    RelativeSlot,
)
from daicho.domains.tax.documents.models import FileKind, FileState, JoinState
from daicho.domains.tax.documents.municipalities import list_municipalities
from daicho.domains.tax.documents.selectors.imports import (
    find_import,
    list_imports,
    list_open_imports,
    list_refused_rows,
)
from daicho.domains.tax.documents.selectors.merging import (
    MergeInput,
    documents_for_merge,
    documents_of,
)
from daicho.domains.tax.documents.selectors.queue import (
    Comparison,
    QueuePage,
    compare_candidates,
    count_queue,
    list_forwards,
    list_queue,
)

__all__ = [
    "EMPLOYERS_SCHEMA",
    "IDENTITY_SCHEMA",
    "PEOPLE_SCHEMA",
    "Comparison",
    "CreateNonResident",
    "DecideJoin",
    "FileKind",
    "FileState",
    "ForwardDocument",
    "ImportReport",
    "ImportTaxFile",
    "IncomingFile",
    "JoinCounts",
    "JoinState",
    "MarkForwarded",
    "MergeInput",
    "QueuePage",
    "RefusedLine",
    "RejectDocument",
    "RejoinDocuments",
    "RelativeSlot",
    "ReopenJoin",
    "SettleRefusedRows",
    "WithdrawImport",
    "compare_candidates",
    "count_queue",
    "documents_for_merge",
    "documents_of",
    "find_import",
    "list_forwards",
    "list_imports",
    "list_municipalities",
    "list_open_imports",
    "list_queue",
    "list_refused_rows",
]
