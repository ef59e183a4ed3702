# SPDX-License-Identifier: Apache-2.0
"""Rights by unit belong to whoever holds a post there on the day; offices limit rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.organisation import START, build_units, post
from tests.staff_room import StaffRoom

from daicho.foundation.access import granting
from daicho.foundation.access.actor import Actor, load_actor
from daicho.foundation.access.catalogue import Catalogue, CatalogueError, Function, catalogue
from daicho.foundation.access.decision import all_items, decide
from daicho.foundation.access.models import Grant, PostKind, Unit
from daicho.foundation.access.organisation import full_name, headed_by, tree, units_below
from daicho.foundation.access.rows import in_office
from daicho.foundation.identity.models import Staff

VIEW = "tax.taxpayer.view"
TERM = {"first": START, "last": date(2027, 3, 31), "by": "z9"}


@pytest.fixture
def clerk(staff_room: StaffRoom) -> Staff:
    build_units()
    return staff_room.hire("z1")


def actor_on(staff: Staff, staff_room: StaffRoom, day: date | None = None) -> Actor:
    at = staff_room.at if day is None else datetime.combine(day, staff_room.at.timetz())
    return load_actor(staff=staff, at=at)


def test_right_of_the_unit_and_of_the_one_above(clerk: Staff, staff_room: StaffRoom) -> None:
    granting.grant(unit="S1", functions=(VIEW,), at=staff_room.at, **TERM)
    granting.grant(unit="S2", functions=("documents.view",), at=staff_room.at, **TERM)
    post(clerk, "S11")
    actor = actor_on(clerk, staff_room)
    assert actor.functions == {VIEW}
    assert actor.units == {"S11", "S1", "D1"}
    assert actor.who.section == "税務課課税係"


def test_right_of_the_unit_ends_with_the_post(clerk: Staff, staff_room: StaffRoom) -> None:
    granting.grant(unit="S1", functions=(VIEW,), at=staff_room.at, **TERM)
    post(clerk, "S1", last=date(2026, 6, 30))
    post(clerk, "S2", first=date(2026, 7, 1))
    assert actor_on(clerk, staff_room, date(2026, 6, 30)).functions == {VIEW}
    moved = actor_on(clerk, staff_room, date(2026, 7, 1))
    assert (moved.functions, moved.units, moved.who.section) == (
        frozenset(), {"S2", "D1"}, "区民課",
    )  # fmt: skip


def test_several_posts_give_the_rights_of_each(clerk: Staff, staff_room: StaffRoom) -> None:
    granting.grant(unit="S1", functions=(VIEW,), at=staff_room.at, **TERM)
    granting.grant(unit="S2", functions=("documents.view",), at=staff_room.at, **TERM)
    post(clerk, "S2")
    post(clerk, "S1", kind=PostKind.CONCURRENT)
    assert actor_on(clerk, staff_room).functions == {VIEW, "documents.view"}
    assert actor_on(clerk, staff_room).who.section == "区民課"


def test_on_leave_nothing_opens(clerk: Staff, staff_room: StaffRoom) -> None:
    granting.grant(staff=clerk, functions=(VIEW,), at=staff_room.at, **TERM)
    post(clerk, "S1", kind=PostKind.LEAVE)
    actor = actor_on(clerk, staff_room)
    assert (actor.functions, actor.units) == (frozenset(), frozenset())


def test_title_gives_no_right(clerk: Staff, staff_room: StaffRoom) -> None:
    """標準10.3: rights by rank must not exist; there is no field for it."""
    post(clerk, "S1", "課長")
    assert actor_on(clerk, staff_room).functions == frozenset()
    fields = {field.name for field in Grant._meta.get_fields()}
    assert not fields & {"title", "rank", "post", "is_head"}


def test_right_may_be_granted_ahead_and_taken_back_ahead(
    clerk: Staff, staff_room: StaffRoom
) -> None:
    granting.grant(
        staff=clerk, functions=(VIEW,), first=date(2026, 7, 1), last=date(2026, 9, 30), by="z9",
        at=staff_room.at,
    )  # fmt: skip
    granting.revoke_all_of(staff=clerk, by="z9", at=staff_room.at.replace(month=8, day=1, hour=0))
    held = [
        bool(actor_on(clerk, staff_room, day).functions)
        for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 1))
    ]
    assert held == [False, True, True, False]


def test_right_belongs_to_a_person_or_a_unit(clerk: Staff, staff_room: StaffRoom) -> None:
    for holder in ({}, {"staff": clerk, "unit": "S1"}):
        with pytest.raises(IntegrityError, match="grant_of_person_or_unit"), transaction.atomic():
            granting.grant(functions=(VIEW,), at=staff_room.at, **TERM, **holder)


def test_office_limits_a_function_to_itself_and_its_parts(
    clerk: Staff, staff_room: StaffRoom
) -> None:
    granting.grant(staff=clerk, functions=(VIEW,), scope="S1", at=staff_room.at, **TERM)
    actor = actor_on(clerk, staff_room)
    assert actor.offices_for(VIEW) == {"S1", "S11"}
    said = {"actor": actor, "function": VIEW, "purpose": "assessment", "subject": None}
    decisions = {
        office: decide(at=staff_room.at, office=office, **said)  # type: ignore[arg-type]
        for office in (None, "S11", "S2")
    }
    assert [one.is_allowed for one in decisions.values()] == [True, True, False]
    assert decisions["S2"].finding is not None
    assert decisions["S2"].finding.code == "access.other_office"
    shown = in_office(Unit.objects.all(), actor=actor, function=VIEW, field="code")
    assert set(shown.values_list("code", flat=True)) == {"S1", "S11"}
    none = in_office(Unit.objects.all(), actor=actor, function="documents.view", field="code")
    assert list(none) == []


def test_grant_without_an_office_is_not_limited(clerk: Staff, staff_room: StaffRoom) -> None:
    granting.grant(staff=clerk, functions=(VIEW,), scope="S1", at=staff_room.at, **TERM)
    granting.grant(staff=clerk, functions=(VIEW,), at=staff_room.at, **TERM)
    assert actor_on(clerk, staff_room).offices_for(VIEW) is None


def test_rights_are_read_in_three_statements(clerk: Staff, staff_room: StaffRoom) -> None:
    for scope in ("S1", "S2", ""):
        granting.grant(staff=clerk, functions=(VIEW,), scope=scope, at=staff_room.at, **TERM)
    granting.grant(staff=clerk, functions=("desk.home",), scope="S2", at=staff_room.at, **TERM)
    post(clerk, "S11")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        actor = load_actor(staff=clerk, at=staff_room.at)
    assert len(asked) == 3
    with CaptureQueriesContext(connection) as asked:
        decide(actor=actor, function=VIEW, purpose="assessment", subject=None, at=staff_room.at)
    assert len(asked) == 0


def test_items_are_masked_unless_held(staff_room: StaffRoom) -> None:
    assert all_items() == {
        "registry", "individual_number", "resident_code", "residence_status", "entitlements",
        "certificate_serial",
    }  # fmt: skip
    context = staff_room.context(VIEW, "item.registry", "item.individual_number")
    assert context.actor.may_see("registry")
    assert not context.actor.may_see("resident_code")
    masked = {
        purpose: decide(
            actor=context.actor, function=VIEW, purpose=purpose, subject=None, at=context.at
        ).masked_items
        for purpose in ("assessment", "counter")
    }
    others = {"resident_code", "residence_status", "entitlements", "certificate_serial"}
    assert masked["assessment"] == others
    assert masked["counter"] == {*others, "individual_number"}


def test_purpose_of_tax_does_not_open_certificates(staff_room: StaffRoom) -> None:
    context = staff_room.context("certificate.issue")
    decisions = {
        purpose: decide(
            actor=context.actor, function="certificate.issue", purpose=purpose, subject=None,
            at=context.at,
        )
        for purpose in ("assessment", "collection", "counter", "certificate")
    }  # fmt: skip
    assert [one.is_allowed for one in decisions.values()] == [False, False, True, True]
    assert decisions["assessment"].finding is not None
    assert decisions["assessment"].finding.code == "access.other_purpose"


def test_catalogue_refuses_an_unknown_purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = (Function("x.y", "試験", purposes=("curiosity",)),)
    monkeypatch.setattr("daicho.config.access_catalogue.FUNCTIONS", odd)
    monkeypatch.setattr("daicho.config.access_catalogue.ROLES", ())
    with pytest.raises(CatalogueError, match="curiosity"):
        catalogue.__wrapped__()
    assert isinstance(catalogue(), Catalogue)


def test_tree_names_and_heads(clerk: Staff, staff_room: StaffRoom) -> None:
    post(clerk, "S1", "課長")
    on = staff_room.at.date()
    assert [(one.unit.code, one.depth, len(one.posts)) for one in tree(on=on)] == [
        ("D1", 0, 0), ("S1", 1, 1), ("S11", 2, 0), ("S2", 1, 0),
    ]  # fmt: skip
    assert headed_by(staff_id=clerk.pk, on=on) == {"S1", "S11"}
    assert units_below(codes=["D1"], on=START - timedelta(days=1)) == frozenset()
    assert full_name(code="S11", on=on) == "税務課課税係"


def test_renamed_section_keeps_its_parts(clerk: Staff, staff_room: StaffRoom) -> None:
    Unit.objects.filter(code="S1").update(valid=(START, date(2026, 6, 1)))
    Unit.objects.create(
        code="S1", level="section", name="課税課", parent="D1", valid=(date(2026, 6, 1), None)
    )
    assert full_name(code="S11", on=date(2026, 5, 31)) == "税務課課税係"
    assert full_name(code="S11", on=date(2026, 6, 1)) == "課税課課税係"
