# SPDX-License-Identifier: Apache-2.0
"""Changes of restraints for other systems (3.2): by the API and as a file, in order, once each."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from tests.staff_room import StaffRoom
from tests.ward_fixture import HIDDEN, NOW, TARO
from tests.web.api.conftest import ServiceMaker

from daicho.domains.support.actions.linkage import ExportBlockChanges
from daicho.domains.support.models import BlockChange
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry

FUNCTIONS = ("api.use", "register.restrain")


@pytest.fixture
def positions(ward: None) -> list[int]:
    """A measure that begins, a restraint, and the end of the measure."""
    told: list[dict[str, Any]] = [
        {"addressee_no": HIDDEN.number, "first": date(2026, 6, 1), "is_measure": True},
        {"addressee_no": TARO.number, "first": date(2026, 6, 2), "last": date(2026, 6, 30)},
        {"addressee_no": HIDDEN.number, "first": None},
    ]
    return [
        BlockChange.objects.create(
            **{"last": None, "is_measure": False, "made_at": NOW + timedelta(minutes=place), **one}
        ).pk
        for place, one in enumerate(told)
    ]


def test_a_system_goes_on_where_it_stopped(positions: list[int], service: ServiceMaker) -> None:
    caller = service(*FUNCTIONS)
    after = str(positions[0] - 1)
    first = caller.get("/restraint-changes", after=after).json()
    assert [one["addressee_no"] for one in first["changes"]] == [
        HIDDEN.number, TARO.number, HIDDEN.number,
    ]  # fmt: skip
    assert first["changes"][1] == {
        "position": positions[1], "addressee_no": TARO.number, "first": "2026-06-02",
        "last": "2026-06-30", "is_measure": False, "made_at": first["changes"][1]["made_at"],
    }  # fmt: skip
    assert (first["position"], first["is_last"]) == (positions[-1], True)
    entry = Entry.objects.latest("id")
    assert (entry.screen, sorted(entry.subjects), entry.detail["件数"]) == (
        "API 抑止の連携", sorted({HIDDEN.number, TARO.number}), 3,
    )  # fmt: skip
    rest = caller.get("/restraint-changes", after=str(positions[1])).json()
    assert [one["first"] for one in rest["changes"]] == [None]
    none = caller.get("/restraint-changes", after=str(positions[2])).json()
    assert none == {"changes": [], "position": positions[2], "is_last": True}


def test_more_than_a_piece_waits(
    positions: list[int], service: ServiceMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daicho.web.api.restraints.MOST", 2)
    told = service(*FUNCTIONS).get("/restraint-changes", after=str(positions[0] - 1)).json()
    assert (len(told["changes"]), told["position"], told["is_last"]) == (2, positions[1], False)


@pytest.mark.parametrize("after", ["-1", "x", "9" * 16])
def test_a_wrong_position_is_named(ward: None, service: ServiceMaker, after: str) -> None:
    answer = service(*FUNCTIONS).get("/restraint-changes", after=after)
    assert answer.status_code == 422
    assert "最後に読んだ位置" in answer.content.decode()


def test_the_file_has_the_same_and_is_logged(positions: list[int], staff_room: StaffRoom) -> None:
    context = staff_room.context("register.restrain", purpose="register")
    done = perform(ExportBlockChanges(after=positions[0]), context=context)
    assert done.value is not None
    assert (done.value.rows, done.value.position) == (2, positions[2])
    rows = list(csv.reader(io.StringIO(done.value.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["位置", "宛名番号", "抑止の開始日"]
    assert rows[1][1:5] == [str(TARO.number), "2026-06-02", "2026-06-30", "0"]
    entry = Entry.objects.latest("id")
    assert (entry.kind, entry.detail["件数"]) == ("extract", 2)
