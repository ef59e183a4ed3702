# SPDX-License-Identifier: Apache-2.0
"""Slips: typed by one, registered by another; versions, alerts, busy persons, sealed content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from pydantic import Field
from tests.staff_room import StaffRoom

from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import ACTIONS, Outcome, perform
from daicho.foundation.audit.models import Entry as LogEntry
from daicho.foundation.entries.actions import (
    DraftSlip,
    EnterSlip,
    RegisterSlip,
    ReturnSlip,
    WithdrawSlip,
)
from daicho.foundation.entries.fields import EntryDate, OptionalNumber
from daicho.foundation.entries.kinds import EntryKind, Form, read_form
from daicho.foundation.entries.models import Entry, State
from daicho.foundation.entries.store import content_of, open_entries, open_entries_about
from daicho.kernel.findings import Finding, Severity

pytestmark = pytest.mark.django_db

NUMBER = "123456789018"
SOLD: list[str] = []  # what was carried out
LOCKED: list[int] = []
BAD: set[int] = set()  # dogs whose register has moved on


class Toy(Form):
    """What hangs from a collar."""

    name: str = Field(title="品名", min_length=1)
    price: int = Field(title="価格")


class Licence(Form):
    """A made-up slip: a dog's licence."""

    dog: int = Field(title="犬の番号")
    born_on: EntryDate = Field(title="生まれた日")
    owner: OptionalNumber = Field(None, title="飼い主")
    secret: str = Field("", title="秘密", repr=False)
    toys: tuple[Toy, ...] = Field((), title="玩具")


def _check(typed: Licence, context: Context) -> Sequence[Finding]:
    found = []
    if typed.dog in BAD:
        found.append(Finding("dog.gone", Severity.ERROR, "この犬はいません。"))
    if typed.toys:
        found.append(Finding("dog.toys", Severity.WARNING, "玩具があります。"))
    return found


def _carry_out(typed: Licence, context: Context, entry: Entry) -> Mapping[str, object]:
    SOLD.append(f"{typed.dog}:{context.actor.who.login}")
    return {"犬": typed.dog}


LICENCE = EntryKind(
    code="dog.licence", label="犬の鑑札", form=Licence, subjects=lambda typed: [typed.dog],
    check=_check, carry_out=_carry_out, lock=lambda typed, context: LOCKED.append(typed.dog),
)  # fmt: skip
KINDS = {LICENCE.code: LICENCE}
_known = len(ACTIONS)


@dataclass(frozen=True, kw_only=True)
class DraftLicence(DraftSlip):
    """Draft."""

    function, audit_text, kinds = "register.enter", "鑑札の下書き", KINDS


@dataclass(frozen=True, kw_only=True)
class EnterLicence(EnterSlip):
    """Enter."""

    function, audit_text, kinds = "register.enter", "鑑札の仮登録", KINDS


@dataclass(frozen=True, kw_only=True)
class RegisterLicence(RegisterSlip):
    """Register."""

    function, audit_text, kinds = "register.approve", "鑑札の本登録", KINDS


@dataclass(frozen=True, kw_only=True)
class ReturnLicence(ReturnSlip):
    """Return."""

    function, audit_text, kinds = "register.approve", "鑑札の差戻し", KINDS


@dataclass(frozen=True, kw_only=True)
class WithdrawLicence(WithdrawSlip):
    """Withdraw."""

    function, audit_text, kinds = "register.enter", "鑑札の取下げ", KINDS


del ACTIONS[_known:]  # made for these tests only

GOOD = {"dog": "7", "born_on": "R7.4.1", "secret": "骨の場所"}


@pytest.fixture(autouse=True)
def _clean() -> None:
    SOLD.clear()
    LOCKED.clear()
    BAD.clear()


@pytest.fixture
def clerk(staff_room: StaffRoom) -> Context:
    return staff_room.context(
        "register.enter", "register.approve", purpose="register", login="clerk"
    )


