# SPDX-License-Identifier: Apache-2.0
"""The five analyses count what they say, and the details say what the standard names."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from daicho.foundation.audit import analyses, details
from daicho.foundation.audit.analyses import Period
from daicho.foundation.audit.entries import NewEntry, Who
from daicho.foundation.audit.log import append, append_many
from daicho.foundation.audit.models import Entry, Kind, Result
from daicho.foundation.audit.searching import Criteria, find_entries

TOKYO = ZoneInfo("Asia/Tokyo")
HANAKO = Who("z1", "台帳 花子", "税務課")
JIRO = Who("z2", "台帳 次郎", "住民課")


def at(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TOKYO)


def entry(moment: datetime, **changes: object) -> NewEntry:
    values: dict[str, object] = {
        "at": moment, "kind": Kind.INQUIRY, "who": HANAKO, "terminal": "10.0.0.7",
        "function": "tax.taxpayer.view", "screen": "照会", "purpose": "窓口", "subjects": (11,),
    }  # fmt: skip
    return NewEntry(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def may(db: None) -> Period:
    """May 2026; the section of neither is asked for."""
    return Period(since=at(1, 0), until=at(1, 0, month=6))


def hours(found: object) -> list[str]:
    return [f"{one.at.astimezone(TOKYO):%m-%d %H:%M}" for one in found]  # type: ignore[attr-defined]


def test_night_weekend_and_holiday_are_off_hours(may: Period) -> None:
    for moment in (
        at(7, 6, 59), at(7, 7), at(7, 19, 59), at(7, 20), at(9, 12), at(10, 12), at(5, 12),
        at(6, 12), at(8, 12),
    ):  # fmt: skip
        append(entry(moment))
    # 2026-05-09/10 are Saturday and Sunday, 05-05 こどもの日, 05-06 振替休日.
    assert hours(analyses.off_hours(may)) == [
        "05-10 12:00", "05-09 12:00", "05-07 20:00", "05-07 06:59", "05-06 12:00", "05-05 12:00",
    ]  # fmt: skip


def test_failed_sign_ins(may: Period) -> None:
    append(entry(at(7, 9), kind=Kind.AUTHENTICATION, result=Result.REFUSED, subjects=()))
    append(entry(at(7, 10), kind=Kind.AUTHENTICATION, subjects=()))
    append(entry(at(7, 11), result=Result.REFUSED))
    assert hours(analyses.failed_sign_ins(may)) == ["05-07 09:00"]


def test_counts_per_person(may: Period) -> None:
    signed_in = {"操作": "サインイン"}
    append(entry(at(7, 9), kind=Kind.AUTHENTICATION, detail=signed_in, subjects=()))
    append(entry(at(7, 17), kind=Kind.AUTHENTICATION, detail={"操作": "サインアウト"}))
    append(entry(at(7, 10), individual_number_shown=True))
    append(entry(at(7, 11), result=Result.REFUSED))
    append(entry(at(7, 12), who=JIRO))
    append(entry(at(1, 12, month=6), who=JIRO))
    assert [
        (one.login, one.section, one.sign_ins, one.operations, one.refused, one.numbers_shown)
        for one in analyses.per_person(may)
    ] == [("z1", "税務課", 1, 2, 1, 1), ("z2", "住民課", 0, 1, 0, 0)]


def test_mass_search_counts_looks_or_people_of_a_day(may: Period, settings: object) -> None:
    settings.AUDIT_MASS_SEARCH = 3  # type: ignore[attr-defined]
    append_many(entry(at(7, 9, minute)) for minute in range(3))
    append_many(entry(at(day, 9)) for day in (8, 11, 12))
    append(entry(at(13, 9), who=JIRO, subjects=(1, 2, 3)))
    append(entry(at(14, 9), who=JIRO, kind=Kind.ENTRY, subjects=(1, 2, 3, 4)))
    assert [(one.day, one.login, one.looks, one.people) for one in analyses.mass_searches(may)] == [
        (date(2026, 5, 7), "z1", 3, 3),
        (date(2026, 5, 13), "z2", 1, 3),
    ]


def test_who_looked_at_a_person(may: Period) -> None:
    append(entry(at(7, 9)))
    append(entry(at(8, 9), subjects=(22, 11)))
    append(entry(at(9, 9), who=JIRO))
    append(entry(at(9, 9), who=JIRO, subjects=(22,)))
    found = analyses.who_looked(may, subject=11)
    assert [(one.login, one.looks) for one in found] == [("z1", 2), ("z2", 1)]
    assert (found[0].first, found[0].last) == (at(7, 9), at(8, 9))


def test_section_narrows_and_summary_adds_up(may: Period) -> None:
    append(entry(at(7, 9)))
    append(entry(at(7, 22), who=JIRO, individual_number_shown=True))
    period = Period(since=may.since, until=may.until, section="住民課")
    assert analyses.summary(period) == {
        "操作": 1, "職員": 1, "深夜・休業日": 1, "サインイン失敗": 0, "大量検索": 0,
        "個人番号の表示": 1, "拒否された操作": 0,
    }  # fmt: skip


def test_days_without_entries_count_nothing(may: Period) -> None:
    append(entry(at(31, 23, 59)))
    days = analyses.by_day(may, may.entries())
    assert (len(days), days[0], days[-1]) == (31, (date(2026, 5, 1), 0), (date(2026, 5, 31), 1))


@pytest.mark.parametrize(
    ("criteria", "count"),
    [
        (Criteria(), 3),
        (Criteria(login="z2"), 1),
        (Criteria(section="税務課"), 2),
        (Criteria(terminal="10.0.0.9"), 1),
        (Criteria(function="x"), 1),
        (Criteria(purpose="調査"), 1),
        (Criteria(kind="entry"), 1),
        (Criteria(result="refused"), 1),
        (Criteria(subject=22), 1),
        (Criteria(shows_individual_number=True), 1),
        (Criteria(since=at(8, 9)), 2),
        (Criteria(until=at(8, 9)), 1),
        (Criteria(login="z1", section="住民課"), 0),
    ],
)
def test_finds_by(may: Period, criteria: Criteria, count: int) -> None:
    append(entry(at(7, 9), terminal="10.0.0.9", function="x"))
    append(entry(at(8, 9), who=JIRO, purpose="調査", kind=Kind.ENTRY, subjects=(22,)))
    append(entry(at(9, 9), result=Result.REFUSED, individual_number_shown=True))
    assert find_entries(criteria).count() == count


def test_details_name_the_items_of_the_standard(db: None) -> None:
    printed = details.PrintDetail(
        title="住民票の写し", file_name="jumin-0001.pdf", printer="窓口1", copies=2, pages=3,
        official_seal=True, individual_number=False, output=details.Output.PRINT,
        issue_number="令8-000123",
    ).as_detail()  # fmt: skip
    assert printed == {
        "タイトル": "住民票の写し", "ファイル名": "jumin-0001.pdf", "プリンタ": "窓口1", "部数": 2,
        "枚数": 3, "公印": True, "個人番号の出力": False, "出力形式": "印刷",
        "発行番号": "令8-000123",
    }  # fmt: skip
    changed = details.SettingDetail(name="休憩", before="15", after="10").as_detail()
    assert changed == {"設定": "休憩", "変更前": "15", "変更後": "10"}
    secret = details.SettingDetail(name="鍵", before="a", after="b", is_secret=True).as_detail()
    assert secret == {"設定": "鍵", "変更前": "(秘密)", "変更後": "(秘密)"}
    copied = details.ScreenCopyDetail(screen="照会", printer="窓口1").as_detail()
    assert copied == {"画面": "照会", "出力先": "窓口1"}


def test_every_hash_of_a_file_can_be_logged(db: None, now: datetime) -> None:
    """Digits in a hash must not be taken for an 個人番号."""
    for number in range(200):
        export = details.ExportDetail(
            name="x.csv", conditions={"所属": "税務課"}, rows=number, columns=("氏名",),
            sha256=details.sha256_of(str(number).encode()),
        )  # fmt: skip
        append(entry(now, kind=Kind.EXTRACT, detail=export.as_detail()))
    assert Entry.objects.filter(kind=Kind.EXTRACT).count() == 200
