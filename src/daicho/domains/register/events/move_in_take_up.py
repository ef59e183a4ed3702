# SPDX-License-Identifier: Apache-2.0
"""Taking up the removed record of who moves in again (再転入者, 標準仕様書 4.1.1.2, 1.1.7).

While a slip is typed the records that may be a mover's are offered; the chosen one is filled in
beneath what was typed, to be corrected. A former surname or alias goes with it at the first move
in from abroad to the municipality that was left for abroad, and after a move within the country
by what its certificate says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from daicho.domains.register.events.base import Now
from daicho.domains.register.events.move_in_certificate import continued, from_record
from daicho.domains.register.events.move_in_form import Origin
from daicho.domains.register.events.move_in_returning import Asked, find_former
from daicho.domains.register.events.names_alias import CARRIED, names_to_carry_over
from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.showing import item_text, see
from daicho.foundation.access.actor import Context
from daicho.foundation.access.decision import MASKED_ADDRESS
from daicho.kernel.uncertain_date import parse_uncertain
from daicho.rules.resident_register.relationship import Sex


@dataclass(frozen=True, slots=True)
class Former:
    """A removed record that may be that of the mover at a place (1, 2, …) of the slip."""

    place: int
    row: ResidentVersion

    @property
    def key(self) -> str:
        """What a button of the page sends."""
        return f"{self.place}:{self.row.addressee_no}"

    @property
    def birth(self) -> str:
        """The date of birth in words."""
        return item_text(self.row, "birth_date")


def offer_former(data: Mapping[str, Any], context: Context) -> list[Former]:
    """The removed records alike the movers of a slip as typed so far."""
    asked = [_asked(member) for member in _members(data)]
    found = find_former(Now(context=context), asked)
    return [Former(place, row) for place, row in found]


def take_up(data: Mapping[str, Any], key: str, context: Context) -> dict[str, Any]:
    """The slip with the chosen record in its mover's part; unchanged for any other key."""
    chosen = next((one for one in offer_former(data, context) if one.key == key), None)
    if chosen is None:
        return dict(data)
    members = [dict(one) for one in _members(data)]
    members[chosen.place - 1] = taken_up(data, members[chosen.place - 1], chosen.row, context)
    return {**data, "members": members}


def taken_up(
    data: Mapping[str, Any], mover: Mapping[str, Any], row: ResidentVersion, context: Context
) -> dict[str, Any]:
    """A mover's part with the record beneath it, without what the actor may not see.

    Of 特例転入 the certificate goes before the record but for the name; so does what was typed.
    """
    typed = {name: value for name, value in mover.items() if value not in ("", None)}
    if data.get("by_certificate"):
        filled = continued(typed, row)
    else:
        filled = from_record(row) | typed | {"addressee_no": row.addressee_no}
    hidden = _hidden(row, context)
    if data.get("origin") == Origin.ABROAD.value:
        hidden |= set(CARRIED) - names_to_carry_over(addressee_no=row.addressee_no).keys()
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in filled.items()
        if name in typed or name not in hidden
    }


def _hidden(row: ResidentVersion, context: Context) -> set[str]:
    """The items that this actor may not see of the record: of a protected person every place."""
    (seen,) = see([row], actor=context.actor, on=Now(context=context).today)
    return {
        name
        for name in from_record(row)
        if name in seen.text and getattr(row, name) and _is_masked(seen.text[name])
    }


def _is_masked(text: str) -> bool:
    return text in ("", MASKED_ADDRESS) or text.startswith("(表示権限")


def _asked(member: Mapping[str, Any]) -> Asked:
    """What is typed of a mover so far; what cannot be read is not asked for."""
    birth, _ = parse_uncertain(str(member.get("birth", "")))
    sex = str(member.get("sex", ""))
    own = str(member.get("addressee_no", ""))
    return Asked(
        name=str(member.get("name", "")), birth=birth,
        sex=Sex(int(sex)) if sex in {str(one.value) for one in Sex} else None,
        resident_code=str(member.get("resident_code", "")),
        residence_card_no=str(member.get("residence_card_no", "")),
        individual_number=str(member.get("individual_number", "")),
        addressee_no=int(own) if own.isascii() and own.isdigit() else None,
    )  # fmt: skip


def _members(data: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    members = data.get("members", ())
    return [one for one in members if isinstance(one, Mapping)]
