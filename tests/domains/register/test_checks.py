# SPDX-License-Identifier: Apache-2.0
"""Each statement about the live register holds after events, and tells when it is broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from tests.domains.register.people import HEAD, WIFE, Counter, Family, settle
from tests.staff_room import StaffRoom

from daicho.domains.addressee.checks import addressees_follow_the_register
from daicho.domains.register import checks
from daicho.kernel.findings import Finding

pytestmark = pytest.mark.django_db

ALL: tuple[Callable[[], list[Finding]], ...] = (
    checks.one_householder, checks.householder_is_named, checks.history_is_dense,
    checks.events_exist, checks.required_items_are_there, checks.status_and_day_agree,
    addressees_follow_the_register,
)  # fmt: skip


def all_findings() -> list[str]:
    return [f"{one.code} {one.subject}" for check in ALL for one in check()]


def test_everything_holds_after_moves_of_all_kinds(staff_room: StaffRoom) -> None:
    counter = Counter.open(staff_room)
    family, other = settle(), settle([HEAD, WIFE])
    son, daughter = family.numbers[2:]
    day = {"happened_on": "R8.6.8", "notified_on": "R8.6.10"}
    counter.carry(
        "register.move_within",
        day | {
            "address": "東京都港区高輪二丁目１番１号",
            "members": [{"addressee_no": son, "relationship": "世帯主"}],
        },
    )  # fmt: skip
    counter.carry(
        "register.household_change",
        day | {
            "change": "世帯変更", "household_no": other.household_no,
            "members": [{"addressee_no": daughter, "relationship": "子"}],
        },
    )  # fmt: skip
    counter.carry("register.move_out", day | {"members": [other.head], "moved_to": "大阪府大阪市"})
    counter.carry(
        "register.householder_change",
        day | {
            "household_no": other.household_no,
            "members": [
                {"addressee_no": other.numbers[1], "relationship": "世帯主"},
                {"addressee_no": daughter, "relationship": "子"},
            ],
        },
    )  # fmt: skip
    assert all_findings() == []


BREAKS = [
    ("relationship = '世帯主'", 1, ["register.two_householders 世帯番号 {household}"]),
    ("householder_name = '別　人'", 1, ["register.householder_name 宛名番号 {person}"]),
    ("history_no = 5", 1, ["register.history_gap 宛名番号 {person}"]),
    ("event_id = 999999", 1, ["register.event_missing 宛名番号 {person}"]),
    ("registry_head = ''", 1, ["register.item_missing 宛名番号 {person}"]),
    ("status = 'dead'", 1, ["register.ceased_on 宛名番号 {person}"]),
    ("address = '東京都港区'", 1, ["addressee.behind 宛名番号 {person}"]),
]


@pytest.mark.parametrize(("change", "member", "expected"), BREAKS)
def test_what_is_broken_is_told(change: str, member: int, expected: list[str]) -> None:
    family: Family = settle()
    person = family.numbers[member]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE register_residentversion SET {change} WHERE addressee_no = %s", [person]
        )
    told = [one.format(household=family.household_no, person=person) for one in expected]
    code = told[0].split()[0]
    assert [one for one in all_findings() if one.startswith(code)] == told
