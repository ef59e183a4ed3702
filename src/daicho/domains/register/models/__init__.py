# SPDX-License-Identifier: Apache-2.0
"""The tables of the register."""

from daicho.domains.register.models.event import Basis, Event
from daicho.domains.register.models.notes import Memo, Remark
from daicho.domains.register.models.resident import (
    ResidentKind,
    ResidentVersion,
    Sex,
    Status,
)

__all__ = [
    "Basis",
    "Event",
    "Memo",
    "Remark",
    "ResidentKind",
    "ResidentVersion",
    "Sex",
    "Status",
]
