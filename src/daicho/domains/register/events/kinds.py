# SPDX-License-Identifier: Apache-2.0
"""Every kind of slip of the register. To add one, add it to its module's KINDS."""

from __future__ import annotations

from daicho.domains.register.events import (
    household_change,
    householder_change,
    member_order,
    move_in,
    move_in_notice,
    move_out,
    move_within,
)
from daicho.domains.register.events.authority_kinds import AUTHORITY_MODULES
from daicho.foundation.entries.kinds import EntryKind

_MODULES = (
    move_in, move_within, move_out, move_in_notice, household_change, householder_change,
    member_order, *AUTHORITY_MODULES,
)  # fmt: skip
EVENT_KINDS: dict[str, EntryKind] = {
    kind.code: kind for module in _MODULES for kind in module.KINDS
}
