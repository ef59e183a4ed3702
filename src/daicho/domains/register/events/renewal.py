# SPDX-License-Identifier: Apache-2.0
"""Renewal and reconstruction of records (改製・再製, 標準仕様書 1.1.4), by hand only.

The old record is kept as a removed one (除票): its row, known for one moment, stays in the history
under the event that removed it. The new record says the same, with the day of its renewal.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from pydantic import Field

from daicho.domains.register.events.authority_checks import check_people, found_people
from daicho.domains.register.events.base import EventForm, EventKind, Now, Plan, event_kind
from daicho.domains.register.events.death import removal_values
from daicho.domains.register.events.nationality import PRESENT
from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import ResidentVersion, Status
from daicho.rules.resident_register.reasons import Basis, Reason

# Reasons whose removed record is followed by a new one of the same person.
REPLACED = (
    Reason.RENEWAL_REMOVE, Reason.RECONSTRUCTION_REMOVE, Reason.REMOVE_NATURALISED,
    Reason.REMOVE_NATIONALITY_LOST,
)  # fmt: skip


class RenewalForm(EventForm):
    """The renewal of the records of one or several persons."""

    basis: Basis = Field(Basis.AUTHORITY, title="根拠")
    addressee_nos: tuple[int, ...] = Field(title="対象者", min_length=1)


def _planner(remove: Reason, record: Reason) -> Callable[[RenewalForm, Now], Plan]:
    def plan_renewal(typed: RenewalForm, now: Now) -> Plan:
        plan = Plan(reason=remove, is_passing=True)
        rows = found_people(plan, typed, now, typed.addressee_nos)
        check_people(plan, typed, now, rows)
        day = typed.happened_on.day
        removal = removal_values(typed, status=Status.REMOVED, cause=remove.label_ja)
        renewed = {**PRESENT, "reissued_on": day}
        plan.changes = [
            PersonChange(addressee_no=number, first_day=day, values=removal) for number in rows
        ]
        if rows:
            changes = [
                PersonChange(addressee_no=number, first_day=day, values=renewed) for number in rows
            ]
            plan.follow(Plan(reason=record, changes=changes))
        return plan

    return plan_renewal


def list_replaced(*, addressee_no: int) -> QuerySet[ResidentVersion]:
    """The removed records that were followed by a new one, the latest first (改製等の除票)."""
    rows = ResidentVersion.objects.filter(
        addressee_no=addressee_no, event__reason__in=[one.value for one in REPLACED],
        status=Status.REMOVED,
    )  # fmt: skip
    return rows.select_related("event").order_by("-history_no")


def _kind(code: str, label: str, remove: Reason, record: Reason) -> EventKind:
    return event_kind(
        code=code, label=label, form=RenewalForm, plan=_planner(remove, record),
        subjects=lambda typed: typed.addressee_nos,
    )  # fmt: skip


KINDS = (
    _kind("renewal", "改製", Reason.RENEWAL_REMOVE, Reason.RENEWAL_RECORD),
    _kind("reconstruction", "再製", Reason.RECONSTRUCTION_REMOVE, Reason.RECONSTRUCTION_RECORD),
)
