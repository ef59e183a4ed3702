# SPDX-License-Identifier: Apache-2.0
"""What other domains may use of the register.

SQL may join to the function register_residents_on(day date, known timestamptz), one row a resident.
"""

from daicho.domains.register.actions.snapshot import (
    compare_snapshot,
    is_overtaken,
    load_compared_snapshot,
    loses_too_many,
    withdraw_snapshot,
)
from daicho.domains.register.facts import SNAPSHOT_SCHEMA, SnapshotResult
from daicho.domains.register.selectors import (
    find_resident,
    list_history,
    list_household,
    residents_as_of,
)

RESIDENTS_RELATION = "register_residents_on"

__all__ = [
    "RESIDENTS_RELATION",
    "SNAPSHOT_SCHEMA",
    "SnapshotResult",
    "compare_snapshot",
    "find_resident",
    "is_overtaken",
    "list_history",
    "list_household",
    "load_compared_snapshot",
    "loses_too_many",
    "residents_as_of",
    "withdraw_snapshot",
]
