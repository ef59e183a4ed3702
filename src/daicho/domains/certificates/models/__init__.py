# SPDX-License-Identifier: Apache-2.0
"""The tables of the certificates."""

from daicho.domains.certificates.models.authority import (
    Certifier,
    CertifierRole,
    OfficialSeal,
    SealKind,
    SealState,
    Terminal,
)
from daicho.domains.certificates.models.cash import CashDay, CashEntry, CashKind
from daicho.domains.certificates.models.issue import (
    CertificateIssue,
    IssuedDocument,
    IssueState,
    MissingReason,
    MissingText,
)
from daicho.domains.certificates.models.paper import PaperCount, PaperLot, PaperSheet
from daicho.domains.certificates.models.request import Request, RequestState, SupportReview

__all__ = [
    "CashDay",
    "CashEntry",
    "CashKind",
    "CertificateIssue",
    "Certifier",
    "CertifierRole",
    "IssueState",
    "IssuedDocument",
    "MissingReason",
    "MissingText",
    "OfficialSeal",
    "PaperCount",
    "PaperLot",
    "PaperSheet",
    "Request",
    "RequestState",
    "SealKind",
    "SealState",
    "SupportReview",
    "Terminal",
]
