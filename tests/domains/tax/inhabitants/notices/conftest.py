# SPDX-License-Identifier: Apache-2.0
"""The small ward after its 当初賦課 was accepted and released."""

from __future__ import annotations

import pytest
from tests.domains.tax.inhabitants import small_ward as ward
from tests.staff_room import StaffRoom

from daicho.domains.addressee.models import Addressee
from daicho.domains.tax.documents.models import Document
from daicho.domains.tax.inhabitants.actions.runs import AcceptRun, ReleaseRun
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform

FUNCTIONS = (
    *("tax.assessment.run", "tax.assessment.reassess", "tax.notice.issue"),
    "tax.certificate.issue",
)
PROTECTED = 60


@pytest.fixture
def officer(staff_room: StaffRoom) -> Context:
    """Who runs the year and issues papers."""
    return staff_room.context(*FUNCTIONS, login="officer")


@pytest.fixture
def waiting(officer: Context) -> AssessmentRun:
    """A run that waits at its stop check."""
    ward.build_ward()
    Addressee.objects.filter(addressee_no=PROTECTED).update(protected=True)
    Document.objects.filter(addressee_no=10).update(recipient_no="A-1")
    return ward.run_year(officer)


@pytest.fixture
def run(waiting: AssessmentRun, officer: Context, staff_room: StaffRoom) -> AssessmentRun:
    """The same, accepted by a second person and released."""
    head = staff_room.context("tax.release.accept", login="head")
    perform(AcceptRun(run_id=waiting.pk, reason="初年度"), context=head)
    assert not perform(ReleaseRun(run_id=waiting.pk), context=officer).findings
    waiting.refresh_from_db()
    return waiting
