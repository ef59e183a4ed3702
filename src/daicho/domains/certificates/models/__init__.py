# SPDX-License-Identifier: Apache-2.0
"""The tables of the certificates."""

from daicho.domains.certificates.models.authority import (
    Certifier,
    CertifierRole,
    KindSetting,
    OfficialSeal,
    OutputChoice,
    PrinterSetting,
    SealChoice,
    SealColour,
    SealKind,
    SealState,
    Signer,
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
from daicho.domains.certificates.models.request import (
    Request,
    RequestCorrection,
    RequestState,
    SupportReview,
)

__all__ = [
    "CashDay",
    "CashEntry",
    "CashKind",
    "CertificateIssue",
    "Certifier",
    "CertifierRole",
    "IssueState",
    "IssuedDocument",
    "KindSetting",
    "MissingReason",
    "MissingText",
    "OfficialSeal",
    "OutputChoice",
    "PaperCount",
    "PaperLot",
    "PaperSheet",
    "PrinterSetting",
    "Request",
    "RequestCorrection",
    "RequestState",
    "SealChoice",
    "SealColour",
    "SealKind",
    "SealState",
    "Signer",
    "SupportReview",
    "Terminal",
]
