# SPDX-License-Identifier: Apache-2.0
"""Residents for tests: a household written straight into the history, and a counter of two clerks.

family = settle()                      # four people, known since 2020-04-01
counter = Counter.open(staff_room)
event = counter.carry("register.move_within", {...})   # entered by one, registered by another
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.staff_room import StaffRoom

from daicho.domains.register.actions.slips import EnterEvent, RegisterEvent
from daicho.domains.register.history import PersonChange, write_event
from daicho.domains.register.hooks import tell_followers
from daicho.domains.register.models import Event, ResidentVersion, Sex
from daicho.domains.register.selectors import find_person
from daicho.foundation.access.actor import Actor, Context
from daicho.foundation.actions.action import Outcome, perform
from daicho.foundation.audit.entries import Who
from daicho.foundation.entries.models import Entry
from daicho.foundation.numbering.series import ADDRESSEE, HOUSEHOLD, take_with_check_digit
from daicho.kernel.findings import Severity
from daicho.rules.resident_register.reasons import Basis, Reason
from daicho.rules.resident_register.resident_code import with_check_digit

TOKYO = ZoneInfo("Asia/Tokyo")
SETTLED_ON = date(2020, 4, 1)
SETTLED_AT = datetime(2020, 4, 1, 10, tzinfo=TOKYO)
DESK = Context(
    actor=Actor(staff_id=0, who=Who("test", "試験", "区民課"), functions=frozenset()),
    purpose="register", terminal="10.0.0.7", at=SETTLED_AT,
)  # fmt: skip
HOME: dict[str, Any] = {
    "postcode": "1080014", "address": "東京都港区芝五丁目１番１号", "town": "芝五丁目",
    "building": "試作荘１０１", "address_code": "13103001005",
    "moved_in_on": SETTLED_ON, "became_resident_on": SETTLED_ON, "notified_on": SETTLED_ON,
    "became_resident_by": "国内転入", "previous_address": "東京都千代田区丸の内１丁目１番",
    "registered_domicile": "東京都港区芝五丁目１番", "registry_head": "試作　太郎",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """One person to be; `items` override or add items of the record."""

    name: str
    kana: str
    relationship: str
    sex: Sex
    birth_date: date
    items: Mapping[str, Any] = field(default_factory=dict)


HEAD = Newcomer(
    name="試作　太郎", kana="シサク　タロウ", relationship="世帯主", sex=Sex.MALE,
    birth_date=date(1980, 3, 1),
)  # fmt: skip
WIFE = Newcomer(
    name="試作　花子", kana="シサク　ハナコ", relationship="妻", sex=Sex.FEMALE,
    birth_date=date(1982, 7, 7),
)  # fmt: skip
SON = Newcomer(
    name="試作　一郎", kana="シサク　イチロウ", relationship="子", sex=Sex.MALE,
    birth_date=date(2008, 5, 5),
)  # fmt: skip
DAUGHTER = Newcomer(
    name="試作　桜", kana="シサク　サクラ", relationship="子", sex=Sex.FEMALE,
    birth_date=date(2012, 11, 3),
)  # fmt: skip
FOUR = (HEAD, WIFE, SON, DAUGHTER)


@dataclass(frozen=True, kw_only=True)
class Family:
    """A household in the register: its number, and its members' in the order given."""

    household_no: int
    numbers: tuple[int, ...]
    event: Event

    @property
    def head(self) -> int:
        """宛名番号 of the householder (the first member)."""
        return self.numbers[0]

    def rows(self, *, on: date, at: datetime) -> list[ResidentVersion]:
        """The members' records of a day as known at a time."""
        found = (find_person(addressee_no=one, valid_on=on, known_at=at) for one in self.numbers)
        return [row for row in found if row is not None]


