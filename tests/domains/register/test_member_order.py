# SPDX-License-Identifier: Apache-2.0
"""The order of a household's members, set freely and kept (5.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domains.certificates.desk import CertificateDesk
from tests.domains.register.people import Counter, Family, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.selectors import household_of, list_history

pytestmark = pytest.mark.django_db
KIND = "register.member_order"


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def slip(family: Family, *places: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.10", "household_no": family.household_no,
        "members": [
            {"addressee_no": number, "place": place}
            for number, place in zip(family.numbers, places, strict=False)
        ],
    } | more  # fmt: skip


def test_the_order_typed_is_kept_and_printed(counter: Counter, staff_room: StaffRoom) -> None:
    family = settle()
    event = counter.carry(KIND, slip(family, 1, 2, 9, 3))
    assert (event.label, event.is_special) == ("職権修正", True)
    assert event.addressee_nos == [family.numbers[3], family.numbers[2]]
    members = household_of(
        household_no=family.household_no, valid_on=date(2026, 6, 10), known_at=counter.at
    )
    assert [one.addressee_no for one in members] == [family.numbers[n] for n in (0, 1, 3, 2)]
    assert [one.member_order for one in members] == [1, 2, 3, 4]
    assert [one.member_order for one in list_history(addressee_no=family.numbers[3])] == [4, 4, 3]
    paper = CertificateDesk.open(staff_room)
    text = paper.paper("household_copy", *family.numbers, shown=("history",))
    assert text.index("試作　桜") < text.index("試作　一郎")
    assert "職権修正" not in text


def test_an_order_that_is_none_is_refused(counter: Counter) -> None:
    family = settle()
    assert counter.refusals(KIND, slip(family, 1, 2, 3, 4)) == ["register.nothing_changes"]
    assert counter.refusals(KIND, slip(family, 1, 2, 3)) == ["register.other_members"]
    assert counter.refusals(KIND, slip(family, 1, 2, 2, 3)) == ["register.place_twice"]
    assert counter.refusals(KIND, slip(family, 2, 1, 3, 4)) == ["register.head_first"]
    assert counter.refusals(KIND, slip(family, 1, 2, 4, 3, happened_on="R8.6.11")) == [
        "register.E-004"
    ]
    assert counter.refusals(KIND, slip(family, 1, 2, 4, 3, household_no=7)) == ["register.E-026"]
    assert ResidentVersion.objects.count() == 4
