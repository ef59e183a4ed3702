# SPDX-License-Identifier: Apache-2.0
"""The counter: from the name to the person, a family's slip, and what else must be done."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.ward_fixture import HIDDEN, NOW, TARO, WATANABE, individual_number
from tests.web.conftest import SignIn

from daicho.domains.register.models import AddressTown, ResidentVersion
from daicho.domains.register.search.index import rebuild
from daicho.foundation.access.models import ProtectedPerson
from daicho.foundation.audit.models import Entry as LogEntry
from daicho.foundation.entries.models import Entry, State
from daicho.foundation.entries.store import content_of
from daicho.rules.resident_register.resident_code import with_check_digit
from daicho.web.counter.models import CounterTask, TaskState, Visit

PEOPLE = (
    ("試作　太郎", "シサク　タロウ", "S55.3.1", "2", "世帯主"),
    ("試作　花子", "シサク　ハナコ", "S57.7.7", "1", "妻"),
    ("試作　一郎", "シサク　イチロウ", "H28.5.5", "2", "子"),
    ("試作　桜", "シサク　サクラ", "R7.11.3", "1", "子"),
)


def slip(**more: str) -> dict[str, str]:
    typed = {
        "happened_on": "R8.6.8", "notified_on": "R8.6.10", "notifier": "試作　太郎",
        "postcode": "1050014", "address": "東京都港区芝三丁目１番１号", "town": "芝三丁目",
        "previous_address": "大阪府大阪市北区梅田１丁目１番", "previous_householder": "試作　太郎",
        "family.registered_domicile": "大阪府大阪市北区梅田１番",
        "family.registry_head": "試作　太郎", "family.kana_confirmed": "1",
    }  # fmt: skip
    for place, (name, kana, birth, sex, relationship) in enumerate(PEOPLE):
        typed |= {
            f"members.{place}.name": name, f"members.{place}.kana": kana,
            f"members.{place}.birth": birth, f"members.{place}.sex": sex,
            f"members.{place}.relationship": relationship, f"members.{place}.kind": "",
            f"members.{place}.resident_code": with_check_digit(f"{place + 7:010d}"),
            f"members.{place}.individual_number": individual_number(900000 + place),
        }  # fmt: skip
    return typed | more


@pytest.fixture
def clerk(sign_in: SignIn) -> Client:
    rebuild(addressee_nos=None, at=NOW)
    return at_work(sign_in, "register_clerk")


def at_work(sign_in: SignIn, role: str, purpose: str = "register") -> Client:
    client = sign_in(role)
    client.post("/purpose/", {"purpose": purpose})
    return client


def page(client: Client, path: str, **typed: Any) -> str:
    response = client.post(path, typed) if typed else client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return str(response.content.decode())


def suggested(client: Client, text: str) -> list[int]:
    response = client.post("/counter/suggest/", {"q": text}, headers={"HX-Request": "true"})
    found = re.findall(r"/counter/people/(\d+)/", response.content.decode())
    return [int(one) for one in found]


def enter(client: Client, **more: str) -> Entry:
    response = client.post("/counter/move-in/", slip(**more))
    if response.status_code != 302:
        codes = re.findall(r'name="acknowledged" value="([^"]+)"', response.content.decode())
        response = client.post("/counter/move-in/", slip(**more) | {"acknowledged": codes})
    assert response.status_code == 302, re.findall(r"<li>.*?</li>", response.content.decode())
    return Entry.objects.latest("pk")


def test_a_name_in_kana_or_kanji_suggests_the_person(clerk: Client) -> None:
    for text in ("わたなべ", "ワタナベ イチロウ", "渡辺", "渡邊", "わたなべ S50.12.31"):
        assert suggested(clerk, text) == [WATANABE.number], text
    assert suggested(clerk, str(WATANABE.number)) == [WATANABE.number]
    assert suggested(clerk, "わ") == []
    assert suggested(clerk, "だれもいない") == []
    assert len(suggested(clerk, "すずき")) == 12
    entry = LogEntry.objects.filter(screen="窓口の人名候補").latest("id")
    assert (entry.detail, len(entry.subjects)) == ({"条件": "すずき"}, 12)


def test_an_individual_number_is_neither_searched_nor_logged(clerk: Client) -> None:
    number = individual_number(100001)
    assert suggested(clerk, number) == []
    entry = LogEntry.objects.filter(screen="窓口の人名候補").latest("id")
    assert entry.detail == {"条件": "個人番号とみられるため探しません"}


def test_without_a_script_the_suggestions_are_a_page(clerk: Client) -> None:
    text = page(clerk, "/counter/suggest/", q="わたなべ")
    assert 'value="わたなべ"' in text
    assert f"/counter/people/{WATANABE.number}/" in text


def test_the_person_with_household_and_businesses(clerk: Client) -> None:
    text = page(clerk, f"/counter/people/{TARO.number}/")
    assert "山田　花子" in text
    keys = re.findall(r'accesskey="(\d)">(\S+) <kbd>', text)
    assert keys[:5] == [("1", "転入"), ("2", "転居"), ("3", "転出"), ("4", "世帯"), ("5", "証明")]
    assert f"/register/slips/new/register.move_within/?person={TARO.number}" in text
    assert clerk.get("/counter/people/19/").status_code == 404


def test_a_clerk_without_the_right_to_enter_sees_no_slips_to_begin(sign_in: SignIn) -> None:
    client = at_work(sign_in, "clerk", "counter")
    text = page(client, f"/counter/people/{TARO.number}/")
    assert "転入 <kbd>" not in text
    assert "証明 <kbd>" in text
    assert client.get("/counter/move-in/").status_code == 403


@pytest.mark.parametrize("measure", ["register", "own"])
def test_a_protected_person_is_found_but_not_placed(clerk: Client, measure: str) -> None:
    if measure == "own":
        ResidentVersion.objects.filter(addressee_no=HIDDEN.number).update(protected=False)
        ProtectedPerson.objects.create(
            addressee_no=HIDDEN.number, valid=(date(2026, 4, 1), date(2027, 4, 1))
        )
    assert suggested(clerk, "さとう まもる") == [HIDDEN.number]
    text = page(clerk, f"/counter/people/{HIDDEN.number}/")
    assert "支援措置" in text
    assert "六本木" not in text
    assert str(HIDDEN.household) not in text
    ask = page(clerk, f"/counter/people/{HIDDEN.number}/for/move_within/")
    assert "六本木" not in ask
    assert suggested(clerk, "六本木") == []


def test_a_family_moves_in_by_one_page(clerk: Client) -> None:
    entry = enter(clerk)
    assert entry.state == State.PROVISIONAL
    content = content_of(entry)
    assert [one["name"] for one in content["members"]] == [one[0] for one in PEOPLE]
    for one in content["members"]:
        assert one["registered_domicile"] == "大阪府大阪市北区梅田１番"
        assert (one["registry_head"], one["kana_confirmed"]) == ("試作　太郎", True)
        assert "kind" not in one
    assert content["members"][3]["individual_number"] == individual_number(900003)
    text = page(clerk, f"/counter/slips/{entry.pk}/")
    assert f"入力票{entry.pk}として仮登録しました。" in text
    assert "試作　太郎、試作　花子、試作　一郎、試作　桜" in text


def test_what_a_member_has_of_their_own_stays(clerk: Client) -> None:
    entry = enter(clerk, **{
        "members.1.registry_head": "別　筆頭", "members.1.registered_domicile": "京都府京都市１番"
    })  # fmt: skip
    heads = [one["registry_head"] for one in content_of(entry)["members"]]
    assert heads == ["試作　太郎", "別　筆頭", "試作　太郎", "試作　太郎"]
    text = page(clerk, f"/counter/move-in/{entry.pk}/")
    assert 'value="別　筆頭"' in text


def test_who_was_here_before_goes_on_with_their_number(clerk: Client) -> None:
    path = f"/counter/move-in/?person={WATANABE.number}"
    assert "渡邊" not in page(clerk, path), "a resident does not move in"
    ResidentVersion.objects.filter(addressee_no=WATANABE.number).update(status="moved_out")
    text = page(clerk, path)
    assert 'name="members.0.name" id="f-members-0-name" value="渡邊　一郎"' in text
    assert f'id="f-members-0-addressee_no" value="{WATANABE.number}"' in text
    assert "芝一丁目" not in text
    assert path in page(clerk, f"/counter/people/{WATANABE.number}/")


def test_a_foreign_member_gets_no_family_register(clerk: Client) -> None:
    page(clerk, "/counter/move-in/draft/", **slip(**{"members.3.kind": "foreign"}))
    members = content_of(Entry.objects.latest("pk"))["members"]
    assert ["registered_domicile" in one for one in members] == [True, True, True, False]
    assert [one.get("kind") for one in members] == [None, None, None, "foreign"]


def test_nobody_who_is_not_in_the_register_can_be_chosen(clerk: Client) -> None:
    path = f"/counter/people/{TARO.number}/for/move_out/"
    clerk.post(path, {"person": [str(TARO.number), "19", "x", "9" * 40], "answer": ["seal"]})
    assert Visit.objects.get().addressee_nos == [TARO.number]
    clerk.post(path, {"person": ["19"]})
    assert Visit.objects.count() == 1


def test_every_error_stands_beside_its_field_and_nothing_is_lost(clerk: Client) -> None:
    before = Entry.objects.count()
    response = clerk.post(
        "/counter/move-in/",
        slip(
            **{
                "members.0.birth": "S99.13.1",
                "members.2.sex": "",
                "happened_on": "",
                "members.3.relationship": "孫",
            }
        ),
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert Entry.objects.count() == before
    for path in ("members-0-birth", "members-2-sex", "happened_on", "members-3-relationship"):
        told = re.search(rf'id="f-{path}-error">([^<]*)<', text)
        assert told is not None, path
        assert told[1], path
    assert "子の子" in text, "what to write for 孫"
    assert 'value="S99.13.1"' in text
    assert 'value="試作　桜"' in text
    assert individual_number(900000) not in text
    assert "入力済みです" in text


def test_a_wrong_individual_number_is_told_while_typing(clerk: Client) -> None:
    number = individual_number(900000)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    text = page(clerk, "/counter/move-in/draft/", **slip(**{"members.0.individual_number": wrong}))
    told = re.search(r'id="f-members-0-individual_number-error"[^>]*>([^<]*)<', text)
    assert told is not None
    assert told[1] == "個人番号の桁数または検査用数字が正しくありません。"
    assert wrong not in text


def test_a_draft_survives(clerk: Client, sign_in: SignIn) -> None:
    text = page(clerk, "/counter/move-in/draft/", **slip(happened_on=""))
    assert "下書きを保存しました" in text
    entry = Entry.objects.latest("pk")
    assert entry.state == State.DRAFT
    again = at_work(sign_in, "register_clerk")
    assert f"/counter/move-in/{entry.pk}/" in page(again, "/counter/")
    text = page(again, f"/counter/move-in/{entry.pk}/")
    for name, *_ in PEOPLE:
        assert f'value="{name}"' in text
    assert 'value="大阪府大阪市北区梅田１番"' in text
    assert 'name="entry" value="' + str(entry.pk) in text
    kept = {"entry": str(entry.pk), "version": "1"}
    page(again, "/counter/move-in/draft/", **slip(happened_on="", **kept))
    entry.refresh_from_db()
    assert entry.version == 1, "the same again changes nothing"
    assert enter(again, **kept).pk == entry.pk


def test_an_empty_page_leaves_no_draft(clerk: Client) -> None:
    before = Entry.objects.count()
    page(clerk, "/counter/move-in/draft/", notified_on="R8.6.10")
    assert Entry.objects.count() == before


def test_one_more_person(clerk: Client) -> None:
    text = page(clerk, "/counter/move-in/", **slip(more="members"))
    assert "5人目" in text
    assert 'value="試作　桜"' in text


def test_towns_fill_the_address(clerk: Client) -> None:
    AddressTown.objects.create(
        code="13103001003", municipality="13103", prefecture="東京都", city="港区", town="芝",
        part="三丁目", prefecture_key="トウキョウト", city_key="ミナトク", town_key="シハ",
        postcode="1050014",
    )  # fmt: skip
    for text in ("1050014", "105-0014", "芝"):
        found = page(clerk, f"/counter/towns/?postcode={text}")
        assert 'data-address="東京都港区芝三丁目"' in found, text
        assert 'data-code="13103001003"' in found


def test_the_visit_of_a_family(clerk: Client, sign_in: SignIn) -> None:
    entry = enter(clerk)
    response = clerk.post(
        f"/counter/slips/{entry.pk}/", {"answer": ["nhi", "card"], "queue_no": "A12"}
    )
    visit = Visit.objects.get()
    assert response.headers["Location"] == f"/counter/visits/{visit.pk}/"
    tasks = {one.procedure: (one.section, one.people, one.due_on) for one in visit.tasks.all()}
    assert tasks == {
        "card_continue": ("card", [-1, -2, -3, -4], date(2026, 9, 6)),
        "card_signature": ("card", [-1, -2], None),
        "nhi_join": ("insurance", [-1, -2, -3, -4], date(2026, 6, 22)),
        "child_allowance": ("children", [-3, -4], date(2026, 6, 23)),
        "child_medical": ("children", [-3, -4], None),
        "school": ("school", [-3], None),
        "infant_health": ("health", [-4], None),
    }
    text = page(clerk, f"/counter/visits/{visit.pk}/")
    assert "ほかにすること 7件" in text
    assert "試作　一郎、試作　桜" in text
    other = at_work(sign_in, "clerk", "counter")
    today = page(other, "/counter/today/?section=school")
    assert "試作　一郎" in today
    assert "A12" in today
    assert "国民健康保険" not in today.split("<tbody>")[1]


def test_a_task_is_ticked_off_and_stays_so(clerk: Client) -> None:
    entry = enter(clerk)
    clerk.post(f"/counter/slips/{entry.pk}/", {"answer": ["nhi"]})
    visit = Visit.objects.get()
    task = visit.tasks.get(procedure="nhi_join")
    response = clerk.post(
        f"/counter/tasks/{task.pk}/", {"state": "done"}, headers={"HX-Request": "true"}
    )
    text = response.content.decode()
    assert "住民　六実" in text
    task.refresh_from_db()
    assert (task.state, task.decided_by) == (TaskState.DONE, "register_clerk")
    # Other answers: what is settled stays, what nobody settled goes, what is new comes.
    clerk.post(f"/counter/visits/{visit.pk}/", {"answer": ["dog"]})
    codes = dict(visit.tasks.values_list("procedure", "state"))
    assert codes["nhi_join"] == "done"
    assert codes["dog"] == "open"
    assert "国民健康保険に入る" not in page(clerk, "/counter/today/").split("<tbody>")[1]
    refused = clerk.post(f"/counter/tasks/{task.pk}/", {"state": "never"})
    assert refused.status_code == 422
    assert CounterTask.objects.get(pk=task.pk).state == TaskState.DONE


def test_a_person_of_the_register_without_a_slip(clerk: Client) -> None:
    path = f"/counter/people/{TARO.number}/for/move_out/"
    text = page(clerk, path)
    assert "山田　花子" in text
    response = clerk.post(
        path, {"person": [str(TARO.number)], "happened_on": "R8.6.20", "answer": ["seal"]}
    )
    visit = Visit.objects.get()
    assert response.status_code == 302
    assert (visit.addressee_nos, visit.happened_on) == ([TARO.number], date(2026, 6, 20))
    assert [one.procedure for one in visit.tasks.all()] == ["seal_return"]
    text = page(clerk, f"/counter/visits/{visit.pk}/")
    assert f'href="/seals/people/{TARO.number}/">手続の画面へ' in text
    assert "来庁者の用件" in page(clerk, f"/counter/people/{TARO.number}/")
    assert clerk.get(f"/counter/people/{TARO.number}/for/nothing/").status_code == 404


@pytest.mark.parametrize(("language", "word"), [
    ("", "この後にすること"), ("en", "Join National Health Insurance"),
    ("zh", "加入国民健康保险"), ("ko", "국민건강보험"),
])  # fmt: skip
def test_the_list_to_take_along(clerk: Client, language: str, word: str) -> None:
    entry = enter(clerk)
    clerk.post(f"/counter/slips/{entry.pk}/", {"answer": ["nhi"], "queue_no": "A12"})
    visit = Visit.objects.get()
    response = clerk.get(f"/counter/visits/{visit.pk}/list.pdf?language={language}")
    assert response.headers["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(response.content)
    text = "".join(one.get_textpage().get_text_range() for one in document)
    assert word in re.sub(r"\s+", " ", text)
    assert "A12" in text
    assert "芝三丁目" not in text, "no address is on the list"
    entry_of_log = LogEntry.objects.filter(screen="来庁者の用件の印刷").latest("id")
    assert entry_of_log.detail == {"来庁": visit.pk}
    ruby = clerk.get(f"/counter/visits/{visit.pk}/list.pdf?furigana=1")
    read = "".join(
        one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(ruby.content)
    )
    assert "こくみんけんこうほけん" in re.sub(r"\s+", "", read)


def test_the_visit_of_a_protected_person_tells_no_place(clerk: Client, sign_in: SignIn) -> None:
    clerk.post(
        f"/counter/people/{HIDDEN.number}/for/move_within/",
        {"person": [str(HIDDEN.number)], "answer": ["nhi", "dog", "moped"], "queue_no": "B7"},
    )
    visit = Visit.objects.get()
    other = at_work(sign_in, "clerk", "counter")
    told = page(other, f"/counter/visits/{visit.pk}/") + page(other, "/counter/today/")
    told += page(other, f"/counter/people/{HIDDEN.number}/")
    response = other.get(f"/counter/visits/{visit.pk}/list.pdf?language=en")
    document = pypdfium2.PdfDocument(response.content)
    told += "".join(one.get_textpage().get_text_range() for one in document)
    assert HIDDEN.name in told
    assert "六本木" not in told
    entries = LogEntry.objects.filter(subjects__contains=[HIDDEN.number])
    assert entries.exists()
    assert not any("六本木" in str(one.detail) for one in entries)


def test_after_registration_the_visit_leads_to_the_new_residents(
    clerk: Client, sign_in: SignIn
) -> None:
    entry = enter(clerk)
    clerk.post(f"/counter/slips/{entry.pk}/", {"answer": ["seal"]})
    chief = at_work(sign_in, "register_chief")
    chief.post(f"/register/slips/{entry.pk}/decide/", {"step": "register"})
    entry.refresh_from_db()
    assert entry.state == State.REGISTERED
    head = ResidentVersion.objects.get(name="試作　太郎").addressee_no
    visit = Visit.objects.get()
    text = page(clerk, f"/counter/visits/{visit.pk}/")
    assert f'href="/seals/people/{head}/">手続の画面へ' in text
    assert f'href="/counter/people/{head}/">試作　太郎' in text
    own = page(clerk, f"/counter/people/{head}/")
    assert f"/counter/visits/{visit.pk}/" in own
    assert "試作　桜" in own
    log = LogEntry.objects.filter(screen="来庁者の用件").latest("id")
    assert head in log.subjects


def test_the_list_of_today_asks_the_database_a_bounded_number_of_times(
    clerk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for person in (TARO, WATANABE):
        clerk.post(
            f"/counter/people/{person.number}/for/move_out/",
            {"person": [str(person.number)], "answer": ["seal", "nhi", "card", "moped"]},
        )
    with django_assert_max_num_queries(25):
        text = page(clerk, "/counter/today/")
    assert text.count("<tr>") == 7
