# SPDX-License-Identifier: Apache-2.0
"""People for tests, with exactly the rights a test names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from daicho.foundation.access import granting
from daicho.foundation.access.actor import Context, load_actor
from daicho.foundation.access.catalogue import catalogue, function_of
from daicho.foundation.identity.models import Staff


def purpose_for(function: str) -> str:
    """A purpose of use that opens this function, of 番号利用事務 where there is a choice."""
    open_to = function_of(function).purposes or ("assessment",)
    return max(open_to, key=lambda code: catalogue().purposes[code].is_number_use)


@dataclass(frozen=True, kw_only=True)
class StaffRoom:
    """Makes people with exactly the functions a test names."""

    at: datetime

    def hire(self, login: str, *functions: str, password: str = "") -> Staff:
        """A person employed since April with these functions until the end of the year."""
        staff = Staff(
            login=login, name=f"職員 {login}", kana="ショクイン", section="税務課",
            active_from=date(2026, 4, 1),
        )  # fmt: skip
        if password:
            staff.set_password(password)
        staff.save()
        granting.grant(
            staff=staff, functions=functions, first=date(2026, 4, 1), last=date(2027, 3, 31),
            by="setup", at=self.at,
        )  # fmt: skip
        return staff

    def context(self, *functions: str, purpose: str = "assessment", login: str = "z1") -> Context:
        """The circumstances of an act by a new person with these functions."""
        actor = load_actor(staff=self.hire(login, *functions), at=self.at)
        return Context(actor=actor, purpose=purpose, terminal="10.0.0.7", at=self.at)