def settle(
    people: Sequence[Newcomer] = FOUR, *, on: date = SETTLED_ON, at: datetime = SETTLED_AT,
    household_no: int | None = None, reason: Reason = Reason.DOMESTIC_MOVE_IN, **items: Any,
) -> Family:  # fmt: skip
    """Put a household into the register by one event; `items` hold for every member."""
    household = household_no or take_with_check_digit(series=HOUSEHOLD)[0]
    numbers = take_with_check_digit(series=ADDRESSEE, count=len(people))
    head = next((one.name for one in people if one.relationship == "世帯主"), "")
    changes = [
        PersonChange(
            addressee_no=number, first_day=on, is_entry=True,
            values=HOME
            | {
                "household_no": household, "member_order": order, "householder_name": head,
                "name": one.name, "kana": one.kana, "relationship": one.relationship,
                "sex": one.sex, "birth_date": one.birth_date,
                "resident_code": resident_code(number),
            }
            | {"moved_in_on": on, "became_resident_on": on}
            | dict(one.items)
            | items,
        )
        for order, (number, one) in enumerate(zip(numbers, people, strict=True), start=1)
    ]  # fmt: skip
    event = new_event(reason=reason, happened_on=on, at=at)
    changed = write_event(event=event, changes=changes)
    tell_followers(changes=changed, context=replace(DESK, at=at))
    return Family(household_no=household, numbers=tuple(numbers), event=event)


def resident_code(number: int) -> str:
    """A made-up 住民票コード of a person."""
    return with_check_digit(f"{number % 10**10:010d}")


def new_event(*, reason: Reason, happened_on: date, at: datetime, **values: Any) -> Event:
    """An event that is not saved yet."""
    return Event(
        **{
            "reason": reason.value, "basis": Basis.NOTIFICATION.value, "happened_on": happened_on,
            "notified_on": happened_on, "processed_on": at.astimezone(TOKYO).date(),
            "recorded_at": at, "place": "区民課", "terminal": "10.0.0.7", "entered_by": "clerk",
            "checked_by": "chief", "addressee_nos": [],
        }
        | values
    )  # fmt: skip


@dataclass
class Counter:
    """Two people at the counter: one enters, the other registers, a minute a step."""

    clerk: Context
    chief: Context
    at: datetime

    @classmethod
    def open(cls, staff_room: StaffRoom, *more: str) -> Counter:
        """A counter at the moment of the staff room; `more` are further functions of both."""
        functions = ("register.view", "register.enter", "register.approve", *more)
        clerk = staff_room.context(*functions, purpose="register", login="clerk")
        chief = staff_room.context(*functions, purpose="register", login="chief")
        return cls(clerk=clerk, chief=chief, at=staff_room.at)

    def tick(self, minutes: int = 1) -> datetime:
        """Let time pass."""
        self.at += timedelta(minutes=minutes)
        return self.at

    def enter(
        self, kind: str, data: Mapping[str, Any], *, acknowledged: Sequence[str] = ()
    ) -> Outcome[int]:
        """Enter a slip (仮登録)."""
        action = EnterEvent(entry_kind=kind, data=data, acknowledged=tuple(acknowledged))
        return perform(action, context=replace(self.clerk, at=self.tick()))

    def register(self, entry_no: int) -> Outcome[int]:
        """Register it (本登録) by the other person."""
        action = RegisterEvent(entry_no=entry_no)
        return perform(action, context=replace(self.chief, at=self.tick()))

    def refusals(self, kind: str, data: Mapping[str, Any]) -> list[str]:
        """The codes of the errors against a slip, none of which was kept."""
        before = Entry.objects.count()
        outcome = self.enter(kind, data, acknowledged=self.alerts(kind, data))
        assert Entry.objects.count() == before, "the slip was taken"
        return [one.code for one in outcome.findings if one.severity is Severity.ERROR]

    def alerts(self, kind: str, data: Mapping[str, Any]) -> list[str]:
        """The codes of the alerts that a slip meets (entering it without acknowledging any)."""
        before = set(Entry.objects.values_list("pk", flat=True))
        outcome = self.enter(kind, data)
        Entry.objects.exclude(pk__in=before).delete()
        return [one.code for one in outcome.findings if one.severity is Severity.WARNING]

    def carry(self, kind: str, data: Mapping[str, Any]) -> Event:
        """Enter with every alert acknowledged, then register; the first event that came of it."""
        entered = self.enter(kind, data, acknowledged=self.alerts(kind, data))
        assert entered.value is not None, entered.findings
        registered = self.register(entered.value)
        assert registered.value is not None, registered.findings
        self.tick()  # what follows from an event is recorded a moment after it
        return Event.objects.filter(entry_no=entered.value).earliest("recorded_at")
