# SPDX-License-Identifier: Apache-2.0
"""What other domains may use of the register.

SQL may join to the functions register_residents_on(day date, known timestamptz), one row a
resident, and register_people_on(day, known), which has the removed records (除票) too.
"""

from daicho.domains.register.acceptance import (
    AcceptanceNotice,
    HouseholderNotice,
    acceptance_notice,
    householder_notice,
)
from daicho.domains.register.actions.places import LoadTowns
from daicho.domains.register.actions.slips import DraftEvent, EnterEvent
from daicho.domains.register.actions.snapshot import (
    compare_snapshot,
    is_overtaken,
    load_compared_snapshot,
    loses_too_many,
    withdraw_snapshot,
)
from daicho.domains.register.changes import ChangedDay, changes_of_days
from daicho.domains.register.day import run_day
from daicho.domains.register.events.kinds import EVENT_KINDS
from daicho.domains.register.events.preview import Preview, preview
from daicho.domains.register.facts import SNAPSHOT_SCHEMA, SnapshotResult
from daicho.domains.register.history import Changed, lock_people
from daicho.domains.register.models import Remark, ResidentVersion
from daicho.domains.register.outstanding import (
    HeadlessHousehold,
    awaiting_notice,
    headless_households,
)
from daicho.domains.register.search.criteria import Criteria, Found
from daicho.domains.register.search.query import search
from daicho.domains.register.selectors import (
    find_person,
    find_resident,
    household_of,
    list_history,
    list_household,
    people_as_of,
    residents_as_of,
)
from daicho.domains.register.showing import Seen, see
from daicho.domains.register.towns import suggest_buildings, suggest_towns
from daicho.domains.register.warnings import Warn, restrained_among, warnings_about

RESIDENTS_RELATION = "register_residents_on"
PEOPLE_RELATION = "register_people_on"

__all__ = [
    "EVENT_KINDS",
    "PEOPLE_RELATION",
    "RESIDENTS_RELATION",
    "SNAPSHOT_SCHEMA",
    "AcceptanceNotice",
    "Changed",
    "ChangedDay",
    "Criteria",
    "DraftEvent",
    "EnterEvent",
    "Found",
    "HeadlessHousehold",
    "HouseholderNotice",
    "LoadTowns",
    "Preview",
    "Remark",
    "ResidentVersion",
    "Seen",
    "SnapshotResult",
    "Warn",
    "acceptance_notice",
    "awaiting_notice",
    "changes_of_days",
    "compare_snapshot",
    "find_person",
    "find_resident",
    "headless_households",
    "household_of",
    "householder_notice",
    "is_overtaken",
    "list_history",
    "list_household",
    "load_compared_snapshot",
    "lock_people",
    "loses_too_many",
    "people_as_of",
    "preview",
    "residents_as_of",
    "restrained_among",
    "run_day",
    "search",
    "see",
    "suggest_buildings",
    "suggest_towns",
    "warnings_about",
    "withdraw_snapshot",
]
