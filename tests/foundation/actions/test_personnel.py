# SPDX-License-Identifier: Apache-2.0
"""Personnel orders: tried first, refused whole with every fault, applied with their periods."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.organisation import build_units, post
from tests.staff_room import StaffRoom

from daicho.foundation.access import granting
from daicho.foundation.access.actor import Actor, Context, load_actor
from daicho.foundation.access.models import PersonnelImport, PersonnelOrder, Post, Unit
from daicho.foundation.actions.action import Outcome, perform
from daicho.foundation.actions.personnel import CloseUnit, ImportPersonnel, SetUnit
from daicho.foundation.audit.models import Entry
from daicho.foundation.identity.models import Staff

VIEW = "tax.taxpayer.view"
HEADINGS = "職員番号,氏名,カナ,所属コード,職名,発令日,区分\n"


@pytest.fixture
def context(staff_room: StaffRoom) -> Context:
    build_units()
    return staff_room.context("personnel.import", "staff.manage", purpose="upkeep", login="admin")


@pytest.fixture
def clerk(context: Context, staff_room: StaffRoom) -> Staff:
    staff = staff_room.hire("z1", VIEW)
    post(staff, "S1")
    granting.grant(
        unit="S1", functions=("documents.view",), first=date(2026, 4, 1), last=date(2027, 3, 31),
        by="admin", at=context.at,
    )  # fmt: skip
    return staff


def bring(
    context: Context, lines: str, *, dry_run: bool = False, encoding: str = "utf-8"
) -> Outcome[object]:
    content = (HEADINGS + lines).encode(encoding)
    action = ImportPersonnel(name="人事異動.csv", content=content, dry_run=dry_run)
    return perform(action, context=context)  # type: ignore[return-value]


def on(staff: Staff, context: Context, day: date) -> Actor:
    return load_actor(staff=staff, at=datetime.combine(day, context.at.timetz()))


def faults(outcome: Outcome[object]) -> list[tuple[str, str]]:
    return [(one.subject, one.code) for one in outcome.findings]


def test_move_ends_the_rights_of_the_unit_and_the_persons_own(
    context: Context, clerk: Staff
) -> None:
    assert not bring(context, "z1,,,S2,主任,R8.7.1,異動\n").is_refused
    before, after = (on(clerk, context, date(2026, *day)) for day in ((6, 30), (7, 1)))
    assert (before.functions, before.who.section) == ({VIEW, "documents.view"}, "税務課")
    assert (after.functions, after.who.section) == (frozenset(), "区民課")
    order = PersonnelOrder.objects.get()
    assert (order.line, order.kind, order.unit, order.effective) == (
        2, "異動", "S2", date(2026, 7, 1),
    )  # fmt: skip
    entry = Entry.objects.latest("id")
    assert (entry.kind, entry.detail["試行"]) == ("batch", False)


def test_promotion_in_the_same_unit_keeps_rights(context: Context, clerk: Staff) -> None:
    assert not bring(context, "z1,,,S1,課長,2026-07-01,異動\n").is_refused
    assert on(clerk, context, date(2026, 7, 1)).functions == {VIEW, "documents.view"}
    assert Post.objects.get(staff=clerk, is_head=True).valid.lower == date(2026, 7, 1)


def test_retired_person_loses_sign_in_after_the_last_day(context: Context, clerk: Staff) -> None:
    assert not bring(context, "z1,,,,,2026-06-30,退職\n", encoding="cp932").is_refused
    clerk.refresh_from_db()
    last = datetime.combine(date(2026, 6, 30), context.at.timetz())
    assert [clerk.is_employed(at=last + timedelta(days=days)) for days in (0, 1)] == [True, False]
    assert on(clerk, context, date(2026, 6, 30)).functions == {VIEW, "documents.view"}
    assert on(clerk, context, date(2026, 7, 1)).functions == frozenset()


def test_leave_closes_everything_until_the_return(context: Context, clerk: Staff) -> None:
    lines = "z1,,,,,2026-07-01,休職\nz1,,,S1,主事,2026-10-01,異動\n"
    assert not bring(context, lines).is_refused
    held = {
        month: on(clerk, context, date(2026, month, day)).functions
        for month, day in ((6, 30), (7, 1), (9, 30), (10, 1))
    }
    assert held[7] == held[9] == frozenset()
    assert held[6] == held[10] == {VIEW, "documents.view"}


def test_concurrent_post_adds_its_unit(context: Context, clerk: Staff) -> None:
    assert not bring(context, "z1,,,S2,主事,2026-07-01,兼務\n").is_refused
    assert on(clerk, context, date(2026, 7, 1)).units == {"S1", "S2", "D1"}
    assert on(clerk, context, date(2026, 7, 1)).who.section == "税務課"


def test_hired_person_has_a_post_but_no_password(context: Context) -> None:
    lines = "n1,新人 花子,シンジン ハナコ,S11,主事,2026-06-01,採用\n"
    assert not bring(context, lines).is_refused
    staff = Staff.objects.get(login="n1")
    assert (staff.section, staff.active_from, staff.has_usable_password()) == (
        "税務課課税係", date(2026, 6, 1), False,
    )  # fmt: skip
    assert on(staff, context, date(2026, 6, 1)).units == {"S11", "S1", "D1"}


def test_trial_says_what_would_change_and_changes_nothing(context: Context, clerk: Staff) -> None:
    lines = (
        "z1,,,S2,主任,2026-07-01,異動\nz1,,,S11,主任,2026-07-01,兼務\n"
        "n1,新人,シンジン,S1,主事,2026-07-01,採用\n"
    )
    said = [(one.line, one.login, one.text_ja) for one in bring(context, lines, dry_run=True).value]  # type: ignore[attr-defined]
    assert said == [
        (4, "n1", "採用 (所属なし) → 税務課 主事(2026-07-01から)"),
        (2, "z1", "異動 S1 主事 → 区民課 主任(2026-07-01から)。本人に付与された権限は終わる"),
        (3, "z1", "兼務 課税係 主任(2026-07-01から)"),
    ]
    assert (Post.objects.count(), Staff.objects.count(), PersonnelImport.objects.count()) == (
        1, 2, 0,
    )  # fmt: skip


def test_every_fault_is_told_with_its_place_and_nothing_is_applied(
    context: Context, clerk: Staff
) -> None:
    outcome = bring(
        context,
        "z1,,,S2,主任,2026-07-01,異動\n"
        "n1,,シンジン,S1,主事,2026-02-30,採用\n"
        "z 9,誰か,ダレカ,,,2026-07-01,転籍\n"
        "z1,,,S9,主事,2026-08-01,兼務\n"
        "zz,,,S1,主事,2026-07-01,異動\n"
        "z1,,,S1,主事,2026-06-15,異動\n"
        "z1,氏名 123456789018,,S1,主事,2026-09-01,異動\n"
        "admin,管理,カンリ,S1,主事,2026-07-01,採用\n",
    )
    assert faults(outcome) == [
        ("3行 発令日", "personnel.date"), ("3行 氏名", "personnel.missing"),
        ("4行 職員番号", "personnel.login"), ("4行 区分", "personnel.kind"),
        ("5行 所属コード", "personnel.unit"), ("6行 職員番号", "personnel.unknown"),
        ("8行 氏名", "file.individual_number"), ("9行 職員番号", "personnel.known"),
    ]  # fmt: skip
    assert "123456789018" not in str(outcome.findings)
    assert Post.objects.get().unit == "S1"


def test_orders_go_forward_only(context: Context, clerk: Staff) -> None:
    assert not bring(context, "z1,,,S2,主任,2026-07-01,異動\n").is_refused
    for lines, code in (
        ("z1,,,S1,主事,2026-06-15,異動\n", "personnel.later"),
        ("z1,,,,,2026-06-30,退職\n", "personnel.later"),
        ("z1,,,S2,主任,2026-08-01,兼務\n", "personnel.same_unit"),
        ("z1,,,S2,主任,2026-03-01,異動\n", "personnel.not_employed"),
    ):
        assert bring(context, lines).findings[-1].code == code


def test_same_file_is_not_taken_twice(context: Context, clerk: Staff) -> None:
    lines = "z1,,,S2,主任,2026-07-01,異動\n"
    assert not bring(context, lines).is_refused
    assert bring(context, lines).findings[0].code == "personnel.twice"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.headings"),
        ("職員番号,氏名\nz1,x\n".encode(), "file.headings"),
        (HEADINGS.encode(), "file.empty"),
        (b"\x81", "file.encoding"),
        ((HEADINGS + 'z1,"x\n').encode(), "file.width"),
    ],
)
def test_broken_file_is_refused(context: Context, content: bytes, code: str) -> None:
    outcome = perform(ImportPersonnel(name="x.csv", content=content), context=context)
    assert outcome.findings[0].code == code


def test_unit_is_renamed_from_a_day(context: Context) -> None:
    renamed = SetUnit(
        code="S2", level="section", name="住民課", parent="D1", first=date(2026, 10, 1)
    )
    assert perform(renamed, context=context).value
    assert [one.name for one in Unit.objects.filter(code="S2").order_by("valid")] == [
        "区民課", "住民課",
    ]  # fmt: skip
    loop = SetUnit(code="D1", level="floor", name=" ", parent="S11", first=date(2026, 10, 1))
    assert [one.code for one in perform(loop, context=context).findings] == [
        "unit.name", "unit.level", "unit.loop",
    ]  # fmt: skip


def test_unit_with_people_or_parts_is_not_closed(context: Context, clerk: Staff) -> None:
    last = date(2027, 3, 31)
    refused = perform(CloseUnit(code="S1", last=last), context=context)
    assert [one.code for one in refused.findings] == ["unit.posts", "unit.parts"]
    assert perform(CloseUnit(code="S2", last=last), context=context).value
    assert not Unit.objects.filter(code="S2", valid__contains=date(2027, 4, 1)).exists()
