# SPDX-License-Identifier: Apache-2.0
"""A right for one office (所管) opens that office's slips, visits and drawers, and no other's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.organisation import build_units, post
from tests.staff_room import StaffRoom

from daicho.domains.certificates.models import CashDay
from daicho.domains.register.actions.slips import DraftEvent
from daicho.foundation.access import granting
from daicho.foundation.access.actor import load_actor
from daicho.foundation.access.pages import PURPOSE_KEY
from daicho.foundation.access.rows import covers_office, in_named_office
from daicho.foundation.actions.action import perform
from daicho.foundation.entries.models import Entry
from daicho.web.counter.models import Visit

pytestmark = pytest.mark.django_db
BACKEND = "daicho.foundation.identity.sessions.StaffSessions"
FUNCTIONS = ("register.enter", "counter.use", "certificate.cash", "register.approve")
OWN, OTHER = "税務課課税係", "区民課"
TERM = {"first": date(2026, 4, 1), "last": date(2027, 3, 31), "by": "setup"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: now)


def desk(staff_room: StaffRoom, scope: str) -> Client:
    """Somebody of 税務課課税係 with the functions for one office, or for all."""
    staff = staff_room.hire(f"z{scope}", "desk.home")
    post(staff, "S11")
    granting.grant(staff=staff, functions=FUNCTIONS, scope=scope, at=staff_room.at, **TERM)  # type: ignore[arg-type]
    client = Client()
    client.force_login(staff, backend=BACKEND)
    session = client.session
    session[PURPOSE_KEY] = "register"
    session.save()
    return client


def slips(staff_room: StaffRoom, places: Iterable[str]) -> dict[str, int]:
    """A draft of each place."""
    made = {}
    for number, place in enumerate(places):
        own = staff_room.context("register.enter", purpose="register", login=f"d{number}")
        actor = replace(own.actor, who=replace(own.actor.who, section=place))
        draft = DraftEvent(entry_kind="register.death", data={}, subjects_typed=())
        done = perform(draft, context=replace(own, actor=actor))
        assert done.value is not None, done.findings
        made[place] = int(done.value)
    return made


def test_slips_of_the_office_alone(staff_room: StaffRoom, now: datetime) -> None:
    build_units()
    made = slips(staff_room, (OWN, OTHER))
    limited, free = desk(staff_room, "S1"), desk(staff_room, "")
    shown = limited.get("/register/slips/").content.decode()
    assert f"/register/slips/{made[OWN]}/" in shown
    assert f"/register/slips/{made[OTHER]}/" not in shown
    assert f'<option value="{OTHER}"' not in shown
    assert limited.get(f"/register/slips/{made[OWN]}/").status_code == 200
    for path in ("", "edit/"):
        assert limited.get(f"/register/slips/{made[OTHER]}/{path}").status_code == 403
    for path in ("decide/", "withdraw/"):
        assert limited.post(f"/register/slips/{made[OTHER]}/{path}").status_code == 403
    assert f"/register/slips/{made[OTHER]}/" in free.get("/register/slips/").content.decode()
    assert free.get(f"/register/slips/{made[OTHER]}/").status_code == 200


def test_visits_of_the_office_alone(staff_room: StaffRoom, now: datetime) -> None:
    build_units()
    visits = {
        place: Visit.objects.create(
            visit_on=now.date(), event="death", happened_on=now.date(), addressee_nos=[],
            place=place, opened_by="a", opened_name="受付　者", opened_at=now,
        ).pk
        for place in (OWN, OTHER)
    }  # fmt: skip
    limited, free = desk(staff_room, "S1"), desk(staff_room, "")
    assert limited.get(f"/counter/visits/{visits[OWN]}/").status_code == 200
    assert limited.get(f"/counter/visits/{visits[OTHER]}/").status_code == 403
    assert limited.get(f"/counter/visits/{visits[OTHER]}/list.pdf").status_code == 403
    assert free.get(f"/counter/visits/{visits[OTHER]}/").status_code == 200
    assert limited.get("/counter/today/").status_code == 200


def test_drawers_of_the_office_alone(staff_room: StaffRoom, now: datetime) -> None:
    build_units()
    days = {
        place: CashDay.objects.create(
            day=now.date() - timedelta(days=1), counter=place, opened_at=now, opened_by="a"
        ).pk
        for place in (OWN, OTHER)
    }  # fmt: skip
    limited, free = desk(staff_room, "S1"), desk(staff_room, "")
    for client in (limited, free):
        session = client.session
        session[PURPOSE_KEY] = "certificate"
        session.save()
    shown = limited.get("/certificates/cash/").content.decode()
    assert f"/certificates/cash/{days[OWN]}/" in shown
    assert f"/certificates/cash/{days[OTHER]}/" not in shown
    assert limited.get(f"/certificates/cash/{days[OTHER]}/").status_code == 404
    assert free.get(f"/certificates/cash/{days[OTHER]}/").status_code == 200


def test_an_office_is_known_by_its_name_of_the_day(staff_room: StaffRoom, now: datetime) -> None:
    build_units()
    staff = staff_room.hire("z9")
    granting.grant(staff=staff, functions=("counter.use",), scope="S2", at=staff_room.at, **TERM)  # type: ignore[arg-type]
    actor = load_actor(staff=staff, at=now)
    told = {"actor": actor, "on": now.date()}
    assert covers_office(function="counter.use", name=OTHER, **told)  # type: ignore[arg-type]
    assert not covers_office(function="counter.use", name=OWN, **told)  # type: ignore[arg-type]
    assert not covers_office(function="register.enter", name=OTHER, **told)  # type: ignore[arg-type]
    slips(staff_room, (OWN, OTHER))
    found = in_named_office(
        Entry.objects.all(),
        function="counter.use",
        field="place",
        **told,  # type: ignore[arg-type]
    )
    assert [one.place for one in found] == [OTHER]
    none = in_named_office(
        Entry.objects.all(),
        function="register.enter",
        field="place",
        **told,  # type: ignore[arg-type]
    )
    assert list(none) == []
