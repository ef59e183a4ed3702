# SPDX-License-Identifier: Apache-2.0
"""The tables of the register."""

from daicho.domains.register.models.address import (
    AddressLot,
    AddressTown,
    Building,
    Country,
    LotKind,
    ResidentLot,
)
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
from daicho.domains.register.models.search import (
    OwnVariant,
    RecentSearch,
    SearchEntry,
    Spelling,
)

__all__ = [
    "AddressLot",
    "AddressTown",
    "Building",
    "BulkChange",
    "BulkKind",
    "BulkLine",
    "BulkLineState",
    "BulkState",
    "Country",
    "Event",
    "ImmigrationNotice",
    "LotKind",
    "Memo",
    "NoticeState",
    "OwnVariant",
    "Presence",
    "PutAway",
    "RecentSearch",
    "Remark",
    "ResidentCodeAlert",
    "ResidentCodeStock",
    "ResidentKind",
    "ResidentLot",
    "ResidentVersion",
    "SearchEntry",
    "Sex",
    "Spelling",
    "Status",
]
