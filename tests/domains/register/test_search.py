# SPDX-License-Identifier: Apache-2.0
"""Search over present and former spellings; the index made step by step and from nothing agree."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from daicho.domains.register.actions.own_variants import RegisterOwnVariant, RemoveOwnVariant
from daicho.domains.register.history import PersonChange, write_event
from daicho.domains.register.models import Event, OwnVariant, SearchEntry
from daicho.domains.register.search.criteria import Criteria, DayItem, DayRange, Match
from daicho.domains.register.search.index import index_people, rebuild
from daicho.domains.register.search.query import BOUND, search
from daicho.foundation.access.models import ProtectedPerson
from daicho.foundation.actions.action import perform
from daicho.rules.resident_register.reasons import Basis, Reason

pytestmark = pytest.mark.django_db
JST = dt.timezone(dt.timedelta(hours=9))
TODAY = dt.date(2026, 11, 21)
NOON = dt.datetime(2026, 11, 21, 12, tzinfo=JST)


def put(number: int, *, day: dt.date, at: dt.datetime, is_entry: bool, **values: Any) -> None:
    """Write one person's event and index it."""
    event = Event(
        reason=Reason.DOMESTIC_MOVE_IN if is_entry else Reason.MOVE_WITHIN,
        basis=Basis.NOTIFICATION, happened_on=day, processed_on=at.date(), recorded_at=at,
        place="", terminal="", entered_by="a", checked_by="b",
    )  # fmt: skip
    change = PersonChange(addressee_no=number, first_day=day, values=values, is_entry=is_entry)
    write_event(event=event, changes=[change])
    index_people(addressee_nos=[number])


@pytest.fixture
def people() -> None:
    """Three people; one moved and changed her name, one is protected."""
    first = dt.datetime(2026, 4, 1, 9, tzinfo=JST)
    put(
        18, day=dt.date(2026, 4, 1), at=first, is_entry=True, name="渡邊　花子",
        kana="ワタナベ　ハナコ",
        birth_date=dt.date(1990, 5, 3), sex=1, address="東京都港区芝一丁目２番３号", household_no=1,
        resident_code="12345678901",
    )  # fmt: skip
    put(
        18, day=dt.date(2026, 6, 1), at=first + dt.timedelta(days=61), is_entry=False,
        name="佐藤　花子", kana="サトウ　ハナコ", address="東京都港区三田二丁目1番1号",
    )  # fmt: skip
    put(
        26, day=dt.date(2026, 4, 1), at=first, is_entry=True, name="SMITH JOHN", alias="鈴木 譲",
        alias_kana="スズキ　ユズル", kana="スミス　ジョン", birth_date=dt.date(1985, 1, 1), sex=2,
        address="東京都港区赤坂九丁目7番1号", building="赤坂ハイツ101",
        kind="foreign", nationality="US",
    )  # fmt: skip
    put(
        34, day=dt.date(2026, 4, 1), at=first, is_entry=True, name="高橋　守",
        kana="タカハシ　マモル",
        birth_date=dt.date(1990, 5, 9), sex=2, address="東京都港区芝一丁目9番9号", household_no=3,
    )  # fmt: skip
    ProtectedPerson.objects.create(
        addressee_no=34, valid=DateRange(dt.date(2026, 4, 1), None), measure=1
    )


