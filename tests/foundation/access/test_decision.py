# SPDX-License-Identifier: Apache-2.0
"""Who may do what: granted, in its term, for the right purpose; protected addresses hidden."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.staff_room import StaffRoom

from daicho.foundation.access import granting
from daicho.foundation.access.actor import Context, load_actor
from daicho.foundation.access.catalogue import CatalogueError
from daicho.foundation.access.decision import Decision, all_items, decide, hidden_from
from daicho.foundation.access.models import ProtectedPerson

VIEW = "tax.taxpayer.view"
PERSON = 1234567


def ask(context: Context, function: str = VIEW, subject: int | None = None) -> Decision:
    return decide(
        actor=context.actor, function=function, purpose=context.purpose, subject=subject,
        at=context.at,
    )  # fmt: skip


def code(decision: Decision) -> str:
    assert decision.finding is not None
    assert decision.hides_address
    return decision.finding.code


def test_granted_function_is_allowed(staff_room: StaffRoom) -> None:
    assert ask(staff_room.context(VIEW)) == Decision(True, None, False, all_items())


def test_nothing_is_allowed_without_a_grant(staff_room: StaffRoom) -> None:
    assert code(ask(staff_room.context())) == "access.not_granted"


def test_purpose_comes_first(staff_room: StaffRoom) -> None:
    assert code(ask(staff_room.context(VIEW, purpose=""))) == "access.no_purpose"
    assert code(ask(staff_room.context(VIEW, purpose="?", login="z2"))) == "access.no_purpose"


def test_individual_number_needs_a_purpose_of_number_use(staff_room: StaffRoom) -> None:
    reveal = "vault.reveal"
    counter = staff_room.context(reveal, purpose="counter")
    assert code(ask(counter, reveal)) == "access.not_number_use"
    assert ask(staff_room.context(reveal, purpose="assessment", login="z2"), reveal).is_allowed


def test_unknown_function_is_a_defect(staff_room: StaffRoom) -> None:
    with pytest.raises(CatalogueError, match="not in the catalogue"):
        ask(staff_room.context(VIEW), "no.such")


def test_grant_ends_with_its_term(staff_room: StaffRoom) -> None:
    staff = staff_room.hire("z1", VIEW)
    last = staff_room.at.replace(year=2027, month=3, day=31)
    assert load_actor(staff=staff, at=last).functions == {VIEW}
    assert load_actor(staff=staff, at=last + timedelta(days=1)).functions == frozenset()


def test_revoked_grant_is_gone_at_once(staff_room: StaffRoom) -> None:
    staff = staff_room.hire("z1", VIEW, "documents.view")
    assert granting.revoke(staff=staff, function=VIEW, by="z9", at=staff_room.at) == 1
    assert load_actor(staff=staff, at=staff_room.at).functions == {"documents.view"}


def test_grant_of_more_than_a_year_is_refused_by_the_database(staff_room: StaffRoom) -> None:
    staff = staff_room.hire("z1")
    with pytest.raises(IntegrityError), transaction.atomic():
        granting.grant(
            staff=staff, functions=(VIEW,), first=date(2026, 4, 1), last=date(2027, 4, 3),
            by="z9", at=staff_room.at,
        )  # fmt: skip


@pytest.fixture
def protected(db: None) -> int:
    ProtectedPerson.objects.create(
        addressee_no=PERSON, valid=DateRange(date(2026, 1, 1), date(2027, 1, 1))
    )
    return PERSON


def test_protected_address_is_hidden(staff_room: StaffRoom, protected: int) -> None:
    context = staff_room.context(VIEW)
    assert ask(context, subject=protected).hides_address
    assert not ask(context, subject=7654321).hides_address
    assert hidden_from(actor=context.actor, numbers=[protected, 7654321], on=date(2026, 6, 10)) == {
        protected
    }


def test_protection_ends_with_its_term(staff_room: StaffRoom, protected: int) -> None:
    actor = staff_room.context(VIEW).actor
    assert hidden_from(actor=actor, numbers=[protected], on=date(2027, 1, 1)) == frozenset()


def test_special_right_sees_protected_address(staff_room: StaffRoom, protected: int) -> None:
    context = staff_room.context(VIEW, "protected.view")
    assert not ask(context, subject=protected).hides_address
