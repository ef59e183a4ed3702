# SPDX-License-Identifier: Apache-2.0
"""The tables of the register."""

from daicho.domains.register.models.event import Event
from daicho.domains.register.models.notes import Memo, Remark
from daicho.domains.register.models.resident import (
    ResidentKind,
    ResidentVersion,
    Sex,
    Status,
)
from daicho.domains.register.models.search import SearchEntry, Spelling

__all__ = [
    "Event",
    "Memo",
    "Remark",
    "ResidentKind",
    "ResidentVersion",
    "SearchEntry",
    "Sex",
    "Spelling",
    "Status",
]
