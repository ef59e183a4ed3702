# SPDX-License-Identifier: Apache-2.0
"""Tables of the tax documents: files taken in, documents, joining, the merged basis."""

from daicho.domains.tax.documents.models.basis import Basis
from daicho.domains.tax.documents.models.document import Document, DocumentKind, JoinState
from daicho.domains.tax.documents.models.imports import (
    FileKind,
    FileState,
    ImportFile,
    RefusedRow,
    RefusedState,
)
from daicho.domains.tax.documents.models.joining import (
    ForwardEntry,
    ForwardState,
    JoinCandidate,
    JoinDecision,
)

__all__ = [
    "Basis",
    "Document",
    "DocumentKind",
    "FileKind",
    "FileState",
    "ForwardEntry",
    "ForwardState",
    "ImportFile",
    "JoinCandidate",
    "JoinDecision",
    "JoinState",
    "RefusedRow",
    "RefusedState",
]
