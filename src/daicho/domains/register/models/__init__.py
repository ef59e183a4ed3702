# SPDX-License-Identifier: Apache-2.0
"""The tables of the register."""

from daicho.domains.register.models.address import AddressTown, Building
from daicho.domains.register.models.bulk import (
    BulkChange,
    BulkKind,
    BulkLine,
    BulkLineState,
    BulkState,
    PutAway,
)
from daicho.domains.register.models.codes import ResidentCodeAlert, ResidentCodeStock
from daicho.domains.register.models.event import Event
from daicho.domains.register.models.immigration import ImmigrationNotice, NoticeState
from daicho.domains.register.models.notes import Memo, Remark
from daicho.domains.register.models.presence import Presence
from daicho.domains.register.models.resident import (
    ResidentKind,
    ResidentVersion,
    Sex,
    Status,
)
from daicho.domains.register.models.search import SearchEntry, Spelling

__all__ = [
    "AddressTown",
    "Building",
    "BulkChange",
    "BulkKind",
    "BulkLine",
    "BulkLineState",
    "BulkState",
    "Event",
    "ImmigrationNotice",
    "Memo",
    "NoticeState",
    "Presence",
    "PutAway",
    "Remark",
    "ResidentCodeAlert",
    "ResidentCodeStock",
    "ResidentKind",
    "ResidentVersion",
    "SearchEntry",
    "Sex",
    "Spelling",
    "Status",
]
