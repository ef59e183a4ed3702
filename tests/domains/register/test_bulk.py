# SPDX-License-Identifier: Apache-2.0
"""Bulk changes: tried, accepted by another, carried out once, resumable, line by line in order."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone
from tests.domains.register.people import HEAD, WIFE, Counter, Family, Newcomer, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.actions import bulk_change
from daicho.domains.register.actions.bulk_change import (
    AcceptBulkChange,
    StartBulkChange,
    TryBulkChange,
    WithdrawBulkChange,
    carry_out_bulk,
)
from daicho.domains.register.events.bulk_lines import headings
from daicho.domains.register.events.bulk_list import list_bulk_lines
from daicho.domains.register.models import BulkChange, BulkLine, Event, ResidentVersion
from daicho.foundation.access.actor import Context
from daicho.foundation.access.decision import MASKED_ADDRESS
from daicho.foundation.access.protection import protect
from daicho.foundation.actions.action import Action, Outcome, perform
from daicho.foundation.batch.models import BatchRun

OLD, NEW = "東京都港区芝五丁目１番１号", "東京都港区芝新町一丁目１番１号"
DAY = date(2026, 6, 1)


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room, "register.bulk")


def put(*people: Sequence[Newcomer]) -> Family:
    """A household in the register, by one transaction even where the test has none."""
    with transaction.atomic():
        return settle(*people)


def table(kind: str, rows: Sequence[Sequence[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([headings(kind), *rows])
    return out.getvalue().encode("utf-8-sig")


def do(counter: Counter, who: Context, action: Action[int]) -> Outcome[int]:
    return perform(action, context=replace(who, at=counter.tick()))


def attempt(counter: Counter, kind: str, rows: Sequence[Sequence[object]]) -> Outcome[int]:
    action = TryBulkChange(
        bulk_kind=kind, title="芝新町の設定", file_name="new.csv", content=table(kind, rows),
        happened_on=DAY,
    )  # fmt: skip
    return do(counter, counter.clerk, action)


def start(counter: Counter, change_no: int) -> int:
    assert do(counter, counter.chief, AcceptBulkChange(change_no=change_no)).value
    started = do(counter, counter.chief, StartBulkChange(change_no=change_no))
    assert started.value is not None
    return started.value


def carry_out(counter: Counter, run_no: int) -> BatchRun:
    context = replace(counter.chief, at=counter.tick())
    return carry_out_bulk(run_no=run_no, context=context, clock=timezone.now)


def address(household: int, before: str = OLD, after: str = NEW) -> list[object]:
    return [household, before, "試作荘１０１", after, "", "1080099", "芝新町一丁目", "13103999001"]


@pytest.mark.django_db
def test_a_trial_judges_and_counts_every_line_and_changes_nothing(counter: Counter) -> None:
    family, pair, other = put(), put((HEAD, WIFE)), put((HEAD,))
    counter.carry(
        "register.move_out",
        {"happened_on": "2026-06-20", "notified_on": "2026-06-09", "members": [other.head],
         "moved_to": "千葉県市川市八幡一丁目"},
    )  # fmt: skip
    before = ResidentVersion.objects.count()
    rows = [
        address(family.household_no), address(pair.household_no, before="東京都港区芝一丁目"),
        address(other.household_no), address(999999), address(family.household_no),
        address(pair.household_no, after=""),
    ]  # fmt: skip
    outcome = attempt(counter, "address", rows)
    change = BulkChange.objects.get(pk=outcome.value)
    assert change.totals == {"行数": 6, "世帯・人": 1, "人数": 4, "除外": 5}
    assert [(line.line, line.fault) for line in change.lines.order_by("line")] == [
        (2, ""), (3, "変更前のデータが今の記載と違います"), (4, "異動日の後の異動・予定があります"),
        (5, "住民がいません"), (6, "同じ番号の行が前にあります"), (7, "同じ番号の行が前にあります"),
    ]  # fmt: skip
    assert ResidentVersion.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_an_accepted_change_is_carried_out_one_event_a_household(counter: Counter) -> None:
    family, pair = put(), put((HEAD, WIFE))
    rows = [address(family.household_no), address(pair.household_no)]
    change_no = attempt(counter, "address", rows).value
    assert change_no is not None
    refused = do(counter, counter.clerk, AcceptBulkChange(change_no=change_no))
    assert [one.code for one in refused.findings] == ["register.bulk_same_person"]
    run = carry_out(counter, start(counter, change_no))
    assert run.state == "done"
    assert run.steps.get().totals == {"世帯・人": 2, "人数": 6, "除外": 0}
    events = Event.objects.filter(detail__has_key="一括変更").order_by("pk")
    assert [len(one.addressee_nos) for one in events] == [4, 2]
    assert {(one.reason, one.is_light, one.entered_by, one.checked_by) for one in events} == {
        ("302", True, "clerk", "chief")
    }
    now = timezone.now()
    found = {
        (row.address, row.building, row.postcode, row.town, row.address_code, row.valid.lower)
        for row in (*family.rows(on=DAY, at=now), *pair.rows(on=DAY, at=now))
    }
    assert found == {(NEW, "", "1080099", "芝新町一丁目", "13103999001", DAY)}
    assert family.rows(on=date(2026, 5, 31), at=now)[0].address == OLD
    assert BulkChange.objects.get(pk=change_no).state == "done"
    again = do(counter, counter.chief, StartBulkChange(change_no=change_no))
    assert again.is_refused


@pytest.mark.django_db(transaction=True)
def test_a_run_that_stopped_goes_on_and_does_nothing_twice(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    families = [put((HEAD,)) for _ in range(5)]
    rows = [address(family.household_no) for family in families]
    change_no = attempt(counter, "address", rows).value
    assert change_no is not None
    run_no = start(counter, change_no)
    monkeypatch.setattr(bulk_change, "PIECE_LINES", 2)
    told: list[int] = []

    def fail_at_third(**told_of: object) -> None:
        told.append(1)
        if len(told) == 3:
            raise RuntimeError("the power went")

    monkeypatch.setattr(bulk_change, "tell_followers", fail_at_third)
    with pytest.raises(RuntimeError):
        carry_out(counter, run_no)
    assert BulkLine.objects.filter(state="done").count() == 4
    assert do(counter, counter.clerk, WithdrawBulkChange(change_no=change_no)).is_refused
    assert start_again(counter, change_no) == run_no
    assert carry_out(counter, run_no).state == "done"
    assert BulkLine.objects.filter(state="done").count() == 5
    histories = [ResidentVersion.objects.filter(addressee_no=one.head) for one in families]
    assert [rows.count() for rows in histories] == [3] * 5


def start_again(counter: Counter, change_no: int) -> int | None:
    return do(counter, counter.chief, StartBulkChange(change_no=change_no)).value


@pytest.mark.django_db(transaction=True)
def test_domiciles_and_readings_are_changed_by_person(counter: Counter) -> None:
    family = put((HEAD, WIFE))
    old = "東京都港区芝五丁目１番"
    rows: list[list[object]] = [[family.head, old, "東京都港区芝新町一丁目１番"]]
    for kind, lines in (
        ("domicile", rows), ("kana", [[family.head, "シサク　タロウ", "シサク　タロー"]]),
    ):  # fmt: skip
        change_no = attempt(counter, kind, lines).value
        assert change_no is not None
        assert carry_out(counter, start(counter, change_no)).state == "done"
    head, wife = family.rows(on=DAY, at=timezone.now())
    assert (head.registered_domicile, head.kana) == ("東京都港区芝新町一丁目１番", "シサク　タロー")
    assert wife.registered_domicile == old
    wrong = attempt(counter, "kana", [[family.head, "シサク　タロー", "しさく"]])
    line = BulkLine.objects.get(change_id=wrong.value)
    assert line.fault == "振り仮名は全角カタカナです"


@pytest.mark.django_db
def test_a_file_is_refused_whole_with_every_fault(counter: Counter) -> None:
    outcome = attempt(counter, "address", [address(1), ["x", *address(1)[1:]]])
    assert [(one.code, one.subject) for one in outcome.findings] == [
        ("register.bulk_number", "3行 世帯番号")
    ]
    assert BulkChange.objects.count() == 0
    action = TryBulkChange(
        bulk_kind="address", title="x", file_name="x.csv", content=b"a,b\n", happened_on=DAY
    )
    found = do(counter, counter.clerk, action).findings
    assert "file.headings" in {one.code for one in found}


@pytest.mark.django_db
def test_a_protected_home_is_shown_to_the_officer_in_charge_alone(counter: Counter) -> None:
    family, other = put(), put((HEAD,))
    protect(
        addressee_nos=[family.numbers[1]], first=DAY, at=counter.tick(), by="chief", measure="1"
    )
    rows = [address(family.household_no), address(other.household_no)]
    change_no = attempt(counter, "address", rows).value
    assert change_no is not None
    actor = counter.clerk.actor
    hidden, open_one = list_bulk_lines(change_no=change_no, actor=actor, on=DAY)
    assert {*hidden.before.values(), *hidden.after.values()} == {MASKED_ADDRESS}
    assert open_one.after["変更後住所"] == NEW
    officer = replace(actor, functions=actor.functions | {"protected.view"})
    seen, _ = list_bulk_lines(change_no=change_no, actor=officer, on=DAY, only="planned")
    assert (seen.before["変更前住所"], seen.people, seen.state) == (OLD, 4, "更新予定")
    assert OLD not in repr(seen)
