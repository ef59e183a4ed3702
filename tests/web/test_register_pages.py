# SPDX-License-Identifier: Apache-2.0
"""The register's pages: found, looked at, typed by one and registered by another."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.domains.register.people import HEAD, Family, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.countries import load_countries, read_countries
from daicho.domains.register.events.kinds import EVENT_KINDS
from daicho.domains.register.models import (
    AddressLot,
    AddressTown,
    Event,
    Memo,
    RecentSearch,
    ResidentVersion,
)
from daicho.domains.register.search.index import index_people
from daicho.domains.register.towns import load_towns, read_towns
from daicho.foundation.access.protection import protect
from daicho.foundation.audit.models import Entry as LogEntry
from daicho.foundation.entries.models import Entry, State
from daicho.foundation.entries.store import seal_content
from daicho.foundation.identity.models import Staff

pytestmark = pytest.mark.django_db
READ = ("desk.home", "register.view", "item.registry")
WRITE = (*READ, "register.enter")
CHECK = (*READ, "register.enter", "register.approve")


@pytest.fixture
def family() -> Family:
    found = settle()
    index_people(addressee_nos=list(found.numbers))
    return found


@pytest.fixture
def desk(staff_room: StaffRoom, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Any:
    """Opens a browser for a person with the functions given."""
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: now)

    def enter(login: str, *functions: str) -> Client:
        client = Client()
        client.force_login(
            staff_room.hire(login, *functions),
            backend="daicho.foundation.identity.sessions.StaffSessions",
        )
        session = client.session
        session["purpose"] = "register"
        session.save()
        return client

    return enter


def test_search_finds_and_says_whose_data_were_shown(desk: Any, family: Family) -> None:
    clerk = desk("c1", *READ)
    answer = clerk.post("/register/", {"everything": "しさく S55.3"}, follow=True)
    assert "試作　太郎" in answer.content.decode()
    assert "試作　花子" not in answer.content.decode()
    assert LogEntry.objects.latest("id").subjects == [family.head]
    again = clerk.get("/register/").content.decode()
    assert "最近の検索" in again
    assert "しさく S55.3" in again


def test_searches_are_kept_for_the_clerk_beyond_the_session(desk: Any, family: Family) -> None:
    asked = {"kana": "シサク", "match": "inner", "day_item": "moved_in_on", "day_from": "R2.4"}
    desk("c1", *READ).post("/register/", asked, follow=True)
    again = Client()  # a new session
    again.force_login(
        Staff.objects.get(login="c1"),
        backend="daicho.foundation.identity.sessions.StaffSessions",
    )
    session = again.session
    session["purpose"] = "register"
    session.save()
    page = again.get("/register/").content.decode()
    said = "振り仮名: シサク、氏名・住所などの文字の一致: 部分一致、年月日の種類: 住所を定めた日"
    assert f"{said}、その日から: R2.4</a>" in page
    assert "シサク" not in desk("c2", *READ).get("/register/").content.decode()
    assert "シサク" not in str(dict(again.session.items()))
    key = RecentSearch.objects.get().key
    assert "試作　太郎" in again.get(f"/register/?s={key}").content.decode()
    assert "試作" not in desk("c3", *READ).get(f"/register/?s={key}").content.decode()
    gone = again.post("/register/forget/", follow=True).content.decode()
    assert "検索履歴を消しました。" in gone
    assert said not in gone


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"day_from": "R2.4"}, "年月日の種類を選んでください。"),
        ({"day_item": "ceased_on"}, "日・月・年を入力してください。"),
        ({"day_item": "ceased_on", "day_from": "いつか"}, "年月日の形が読めません"),
        ({"day_item": "ceased_on", "day_from": "R3", "day_to": "R2"}, "終わりが始まりより前です。"),
    ],
)
def test_days_that_cannot_be_asked_for_are_told(
    desk: Any, asked: dict[str, str], told: str
) -> None:
    answer = desk("c1", *READ).post("/register/", asked)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not RecentSearch.objects.exists()


def test_what_is_missing_is_asked_for_by_who_may_see_it(desk: Any, family: Family) -> None:
    ResidentVersion.objects.filter(addressee_no=family.head).update(registered_domicile="")
    asked = {"missing": ["registered_domicile", "alias"]}
    seen = desk("c1", *READ).post("/register/", asked, follow=True).content.decode()
    assert "試作　太郎" in seen
    assert "試作　花子" not in seen
    refused = desk("c2", "desk.home", "register.view").post("/register/", asked, follow=True)
    assert refused.status_code == 422
    assert "本籍の表示権限がありません。" in refused.content.decode()


def test_an_individual_number_typed_into_the_search_is_refused(desk: Any) -> None:
    clerk = desk("c1", *READ)
    answer = clerk.post("/register/", {"everything": "983205673214"})
    assert answer.status_code == 422
    assert "983205673214" not in answer.content.decode()


def test_a_person_shows_items_by_right(desk: Any, family: Family) -> None:
    full = desk("c1", *READ).get(f"/register/people/{family.head}/").content.decode()
    assert "東京都港区芝五丁目１番" in full
    assert "(表示権限がありません)" in full  # 住民票コード
    bare = desk("c2", "desk.home", "register.view").get(f"/register/people/{family.head}/")
    assert "本籍</dt><dd>(表示権限がありません)" in bare.content.decode()


def test_entitlements_and_serials_are_shown_by_their_own_rights(desk: Any, family: Family) -> None:
    ResidentVersion.objects.filter(addressee_no=family.head).update(
        entitlements={"pension": {"insured": "1", "number": "1234567890", "type": "第1号"}},
        signature_serial="SERIAL-1",
    )
    page = f"/register/people/{family.head}/"
    clerk = desk("c1", *READ)
    bare = clerk.get(page).content.decode()
    assert "基礎年金番号</dt><dd>(表示権限がありません)" in bare
    assert "署名用電子証明書シリアル番号</dt><dd>(表示権限がありません)" in bare
    assert "1234-567890" not in bare + clerk.get(page + "history/").content.decode()
    may = desk("c2", *READ, "item.entitlements", "item.certificate_serial").get(page)
    text = may.content.decode()
    assert "国民年金の被保険者</dt><dd>有" in text
    assert "基礎年金番号</dt><dd>1234-567890" in text
    assert "署名用電子証明書シリアル番号</dt><dd>SERIAL-1" in text


def test_the_slips_offer_items_by_name_and_fold_the_entitlements(desk: Any, family: Family) -> None:
    clerk = desk("c1", *WRITE)
    correct = clerk.get(f"/register/slips/new/register.correct/?person={family.head}")
    text = correct.content.decode()
    assert '<option value="entitlements.pension.number">基礎年金番号</option>' in text
    assert '<option value="registered_domicile">本籍</option>' in text
    move_in = clerk.get("/register/slips/new/register.move_in/").content.decode()
    assert '<details class="group"><summary>資格</summary>' in move_in
    assert 'name="members.0.entitlements.pension.number"' in move_in
    assert 'name="members.0.landed_by_permit"' in move_in


def test_who_comes_back_is_chosen_from_the_page_and_begins_with_the_record(
    desk: Any, family: Family
) -> None:
    ResidentVersion.objects.filter(addressee_no=family.head).update(
        status="moved_out", ceased_on=date(2024, 4, 1)
    )
    clerk = desk("c1", *WRITE)
    sent = {
        "step": "look", "happened_on": "R8.6.8", "address": "東京都港区高輪二丁目１番１号",
        "members.0.name": "試作　太郎", "members.0.birth": "S55.3.1", "members.0.sex": "2",
        "members.0.relationship": "世帯主",
    }  # fmt: skip
    text = clerk.post("/register/slips/new/register.move_in/", sent).content.decode()
    button = f'name="take_up" value="1:{family.head}"'
    assert button in text
    assert "試作　太郎 昭和55年3月1日" in text
    assert "芝五丁目" not in text
    taken = clerk.post(
        "/register/slips/new/register.move_in/",
        {**sent, "step": "", "take_up": f"1:{family.head}"},
    ).content.decode()
    assert f"宛名番号{family.head}の除票の記載を入れました" in taken
    assert 'value="東京都港区芝五丁目１番"' in taken
    begun = clerk.get(f"/register/slips/new/register.move_in/?person={family.head}")
    assert 'value="東京都港区芝五丁目１番"' in begun.content.decode()


def test_a_protected_household_shows_no_place(desk: Any, family: Family, now: datetime) -> None:
    protect(addressee_nos=[family.numbers[1]], first=date(2026, 4, 1), at=now, measure="m", by="x")
    clerk = desk("c1", *WRITE)
    for number in family.numbers:
        for part in ("", "household/", "history/", "notes/"):
            text = clerk.get(f"/register/people/{number}/{part}").content.decode()
            assert "芝五丁目" not in text, (number, part)
            assert "試作荘" not in text
            assert "1080014" not in text
    officer = desk("c9", *READ, "protected.view")
    assert "芝五丁目" in officer.get(f"/register/people/{family.numbers[1]}/").content.decode()


def test_as_of_another_day(desk: Any, family: Family) -> None:
    clerk = desk("c1", *READ)
    text = clerk.get(f"/register/people/{family.head}/?day=R2.5.1&known=R2.6.1").content.decode()
    assert "令和2年5月1日時点の記載" in text
    assert LogEntry.objects.latest("id").detail["時点"] == "2020-05-01"


def test_notes_are_added_never_overwritten(desk: Any, family: Family) -> None:
    clerk = desk("c1", *WRITE)
    url = f"/register/people/{family.head}/notes/"
    clerk.post(url, {"kind": "memo", "text": "電話は夕方"})
    thread = str(Memo.objects.get().thread)
    clerk.post(url, {"kind": "memo", "text": "電話は朝", "thread": thread})
    text = clerk.get(url).content.decode()
    assert "電話は朝" in text
    assert "以前の内容（1）" in text
    clerk.post(url, {"kind": "memo", "text": "", "thread": thread})
    assert [one.text for one in Memo.objects.order_by("pk")] == ["電話は夕方", "電話は朝", ""]
    assert "電話は朝" not in clerk.get(url).content.decode()


def test_two_clerks_on_one_person_see_each_other(desk: Any, family: Family) -> None:
    first, second = desk("c1", *READ), desk("c2", *READ)
    first.get(f"/register/people/{family.head}/")
    assert "職員 c1" in second.get(f"/register/people/{family.head}/").content.decode()
    assert "職員 c2" in first.post(f"/register/people/{family.head}/presence/").content.decode()


DEATH = {"happened_on": "R8.6.1", "notified_on": "R8.6.2", "notifier": "試作　花子"}


def test_a_death_from_draft_to_history(desk: Any, family: Family) -> None:
    clerk, chief = desk("c1", *WRITE), desk("c2", *CHECK)
    head = family.head
    form = clerk.get(f"/register/slips/new/register.death/?person={head}").content.decode()
    assert "異動日" in form
    assert 'name="happened_on"' in form
    typed = DEATH | {"addressee_no": str(head), "person": str(head)}
    draft = clerk.post(
        "/register/slips/draft/register.death/", {**typed, "entry": "", "version": ""}
    )
    entry = Entry.objects.get()
    assert entry.state == State.DRAFT
    assert f'value="{entry.pk}"' in draft.content.decode()
    again = clerk.get(f"/register/slips/{entry.pk}/edit/").content.decode()
    assert "R8.6.1" in again  # what was typed, as it was typed
    sent = {**typed, "entry": str(entry.pk), "version": str(entry.version)}
    looked = clerk.post(f"/register/slips/{entry.pk}/edit/", {**sent, "step": "look"})
    assert "住民状態" in looked.content.decode()
    alerts = [
        line.split('"')[0]
        for line in looked.content.decode().split('name="acknowledged" value="')[1:]
    ]
    done = clerk.post(
        f"/register/slips/{entry.pk}/edit/", {**sent, "step": "enter", "acknowledged": alerts}
    )
    assert done.status_code == 302, done.content.decode()
    entry.refresh_from_db()
    assert entry.state == State.PROVISIONAL
    assert Event.objects.filter(reason="203").count() == 0
    assert "審査待ち" in chief.get("/").content.decode()
    check = chief.get(f"/register/slips/{entry.pk}/").content.decode()
    assert "本登録するとこう変わります" in check
    chief.post(f"/register/slips/{entry.pk}/decide/", {"step": "register"})
    entry.refresh_from_db()
    assert entry.state == State.REGISTERED
    latest = ResidentVersion.objects.filter(addressee_no=head).order_by("-history_no")[0]
    assert (latest.status, latest.cease_reason) == ("dead", "死亡")
    assert "死亡" in chief.get(f"/register/people/{head}/history/").content.decode()


def test_a_faulty_slip_says_everything_at_once(desk: Any, family: Family) -> None:
    clerk = desk("c1", *WRITE)
    answer = clerk.post(
        "/register/slips/new/register.death/",
        {"happened_on": "R8.13.1", "step": "enter", "entry": "", "version": ""},
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "令和8年13月1日は暦にない日です" in text or "日付の形が読めません" in text
    assert text.count('class="error"') >= 2
    assert Entry.objects.count() == 0


def test_own_slips_are_checked_by_others(desk: Any, family: Family, now: datetime) -> None:
    both = desk("c1", *WRITE, "register.approve")
    entry = Entry.objects.create(
        kind="register.death", state=State.PROVISIONAL, sealed=seal_content({}), writers=["c1"],
        entered_by="c1", entered_name="職員 c1", entered_at=now, updated_at=now, terminal="t",
    )  # fmt: skip
    answer = both.post(f"/register/slips/{entry.pk}/decide/", {"step": "register"})
    assert answer.status_code == 422
    assert "別の職員が行ってください" in answer.content.decode()


def test_who_only_looks_up_sees_no_slip(desk: Any, now: datetime) -> None:
    entry = Entry.objects.create(
        kind="register.death", state=State.PROVISIONAL, sealed=seal_content({}), writers=["c1"],
        entered_by="c1", entered_name="職員 c1", entered_at=now, updated_at=now, terminal="t",
    )  # fmt: skip
    other = desk("c2", *READ)
    for part in ("", f"{entry.pk}/", f"{entry.pk}/edit/", "new/"):
        assert other.get(f"/register/slips/{part}").status_code == 403


def test_towns_are_suggested_as_one_types(desk: Any) -> None:
    load_towns(read_towns(municipality="13103"))
    clerk = desk("c1", *WRITE)
    found = clerk.get("/register/suggest/towns/", {"address": "東京都港区芝浦"}).content.decode()
    assert (
        '<option value="東京都港区芝浦一丁目" label="〒105-0023 東京都港区芝浦"'
        ' data-postcode="1050023" data-code="131030' in found
    )
    kana = clerk.get("/register/suggest/towns/", {"address": "ト ミ シバウ"}).content.decode()
    assert 'label="〒105-0023 ト ミ シバウ"' in kana
    assert clerk.get("/register/suggest/people/", {"x": "芝"}).status_code == 404
    form = clerk.get("/register/slips/new/register.move_within/").content.decode()
    assert 'hx-get="/register/suggest/towns/"' in form


def test_places_that_are_moved_to_are_suggested_and_today_stands_in_every_slip(
    desk: Any, family: Family
) -> None:
    clerk = desk("c1", *WRITE)
    for code in EVENT_KINDS:
        form = clerk.get(f"/register/slips/new/{code}/?person={family.head}").content.decode()
        (field,) = re.findall(r'<input[^>]* name="notified_on"[^>]*>', form)
        assert 'value="R8.6.10"' in field, code
        if code in ("register.move_out", "register.move_in_notice"):
            (place,) = re.findall(r'<input[^>]* name="moved_to"[^>]*>', form)
            assert 'hx-get="/register/suggest/places/"' in place
            assert '<datalist id="f-moved_to-list">' in form


def test_countries_are_suggested_by_name_reading_and_code(desk: Any) -> None:
    assert load_countries(read_countries()) == (249, 0)
    clerk = desk("c1", *WRITE)

    def named(text: str, source: str = "countries") -> list[str]:
        answer = clerk.get(f"/register/suggest/{source}/", {"x": text}).content.decode()
        return re.findall(r'<option value="([^"]*)"', answer)

    assert named("ベト") == ["ベトナム"]
    assert named("カンコク") == ["韓国"]
    assert named("USA") == ["米国"]
    assert named("諸島")[:2] == ["英領バージン諸島", "オーランド諸島"]
    assert named("") == []
    assert named("ベトナム", "places") == ["ベトナム"]
    form = clerk.get("/register/slips/new/register.move_in/").content.decode()
    (field,) = re.findall(r'<input[^>]* name="members.0.nationality"[^>]*>', form)
    assert 'hx-get="/register/suggest/countries/"' in field


def test_a_place_is_chosen_from_the_top(desk: Any) -> None:
    load_towns(read_towns(municipality="13103"))
    clerk = desk("c1", *WRITE)
    step = {"prefecture": "東京都"}
    assert ">東京都</a>" in clerk.get("/register/places/").content.decode()
    assert ">港区</a>" in clerk.get("/register/places/", step).content.decode()
    step |= {"city": "港区"}
    assert ">芝</a>" in clerk.get("/register/places/", step).content.decode()
    step |= {"town": "芝"}
    last = clerk.get("/register/places/", step, headers={"HX-Request": "true"}).content.decode()
    assert last.startswith('<div id="choose">')
    assert re.search(
        r'data-address="東京都港区芝五丁目" data-postcode="1080014" data-code="131030\d{5}"'
        r' data-town="芝五丁目"', last
    )  # fmt: skip


def test_an_event_to_cancel_is_chosen_from_the_history(desk: Any, family: Family) -> None:
    clerk = desk("c1", *WRITE)
    history = clerk.get(f"/register/people/{family.head}/history/").content.decode()
    (link,) = re.findall(r'href="([^"]*register\.cancel[^"]*)"', history)
    assert link.endswith(f"?person={family.head}&amp;event={family.event.pk}")
    form = clerk.get(link.replace("&amp;", "&")).content.decode()
    (field,) = re.findall(r'<input[^>]* name="event_no"[^>]*>', form)
    assert f'value="{family.event.pk}"' in field
    assert 'value="R8.6.10"' in re.findall(r'<input[^>]* name="notified_on"[^>]*>', form)[0]


def test_the_codes_of_a_name(desk: Any) -> None:
    number = settle((replace(HEAD, name="葛\U000e0100城　邉"),)).head
    text = desk("c1", *READ).get(f"/register/people/{number}/characters/").content.decode()
    assert "U+845B U+E0100" in text
    assert "<td>U+9089</td><td>辺</td>" in text


def test_a_move_begins_with_the_household(desk: Any, family: Family) -> None:
    clerk = desk("c1", *WRITE)
    url = f"/register/slips/new/register.move_within/?person={family.head}"
    form = clerk.get(url).content.decode()
    assert form.count('<option value="' + str(family.head) + '" selected>') == 1
    assert form.count(" selected>試作　") == 4
    assert 'name="members.3.relationship"' in form
    typed = {
        "happened_on": "R8.6.1", "notified_on": "R8.6.2", "basis": "届出",
        "address": "東京都港区三田二丁目１番１号", "entry": "", "version": "", "step": "look",
        "members.0.addressee_no": family.numbers[2], "members.0.relationship": "世帯主",
        "members.1.addressee_no": "", "members.1.relationship": "妻",
    }  # fmt: skip
    looked = clerk.post(url, typed).content.decode()
    assert "東京都港区三田二丁目１番１号" in looked
    assert "本登録するとこう変わります" in looked


def test_a_person_leads_to_the_businesses_that_the_reader_may_do(desk: Any, family: Family) -> None:
    number = family.head
    chief = desk("c1", *READ, "certificate.issue", "seal.register", "register.restrain")
    text = chief.get(f"/register/people/{number}/").content.decode()
    for url in (
        f"/certificates/people/{number}/", f"/seals/people/{number}/",
        f"/support/restraints/person/{number}/",
    ):  # fmt: skip
        assert f'href="{url}"' in text
        assert chief.get(url).status_code == 200, url
    assert (
        "/seals/people/"
        not in desk("c2", *READ).get(f"/register/people/{number}/").content.decode()
    )


def test_countries_are_loaded_looked_at_and_corrected(desk: Any) -> None:
    chief = desk("c1", "desk.home", "register.view", "register.bulk", "register.approve")
    empty = chief.get("/register/tasks/places/countries/").content.decode()
    assert "国名はまだありません。" in empty
    loaded = chief.post("/register/tasks/places/countries/load/", follow=True).content.decode()
    assert "国名辞書を更新しました（249件）。" in loaded
    found = chief.get("/register/tasks/places/countries/", {"q": "ベト"}).content.decode()
    assert "VNM" in found
    assert "KOR" not in found
    kept = chief.post(
        "/register/tasks/places/countries/", {"code": "ZZY", "name": "試作国"}, follow=True
    )
    assert "国名「試作国」を登録しました。" in kept.content.decode()
    wrong = chief.post("/register/tasks/places/countries/", {"code": "1", "name": "x"})
    assert wrong.status_code == 422


def test_lots_are_taken_looked_at_and_alerted_of_in_a_slip(desk: Any, family: Family) -> None:
    load_towns(read_towns(municipality="13103"))
    chief = desk("c1", *CHECK, "register.bulk")
    assert (
        "番地はまだ登録されていません。"
        in chief.get("/register/tasks/places/lots/").content.decode()
    )
    head = "大字,小字・丁目,区分,記号,番地,枝番,枝番2,特殊な表記,実施日,廃止日,備考\n"
    file = SimpleUploadedFile(
        "lots.csv", f"{head}芝,五丁目,住居表示,,12,3,,,,,\n芝,九丁目,地番,,1,,,,,,\n".encode()
    )
    taken = chief.post("/register/tasks/places/lots/load/", {"file": file}).content.decode()
    assert "1件を登録しました。" in taken
    assert "住所辞書にない町名です: 芝九丁目" in taken
    assert "12-3" in chief.get("/register/tasks/places/lots/", {"q": "芝"}).content.decode()
    code = AddressTown.objects.get(town="芝", part="五丁目").code
    typed = {
        "happened_on": "R8.6.10", "notified_on": "R8.6.10",
        "members.0.addressee_no": str(family.head), "members.0.relationship": "世帯主",
        "address": "東京都港区芝五丁目99番1号", "address_code": code, "step": "look",
    }  # fmt: skip
    url = f"/register/slips/new/register.move_within/?person={family.head}"
    assert "番地が住居表示・地番マスタにありません。" in chief.post(url, typed).content.decode()
    known = chief.post(url, {**typed, "address": "東京都港区芝五丁目12番3号"}).content.decode()
    assert "番地が住居表示・地番マスタにありません。" not in known
    lot = AddressLot.objects.get()
    assert (
        "取り消しました。"
        in chief.post(f"/register/tasks/places/lots/{lot.pk}/end/", follow=True).content.decode()
    )
