# SPDX-License-Identifier: Apache-2.0
"""Rights are asked for with a reason and decided by the head; nobody decides their own."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.organisation import build_units, post
from tests.staff_room import StaffRoom

from daicho.foundation.access.actor import Context, load_actor
from daicho.foundation.access.models import Grant, RequestState, RightsConfirmation, RightsRequest
from daicho.foundation.access.requests import waiting_for
from daicho.foundation.access.table import Conditions, table_lines
from daicho.foundation.actions.action import Outcome, perform
from daicho.foundation.actions.rights import (
    ConfirmRights,
    DecideRights,
    MaintainRights,
    RequestRights,
    WithdrawRequest,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.identity.models import Staff

VIEW = "tax.taxpayer.view"
FIRST, LAST = date(2026, 7, 1), date(2027, 6, 30)
HEADINGS = "操作,職員番号,所属コード,機能コード,所管,開始日,終了日\n"


@pytest.fixture
def office(staff_room: StaffRoom) -> dict[str, Context]:
    """A clerk, the head of the 課, of the 部, of another 課, and an administrator there."""
    build_units()
    people = {
        "clerk": ("S11", "主事", ()), "kacho": ("S1", "課長", ()), "bucho": ("D1", "部長", ()),
        "other": ("S2", "課長", ()), "admin": ("S2", "主事", ("staff.manage",)),
    }  # fmt: skip
    found = {}
    for login, (unit, title, functions) in people.items():
        staff = staff_room.hire(login, "rights.request", "rights.approve", *functions)
        post(staff, unit, title)
        found[login] = of(staff_room, login)
    return found


def of(staff_room: StaffRoom, login: str) -> Context:
    actor = load_actor(staff=Staff.objects.get(login=login), at=staff_room.at)
    return Context(actor=actor, purpose="upkeep", terminal="10.0.0.7", at=staff_room.at)


def wish(login: str = "clerk", unit: str = "", **other: object) -> RequestRights:
    said = {
        "functions": (VIEW,), "first": FIRST, "last": LAST, "reason": "課税事務を担当するため",
    } | other  # fmt: skip
    return RequestRights(login=login, unit=unit, **said)  # type: ignore[arg-type]


def ask(office: dict[str, Context], by: str, request: RequestRights) -> int:
    number = perform(request, context=office[by]).value
    assert number is not None
    return number


def codes(outcome: Outcome[object]) -> list[str]:
    return [finding.code for finding in outcome.findings]


def decide(office: dict[str, Context], by: str, number: int) -> list[str]:
    action = DecideRights(number=number, is_approved=True)
    return codes(perform(action, context=office[by]))  # type: ignore[arg-type]


def test_head_approves_and_the_right_begins_on_its_day(
    office: dict[str, Context], staff_room: StaffRoom
) -> None:
    number = ask(office, "clerk", wish())
    assert decide(office, "kacho", number) == []
    grant = Grant.objects.get(request=number)
    assert (grant.staff.login, grant.function, grant.granted_by) == ("clerk", VIEW, "kacho")
    assert (grant.valid_from, grant.valid_to) == (FIRST, LAST)
    clerk = Staff.objects.get(login="clerk")
    held = {
        day: VIEW
        in load_actor(staff=clerk, at=staff_room.at.replace(month=month, day=day)).functions
        for month, day in ((6, 30), (7, 1))
    }
    assert held == {30: False, 1: True}
    assert decide(office, "kacho", number) == ["rights.not_open"]


@pytest.mark.parametrize(
    ("asked_by", "request_for", "decided_by", "said"),
    [
        ("clerk", wish(), "clerk", ["rights.own"]),
        ("clerk", wish(), "other", ["rights.not_head"]),
        ("clerk", wish(), "admin", ["rights.not_head"]),
        ("clerk", wish(), "bucho", []),
        ("kacho", wish(), "kacho", ["rights.own"]),
        ("kacho", wish(), "bucho", []),
        ("bucho", wish("kacho"), "kacho", ["rights.own"]),
        ("kacho", wish("kacho"), "admin", []),
        ("kacho", wish("kacho"), "bucho", []),
        ("bucho", wish("bucho"), "kacho", ["rights.not_head"]),
        ("bucho", wish("bucho"), "admin", []),
        ("admin", wish("admin"), "admin", ["rights.own"]),
        ("clerk", wish("", "S11"), "clerk", ["rights.own"]),
        ("clerk", wish("", "S11"), "kacho", []),
        ("admin", wish("", "S1"), "kacho", ["rights.own"]),
        ("kacho", wish("", "S1"), "bucho", []),
        ("admin", wish("", "S2"), "admin", ["rights.own"]),
    ],
)  # fmt: skip
def test_who_may_decide(
    office: dict[str, Context], asked_by: str, request_for: RequestRights, decided_by: str,
    said: list[str],
) -> None:  # fmt: skip
    number = ask(office, asked_by, request_for)
    assert decide(office, decided_by, number) == said
    assert Grant.objects.filter(request=number).count() == (0 if said else 1)


def test_waiting_list_has_what_one_may_decide(office: dict[str, Context]) -> None:
    number = ask(office, "clerk", wish())
    on = date(2026, 6, 10)
    waits = {
        login: [one.pk for one in waiting_for(actor=context.actor, on=on)]
        for login, context in office.items()
    }
    assert waits == {"clerk": [], "kacho": [number], "bucho": [number], "other": [], "admin": []}


@pytest.mark.parametrize(
    ("request_for", "said"),
    [
        (wish(login="", unit=""), ["rights.holder"]),
        (wish(unit="S11"), ["rights.holder"]),
        (wish("nobody"), ["staff.unknown"]),
        (wish("", "S9"), ["rights.unit"]),
        (wish("other"), ["rights.elsewhere"]),
        (wish("", "S2"), ["rights.elsewhere"]),
        (wish(functions=()), ["rights.nothing"]),
        (wish(functions=("no.such",), reason="要"), ["rights.function", "rights.reason"]),
        (wish(last=date(2027, 7, 1)), ["rights.term"]),
        (wish(first=date(2026, 4, 1), last=date(2026, 5, 1)), ["rights.past"]),
        (wish(scope="S9"), ["rights.scope"]),
    ],
)
def test_faults_of_a_request(
    office: dict[str, Context], request_for: RequestRights, said: list[str]
) -> None:
    assert codes(perform(request_for, context=office["clerk"])) == said  # type: ignore[arg-type]
    assert not RightsRequest.objects.exists()


def test_request_over_an_ordered_move_is_refused(office: dict[str, Context]) -> None:
    clerk = Staff.objects.get(login="clerk")
    clerk.posts.update(valid=(date(2026, 4, 1), date(2026, 10, 1)))
    post(clerk, "S2", first=date(2026, 10, 1))
    outcome = perform(wish(), context=office["clerk"])
    assert codes(outcome) == ["rights.move"]  # type: ignore[arg-type]
    assert perform(wish(last=date(2026, 9, 30)), context=office["clerk"]).value


def test_refusal_needs_a_reason_and_grants_nothing(office: dict[str, Context]) -> None:
    number = ask(office, "clerk", wish())
    refusal = DecideRights(number=number, is_approved=False)
    assert codes(perform(refusal, context=office["kacho"])) == ["rights.comment"]  # type: ignore[arg-type]
    refusal = DecideRights(number=number, is_approved=False, comment="担当外のため")
    assert perform(refusal, context=office["kacho"]).value == 0
    request = RightsRequest.objects.get()
    assert (request.state, request.comment) == (RequestState.REFUSED, "担当外のため")
    assert not Grant.objects.filter(request=number).exists()


def test_own_request_is_withdrawn_by_oneself_only(office: dict[str, Context]) -> None:
    number = ask(office, "clerk", wish())
    other = perform(WithdrawRequest(number=number), context=office["kacho"])
    assert codes(other) == ["rights.not_open"]  # type: ignore[arg-type]
    assert perform(WithdrawRequest(number=number), context=office["clerk"]).value == number
    assert decide(office, "kacho", number) == ["rights.not_open"]


def test_database_refuses_a_decision_of_ones_own(office: dict[str, Context]) -> None:
    number = ask(office, "clerk", wish())
    with pytest.raises(IntegrityError, match="rights_decided_by_another"), transaction.atomic():
        RightsRequest.objects.filter(pk=number).update(
            state="approved", decider_id=office["clerk"].actor.staff_id
        )


def test_table_of_a_unit_is_confirmed_for_the_year(
    office: dict[str, Context], staff_room: StaffRoom
) -> None:
    decide(office, "bucho", ask(office, "kacho", wish("", "S1")))
    on, at = staff_room.at.date(), staff_room.at
    lines = list(table_lines(asked=Conditions(unit="S1"), on=on, at=at))
    assert {line[1] for line in lines} == {"S1", "clerk", "kacho"}
    assert lines[-1][:6] == ("所属", "S1", "税務課", VIEW, "納税義務者照会", "")
    assert lines[-1][6:] == (
        "2026-07-01",
        "2027-06-30",
        "bucho",
        f"申請{RightsRequest.objects.get().pk}",
    )
    only = table_lines(asked=Conditions(login="admin", function="staff.manage"), on=on, at=at)
    assert [line[1:3] for line in only] == [("admin", "職員 admin")]
    confirm = ConfirmRights(fiscal_year=2026, unit="S1", comment="過不足なし")
    assert codes(perform(confirm, context=office["other"])) == ["rights.not_head"]  # type: ignore[arg-type]
    assert perform(confirm, context=office["kacho"]).value
    made = RightsConfirmation.objects.get()
    assert (made.lines_count, len(made.sha256)) == (len(lines), 64)


def upkeep(office: dict[str, Context], lines: str, dry_run: bool = False) -> Outcome[object]:
    content = (HEADINGS + lines).encode()
    action = MaintainRights(name="権限.csv", content=content, dry_run=dry_run)
    return perform(action, context=office["admin"])  # type: ignore[return-value]


def test_file_grants_and_takes_back(office: dict[str, Context]) -> None:
    lines = "付与,clerk,,tax.taxpayer.view,S1,R8.7.1,2027-06-30\n取消,kacho,,rights.approve,,,\n"
    tried = upkeep(office, lines, dry_run=True)
    assert [change.text_ja for change in tried.value] == [  # type: ignore[attr-defined]
        "clerk 職員 clerk: 「納税義務者照会」を2026-07-01〜2027-06-30に付与する",
        "kacho 職員 kacho: 「権限の承認」を取り消す",
    ]
    assert not Grant.objects.filter(function=VIEW).exists()
    assert not upkeep(office, lines).is_refused
    assert Grant.objects.get(function=VIEW).scope == "S1"
    assert Grant.objects.get(staff__login="kacho", function="rights.approve").revoked_by == "admin"
    assert Entry.objects.latest("id").kind == "batch"


def test_file_is_refused_whole_with_every_fault(office: dict[str, Context]) -> None:
    outcome = upkeep(
        office,
        "付与,clerk,,tax.taxpayer.view,,2026-07-01,2027-06-30\n"
        "付与,nobody,,no.such,S9,2026-07-01,2027-07-01\n"
        "変更,admin,,tax.taxpayer.view,,x,\n"
        "付与,clerk,S1,tax.taxpayer.view,,2026-13-01,2026-07-01\n"
        "付与,,S2,tax.taxpayer.view,,2026-07-01,2026-07-31\n"
        "付与,clerk\n",
    )
    assert [(one.subject, one.code) for one in outcome.findings] == [
        ("7行", "file.width"),
        ("3行 職員番号", "upkeep.staff"), ("3行 機能コード", "upkeep.function"),
        ("3行 所管", "upkeep.scope"), ("3行 終了日", "upkeep.term"),
        ("4行", "upkeep.own"), ("4行 操作", "upkeep.word"),
        ("5行 職員番号", "upkeep.holder"), ("5行 開始日", "upkeep.date"),
        ("6行", "upkeep.own"),
    ]  # fmt: skip
    assert not Grant.objects.filter(function=VIEW).exists()