@pytest.fixture
def chief(staff_room: StaffRoom, clerk: Context) -> Context:
    made = staff_room.context(
        "register.enter", "register.approve", purpose="register", login="chief"
    )
    return replace(made, at=clerk.at + timedelta(minutes=5))


def enter(who: Context, **more: Any) -> Outcome[int]:
    data = GOOD | more.pop("data", {})
    return perform(EnterLicence(entry_kind=LICENCE.code, data=data, **more), context=who)


def entered(who: Context, **more: Any) -> int:
    number = enter(who, **more).value
    assert number is not None
    return number


def codes(outcome: Outcome[int]) -> list[str]:
    return [one.code for one in outcome.findings]


def state(number: int) -> str:
    return Entry.objects.get(pk=number).state


def test_one_enters_and_another_registers(clerk: Context, chief: Context) -> None:
    number = entered(clerk)
    assert (state(number), SOLD) == (State.PROVISIONAL, [])
    own = perform(RegisterLicence(entry_no=number), context=clerk)
    assert (codes(own), state(number), SOLD) == (["entry.same_person"], State.PROVISIONAL, [])
    done = perform(RegisterLicence(entry_no=number), context=chief)
    assert (done.value, SOLD, LOCKED) == (number, ["7:chief"], [7])
    entry = Entry.objects.get(pk=number)
    assert (entry.state, entry.result) == (State.REGISTERED, {"犬": 7})
    assert (entry.entered_by, entry.decided_by, entry.decided_at) == ("clerk", "chief", chief.at)
    again = perform(RegisterLicence(entry_no=number), context=chief)
    assert (codes(again), SOLD) == (["entry.not_in_check"], ["7:chief"])


def test_who_only_corrected_it_cannot_register_it_either(clerk: Context, chief: Context) -> None:
    number = entered(clerk)
    corrected = enter(chief, entry_no=number, version=1, data={"born_on": "R7.4.2"})
    assert corrected.value == number
    assert Entry.objects.get(pk=number).writers == ["chief", "clerk"]
    for who in (clerk, chief):
        outcome = perform(RegisterLicence(entry_no=number), context=who)
        assert codes(outcome) == ["entry.same_person"]


def test_nobody_overwrites_what_another_typed_meanwhile(clerk: Context, chief: Context) -> None:
    number = entered(clerk)
    assert enter(clerk, entry_no=number, version=1, data={"dog": 8}).value == number
    late = enter(chief, entry_no=number, version=1, data={"dog": 9})
    assert codes(late) == ["entry.changed"]
    entry = Entry.objects.get(pk=number)
    assert (entry.version, content_of(entry)["dog"], entry.subjects) == (2, 8, [8])


def test_every_fault_of_the_typing_is_told_with_its_place(clerk: Context) -> None:
    data = {
        "dog": "いぬ", "born_on": "きのう", "toys": [{"name": "", "price": "1"}, {"name": "骨"}],
        "color": "白",
    }  # fmt: skip
    faults = read_form(LICENCE, data).findings
    assert [(one.subject, one.message_ja) for one in faults] == [
        ("犬の番号", "数字で入力してください。"),
        ("生まれた日", faults[1].message_ja),
        ("玩具 1件目 品名", "入力してください。"),
        ("玩具 2件目 価格", "入力してください。"),
        ("", "この項目はありません。"),
    ]
    assert "日" in faults[1].message_ja
    refused = enter(clerk, data=data)
    assert (refused.value, Entry.objects.count()) == (None, 0)


def test_an_alert_must_be_acknowledged_and_stays_so(clerk: Context, chief: Context) -> None:
    toys = {"toys": [{"name": "骨", "price": 100}]}
    refused = enter(clerk, data=toys)
    assert codes(refused) == ["dog.toys", "entry.unacknowledged"]
    number = entered(clerk, data=toys, acknowledged=("dog.toys",))
    assert Entry.objects.get(pk=number).acknowledged == ["dog.toys"]
    assert perform(RegisterLicence(entry_no=number), context=chief).value == number


