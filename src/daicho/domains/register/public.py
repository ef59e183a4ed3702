# SPDX-License-Identifier: Apache-2.0
"""What other domains may use of the register.

SQL may join to the functions register_residents_on(day date, known timestamptz), one row a
resident, and register_people_on(day, known), which has the removed records (除票) too.
"""

from daicho.domains.register.actions.snapshot import (
    compare_snapshot,
    is_overtaken,
    load_compared_snapshot,
    loses_too_many,
    withdraw_snapshot,
)
from daicho.domains.register.changes import ChangedDay, changes_of_days
from daicho.domains.register.facts import SNAPSHOT_SCHEMA, SnapshotResult
from daicho.domains.register.history import Changed, lock_people
from daicho.domains.register.models import Remark, ResidentVersion
from daicho.domains.register.selectors import (
    find_person,
    find_resident,
    list_history,
    list_household,
    people_as_of,
    residents_as_of,
)

RESIDENTS_RELATION = "register_residents_on"
PEOPLE_RELATION = "register_people_on"

__all__ = [
    "PEOPLE_RELATION",
    "RESIDENTS_RELATION",
    "SNAPSHOT_SCHEMA",
    "Changed",
    "ChangedDay",
    "Remark",
    "ResidentVersion",
    "SnapshotResult",
    "changes_of_days",
    "compare_snapshot",
    "find_person",
    "find_resident",
    "is_overtaken",
    "list_history",
    "list_household",
    "load_compared_snapshot",
    "lock_people",
    "loses_too_many",
    "people_as_of",
    "residents_as_of",
    "withdraw_snapshot",
]
