# SPDX-License-Identifier: Apache-2.0
"""Measures: provisional at once, a year, extended from a month before, ended by hand only."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.domains.register.people import TOKYO, Counter, Family, settle
from tests.domains.support.desk import Desk, application
from tests.staff_room import StaffRoom

from daicho.domains.support.actions.measures import (
    ApplyForSupport,
    ConfirmSupport,
    CorrectSupport,
    DismissSupport,
    EndSupport,
    ExtendSupport,
    ReceiveSupport,
    SendSupport,
)
from daicho.domains.support.checks import (
    marks_agree,
    measures_hide,
    nothing_else_hides,
    steps_are_whole,
    told_is_true,
)
from daicho.domains.support.models import (
    ApplicationVersion,
    BlockChange,
    MeasureStep,
    SupportNotice,
)
from daicho.domains.support.notices import list_end_notices, list_ending
from daicho.domains.support.selectors import (
    find_application,
    in_state,
    last_day_to_extend,
    latest_measures,
    measures_of_application,
    running_measures,
    said,
)
from daicho.foundation.access.decision import find_protected
from daicho.foundation.audit.models import Entry
from daicho.rules.resident_register.support import SupportState, state_on

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)
DAY = timedelta(days=1)


@pytest.fixture
def family(db: None) -> Family:
    return settle()


@pytest.fixture
def desk(staff_room: StaffRoom) -> Desk:
    return Desk.open(staff_room)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=TOKYO)


def term(application_no: int) -> tuple[date | None, date | None, date | None]:
    one = measures_of_application(application_no=application_no)[0]
    return one.first, one.last, one.ended_on


def all_checks() -> list[str]:
    checks = (measures_hide, nothing_else_hides, marks_agree, steps_are_whole, told_is_true)
    return [one.code for check in checks for one in check()]


def test_application_hides_everybody_who_applied_at_once(family: Family, desk: Desk) -> None:
    head, _wife, son, _daughter = family.numbers
    number = desk.apply(head, son)
    measures = measures_of_application(application_no=number)
    assert [(one.addressee_no, one.is_applicant, one.relation) for one in measures] == [
        (head, True, ""), (son, False, "子"),
    ]  # fmt: skip
    assert {state_on(one.support, TODAY) for one in measures} == {SupportState.PROVISIONAL}
    assert find_protected(numbers=family.numbers, on=TODAY) == {head, son}
    assert find_protected(numbers=family.numbers, on=TODAY - DAY) == frozenset()
    assert find_protected(numbers=family.numbers, on=date(2036, 1, 1)) == {head, son}
    assert all_checks() == []


def test_measure_lasts_a_year_unless_said_otherwise(family: Family, desk: Desk) -> None:
    number = desk.apply(family.head, applied_on="R8.6.1")
    assert not desk.does(ConfirmSupport(application_no=number, first=date(2026, 6, 1))).is_refused
    assert term(number) == (date(2026, 6, 1), date(2027, 5, 31), None)
    other = desk.apply(family.numbers[1])
    desk.does(
        ConfirmSupport(application_no=other, first=TODAY, last=date(2026, 12, 31), reason="指定")
    )
    assert term(other) == (TODAY, date(2026, 12, 31), None)
    assert desk.refusals(ConfirmSupport(application_no=other, first=TODAY)) == ["support.begun"]


def test_confirmation_is_refused_for_a_backward_or_future_term(family: Family, desk: Desk) -> None:
    number = desk.apply(family.head)
    backward = ConfirmSupport(application_no=number, first=TODAY, last=date(2026, 6, 9))
    assert desk.refusals(backward) == ["register.E-081"]
    future = ConfirmSupport(application_no=number, first=TODAY + DAY)
    assert desk.refusals(future) == ["support.future"]
    assert MeasureStep.objects.count() == 1


def test_extension_begins_a_month_before_the_end(family: Family, desk: Desk) -> None:
    number = desk.apply(family.head)
    desk.does(ConfirmSupport(application_no=number, first=TODAY))  # to 2027-06-09
    desk.on(noon(date(2027, 5, 8)))
    assert desk.refusals(ExtendSupport(application_no=number)) == ["register.E-082"]
    desk.on(noon(date(2027, 5, 9)))
    assert not desk.does(ExtendSupport(application_no=number)).is_refused
    assert term(number) == (TODAY, date(2028, 6, 9), None)
    assert find_protected(numbers=[family.head], on=date(2027, 6, 20)) == {family.head}


def test_passed_term_still_hides_until_ended(family: Family, desk: Desk) -> None:
    number = desk.apply(family.head)
    desk.does(ConfirmSupport(application_no=number, first=TODAY))
    late = date(2027, 9, 1)
    (measure,) = running_measures(addressee_nos=[family.head], on=late)
    assert state_on(measure.support, late) is SupportState.EXPIRED
    assert find_protected(numbers=[family.head], on=late) == {family.head}
    desk.on(noon(late))
    no_reason = EndSupport(application_no=number, last=late, end_reason="")
    assert desk.refusals(no_reason) == ["support.no_reason"]
    future = EndSupport(application_no=number, last=late + DAY, end_reason="term")
    assert desk.refusals(future) == ["support.future"]
    assert find_protected(numbers=[family.head], on=late + DAY) == {family.head}
    desk.does(EndSupport(application_no=number, last=late, end_reason="term"))
    assert find_protected(numbers=[family.head], on=late) == {family.head}
    assert find_protected(numbers=[family.head], on=late + DAY) == frozenset()
    assert desk.refusals(EndSupport(application_no=number, last=late, end_reason="term")) == [
        "support.unknown"
    ]
    assert all_checks() == []


def test_one_of_two_can_be_ended_alone(family: Family, desk: Desk) -> None:
    head, _, son, _ = family.numbers
    number = desk.apply(head, son)
    _, second = measures_of_application(application_no=number)
    desk.does(
        EndSupport(
            application_no=number, measures=(second.measure_no,), last=TODAY - DAY,
            end_reason="offer",
        )
    )  # fmt: skip
    assert find_protected(numbers=[head, son], on=TODAY) == {head}


def test_dismissal_of_a_transfer_keeps_when_the_applicant_was_told(
    family: Family, desk: Desk
) -> None:
    typed = application(
        family.head, first_municipality="埼玉県川口市", transfer_received_on="R8.6.8",
        applied_on="R8.6.1",
    )  # fmt: skip
    number = desk.does(ReceiveSupport(data=typed)).value
    assert find_protected(numbers=[family.head], on=date(2026, 6, 8)) == {family.head}
    assert find_protected(numbers=[family.head], on=date(2026, 6, 7)) == frozenset()
    dismiss = DismissSupport(application_no=number, last=TODAY, told_on=TODAY)
    assert desk.refusals(dismiss) == ["support.no_reason"]
    desk.does(DismissSupport(application_no=number, last=TODAY, told_on=TODAY, reason="要件なし"))
    found = find_application(application_no=number)
    assert found is not None
    assert said(found).no_need_told_on == TODAY
    assert found.version_no == 2
    assert find_protected(numbers=[family.head], on=TODAY + DAY) == frozenset()


def test_transfer_needs_its_origin_and_receipt(family: Family, desk: Desk) -> None:
    assert desk.refusals(ReceiveSupport(data=application(family.head))) == [
        "support.no_origin", "support.no_receipt",
    ]  # fmt: skip


def test_application_is_refused_whole(family: Family, desk: Desk) -> None:
    desk.apply(family.numbers[1])
    wrong = application(family.head, family.numbers[1], 999, applied_on="R8.6.11")
    assert sorted(desk.refusals(ApplyForSupport(data=wrong))) == [
        "support.future", "support.nobody", "support.twice",
    ]  # fmt: skip
    unread = application(family.head, applied_on="きのう", ground="")
    assert desk.refusals(ApplyForSupport(data=unread)) == ["entry.unreadable"] * 2
    number = application(family.head, note="番号は123456789018")
    assert desk.refusals(ApplyForSupport(data=number)) == ["action.individual_number"]
    assert ApplicationVersion.objects.count() == 1


def test_sending_and_correcting_add_versions(family: Family, desk: Desk) -> None:
    number = desk.apply(family.head)
    desk.does(SendSupport(application_no=number, municipality="大阪府大阪市", sent_on=TODAY))
    found = find_application(application_no=number)
    assert found is not None
    assert [one.municipality for one in said(found).transfers] == ["大阪府大阪市"]
    items = {**found.items, "note": "訂正した"}
    desk.does(CorrectSupport(application_no=number, data=items, note="聞き直し"))
    found = find_application(application_no=number)
    assert found is not None
    assert (found.version_no, said(found).note) == (3, "訂正した")
    assert ApplicationVersion.objects.count() == 3


def test_log_tells_neither_place_nor_perpetrator(family: Family, desk: Desk) -> None:
    number = desk.apply(family.head, former_places=[{"kind": "前住所", "text": "札幌市"}])
    desk.does(SendSupport(application_no=number, municipality="大阪府大阪市", sent_on=TODAY))
    desk.does(ConfirmSupport(application_no=number, first=TODAY, reason="札幌市の件"))
    log = " ".join(f"{one.screen} {one.detail}" for one in Entry.objects.all())
    assert not any(word in log for word in ("札幌", "大阪", "加害", "090-"))
    assert all(family.head in one.subjects for one in Entry.objects.filter(kind="entry"))


def test_moving_out_turns_the_measure_provisional_and_back(
    family: Family, desk: Desk, staff_room: StaffRoom
) -> None:
    number = desk.apply(family.head)
    desk.does(ConfirmSupport(application_no=number, first=TODAY))
    counter = Counter.open(staff_room)
    counter.tick(60)
    event = counter.carry(
        "register.move_out",
        {"happened_on": "R8.6.30", "notified_on": "R8.6.10", "members": list(family.numbers),
         "moved_to": "大阪府大阪市北区梅田１丁目１番"},
    )  # fmt: skip
    (measure,) = measures_of_application(application_no=number)
    assert (measure.act, measure.first, measure.last, measure.provisional_from) == (
        "move_out", None, None, TODAY,
    )  # fmt: skip
    assert (measure.is_of_former_municipality, measure.event_no) == (True, event.pk)
    for day in (TODAY, date(2026, 6, 30), date(2028, 1, 1)):
        assert state_on(measure.support, day) is SupportState.PROVISIONAL
        assert find_protected(numbers=[family.head], on=day) == {family.head}
    (notice,) = SupportNotice.objects.filter(addressee_no=family.head)
    assert "転出しました" in notice.text
    counter.carry(
        "register.cancel",
        {"event_no": event.pk, "addressee_nos": list(family.numbers), "happened_on": "R8.6.10"},
    )  # fmt: skip
    assert term(number) == (TODAY, date(2027, 6, 9), None)
    assert measures_of_application(application_no=number)[0].step_no == 4
    assert all_checks() == []


def test_expiry_list_a_month_ahead_with_its_notices(family: Family, desk: Desk) -> None:
    head, _, son, _ = family.numbers
    number = desk.apply(head, son)
    desk.does(ConfirmSupport(application_no=number, first=TODAY))
    assert list_ending(on=date(2027, 5, 8)) == []
    assert {one.addressee_no for one in list_ending(on=date(2027, 5, 9))} == {head, son}
    (notice,) = list_end_notices(on=date(2027, 6, 9))
    assert (notice.name, notice.address, notice.last, notice.extendable_from) == (
        "試作　太郎", "東京都港区芝五丁目１番１号", date(2027, 6, 9), date(2027, 5, 9),
    )  # fmt: skip
    assert list_ending(on=date(2027, 6, 10)) == []


@pytest.mark.parametrize(
    ("on", "last"),
    [
        (date(2026, 6, 10), date(2026, 7, 10)), (date(2027, 2, 28), date(2027, 3, 31)),
        (date(2026, 4, 30), date(2026, 5, 31)), (date(2026, 1, 31), date(2026, 2, 28)),
    ],
)  # fmt: skip
def test_last_day_to_extend_fits_the_rule(on: date, last: date) -> None:
    assert last_day_to_extend(on) == last


def test_states_in_sql_are_those_of_the_rules(family: Family, desk: Desk) -> None:
    first = desk.apply(family.numbers[0])
    desk.does(ConfirmSupport(application_no=first, first=TODAY))
    desk.apply(family.numbers[1])
    ended = desk.apply(family.numbers[2])
    desk.does(EndSupport(application_no=ended, last=TODAY, end_reason="mistake"))
    for offset in (-5, -1, 0, 1, 30, 332, 333, 334, 364, 365, 800):
        day = TODAY + timedelta(days=offset)
        for state in SupportState:
            found = set(
                latest_measures().filter(in_state(state, on=day))
                .values_list("measure_no", flat=True)
            )  # fmt: skip
            ruled = {
                one.measure_no for one in latest_measures() if state_on(one.support, day) is state
            }
            assert found == ruled, (state, day)


def test_steps_are_never_changed_nor_deleted(family: Family, desk: Desk) -> None:
    desk.apply(family.head)
    for change in (
        lambda: MeasureStep.objects.update(last=TODAY),
        lambda: MeasureStep.objects.all().delete(),
        lambda: ApplicationVersion.objects.update(items={}),
        lambda: BlockChange.objects.update(first=None),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_other_systems_are_told_once_of_begin_and_end(family: Family, desk: Desk) -> None:
    number = desk.apply(family.head)
    desk.does(ConfirmSupport(application_no=number, first=TODAY))
    desk.does(EndSupport(application_no=number, last=TODAY, end_reason="offer"))
    told = BlockChange.objects.filter(addressee_no=family.head).order_by("pk")
    assert list(told.values_list("first", "last", "is_measure")) == [
        (TODAY, None, True), (TODAY, TODAY, True),
    ]  # fmt: skip


def test_checks_find_what_does_not_agree(family: Family, desk: Desk) -> None:
    from daicho.foundation.access.models import ProtectedPerson

    number = desk.apply(family.head)
    assert all_checks() == []
    ProtectedPerson.objects.filter(addressee_no=family.head).update(addressee_no=family.numbers[1])
    assert all_checks() == ["support.not_hidden", "support.hidden"]
    assert number
