# SPDX-License-Identifier: Apache-2.0
"""Any run of events, cancelled one by one from the last, leaves every item as it first was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.domains.register.people import FOUR, Counter, settle
from tests.domains.register.test_checks import all_findings
from tests.domains.register.test_nationality import FOREIGN
from tests.staff_room import StaffRoom

from daicho.domains.register.history import items_of
from daicho.domains.register.models import Event, ResidentVersion

FIRST = date(2026, 5, 1)
DAYS = st.integers(0, 40)
PERSONS = st.integers(0, 3)
_PERSON = [
    ("death", {"notified_on": "2026-06-10"}),
    ("former_name_record", {"former_name": "旧田", "former_name_kana": "キュウダ",
                            "has_proof": True, "notified_on": "2026-06-10"}),
    ("alias_record", {"alias": "林　花", "entered_at": "東京都港区",
                      "notified_on": "2026-06-10"}),
    ("alias_remove", {"removed_at": "東京都港区", "notified_on": "2026-06-10"}),
    ("nationality_gained", {"cause": "帰化", "name": "木村　花", "kana": "キムラ　ハナ",
                            "registered_domicile": "東京都港区", "registry_head": "木村　花",
                            "notified_on": "2026-06-10"}),
    ("nationality_lost", {"nationality": "US", "notified_on": "2026-06-10"}),
]  # fmt: skip
_CORRECTIONS = st.sampled_from(
    [("building", "２０２"), ("name", "見本　一"), ("kana", "ミホン　ハジメ"), ("sex", "不明"),
     ("relationship", "縁故者"), ("birth_date", "昭和60年頃"), ("address", "東京都港区芝"),
     ("previous_address", "不明")]
)  # fmt: skip
_OF_ONE = st.tuples(st.sampled_from(_PERSON), PERSONS, DAYS).map(
    lambda drawn: (drawn[0][0], drawn[0][1], drawn[1], drawn[2])
)
_CORRECT = st.tuples(_CORRECTIONS, PERSONS, DAYS).map(
    lambda drawn: ("correct", {"item": drawn[0]}, drawn[1], drawn[2])
)
_KINDS = st.sampled_from(["renewal", "authority_removal", "birth", "household_change"])
_OTHER = st.tuples(_KINDS, PERSONS, DAYS).map(lambda drawn: (drawn[0], {}, *drawn[1:]))
STEPS = st.lists(st.one_of(_CORRECT, _OF_ONE, _OTHER), min_size=1, max_size=6)


def slip(step: tuple[str, dict[str, Any], int, int], family: Any) -> tuple[str, dict[str, Any]]:
    kind, more, person, days = step
    number = family.numbers[person]
    head = {"happened_on": str(FIRST + timedelta(days=days))}
    if kind == "correct":
        item, value = more["item"]
        change = {"addressee_no": number, "item": item, "value": value}
        return kind, head | {"changes": [change]}
    if kind == "birth":
        child = {"name": "見本　新", "kana": "ミホン　アラタ", "sex": 2}
        return kind, head | {
            "notified_on": "2026-06-10", "household_no": family.household_no, "children": [child],
        }  # fmt: skip
    if kind == "household_change":
        members = [{"addressee_no": number, "relationship": "世帯主"}]
        return kind, head | {
            "notified_on": "2026-06-10", "members": members, "household_no": None,
            "change": "世帯分離",
        }  # fmt: skip
    if kind == "renewal":
        return kind, head | {"addressee_nos": [number]}
    if kind == "authority_removal":
        return kind, head | {"addressee_nos": [number], "ground": "二重登録"}
    return kind, head | more | {"addressee_no": number}


def truth(counter: Counter, numbers: tuple[int, ...]) -> dict[tuple[int, date], dict[str, Any]]:
    """Every item of everybody on every day, as known now."""
    counter.tick()
    rows = ResidentVersion.objects.filter(addressee_no__in=numbers, recorded__upper_inf=True)
    found = list(rows)
    days = [FIRST + timedelta(days=n) for n in range(-1, 45)]
    return {
        (row.addressee_no, day): items_of(row)
        for day in days
        for row in found
        if (row.valid.lower is None or row.valid.lower <= day)
        and (row.valid.upper is None or day < row.valid.upper)
    }


def take(counter: Counter, kind: str, data: dict[str, Any]) -> list[Event]:
    """The events of a slip; none when it is refused."""
    kind = f"register.{kind}"
    entered = counter.enter(kind, data, acknowledged=counter.alerts(kind, data))
    if entered.value is None:
        return []
    assert counter.register(entered.value).value is not None
    return list(Event.objects.filter(entry_no=entered.value).order_by("pk"))


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


@pytest.mark.django_db
@settings(
    max_examples=20, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=STEPS, foreign=st.booleans())
def test_cancelling_all_in_reverse_restores_the_first_state(
    counter: Counter, steps: list[tuple[str, dict[str, Any], int, int]], foreign: bool
) -> None:
    family = settle(FOUR, **(FOREIGN if foreign else {}))
    before = truth(counter, family.numbers)
    done = [found[0] for step in steps if (found := take(counter, *slip(step, family)))]
    assert all_findings() == []
    for one in done:
        event(one.label)
    for one in reversed(done):
        data = {"happened_on": "2026-06-10", "event_no": one.pk}
        assert take(counter, "cancel", data), (one, counter.enter("register.cancel", data))
    assert truth(counter, family.numbers) == before
    assert all_findings() == []