def found(*, may_see_protected: bool = False, **asked: Any) -> list[int]:
    result = search(
        criteria=Criteria(**asked), page=1, may_see_protected=may_see_protected, on=TODAY
    )
    return [hit.row.addressee_no for hit in result.hits]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"kana": "サトー"}, [18]),
        ({"kana": "わたなへ"}, [18]),  # former name, without marks of voice
        ({"kana": "ワタナベ", "is_former_too": False}, []),
        ({"name": "渡辺花子"}, [18]),  # 異体字 of a former name
        ({"name": "佐藤"}, [18]),
        ({"given_name": "ハナコ"}, [18]),
        ({"given_name": "花子"}, [18]),
        ({"name": "鈴木"}, [26]),  # 通称
        ({"name": "smith"}, [26]),
        ({"kana": "シヨン", "match": Match.INNER}, [26]),
        ({"address": "港区芝1-2-3"}, [18]),  # former address
        ({"address": "三田2-1"}, []),  # from the beginning, with the ward
        ({"address": "三田2-1", "match": Match.INNER}, [18]),
        ({"building": "赤坂ハイツ"}, [26]),
        ({"kana": "サトウ　ハナコ", "match": Match.WHOLE}, [18]),
        ({"kana": "サトウ", "match": Match.WHOLE}, []),
        ({"name": "渡辺花子", "match": Match.WHOLE}, [18]),  # 異体字 are one here too
        ({"given_name": "ハナ", "match": Match.WHOLE}, []),
        ({"address": "港区芝1-2-3", "match": Match.WHOLE}, [18]),
        ({"kana": "ナコ", "match": Match.INNER}, [18]),  # parts of one and two characters
        ({"kana": "ハ", "match": Match.INNER}, [18, 34]),
        ({"kana": "コナ", "match": Match.INNER}, []),  # both are there, not in this order
        ({"name": "花", "match": Match.INNER}, [18]),
        ({"name": "邉", "match": Match.INNER}, [18]),
        ({"address": "坂", "match": Match.INNER}, [26]),
        ({"building": "10", "match": Match.INNER}, [26]),
        ({"birth_from": dt.date(1990, 5, 3)}, [18]),
        ({"birth_from": dt.date(1990, 5, 1), "birth_to": dt.date(1990, 5, 31)}, [18, 34]),
        ({"birth_from": dt.date(1990, 1, 1), "birth_to": dt.date(1990, 12, 31), "sex": 2}, [34]),
        ({"kana": "タカハシ"}, [34]),  # a protected person is found by name
        ({"kana": "サトウ", "birth_from": dt.date(1990, 5, 4)}, []),
        ({"addressee_no": 26}, [26]),
        ({"household_no": 1}, [18]),
        ({"resident_code": "12345678901"}, [18]),
        ({}, []),
    ],
)
def test_finds(people: None, asked: dict[str, Any], numbers: list[int]) -> None:
    assert found(**asked) == numbers


def days(item: DayItem, first: dt.date, last: dt.date) -> tuple[DayRange, ...]:
    return (DayRange(item, first, last),)


APRIL = (dt.date(2026, 4, 1), dt.date(2026, 4, 30))
JUNE = (dt.date(2026, 6, 1), dt.date(2026, 6, 30))


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"days": days(DayItem.HAPPENED, *APRIL)}, [18, 26, 34]),
        ({"days": days(DayItem.HAPPENED, *JUNE)}, [18]),
        ({"days": days(DayItem.PROCESSED, dt.date(2026, 4, 1), dt.date(2026, 4, 1))}, [18, 26, 34]),
        ({"days": days(DayItem.NOTIFIED, *APRIL)}, []),
        ({"days": days(DayItem.HAPPENED, *APRIL) + days(DayItem.HAPPENED, *JUNE)}, [18]),
        ({"days": days(DayItem.HAPPENED, *APRIL), "kana": "スミス"}, [26]),
        ({"days": days(DayItem.CEASED, dt.date(2026, 5, 1), dt.date(2026, 5, 1))}, [26]),
        ({"missing": ("household_no",)}, [26]),
        ({"missing": ("building",)}, [18]),  # says something of a place: not of the protected
        ({"missing": ("resident_code", "relationship")}, [26, 34]),
        ({"missing": ("alias",), "birth_from": dt.date(1990, 5, 9)}, [34]),
        ({"missing": ("kana",)}, [42]),
        ({"birth_from": dt.date(2000, 2, 2)}, [42]),  # without any kana
    ],
)
def test_finds_by_days_and_by_what_is_missing(
    people: None, asked: dict[str, Any], numbers: list[int]
) -> None:
    put(
        26, day=dt.date(2026, 5, 1), at=dt.datetime(2026, 5, 1, 9, tzinfo=JST), is_entry=False,
        ceased_on=dt.date(2026, 5, 1),
    )  # fmt: skip
    put(
        42, day=dt.date(2000, 2, 2), at=dt.datetime(2026, 5, 2, 9, tzinfo=JST), is_entry=True,
        name="無名　子", birth_date=dt.date(2000, 2, 2), sex=2, address="東京都港区芝一丁目1番1号",
        building="芝荘", household_no=4, resident_code="12345678902", alias="別名",
        relationship="子",
    )  # fmt: skip
    assert found(**asked) == numbers


def test_a_walk_and_a_look_up_find_the_same(people: None, monkeypatch: pytest.MonkeyPatch) -> None:
    SearchEntry.objects.bulk_create(
        SearchEntry(
            addressee_no=18, spelling=3, key=f"アキ{number:04}", is_current=True, sex=1,
        )
        for number in range(400)
    )  # fmt: skip
    monkeypatch.setattr("daicho.domains.register.search.query.ROWS", 300)
    walked = found(kana="キ", match=Match.INNER)
    monkeypatch.setattr("daicho.domains.register.search.query.WALK", 0)
    assert found(kana="キ", match=Match.INNER) == walked == [18]


