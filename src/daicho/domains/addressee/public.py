# SPDX-License-Identifier: Apache-2.0
"""What other domains may use of the addressees.

SQL may join to PEOPLE_RELATION, one row an addressee, with the columns of facts.PERSON_SCHEMA, and
to EMPLOYERS_RELATION, one row a 指定番号, with those of facts.EMPLOYER_SCHEMA.
"""

from daicho.domains.addressee.actions.follow import follow_register, rebuild_from_register
from daicho.domains.addressee.actions.load import (
    load_employers,
    load_people,
    withdraw_employers,
    withdraw_people,
)
from daicho.domains.addressee.actions.non_resident import NewNonResident, create_non_resident
from daicho.domains.addressee.facts import (
    EMPLOYER_SCHEMA,
    PERSON_SCHEMA,
    AddresseeLine,
    NumberConflict,
    SearchCriteria,
    SearchPage,
)
from daicho.domains.addressee.models import Kind
from daicho.domains.addressee.selectors import (
    find_addressee,
    find_by_number_hash,
    find_employer,
    list_addressees,
    map_employers,
    search_addressees,
)

PEOPLE_RELATION = "addressee_addressee"
EMPLOYERS_RELATION = "addressee_employer"

__all__ = [
    "EMPLOYERS_RELATION",
    "EMPLOYER_SCHEMA",
    "PEOPLE_RELATION",
    "PERSON_SCHEMA",
    "AddresseeLine",
    "Kind",
    "NewNonResident",
    "NumberConflict",
    "SearchCriteria",
    "SearchPage",
    "create_non_resident",
    "find_addressee",
    "find_by_number_hash",
    "find_employer",
    "follow_register",
    "list_addressees",
    "load_employers",
    "load_people",
    "map_employers",
    "rebuild_from_register",
    "search_addressees",
    "withdraw_employers",
    "withdraw_people",
]
