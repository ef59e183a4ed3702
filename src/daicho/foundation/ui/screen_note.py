# SPDX-License-Identifier: Apache-2.0
"""What a page shows, signed, so that a copy of it (画面の写し) can be logged as what it is."""

from __future__ import annotations

from typing import Any

from django.core import signing

from daicho.foundation.access.pages import Desk

SALT = "screen-copy"
GOOD_FOR = 12 * 60 * 60  # seconds


def write_note(desk: Desk) -> str:
    """The note of a page, for the person who has it open."""
    return signing.dumps(
        {
            "staff": desk.context.actor.staff_id, "function": desk.declaration.function,
            "screen": desk.declaration.title, "people": desk.subjects,
            "number": desk.individual_number_shown,
        },
        salt=SALT, compress=True,
    )  # fmt: skip


def read_note(note: str, *, staff: int) -> dict[str, Any]:
    """What a note says; signing.BadSignature where it is not this person's or too old."""
    told: dict[str, Any] = signing.loads(note, salt=SALT, max_age=GOOD_FOR)
    if told["staff"] != staff:
        raise signing.BadSignature("somebody else's page")
    return told
