# SPDX-License-Identifier: Apache-2.0
"""What a slip offers while it is typed: a household to join, 本籍, names, what was typed before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from tests.domains.register.people import HEAD, SON, Family, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.models import AddressTown, ResidentVersion
from daicho.domains.register.search.index import index_people
from daicho.domains.register.web.slip_suggest import is_in_former_town
from daicho.foundation.access.protection import protect
from daicho.foundation.audit.models import Entry as LogEntry

pytestmark = pytest.mark.django_db
WRITE = ("desk.home", "register.view", "register.enter", "item.registry")
MOVE_IN = "/register/slips/new/register.move_in/"


@pytest.fixture
def family() -> Family:
    found = settle()
    index_people(addressee_nos=list(found.numbers))
    return found


@pytest.fixture
def clerk(staff_room: StaffRoom, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Client:
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: now)
    client = Client()
    client.force_login(
        staff_room.hire("c1", *WRITE),
        backend="daicho.foundation.identity.sessions.StaffSessions",
    )
    session = client.session
    session["purpose"] = "register"
    session.save()
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def value_of(text: str, name: str) -> str:
    (field,) = re.findall(rf'<input[^>]* name="{re.escape(name)}"[^>]*>', text)
    found = re.search(r'value="([^"]*)"', field)
    assert found is not None, field
    return found[1]


def test_the_household_to_join_is_found_by_name_and_shown(clerk: Client, family: Family) -> None:
    form = text_of(clerk.get(MOVE_IN))
    assert 'hx-post="/register/suggest/households/"' in form
    found = clerk.post("/register/suggest/households/", {"household_no.search": "しさく たろう"})
    button = f'name="choose" value="household_no={family.household_no}"'
    assert button in text_of(found)
    assert LogEntry.objects.latest("id").subjects == [family.head]
    there = text_of(
        clerk.get("/register/suggest/household/", {"household_no": family.household_no})
    )
    assert "東京都港区芝五丁目１番１号 試作荘１０１" in there
    assert [there.index(name) for name in ("試作　太郎（世帯主）", "試作　花子（妻）")]
    chosen = clerk.post(
        MOVE_IN, {"choose": f"household_no={family.household_no}", "note": "打ちかけ"}
    )
    assert value_of(text_of(chosen), "household_no") == str(family.household_no)
    assert "打ちかけ" in text_of(chosen)


def test_a_protected_household_is_found_and_not_shown(
    clerk: Client, family: Family, now: datetime
) -> None:
    protect(addressee_nos=[family.numbers[1]], first=date(2026, 4, 1), at=now, measure="m", by="x")
    found = text_of(
        clerk.post("/register/suggest/households/", {"household_no.search": "試作太郎"})
    )
    assert f"household_no={family.household_no}" in found
    assert "支援措置" in found
    by_place = clerk.post("/register/suggest/households/", {"household_no.search": "芝五丁目1番"})
    assert "該当する世帯はありません" in text_of(by_place)
    there = text_of(
        clerk.get("/register/suggest/household/", {"household_no": family.household_no})
    )
    assert "世帯の内容は表示しません" in there
    offered = clerk.post(
        "/register/suggest/slip/domiciles/",
        {"household_no": family.household_no, "addressee_no": family.numbers[2]},
    )
    for text in (found, there, text_of(offered)):
        assert "芝五丁目" not in text
        assert "丸の内" not in text


def test_nothing_and_nobody_is_said_so(clerk: Client, family: Family) -> None:
    assert "該当する世帯" not in text_of(
        clerk.post("/register/suggest/households/", {"household_no.search": " "})
    )
    assert "世帯はありません" in text_of(clerk.get("/register/suggest/household/?household_no=7"))
    assert text_of(clerk.get("/register/suggest/household/?household_no=")).strip() == ""
    assert clerk.post("/register/suggest/slip/numbers/").status_code == 404


def test_registered_domiciles_are_offered(clerk: Client, family: Family) -> None:
    ResidentVersion.objects.filter(addressee_no=family.numbers[2]).update(
        registered_domicile="京都府京都市中京区１番"
    )
    typed = {
        "address": "東京都港区高輪二丁目１番", "previous_address": "大阪府大阪市北区梅田１丁目",
        "household_no": str(family.household_no), "members.0.registered_domicile": "打ちかけ",
    }  # fmt: skip
    text = text_of(clerk.post("/register/suggest/slip/domiciles/", typed))
    assert re.findall(r'value="([^"]*)"', text) == [
        "東京都港区高輪二丁目１番", "大阪府大阪市北区梅田１丁目",
        "東京都港区芝五丁目１番１号", "東京都千代田区丸の内１丁目１番",
        "東京都港区芝五丁目１番", "京都府京都市中京区１番",
    ]  # fmt: skip
    assert set(LogEntry.objects.latest("id").subjects) == set(family.numbers)
    form = text_of(clerk.get(MOVE_IN))
    assert 'hx-post="/register/suggest/slip/domiciles/"' in form


def test_own_former_domiciles_without_towns_that_are_no_more(clerk: Client) -> None:
    for code, part, is_former in (
        ("13103999001", "旧町", True), ("13103999002", "旧町一丁目", False),
        ("13103999003", "芝五丁目", False),
    ):  # fmt: skip
        AddressTown.objects.create(
            code=code,
            municipality="13103",
            prefecture="東京都",
            city="港区",
            town=part,
            prefecture_key="",
            city_key="",
            town_key="",
            postcode="",
            is_former=is_former,
        )
    assert is_in_former_town("東京都港区旧町５番") is True
    assert is_in_former_town("東京都港区旧町一丁目５番") is False
    assert is_in_former_town("東京都港区芝五丁目１番") is False
    assert is_in_former_town("フランス") is False
    old = settle((HEAD,), registered_domicile="東京都港区旧町５番").head
    url = "/register/suggest/slip/domiciles/"
    text = text_of(clerk.post(url, {"members.0.addressee_no": str(old)}))
    # It is still the one of the household; of the history it would not be offered.
    assert text.count("旧町５番") == 1
    ResidentVersion.objects.filter(addressee_no=old).update(
        status="moved_out", household_no=None, registered_domicile="東京都港区旧町６番"
    )
    assert "芝五丁目" in text


def test_names_typed_so_far_are_offered_for_one_another(clerk: Client, family: Family) -> None:
    typed = {
        "members.0.name": "高輪　次郎", "members.0.registry_head": "高輪　一", "notifier": "",
        "household_no": str(family.household_no),
    }  # fmt: skip
    text = text_of(clerk.post("/register/suggest/slip/names/", typed))
    assert re.findall(r'value="([^"]*)"', text) == ["高輪　次郎", "高輪　一", "試作　太郎"]


def test_a_row_takes_over_what_the_row_before_says(clerk: Client) -> None:
    sent = {
        "copy": "members.1", "members.0.name": "高輪　次郎", "members.0.kana": "タカナワ　ジロウ",
        "members.0.kind": "japanese", "members.0.registered_domicile": "大阪府大阪市北区１番",
        "members.0.registry_head": "高輪　次郎", "members.0.became_resident": "R8.6.8",
        "members.0.former_name": "旧井", "members.0.birth": "S60.1.2",
        "members.1.kind": "japanese", "members.1.registry_head": "高輪　一",
    }  # fmt: skip
    text = text_of(clerk.post(MOVE_IN, sent))
    assert value_of(text, "members.1.name") == "高輪　"
    assert value_of(text, "members.1.kana") == "タカナワ　"
    assert value_of(text, "members.1.registered_domicile") == "大阪府大阪市北区１番"
    assert value_of(text, "members.1.registry_head") == "高輪　一"  # typed: it stays
    assert value_of(text, "members.1.became_resident") == "R8.6.8"
    assert value_of(text, "members.1.former_name") == ""  # 旧氏 is not taken over
    assert value_of(text, "members.1.birth") == ""
    assert 'value="members.1" formnovalidate accesskey="c"' in text
    foreign = {**sent, "members.1.name": "SMITH JOHN", "members.1.kind": "foreign"}
    other = text_of(clerk.post(MOVE_IN, foreign))
    assert value_of(other, "members.1.registered_domicile") == ""


def test_the_same_correction_is_applied_to_several(clerk: Client, family: Family) -> None:
    sent = {
        "copy": "changes.1", "changes.0.addressee_no": str(family.head),
        "changes.0.item": "registered_domicile", "changes.0.value": "京都府京都市中京区１番",
        "changes.1.addressee_no": str(family.numbers[1]),
    }  # fmt: skip
    text = text_of(clerk.post("/register/slips/new/register.correct/", sent))
    assert len(re.findall(r'name="changes.[01].value"[^>]*>京都府京都市中京区１番<', text)) == 2
    assert text.count('<option value="registered_domicile" selected>') == 2


def test_the_order_of_members_begins_as_it_stands(clerk: Client, family: Family) -> None:
    form = text_of(clerk.get(f"/register/slips/new/register.member_order/?person={family.head}"))
    assert value_of(form, "household_no") == str(family.household_no)
    assert [value_of(form, f"members.{n}.place") for n in range(4)] == ["1", "2", "3", "4"]
    twin = settle((replace(HEAD, name="別　人"), SON))
    born = text_of(clerk.get(f"/register/slips/new/register.birth/?person={twin.head}"))
    assert value_of(born, "household_no") == str(twin.household_no)
