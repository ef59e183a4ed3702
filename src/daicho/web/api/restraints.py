# SPDX-License-Identifier: Apache-2.0
"""What other systems must not answer for: restraints and measures that changed (3.1, 3.2).

A system keeps the position of the last change it read and asks for what came after it. Nothing
here tells a place, a name or a reason.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from annotated_types import Ge, Le
from ninja import Query, Router, Schema
from pydantic import BeforeValidator

from daicho.domains.support.public import changes_after
from daicho.web.api.operations import ApiRequest, operation

router = Router(tags=["restraints"])
FUNCTION = "register.restrain"
MOST = 1_000
_DIGITS = re.compile(r"[0-9]{1,15}")


def _position(text: object) -> int:
    if not _DIGITS.fullmatch(str(text)):
        raise ValueError("最後に読んだ位置(0から)を指定してください。")
    return int(str(text))


Position = Annotated[int, Ge(0), Le(10**15 - 1), BeforeValidator(_position)]


class ChangesAsked(Schema):
    """After which change; 0 for all of them."""

    after: Position = 0


class RestraintChangeOut(Schema):
    """From `first` to `last` nothing may be issued; no first day: it may again."""

    position: int
    addressee_no: int
    first: dt.date | None
    last: dt.date | None
    is_measure: bool
    made_at: dt.datetime


class RestraintChangesOut(Schema):
    """Changes in order. `position` is where to go on; `is_last`: nothing came after them."""

    changes: list[RestraintChangeOut]
    position: int
    is_last: bool


@operation(
    router, "GET", "/restraint-changes", function=FUNCTION, title="API 抑止の連携",
    answers=RestraintChangesOut,
)  # fmt: skip
def restraint_changes(request: ApiRequest, asked: Query[ChangesAsked]) -> RestraintChangesOut:
    """What changed of restraints and measures since a position, up to 1,000 changes."""
    found = changes_after(position=asked.after, most=MOST + 1)
    told = found[:MOST]
    request.desk.saw(*sorted({one.addressee_no for one in told}))
    request.desk.note(位置=asked.after, 件数=len(told))
    return RestraintChangesOut(
        changes=[
            RestraintChangeOut(
                position=one.pk, addressee_no=one.addressee_no, first=one.first, last=one.last,
                is_measure=one.is_measure, made_at=one.made_at,
            )
            for one in told
        ],
        position=told[-1].pk if told else asked.after, is_last=len(found) <= MOST,
    )  # fmt: skip
