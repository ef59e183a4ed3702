# SPDX-License-Identifier: Apache-2.0
"""The figures equal a slow recount from raw rows, and two days agree with the changes between."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.domains.register.people import DESK, HEAD, TOKYO, WIFE, new_event, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.history import PersonChange, write_event
from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.statistics.actions import StartStatistics
from daicho.domains.statistics.models import Figure, Subject
from daicho.domains.statistics.public import Limits, carry_out, find_statistics, open_data
from daicho.domains.statistics.run import open_statistics
from daicho.domains.statistics.suppression import hidden_areas, hidden_cells
from daicho.domains.statistics.tables import (
    BANDS,
    TABLES,
    changes_by_month,
    figures_of,
    moves_by_prefecture,
    notices_by_kind,
    population_by_age,
    population_by_town,
    residence_notices,
)
from daicho.domains.statistics.workbook import workbook
from daicho.foundation.actions.action import perform
from daicho.foundation.batch.models import BatchRun, State
from daicho.rules.resident_register.reasons import Reason

pytestmark = pytest.mark.django_db
FOREIGNER = replace(
    HEAD, name="ＳＡＭＰＬＥ　ＡＮＮ",
    items={"kind": "foreign", "nationality": "VN", "residence_status": "永住者"},
)  # fmt: skip


def count(since: date, day: date, known: datetime) -> BatchRun:
    context = replace(DESK, at=known)
    run = open_statistics(since=since, day=day, known_at=known, context=context)
    done = carry_out(run, context=context, clock=lambda: known)
    assert done.state == State.DONE, done.findings
    return done


def change(number: int, reason: Reason, on: date, at: datetime, **values: object) -> None:
    event = new_event(reason=reason, happened_on=on, at=at)
    write_event(
        event=event, changes=[PersonChange(addressee_no=number, first_day=on, values=values)]
    )


def leave(number: int, on: date, at: datetime, to: str = "大阪府大阪市北区中之島１丁目") -> None:
    change(number, Reason.DOMESTIC_MOVE_OUT, on, at, status="moved_out", moved_to_planned=to)


def recount(day: date, known: datetime) -> dict[tuple[str, ...], int]:
    """Row by row, without a line of the product's own counting."""
    counted: Counter[tuple[str, ...]] = Counter()
    for row in ResidentVersion.objects.all():
        first, last = row.valid.lower, row.valid.upper
        since, until = row.recorded.lower, row.recorded.upper
        holds = (first is None or first <= day) and (last is None or day < last)
        is_known = since <= known and (until is None or known < until)
        if not (holds and is_known and row.status == "resident"):
            continue
        born = row.birth_date
        age = "不詳" if born is None else str(
            day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        )  # fmt: skip
        counted[row.town, row.kind, str(row.sex), age] += 1
    return dict(counted)


def population(run: BatchRun) -> dict[tuple[str, ...], int]:
    return {tuple(keys): value for keys, value in figures_of(run, Subject.POPULATION)}


def test_a_year_of_a_small_town(now: datetime) -> None:
    family = settle(on=date(2020, 4, 1))
    settle([FOREIGNER], on=date(2026, 2, 1), at=now, town="芝公園一丁目",
           previous_address="神奈川県横浜市中区本町１丁目")  # fmt: skip
    leave(family.numbers[2], date(2026, 3, 10), now + timedelta(minutes=1))
    change(family.numbers[3], Reason.DEATH, date(2026, 3, 11), now + timedelta(minutes=2),
           status="dead")  # fmt: skip
    change(family.numbers[1], Reason.MOVE_WITHIN, date(2026, 4, 2), now + timedelta(minutes=3),
           town="芝公園一丁目")  # fmt: skip
    leave(family.head, date(2026, 9, 1), now + timedelta(minutes=4))  # still to come
    run = count(date(2026, 1, 1), date(2026, 6, 1), now + timedelta(hours=1))

    assert population(run) == recount(date(2026, 6, 1), now + timedelta(hours=1))
    assert population_by_town(run).rows == [
        ("計", 2, 3, 2, 1, 2, 1),
        ("芝五丁目", 1, 1, 1, 0, 1, 0),
        ("芝公園一丁目", 1, 2, 1, 1, 1, 1),
    ]
    assert population_by_age(run).rows[0][:2] == ("計", 3)
    assert changes_by_month(run).rows == [
        ("2026-02", 0, 0, 1, 0, 0, 0, 0, 0, 1),
        ("2026-03", 0, 1, 0, 1, 0, 0, 0, 0, -2),
        ("2026-04", 0, 0, 0, 0, 0, 0, 1, 1, 0),
    ]
    assert moves_by_prefecture(run).rows == [
        ("計", 1, 1), ("大阪府", 0, 1), ("神奈川県", 1, 0)
    ]  # fmt: skip
    steps = {step.code: step.totals for step in run.steps.all()}
    assert steps["population"] == {"人口": 3}
    assert steps["before"] == {"期首人口": 4}
    assert steps["changes"] == {"増": 2, "減": 3}
    assert steps["compare"] == {"不一致": 0}


