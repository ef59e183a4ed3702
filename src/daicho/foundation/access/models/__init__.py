# SPDX-License-Identifier: Apache-2.0
"""Organisation and posts, rights and requests for them, emergency access, protection."""

from __future__ import annotations

from daicho.foundation.access.models.emergency import EmergencyAccess, Verdict
from daicho.foundation.access.models.organisation import (
    Level,
    PersonnelImport,
    PersonnelOrder,
    Post,
    PostKind,
    Unit,
)
from daicho.foundation.access.models.protection import ProtectedPerson, ProtectionChange
from daicho.foundation.access.models.rights import (
    LONGEST_GRANT,
    Grant,
    RequestState,
    RightsConfirmation,
    RightsRequest,
)

__all__ = [
    "LONGEST_GRANT",
    "EmergencyAccess",
    "Grant",
    "Level",
    "PersonnelImport",
    "PersonnelOrder",
    "Post",
    "PostKind",
    "ProtectedPerson",
    "ProtectionChange",
    "RequestState",
    "RightsConfirmation",
    "RightsRequest",
    "Unit",
    "Verdict",
]