def test_a_former_spelling_is_marked(people: None) -> None:
    result = search(criteria=Criteria(kana="ワタナベ"), page=1, may_see_protected=False, on=TODAY)
    assert [(hit.row.name, hit.is_former, hit.is_protected) for hit in result.hits] == [
        ("佐藤　花子", True, False)
    ]


def test_an_address_does_not_find_a_protected_person(people: None) -> None:
    assert found(address="港区芝1-9-9") == []
    assert found(kana="タカハシ", address="港区芝1-9-9") == []
    assert found(address="港区芝1-9-9", may_see_protected=True) == [34]
    assert found(kana="タカハシ") == [34]


def test_rebuilding_gives_the_same_index(people: None) -> None:
    def entries() -> set[tuple[object, ...]]:
        names = ("addressee_no", "spelling", "key", "is_current", "birth_date", "sex")
        return set(SearchEntry.objects.values_list(*names))

    before = entries()
    assert len(before) == 23
    SearchEntry.objects.all().delete()
    rebuild(addressee_nos=None, at=NOON)
    assert entries() == before
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'register_searchentry' ORDER BY 1"
        )
        assert [name for (name,) in cursor.fetchall()] == [
            "register_search_birth", *(f"register_search_chars_{one}" for one in range(1, 7)),
            "register_search_inner", "register_search_person", "register_search_prefix",
            "register_searchentry_pkey",
        ]  # fmt: skip
    index_people(addressee_nos=[18])  # the new table takes new rows
    assert entries() == before


def test_counting_stops_at_the_bound() -> None:
    SearchEntry.objects.bulk_create(
        SearchEntry(addressee_no=number, spelling=3, key="サトオ", is_current=True, sex=1)
        for number in range(1, BOUND + 12)
    )
    result = search(criteria=Criteria(kana="サトウ"), page=1, may_see_protected=False, on=TODAY)
    assert (result.count, result.is_bound, result.pages) == (BOUND, True, 20)


def test_a_character_of_our_own_finds_and_is_found_at_once(people: None, staff_room: Any) -> None:
    first = dt.datetime(2026, 4, 1, 9, tzinfo=JST)
    put(
        42, day=dt.date(2026, 4, 1), at=first, is_entry=True, name="\ue001田　一",
        kana="ハタダ　ハジメ", birth_date=dt.date(1970, 1, 1), sex=2,
        address="東京都港区\ue001町1番2号",
    )  # fmt: skip
    chief = staff_room.context("register.approve", purpose="register")
    assert found(name="畑田") == []
    outcome = perform(
        RegisterOwnVariant(character="U+E001", stands_for="畑", note="火へんに日"), context=chief
    )
    assert (outcome.value, outcome.findings) == (1, ())
    assert found(name="畑田") == [42]
    assert found(name="\ue001田") == [42]
    assert found(address="港区畑町") == [42]
    before = set(SearchEntry.objects.values_list("addressee_no", "spelling", "key", "is_current"))
    rebuild(addressee_nos=None, at=NOON)
    after = set(SearchEntry.objects.values_list("addressee_no", "spelling", "key", "is_current"))
    assert before == after

    [one] = OwnVariant.objects.all()
    assert perform(RemoveOwnVariant(variant_id=one.pk), context=chief).value == 1
    assert found(name="畑田") == []
    assert found(name="\ue001田") == [42]
    assert OwnVariant.objects.get().removed_by == chief.actor.who.login


@pytest.mark.parametrize(
    ("character", "stands_for", "code"),
    [
        ("邉", "辺", "own_variant_known"),
        ("辻\U000e0100", "辻", "own_variant_known"),
        ("渡辺", "辺", "own_variant_form"),
        ("", "辺", "own_variant_form"),
        ("㈱", "株", "own_variant_form"),
    ],
)
def test_what_is_no_variant_is_refused(
    people: None, staff_room: Any, character: str, stands_for: str, code: str
) -> None:
    chief = staff_room.context("register.approve", purpose="register")
    outcome = perform(RegisterOwnVariant(character=character, stands_for=stands_for), context=chief)
    assert [one.code for one in outcome.findings] == [f"register.{code}"]
    assert not OwnVariant.objects.exists()