def test_a_day_is_counted_as_it_was_known_then(now: datetime) -> None:
    family = settle(on=date(2020, 4, 1))
    leave(family.head, date(2025, 1, 1), now)
    before = count(date(2024, 12, 1), date(2025, 2, 1), now - timedelta(days=1))
    after = count(date(2024, 12, 1), date(2025, 2, 1), now + timedelta(days=1))
    assert sum(population(before).values()) == 4
    assert sum(population(after).values()) == 3
    assert not Figure.objects.filter(run=before, subject=Subject.CHANGES).exists()


ACTS = st.lists(
    st.tuples(
        st.integers(0, 7), st.dates(date(2025, 1, 1), date(2025, 12, 31)),
        st.sampled_from(["out", "dead", "back", "town", "kind", "sex"]),
    ),
    max_size=10,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck),
          phases=(Phase.explicit, Phase.reuse, Phase.generate))  # fmt: skip
@given(acts=ACTS, since=st.dates(date(2024, 12, 1), date(2025, 6, 30)))
def test_any_history_adds_up_and_equals_the_recount(
    db: None, acts: list[tuple[int, date, str]], since: date
) -> None:
    with transaction.atomic():
        _check_history(acts, since)
        transaction.set_rollback(True)


def _check_history(acts: list[tuple[int, date, str]], since: date) -> None:
    at = datetime(2026, 1, 1, tzinfo=TOKYO)
    numbers = [*settle().numbers, *settle(on=date(2025, 2, 1)).numbers]
    values: dict[str, dict[str, object]] = {
        "out": {"status": "moved_out"}, "dead": {"status": "dead"},
        "back": {"status": "resident"}, "town": {"town": "芝公園一丁目"},
        "kind": {"kind": "foreign", "nationality": "VN"}, "sex": {"sex": 0},
    }  # fmt: skip
    reasons = {"out": Reason.DOMESTIC_MOVE_OUT, "dead": Reason.DEATH,
               "back": Reason.DOMESTIC_MOVE_IN}  # fmt: skip
    for who, on, act in acts:
        at += timedelta(minutes=1)
        first = max(on, date(2025, 2, 1)) if who > 3 else on
        reason = reasons.get(act, Reason.CORRECT_BY_AUTHORITY)
        change(numbers[who], reason, first, at, **values[act])
    day, known = date(2025, 12, 31), at + timedelta(days=1)
    run = count(since, day, known)  # stops itself when before + changes is not after
    assert population(run) == recount(day, known)
    before = Counter[tuple[str, ...]]()
    for keys, value in recount(since, known).items():
        before[keys[:3]] += value
    assert {tuple(k): v for k, v in figures_of(run, Subject.BEFORE)} == dict(before)
    for make in TABLES.values():
        table = make(run)
        assert all(len(row) == len(table.head) for row in table.rows)


def test_open_data_hides_small_counts(now: datetime) -> None:
    for _ in range(5):
        settle()  # 20 people in 芝五丁目
    settle([HEAD, WIFE], town="芝公園一丁目")
    run = count(date(2026, 5, 1), date(2026, 6, 1), now)
    shown = open_data(run, code="131032", municipality="港区", limits=Limits(area=10, cell=3))
    assert shown.head[:8] == (
        "全国地方公共団体コード", "地域コード", "地方公共団体名", "調査年月日", "地域名",
        "総人口", "男性", "女性",
    )  # fmt: skip
    assert shown.head[8:10] == ("0-4歳の男性", "0-4歳の女性")
    assert shown.head[42:] == ("85歳以上の男性", "85歳以上の女性", "世帯数", "備考")
    assert len(BANDS) == 18
    # Two areas: were the small one hidden alone, a known sum of both would tell it.
    assert [row[5] for row in shown.rows] == ["X", "X"]
    open_ = open_data(run, code="131032", municipality="港区", limits=Limits(area=0, cell=3))
    large, small = open_.rows
    assert large[4:8] == ("芝五丁目", 20, 10, 10)
    assert "X" not in large
    assert small[5:8] == (2, 1, 1)
    assert (small.count("X"), small[-1]) == (2, "秘匿を含む")


