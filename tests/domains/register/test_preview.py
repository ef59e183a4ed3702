# SPDX-License-Identifier: Apache-2.0
"""The outlook of a slip: every record before and after, and nothing written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domains.register.people import HEAD, SON, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.events.base import EventKind
from daicho.domains.register.events.kinds import EVENT_KINDS
from daicho.domains.register.events.preview import preview
from daicho.domains.register.models import Event, ResidentVersion

pytestmark = pytest.mark.django_db


def test_before_and_after_of_everybody_concerned(staff_room: StaffRoom) -> None:
    counter = Counter.open(staff_room)
    family = settle([HEAD, SON])
    kind = EVENT_KINDS["register.move_out"]
    assert isinstance(kind, EventKind)
    rows = ResidentVersion.objects.count()
    shown = preview(
        kind=kind, context=replace(counter.clerk, at=counter.tick()),
        data={
            "happened_on": "R8.6.30", "notified_on": "R8.6.10", "members": [family.head],
            "moved_to": "大阪府大阪市",
        },
    )  # fmt: skip
    assert [one.code for one in shown.findings] == ["register.A-003"]
    assert [(one.plan.reason.label_ja, one.addressee_no) for one in shown.outlooks] == [
        ("国内転出", family.head), ("世帯主変更", family.numbers[1]),
    ]  # fmt: skip
    leaving, left = shown.outlooks
    assert leaving.before is not None
    assert (leaving.before.status, leaving.after.status) == ("resident", "moved_out")
    assert left.before is not None
    assert (left.before.relationship, left.after.relationship) == ("子", "世帯主")
    assert (ResidentVersion.objects.count(), Event.objects.count()) == (rows, 1)


def test_what_cannot_be_read_has_no_outlook(staff_room: StaffRoom) -> None:
    counter = Counter.open(staff_room)
    kind = EVENT_KINDS["register.move_out"]
    assert isinstance(kind, EventKind)
    shown = preview(kind=kind, context=counter.clerk, data={"happened_on": "きのう"})
    assert [one.subject for one in shown.findings] == ["異動日", "転出者"]
    assert shown.outlooks == ()
