# SPDX-License-Identifier: Apache-2.0
"""Single sentences of the standard that no other test shows; the conformance page names them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.domains.certificates.desk import CertificateDesk
from tests.domains.register.people import HEAD, Counter, Family, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.actions.notes import WriteMemo, WriteRemark
from daicho.domains.register.events.kinds import EVENT_KINDS
from daicho.domains.register.models import Building, Event
from daicho.domains.register.public import list_history
from daicho.domains.register.search.index import index_people
from daicho.foundation.actions.action import perform
from daicho.foundation.entries.models import Entry, State
from daicho.kernel.address import fold_address
from daicho.rules.resident_register.requests import Shown

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]
READ = ("desk.home", "register.view")
DEATH = {"happened_on": "R8.6.1", "notified_on": "R8.6.2"}
OSAKA = "大阪府大阪市北区梅田１丁目１番"


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


@pytest.fixture
def certificates(staff_room: StaffRoom) -> CertificateDesk:
    return CertificateDesk.open(staff_room)


@pytest.fixture
def family() -> Family:
    found = settle()
    index_people(addressee_nos=list(found.numbers))
    return found


@pytest.fixture
def enter(staff_room: StaffRoom, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Enter:
    """A browser of a person with these functions, an hour after the counter opened."""
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: now + timedelta(hours=1))

    def open_browser(login: str, *functions: str) -> Client:
        client = Client()
        client.force_login(
            staff_room.hire(login, *functions),
            backend="daicho.foundation.identity.sessions.StaffSessions",
        )
        session = client.session
        session["purpose"] = "register"
        session.save()
        return client

    return open_browser


def test_1_1_4_a_special_event_is_left_out_of_the_history_on_a_copy(
    counter: Counter, certificates: CertificateDesk
) -> None:
    family = settle()
    for person, cause in ((family.numbers[2], "婚姻"), (family.numbers[3], "特別養子縁組")):
        counter.carry(
            "register.family_notice",
            {
                "happened_on": "R8.6.1", "notified_on": "R8.6.8", "cause": cause,
                "people": [{"addressee_no": person, "registry_head": "試作　花子"}],
            },
        )  # fmt: skip
    told = [
        certificates.paper("resident_copy", person, shown=("history",))
        for person in family.numbers[2:]
    ]
    assert ["職権修正" in text for text in told] == [True, False]
    assert ["国内転入" in text for text in told] == [True, True]


def test_1_1_14_and_15_remarks_stand_on_a_copy_and_memos_never(
    counter: Counter, certificates: CertificateDesk
) -> None:
    family = settle()
    for action in (
        WriteRemark(addressee_no=family.head, text="事実上の世帯主　見本健"),
        WriteMemo(addressee_no=family.head, text="電話は夕方"),
    ):
        assert perform(action, context=counter.clerk).value
    everything = [one.value for one in Shown if one is not Shown.INDIVIDUAL_NUMBER]
    text = certificates.paper("resident_copy", family.head, shown=everything)
    assert "事実上の世帯主　見本健" in text
    assert "電話は夕方" not in text
    assert "見本健" not in certificates.paper("resident_copy", family.head)


def test_1_1_17_every_address_has_its_postcode(counter: Counter) -> None:
    family = settle([HEAD], previous_postcode="1000005")
    moved = {"happened_on": "R8.6.1", "notified_on": "R8.6.1", "members": [family.head]}
    counter.carry("register.move_out", moved | {"moved_to": OSAKA, "moved_to_postcode": "5300001"})
    counter.carry(
        "register.move_in_notice",
        moved
        | {"happened_on": "R8.6.2", "moved_to": f"{OSAKA}５号", "moved_to_postcode": "5300002"},
    )
    row = list_history(addressee_no=family.head)[-1]
    assert (row.postcode, row.previous_postcode) == ("1080014", "1000005")
    assert (row.moved_to_planned_postcode, row.moved_to_postcode) == ("5300001", "5300002")


def test_3_3_removed_members_stay_on_the_page_of_the_household(
    counter: Counter, family: Family, enter: Enter
) -> None:
    gone = family.numbers[3]
    counter.carry("register.death", DEATH | {"addressee_no": gone})
    page = enter("c1", *READ).get(f"/register/people/{family.head}/household/").content.decode()
    assert page.index("試作　一郎") < page.index("試作　桜")
    assert "死亡 令和8年6月1日" in page


def test_4_0_3_and_2_3_1_every_slip_is_headed_by_its_name_and_begins_without_a_day(
    family: Family, enter: Enter
) -> None:
    clerk = enter("c1", *READ, "register.enter")
    for code, kind in EVENT_KINDS.items():
        page = clerk.get(f"/register/slips/new/{code}/?person={family.head}").content.decode()
        assert f"<h1>{kind.label}" in page, code
        (field,) = re.findall(r'<input[^>]* name="happened_on"[^>]*>', page)
        assert 'value=""' in field, code


def test_4_0_7_buildings_of_the_address_are_suggested(enter: Enter) -> None:
    address = "東京都港区芝五丁目１番１号"
    Building.objects.create(
        address=address, address_key=fold_address(address), name="試作荘", postcode="1080014"
    )
    clerk = enter("c1", *READ, "register.enter")
    url = "/register/suggest/buildings/"
    found = clerk.get(url, {"address": "東京都港区芝5-1-1", "building": "試"}).content.decode()
    assert '<option value="試作荘">' in found
    other = clerk.get(url, {"address": "東京都港区芝5-1-2", "building": "試"}).content.decode()
    assert "試作荘" not in other


def test_4_0_8_chosen_slips_are_registered_together_up_to_a_bound(
    counter: Counter, family: Family, enter: Enter
) -> None:
    slips = [
        counter.enter("register.death", DEATH | {"addressee_no": one}).value
        for one in family.numbers[2:]
    ]
    chief = enter("c2", *READ, "register.approve")
    chief.post("/register/slips/register/", {"slip": slips})
    assert set(Entry.objects.values_list("state", flat=True)) == {State.REGISTERED}
    assert Event.objects.filter(reason="203").count() == 2
    refused = chief.post("/register/slips/register/", {"slip": range(1, 52)}, follow=True)
    assert "1件から50件までを選んでください。" in refused.content.decode()


def test_4_1_3_1_1_a_notice_reaches_who_was_removed_by_authority(counter: Counter) -> None:
    family = settle([HEAD])
    counter.carry(
        "register.authority_removal",
        {
            "happened_on": "R8.6.1", "addressee_nos": [family.head],
            "ground": "実態調査（居住の事実なし）",
        },
    )  # fmt: skip
    counter.carry(
        "register.move_in_notice",
        {
            "happened_on": "R8.5.20", "notified_on": "R8.6.10", "members": [family.head],
            "moved_to": OSAKA,
        },
    )  # fmt: skip
    row = list_history(addressee_no=family.head)[-1]
    assert (row.status, row.moved_to, row.moved_out_on) == ("removed", OSAKA, date(2026, 5, 20))


def test_4_6_1_1_a_cancellation_on_offer_says_so_with_its_day(counter: Counter) -> None:
    family = settle()
    death = counter.carry("register.death", DEATH | {"addressee_no": family.numbers[3]})
    offer: dict[str, Any] = {"happened_on": "R8.6.9", "basis": "申出", "event_no": death.pk}
    assert "register.E-014" in counter.refusals("register.cancel", offer)
    event = counter.carry("register.cancel", offer | {"notified_on": "R8.6.9"})
    assert (event.basis, event.notified_on) == ("申出", date(2026, 6, 9))


def test_5_1_before_the_planned_day_nothing_of_the_move_out_is_on_a_copy(
    counter: Counter, certificates: CertificateDesk
) -> None:
    family = settle()
    counter.carry(
        "register.move_out",
        {
            "happened_on": "R8.6.30", "notified_on": "R8.6.10", "members": list(family.numbers),
            "moved_to": OSAKA,
        },
    )  # fmt: skip
    shown = [one.value for one in Shown if one is not Shown.INDIVIDUAL_NUMBER]
    text = certificates.paper("household_copy", *family.numbers, shown=shown)
    assert "試作　桜" in text
    assert [word for word in ("転出", "大阪", "令和8年6月30日") if word in text] == []
