# SPDX-License-Identifier: Apache-2.0
"""What others may use of the tax documents."""

from daicho.domains.tax.documents.actions.import_file import ImportTaxFile
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

__all__ = [
    "EMPLOYERS_SCHEMA",
    "IDENTITY_SCHEMA",
    "PEOPLE_SCHEMA",
    "FileKind",
    "FileState",
    "ImportReport",
    "ImportTaxFile",
    "IncomingFile",
    "JoinCounts",
    "JoinState",
    "RefusedLine",
    "RelativeSlot",
    "SettleRefusedRows",
    "WithdrawImport",
]
