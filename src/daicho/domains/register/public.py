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
from daicho.domains.register.actions.bulk_change import (
    AcceptBulkChange,
    StartBulkChange,
    TryBulkChange,
    WithdrawBulkChange,
    carry_out_bulk,
)
from daicho.domains.register.actions.immigration_notices import (
    ImportImmigrationNotices,
    confirmation_of,
    list_not_taken,
)
from daicho.domains.register.actions.places import LoadTowns
from daicho.domains.register.actions.put_away import PutAwayRemovedRecords, is_put_away
from daicho.domains.register.actions.rebuild import RebuildDerived
from daicho.domains.register.actions.slips import DraftEvent, EnterEvent
from daicho.domains.register.actions.snapshot import (
    compare_snapshot,
    is_live,
    is_overtaken,
    load_compared_snapshot,
    loses_too_many,
    withdraw_snapshot,
)
from daicho.domains.register.changes import ChangedDay, changes_of_days
from daicho.domains.register.codes.actions import (
    ImportResidentCodes,
    NumberTheUnnumbered,
    SetResidentCodeAlert,
)
from daicho.domains.register.codes.notices import CodeNotice, list_code_notices
from daicho.domains.register.day import run_day
from daicho.domains.register.events.authority_guardianship import WardNotice, list_ward_notices
from daicho.domains.register.events.authority_papers import AuthorityPaper, authority_paper
from daicho.domains.register.events.bulk_list import ShownLine, list_bulk_lines
from daicho.domains.register.events.foreigner_lists import list_stays_ending, list_transitional
from daicho.domains.register.events.kinds import EVENT_KINDS
from daicho.domains.register.events.move_in_take_up import Former, offer_former, take_up, taken_up
from daicho.domains.register.events.names_alias import AliasTime, list_aliases, names_to_carry_over
from daicho.domains.register.events.preview import Preview, preview
from daicho.domains.register.events.renewal import list_replaced
from daicho.domains.register.facts import SNAPSHOT_SCHEMA, SnapshotResult
from daicho.domains.register.history import Changed, lock_people
from daicho.domains.register.models import Remark, ResidentVersion
from daicho.domains.register.outstanding import (
    HeadlessHousehold,
    awaiting_notice,
    headless_households,
)
from daicho.domains.register.places_elsewhere import (
    ELSEWHERE,
    items_elsewhere,
    texts_of_protected,
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
from daicho.domains.register.showing import PLACES, RESTRICTED, Seen, label_of, see
from daicho.domains.register.towns import suggest_buildings, suggest_towns
from daicho.domains.register.warnings import Warn, restrained_among, warnings_about

RESIDENTS_RELATION = "register_residents_on"
PEOPLE_RELATION = "register_people_on"

__all__ = [
    "ELSEWHERE",
    "EVENT_KINDS",
    "PEOPLE_RELATION",
    "PLACES",
    "RESIDENTS_RELATION",
    "RESTRICTED",
    "SNAPSHOT_SCHEMA",
    "AcceptBulkChange",
    "AcceptanceNotice",
    "AliasTime",
    "AuthorityPaper",
    "Changed",
    "ChangedDay",
    "CodeNotice",
    "Criteria",
    "DraftEvent",
    "EnterEvent",
    "Former",
    "Found",
    "HeadlessHousehold",
    "HouseholderNotice",
    "ImportImmigrationNotices",
    "ImportResidentCodes",
    "LoadTowns",
    "NumberTheUnnumbered",
    "Preview",
    "PutAwayRemovedRecords",
    "RebuildDerived",
    "Remark",
    "ResidentVersion",
    "Seen",
    "SetResidentCodeAlert",
    "ShownLine",
    "SnapshotResult",
    "StartBulkChange",
    "TryBulkChange",
    "WardNotice",
    "Warn",
    "WithdrawBulkChange",
    "acceptance_notice",
    "authority_paper",
    "awaiting_notice",
    "carry_out_bulk",
    "changes_of_days",
    "compare_snapshot",
    "confirmation_of",
    "find_person",
    "find_resident",
    "headless_households",
    "household_of",
    "householder_notice",
    "is_live",
    "is_overtaken",
    "is_put_away",
    "items_elsewhere",
    "label_of",
    "list_aliases",
    "list_bulk_lines",
    "list_code_notices",
    "list_history",
    "list_household",
    "list_not_taken",
    "list_replaced",
    "list_stays_ending",
    "list_transitional",
    "list_ward_notices",
    "load_compared_snapshot",
    "lock_people",
    "loses_too_many",
    "names_to_carry_over",
    "offer_former",
    "people_as_of",
    "preview",
    "residents_as_of",
    "restrained_among",
    "run_day",
    "search",
    "see",
    "suggest_buildings",
    "suggest_towns",
    "take_up",
    "taken_up",
    "texts_of_protected",
    "warnings_about",
    "withdraw_snapshot",
]
