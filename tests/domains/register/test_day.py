# SPDX-License-Identifier: Apache-2.0
"""The daily job: a planned removal reaches the addressees on its day, or when it is next run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.domains.register.people import DESK, HEAD, SON, TOKYO, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.addressee.models import Addressee
from daicho.domains.register.day import due_people
from daicho.domains.register.public import run_day
from daicho.foundation.batch.models import BatchRun
from daicho.foundation.batch.runner import totals_of

pytestmark = pytest.mark.django_db(transaction=True)


def do_day(at: datetime) -> BatchRun:
    return run_day(context=replace(DESK, at=at), clock=lambda: at)


def test_a_planned_removal_comes_due(staff_room: StaffRoom) -> None:
    counter = Counter.open(staff_room)
    family = settle([HEAD, SON])
    counter.carry(
        "register.move_out",
        {
            "happened_on": "R8.6.30", "notified_on": "R8.6.10", "members": [family.head],
            "moved_to": "大阪府大阪市北区", "moved_to_postcode": "5300001",
        },
    )  # fmt: skip
    morning = datetime(2026, 6, 11, 5, tzinfo=TOKYO)
    assert totals_of(do_day(morning)) == {"rebuild": {}}
    assert Addressee.objects.get(pk=family.head).ceased_on is None
    july = datetime(2026, 7, 2, 5, tzinfo=TOKYO)  # nobody ran it on June 30
    known = {"after": date(2026, 6, 11), "until": july.date(), "known_at": july}
    assert due_people(**known) == sorted(family.numbers)  # the son heads the household now
    run = do_day(july)
    assert (run.state, run.subject) == ("done", "2026-07-02")
    assert totals_of(run) == {"rebuild": {"人数": 2}}
    told = Addressee.objects.get(pk=family.head)
    assert (told.ceased_on, told.address, told.postcode) == (
        date(2026, 6, 30), "大阪府大阪市北区", "5300001",
    )  # fmt: skip
    again = do_day(july + timedelta(hours=1))
    assert totals_of(again) == {"rebuild": {}}
