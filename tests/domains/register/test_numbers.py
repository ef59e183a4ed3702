# SPDX-License-Identifier: Apache-2.0
"""個人番号 goes to the vault and nowhere else; resident codes come from the stock, by lot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from tests.domains.register.people import HEAD, WIFE, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.codes.actions import (
    ImportResidentCodes,
    NumberTheUnnumbered,
    SetResidentCodeAlert,
    list_unnumbered,
    read_codes,
)
from daicho.domains.register.codes.notices import list_code_notices
from daicho.domains.register.codes.stock import count_free
from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.register.selectors import find_person
from daicho.foundation.actions.action import Action, Outcome, perform
from daicho.foundation.audit.models import Entry as LogEntry
from daicho.foundation.vault.keys import lookup_hashes
from daicho.foundation.vault.numbers import find_addressees
from daicho.kernel.numbers import individual_number_check_digit
from daicho.rules.resident_register.resident_code import with_check_digit

DAY = date(2026, 6, 10)
pytestmark = pytest.mark.django_db
CODES = tuple(with_check_digit(f"{n:010d}") for n in range(1_000_000_001, 1_000_000_004))
NUMBER = f"98765432101{individual_number_check_digit('98765432101')}"
OTHER = f"98765432109{individual_number_check_digit('98765432109')}"


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room, "register.code")


def do(counter: Counter, action: Action[int]) -> Outcome[int]:
    return perform(action, context=replace(counter.chief, at=counter.tick()))


def row_of(counter: Counter, number: int) -> ResidentVersion:
    row = find_person(addressee_no=number, valid_on=date(2026, 6, 10), known_at=counter.tick())
    assert row is not None
    return row


def slip(number: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "2026-06-10", "notified_on": "2026-06-10", "addressee_no": number,
    } | more  # fmt: skip


def owners(number: str) -> tuple[int, ...]:
    (lookup,) = lookup_hashes([number])
    return find_addressees(lookups=[lookup]).get(lookup, ())


def test_the_number_reaches_the_vault_and_no_row_slip_or_log(counter: Counter) -> None:
    person, other = settle((HEAD, WIFE)).numbers
    data = slip(person, individual_number=NUMBER)
    event = counter.carry("register.individual_number_record", data)
    assert (event.reason, event.label) == ("307", "個人番号の職権記載")
    assert owners(NUMBER) == (person,)
    assert row_of(counter, person).event == event
    said = [str(Event.objects.values()), str(LogEntry.objects.values()),
            str(ResidentVersion.objects.values())]  # fmt: skip
    assert not any(NUMBER in text for text in said)
    kind = "register.individual_number_correct"
    typed = slip(person, individual_number=NUMBER, cause="誤記")
    assert counter.refusals(kind, typed) == ["register.nothing_changes"]
    typed = slip(other, individual_number=NUMBER, cause="誤記")
    assert counter.refusals(kind, typed) == ["register.E-034"]
    typed = slip(person, individual_number="123456789012", cause="誤記")
    assert counter.refusals(kind, typed) == ["register.E-031"]


def test_a_change_on_request_ends_the_former_number(counter: Counter) -> None:
    person = settle((HEAD,)).head
    counter.carry("register.individual_number_record", slip(person, individual_number=NUMBER))
    kind = "register.individual_number_request"
    typed = slip(person, individual_number=OTHER, cause="漏えいのおそれ")
    assert counter.refusals(kind, slip(person, individual_number=OTHER)) == ["register.E-001"]
    event = counter.carry(kind, typed)
    assert (event.basis, event.detail) == ("請求", {"理由": "漏えいのおそれ"})
    assert (owners(NUMBER), owners(OTHER)) == ((), (person,))
    alerts = counter.alerts("register.cancel", {"happened_on": "2026-06-10", "event_no": event.pk})
    assert alerts == ["register.number_stays"]


def test_codes_come_in_once_and_faults_are_told_by_line(counter: Counter) -> None:
    text = "住民票コード\n" + "\n".join(CODES) + "\n"
    assert read_codes(text) == CODES
    assert do(counter, ImportResidentCodes(source="CS", codes=read_codes(text))).value == 3
    outcome = do(counter, ImportResidentCodes(source="CS", codes=(*CODES[:1], "12345678901", "1")))
    assert [(one.code, one.subject) for one in outcome.findings] == [
        ("register.E-032", "2件目"), ("register.E-032", "3件目"), ("register.E-035", "1件目"),
    ]  # fmt: skip
    assert count_free() == 3
    assert not any(CODES[0] in str(entry) for entry in LogEntry.objects.values())


def test_a_code_is_changed_on_request_and_its_notice_says_so(counter: Counter) -> None:
    person = settle((HEAD,)).head
    data = slip(person)
    assert counter.refusals("register.resident_code_request", data) == ["register.no_code"]
    do(counter, ImportResidentCodes(source="CS", codes=CODES))
    before = row_of(counter, person).resident_code
    event = counter.carry("register.resident_code_request", data)
    code = row_of(counter, person).resident_code
    assert code in CODES
    assert code != before
    (notice,) = list_code_notices(event_no=event.pk, on=DAY)
    assert (notice.kind, notice.resident_code) == ("住民票コード変更通知票", code)
    assert (notice.name, notice.address) == (HEAD.name, "東京都港区芝五丁目１番１号")
    assert code not in repr(notice)
    wrong = slip(person, resident_code="12345678901")
    assert counter.refusals("register.resident_code_correct", wrong) == ["register.E-032"]
    right = with_check_digit("2000000001")
    event = counter.carry("register.resident_code_correct", slip(person, resident_code=right))
    (notice,) = list_code_notices(event_no=event.pk, on=DAY)
    assert (notice.kind, notice.resident_code) == ("住民票コード修正通知票", right)
    found = counter.refusals("register.resident_code_record", slip(person))
    assert found == ["register.code_state"]


def test_who_has_none_is_numbered_as_far_as_the_stock_goes(counter: Counter) -> None:
    people = [settle((HEAD,), resident_code="").head for _ in range(4)]
    do(counter, ImportResidentCodes(source="CS", codes=CODES))
    assert list_unnumbered(context=replace(counter.chief, at=counter.tick())) == people
    assert do(counter, NumberTheUnnumbered()).value == 3
    assert {row_of(counter, number).resident_code for number in people[:3]} == set(CODES)
    event = row_of(counter, people[0]).event
    assert event is not None
    assert {one.kind for one in list_code_notices(event_no=event.pk, on=DAY)} == {
        "住民票コード通知票"
    }
    assert do(counter, NumberTheUnnumbered()).value == 0
    assert list_unnumbered(context=replace(counter.chief, at=counter.tick())) == people[3:]


def test_the_limit_of_the_alert_is_set(counter: Counter, now: datetime) -> None:
    assert do(counter, SetResidentCodeAlert(alert_below=-1)).is_refused
    assert do(counter, SetResidentCodeAlert(alert_below=3)).value == 3
    do(counter, ImportResidentCodes(source="CS", codes=CODES))
    person = settle((HEAD,)).head
    outcome = counter.enter("register.resident_code_request", slip(person))
    low = next(one for one in outcome.findings if one.code == "register.A-015")
    assert "残り2件、下限3件" in low.message_ja
