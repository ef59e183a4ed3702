# SPDX-License-Identifier: Apache-2.0
"""個人番号: changed on request, corrected or recorded by authority (標準仕様書 4.4).

The number goes from the sealed slip to the vault; the event, its row and the log say only that it
changed, and why.
"""

from __future__ import annotations

from collections.abc import Callable

from pydantic import Field

from daicho.domains.register.events.authority_checks import check_people, found_people, named
from daicho.domains.register.events.base import EventForm, EventKind, Now, Plan, event_kind
from daicho.domains.register.history import PersonChange
from daicho.foundation.vault.keys import lookup_hashes
from daicho.foundation.vault.numbers import find_addressees
from daicho.kernel.numbers import is_individual_number
from daicho.rules.resident_register.reasons import Basis, Reason


class IndividualNumberForm(EventForm):
    """The number that one person has from the day on."""

    basis: Basis = Field(Basis.AUTHORITY, title="根拠")
    addressee_no: int = Field(title="宛名番号")
    individual_number: str = Field(title="個人番号", max_length=12, repr=False)
    cause: str = Field("", title="変更・修正の理由", max_length=200)


class IndividualNumberRequest(IndividualNumberForm):
    """A change on request (番号法7条2項)."""

    basis: Basis = Field(Basis.REQUEST, title="根拠")


def _planner(reason: Reason) -> Callable[[IndividualNumberForm, Now], Plan]:
    def plan_individual_number(typed: IndividualNumberForm, now: Now) -> Plan:
        plan = Plan(reason=reason, detail={"理由": typed.cause} if typed.cause else {})
        rows = found_people(plan, typed, now, [typed.addressee_no])
        check_people(plan, typed, now, rows)
        _check_number(plan, typed)
        if reason is not Reason.INDIVIDUAL_NUMBER_RECORD and not typed.cause:
            plan.add("E-001", subject=named(typed.addressee_no), detail="変更・修正の理由")
        for number in rows:
            plan.changes.append(
                PersonChange(addressee_no=number, first_day=typed.happened_on.day, values={})
            )
            if is_individual_number(typed.individual_number):
                plan.individual_numbers.append((number, typed.individual_number))
        return plan

    return plan_individual_number


def _check_number(plan: Plan, typed: IndividualNumberForm) -> None:
    """The check digit, and nobody else's number; the number itself is told to nobody."""
    subject = named(typed.addressee_no)
    if not is_individual_number(typed.individual_number):
        plan.add("E-031", subject=subject)
        return
    (lookup,) = lookup_hashes([typed.individual_number])
    owners = find_addressees(lookups=[lookup]).get(lookup, ())
    if typed.addressee_no in owners:
        plan.stop("register.nothing_changes", "今の個人番号と同じです。", subject=subject)
    elif owners:
        plan.add("E-034", subject=subject)


def _kind(code: str, reason: Reason, form: type[IndividualNumberForm]) -> EventKind:
    return event_kind(
        code=code, label=reason.label_ja, form=form, plan=_planner(reason),
        subjects=lambda typed: (typed.addressee_no,),
    )  # fmt: skip


KINDS = (
    _kind("individual_number_request", Reason.INDIVIDUAL_NUMBER_REQUEST, IndividualNumberRequest),
    _kind("individual_number_correct", Reason.INDIVIDUAL_NUMBER_CORRECTION, IndividualNumberForm),
    _kind("individual_number_record", Reason.INDIVIDUAL_NUMBER_RECORD, IndividualNumberForm),
)