def test_what_came_to_stand_against_it_stops_the_registration(
    clerk: Context, chief: Context
) -> None:
    number = entered(clerk)
    BAD.add(7)
    stopped = perform(RegisterLicence(entry_no=number), context=chief)
    assert (codes(stopped), SOLD, state(number)) == (["dog.gone"], [], State.PROVISIONAL)
    BAD.clear()
    assert perform(RegisterLicence(entry_no=number), context=chief).value == number


def test_a_person_in_check_takes_no_second_slip(clerk: Context, chief: Context) -> None:
    first = entered(clerk)
    busy = enter(chief)
    assert codes(busy) == ["entry.busy"]
    assert busy.findings[0].message_ja == f"同じ人の入力票{first}が審査待ちです（職員 clerk）。"
    perform(WithdrawLicence(entry_no=first, reason="誤入力"), context=clerk)
    assert enter(chief).value is not None
    assert enter(chief, data={"dog": 8}).value is not None


def test_a_draft_is_kept_unchecked_and_entered_later(clerk: Context) -> None:
    half = DraftLicence(entry_kind=LICENCE.code, data={"dog": "?"}, subjects_typed=(7,))
    number = perform(half, context=clerk).value
    assert number is not None
    assert state(number) == State.DRAFT
    assert [one.pk for one in open_entries_about(addressee_nos=[7])] == [number]
    assert enter(clerk, entry_no=number, version=1).value == number
    assert state(number) == State.PROVISIONAL
    no_way_back = DraftLicence(entry_kind=LICENCE.code, data={}, entry_no=number, version=2)
    assert codes(perform(no_way_back, context=clerk)) == ["entry.closed"]


def test_return_needs_a_reason_and_the_slip_comes_again(clerk: Context, chief: Context) -> None:
    number = entered(clerk)
    empty = perform(ReturnLicence(entry_no=number, reason=" "), context=chief)
    assert codes(empty) == ["entry.no_reason"]
    perform(ReturnLicence(entry_no=number, reason="日付"), context=chief)
    entry = Entry.objects.get(pk=number)
    assert (entry.state, entry.reason, entry.version) == (State.RETURNED, "日付", 2)
    assert codes(perform(RegisterLicence(entry_no=number), context=chief)) == ["entry.not_in_check"]
    assert enter(clerk, entry_no=number, version=2).value == number
    assert state(number) == State.PROVISIONAL


def test_a_withdrawn_slip_is_closed_for_good(clerk: Context, chief: Context) -> None:
    number = entered(clerk)
    perform(WithdrawLicence(entry_no=number, reason="本人申出"), context=clerk)
    assert state(number) == State.WITHDRAWN
    assert codes(enter(clerk, entry_no=number, version=2)) == ["entry.closed"]
    assert codes(perform(RegisterLicence(entry_no=number), context=chief)) == ["entry.not_in_check"]
    assert list(open_entries(kinds=KINDS)) == []


def test_the_content_is_sealed_and_in_no_log(clerk: Context) -> None:
    number = entered(clerk, data={"secret": f"番号は{NUMBER}"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, entries_entry::text FROM entries_entry")
        sealed, text = cursor.fetchone()
    assert NUMBER.encode() not in bytes(sealed)
    assert "番号は" not in text
    assert content_of(Entry.objects.get(pk=number))["secret"] == f"番号は{NUMBER}"
    logged = LogEntry.objects.latest("id")
    assert logged.detail == {"種類": "犬の鑑札", "入力票": None}
    assert NUMBER not in repr(EnterLicence(entry_kind=LICENCE.code, data={"secret": NUMBER}))


def test_a_slip_of_another_kind_or_none_is_not_there(clerk: Context, chief: Context) -> None:
    assert codes(perform(RegisterLicence(entry_no=999), context=chief)) == ["entry.gone"]
    unknown = EnterLicence(entry_kind="cat.licence", data=GOOD)
    assert codes(perform(unknown, context=clerk)) == ["entry.gone"]
    number = entered(clerk)
    Entry.objects.filter(pk=number).update(kind="cat.licence")
    assert codes(perform(RegisterLicence(entry_no=number), context=chief)) == ["entry.gone"]