def test_a_hidden_count_takes_another_with_it() -> None:
    assert hidden_cells([1, 5, 7, 0], Limits(cell=3)) == {0, 1}
    assert hidden_cells([1, 2, 7], Limits(cell=3)) == {0, 1}
    assert hidden_cells([1, 0, 0], Limits(cell=3)) == {0}
    assert hidden_cells([1, 5], Limits(cell=0)) == set()
    assert hidden_areas([9, 50, 40], Limits(area=10)) == {0, 2}


def test_asks_for_days_in_order(staff_room: StaffRoom) -> None:
    context = staff_room.context("register.statistics", purpose="statistics")
    same = perform(StartStatistics(since=date(2026, 6, 1), day=date(2026, 6, 1)), context=context)
    assert [one.code for one in same.findings] == ["statistics.days"]
    done = perform(StartStatistics(since=date(2026, 5, 1), day=date(2026, 6, 1)), context=context)
    assert done.value is not None
    run = find_statistics(done.value)
    assert run is not None
    assert (run.subject, run.state) == ("2026-06-01", State.WAITING)


def test_notices_are_counted_by_kind_and_cancelled_ones_are_not(now: datetime) -> None:
    asked = replace(
        FOREIGNER, items={**FOREIGNER.items, "article_30_45": "中長期在留者"}
    )  # fmt: skip
    settle([asked, replace(asked, name="ＳＡＭＰＬＥ　ＢＥＮ")], on=date(2026, 2, 1), at=now)
    family = settle(on=date(2026, 4, 1), at=now + timedelta(minutes=1))
    change(family.head, Reason.MOVE_WITHIN, date(2026, 5, 2), now + timedelta(minutes=2))
    wrong = Event.objects.latest("pk")
    at = now + timedelta(minutes=3)
    new_event(
        reason=Reason.CANCEL_CORRECTION, happened_on=date(2026, 5, 3), at=at, cancels=wrong
    ).save()
    run = count(date(2026, 1, 1), date(2026, 6, 30), now + timedelta(hours=1))
    rows = notices_by_kind(run).rows
    moved_in = [row for row in rows if row[0] == "国内転入"]
    assert moved_in == [("国内転入", "届出", 1, 4, 1, 2)]
    assert [row for row in rows if row[0] == "転居"] == []
    assert [row[1:] for row in residence_notices(run).rows] == [
        ("", 2, 0, 0, 2), ("中長期在留者", 2, 0, 0, 2),
    ]  # fmt: skip
    earlier = count(date(2026, 1, 1), date(2026, 6, 30), now + timedelta(minutes=2, seconds=30))
    assert [row[0] for row in notices_by_kind(earlier).rows] == ["計", "国内転入", "転居"]


def test_the_workbook_has_every_table_with_numbers(now: datetime) -> None:
    settle(on=date(2020, 4, 1), town="=1+1")
    run = count(date(2026, 1, 1), date(2026, 6, 1), now + timedelta(hours=1))
    made = workbook(run, made_at=now)
    assert made == workbook(run, made_at=now)
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        names = ElementTree.fromstring(book.read("xl/workbook.xml"))  # noqa: S314 - ours
        sheet = book.read("xl/worksheets/sheet2.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    titles = [one.attrib["name"] for one in names.iter() if one.tag.endswith("}sheet")]
    assert titles == ["表紙", *(make(run).title for make in TABLES.values())]
    assert "<f>" not in sheet
    assert "<v>4</v>" in sheet
    for word in ("令和8年6月1日", "令和8年1月2日〜令和8年6月1日", "=1+1", "町丁目別人口・世帯数"):
        assert word in texts, word
