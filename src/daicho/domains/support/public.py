# SPDX-License-Identifier: Apache-2.0
"""What other domains may use of measures and restraints.

`restraints_on(addressee_nos, household_nos, process, at)` gives the findings for a process;
`changes_after(position)` is what a link to other systems reads (コンビニ交付, 住基ネットCS).
"""

from __future__ import annotations

from daicho.domains.support.actions.linkage import ExportBlockChanges
from daicho.domains.support.asking import (
    guard_event,
    guard_issue,
    restrained_among,
    restraints_on,
    warn_of,
)
from daicho.domains.support.following import follow_register
from daicho.domains.support.models import BlockChange
from daicho.domains.support.notices import EndNotice, list_end_notices, list_ending
from daicho.domains.support.selectors import running_measures
from daicho.rules.resident_register.restraint import Process

__all__ = [
    "EndNotice",
    "ExportBlockChanges",
    "Process",
    "changes_after",
    "follow_register",
    "guard_event",
    "guard_issue",
    "list_end_notices",
    "list_ending",
    "restrained_among",
    "restraints_on",
    "running_measures",
    "warn_of",
]


def changes_after(*, position: int, most: int = 1_000) -> list[BlockChange]:
    """What changed since the row `position` was read, in order; the last one's id is the next."""
    return list(BlockChange.objects.filter(pk__gt=position).order_by("pk")[:most])
