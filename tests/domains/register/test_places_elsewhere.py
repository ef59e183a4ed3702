# SPDX-License-Identifier: Apache-2.0
"""A protected person's place in another's record: however it is spelt."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
from tests.domains.register.people import HEAD, Family, settle
from tests.staff_room import StaffRoom

from daicho.domains.extraction.actions.extract import Extract
from daicho.domains.extraction.definition import Computed, Definition
from daicho.domains.extraction.output import Form
from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.places_elsewhere import items_elsewhere
from daicho.domains.register.search.index import index_people
from daicho.domains.register.showing import see
from daicho.domains.support.public import guard_issue
from daicho.foundation.access.actor import Context
from daicho.foundation.access.decision import MASKED_ADDRESS
from daicho.foundation.access.protection import protect, unprotect
from daicho.foundation.actions.action import perform

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 10)
PLACE = "東京都港区高輪三丁目９番７号"


@pytest.fixture
def hidden(now: datetime) -> Family:
    """Who is protected, at a place known by no other."""
    family = settle(address=PLACE, building="かくれ荘２０２")
    index_people(addressee_nos=family.numbers)
    protect(addressee_nos=[family.head], first=date(2026, 1, 1), at=now, by="a", measure="1")
    return family


def single(**values: object) -> ResidentVersion:
    """Somebody else, alone at home."""
    family = settle([HEAD], **values)
    index_people(addressee_nos=family.numbers)
    return ResidentVersion.objects.get(addressee_no=family.head)


@pytest.mark.parametrize(
    "spelling",
    [
        PLACE, "港区高輪3-9-7", "東京都港区高輪３丁目９－７　かくれ荘２０２",
        "東京都港区高輪三丁目9番7号 かくれ荘202",
    ],
)  # fmt: skip
def test_a_place_is_found_whatever_its_spelling(hidden: Family, spelling: str) -> None:
    row = single(previous_address=spelling, previous_postcode="1080074")
    assert items_elsewhere([row], on=DAY) == {row.pk: frozenset({"previous_address"})}


def test_other_places_and_former_ones_stay(hidden: Family) -> None:
    row = single(previous_address="東京都港区高輪三丁目９番８号", registered_domicile="港区高輪3")
    assert items_elsewhere([row], on=DAY) == {}


def test_it_is_hidden_with_its_codes_until_the_measure_ends(
    hidden: Family, staff_room: StaffRoom, now: datetime
) -> None:
    row = single(
        previous_address="港区高輪3-9-7", previous_postcode="1080074", registered_domicile=PLACE
    )
    clerk = staff_room.context("register.view", "item.registry", purpose="register")
    chief = staff_room.context(
        "register.view", "item.registry", "protected.view", purpose="register", login="chief"
    )
    (seen,) = see([row], actor=clerk.actor, on=DAY)
    assert (seen.text["previous_address"], seen.text["registered_domicile"]) == (
        MASKED_ADDRESS, MASKED_ADDRESS,
    )  # fmt: skip
    assert seen.text["previous_postcode"] == ""
    assert (seen.is_protected, seen.text["address"]) == (False, row.address)
    (seen,) = see([row], actor=chief.actor, on=DAY)
    assert seen.text["previous_address"] == "港区高輪3-9-7"
    unprotect(addressee_nos=[hidden.head], last=date(2026, 6, 1), at=now, by="a", measure="1")
    (seen,) = see([row], actor=clerk.actor, on=DAY)
    assert seen.text["previous_address"] == "港区高輪3-9-7"


def test_a_mark_of_the_former_system_counts_too(staff_room: StaffRoom) -> None:
    family = settle(address=PLACE, protected=True)
    index_people(addressee_nos=family.numbers)
    row = single(moved_to_planned=PLACE)
    assert items_elsewhere([row], on=DAY) == {row.pk: frozenset({"moved_to_planned"})}


def test_a_certificate_warns_of_it(hidden: Family, staff_room: StaffRoom) -> None:
    row = single(previous_address=PLACE)
    clerk = staff_room.context("certificate.issue", purpose="certificate")
    found = guard_issue(addressee_nos=[row.addressee_no], household_nos=[], context=clerk)
    assert [(one.code, one.severity.value) for one in found] == [
        ("support.place_elsewhere", "warning")
    ]
    assert "転入前住所" in found[0].message_ja
    assert "高輪" not in found[0].message_ja


def extracted(context: Context, *columns: str, **options: object) -> list[list[str]]:
    definition = Definition(source="residents", columns=columns, day=DAY, **options)  # type: ignore[arg-type]
    done = perform(Extract(definition=definition, form=Form.CSV, title="試し"), context=context)
    assert done.value is not None, done.findings
    return list(csv.reader(io.StringIO(done.value.decode("utf-8-sig"))))[1:]


def test_an_extraction_tells_it_neither_plain_nor_computed_nor_counted(
    hidden: Family, staff_room: StaffRoom
) -> None:
    row = single(name="隣人　一", previous_address=PLACE, previous_postcode="1080074")
    clerk = staff_room.context("register.extract", purpose="statistics")
    chief = staff_room.context(
        "register.extract", "protected.view", purpose="statistics", login="chief"
    )
    plain = extracted(clerk, "addressee_no", "previous_address", "previous_postcode")
    assert [str(row.addressee_no), MASKED_ADDRESS, MASKED_ADDRESS] in plain
    computed = (Computed("前", "[転入前住所] & [転入前住所の郵便番号]"),)
    for columns, options in (
        (("addressee_no", "calc1"), {"computed": computed}),
        (("previous_address",), {"is_counted": True}),
        (("calc1",), {"computed": computed, "is_counted": True}),
    ):
        told = str(extracted(clerk, *columns, **options))
        assert "高輪" not in told
        assert "1080074" not in told
        assert "高輪" in str(extracted(chief, *columns, **options))
