# SPDX-License-Identifier: Apache-2.0
"""Which papers an event calls for (標準 4.1.3.0.3, 4.3.3, 4.1.0.3, 4.2.0.1, 4.0.5).

The register asks through config/register_hooks.py (PAPERS) and shows each as a button on the page
of the registered slip; it leads to the request, filled in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from daicho.domains.certificates.kinds import KINDS
from daicho.domains.certificates.reading import (
    is_cancelled,
    read_event_rows,
    read_last_household,
    read_states_around,
)
from daicho.domains.register.models import Event, ResidentCodeStock
from daicho.domains.register.public import (
    ResidentVersion,
    acceptance_notice,
    authority_paper,
    householder_notice,
    list_code_notices,
)
from daicho.foundation.access.actor import Context
from daicho.kernel.text import fold_name
from daicho.rules.resident_register.reasons import Basis, Reason

CODE_KINDS = {
    "住民票コード通知票": "code_notice", "住民票コード変更通知票": "code_change",
    "住民票コード修正通知票": "code_correction",
}  # fmt: skip
MOST_ON_RECORD = 50  # of a bulk change its own list is the record


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One paper that an event calls for, of certain persons."""

    certificate: str
    people: tuple[int, ...]
    event_no: int | None = None
    note: str = ""
    bulk_line: int | None = None
    since: dt.datetime | None = None  # what was issued before is of another occasion

    @property
    def options(self) -> dict[str, str]:
        """What the kind is told beside."""
        told = {"event": self.event_no, "bulk_line": self.bulk_line}
        return {name: str(value) for name, value in told.items() if value is not None}

    @property
    def token(self) -> str:
        """What names it on a page and makes the key of its request."""
        people = "-".join(str(number) for number in self.people)
        options = "-".join(f"{name}.{value}" for name, value in self.options.items())
        return ":".join(part for part in (self.certificate, people, options) if part)

    @property
    def label(self) -> str:
        """What the button says."""
        return KINDS[self.certificate].label + self.note

    @property
    def url(self) -> str:
        """The request, filled in."""
        told: list[tuple[str, str | int]] = [("certificate", self.certificate)]
        told += [("people", number) for number in self.people]
        told += [(f"option_{name}", value) for name, value in self.options.items()]
        return f"{reverse('certificates:new', args=[self.people[0]])}?{urlencode(told)}"


def papers_due(*, event: Event, context: Context) -> Sequence[tuple[str, str]]:
    """Label and address of each paper that the event calls for; nothing for who may not issue."""
    return [
        (one.label, one.url) for one in list_due(event=event, context=context)
        if KINDS[one.certificate].function in context.actor.functions
    ]  # fmt: skip


def page_of_papers(*, events: Sequence[Event], context: Context) -> str:
    """The page on which all papers of these events stand ready; empty where there is none due."""
    if not any(papers_due(event=event, context=context) for event in events):
        return ""
    told = urlencode([("event", event.pk) for event in events])
    return f"{reverse('certificates:due')}?{told}"


def list_due(*, event: Event, context: Context) -> list[Due]:
    """The papers of an event, for those persons for whom it was not cancelled."""
    rows = read_event_rows(event_no=event.pk, addressee_nos=event.addressee_nos)
    standing = [rows[no] for no in event.addressee_nos if no in rows and not is_cancelled(rows[no])]
    if not standing:
        return []
    found = [
        *_of_moving_out(event, standing),
        *_of_codes(event, standing, context),
        *_of_authority(event, standing, context),
        *_of_acceptance(event, standing),
        *_of_householder(event, standing),
        *_of_headless(standing),
        *_of_wards(standing),
        *_of_record(event, standing),
    ]
    return [replace(one, since=event.recorded_at) for one in found]


def _of_moving_out(event: Event, rows: Sequence[ResidentVersion]) -> Iterable[Due]:
    """転出証明書; when the notification came too late (職権), the one that counts as such."""
    if event.reason != Reason.DOMESTIC_MOVE_OUT or event.detail.get("転入通知"):
        return
    certificate = "move_out_equivalent" if event.basis == Basis.AUTHORITY else "move_out"
    note = "(特例転出のため任意)" if event.detail.get("特例転出") else ""
    for people in _households(rows):
        yield Due(certificate=certificate, people=people, note=note)


def _of_codes(event: Event, rows: Sequence[ResidentVersion], context: Context) -> Iterable[Due]:
    """The three notices of a code. A code that came along with the person is not told anew."""
    today = timezone.localtime(context.at).date()
    standing = {row.addressee_no for row in rows}
    found = [
        one for one in list_code_notices(event_no=event.pk, on=today)
        if one.addressee_no in standing
    ]  # fmt: skip
    drawn = set(
        ResidentCodeStock.objects.filter(
            code__in=[one.resident_code for one in found], used_at__isnull=False
        ).values_list("code", flat=True)
    )
    for one in found:
        certificate = CODE_KINDS[one.kind.value]
        if certificate != "code_notice" or one.resident_code in drawn:
            yield Due(certificate=certificate, people=(one.addressee_no,), note=f"({one.name})")


def _of_authority(
    event: Event, rows: Sequence[ResidentVersion], context: Context
) -> Iterable[Due]:  # fmt: skip
    """職権記載等通知書, one a household; a new householder has a letter of its own."""
    today = timezone.localtime(context.at).date()
    if event.reason == Reason.HOUSEHOLDER_CHANGE:
        return
    if authority_paper(event_no=event.pk, on=today).is_to_be_notified:
        for people in _households(rows):
            yield Due(certificate="authority", people=people, event_no=event.pk)


def _of_acceptance(event: Event, rows: Sequence[ResidentVersion]) -> Iterable[Due]:
    """住民異動届受理通知, when somebody else than those concerned notified."""
    notifier = fold_name(event.notifier)
    is_late = event.basis == Basis.AUTHORITY and event.reason == Reason.DOMESTIC_MOVE_OUT
    if not (event.basis == Basis.NOTIFICATION or is_late) or not notifier:
        return
    if notifier in {fold_name(row.name) for row in rows}:
        return
    if acceptance_notice(event_no=event.pk) is not None:
        for people in _households(rows):
            yield Due(certificate="acceptance", people=people, event_no=event.pk)


def _of_householder(event: Event, rows: Sequence[ResidentVersion]) -> Iterable[Due]:
    notice = householder_notice(event_no=event.pk)
    if notice is not None and notice.addressee_no in {row.addressee_no for row in rows}:
        yield Due(
            certificate="householder", people=(notice.addressee_no,), event_no=event.pk,
            note=f"({notice.householder})",
        )  # fmt: skip


def _of_headless(rows: Sequence[ResidentVersion]) -> Iterable[Due]:
    """世帯主変更依頼通知書, where two or more stay behind and none is the householder (4.0.4)."""
    homes = {row.household_no for row in read_states_around(rows) if row.household_no}
    for household_no in sorted(homes):
        members = read_last_household(household_no=household_no)
        if len(members) > 1 and not any(one.is_householder for one in members):
            first = members[0]
            yield Due(
                certificate="householder_request", people=(first.addressee_no,),
                note=f"({first.name})",
            )  # fmt: skip


def _of_wards(rows: Sequence[ResidentVersion]) -> Iterable[Due]:
    """成年被後見人転出通知書, to where an adult ward moves (9.4)."""
    for row in rows:
        if row.under_guardianship and row.cease_reason == Reason.DOMESTIC_MOVE_OUT.label_ja:
            yield Due(
                certificate="ward_notice", people=(row.addressee_no,), note=f"({row.name})"
            )  # fmt: skip


def _of_record(event: Event, rows: Sequence[ResidentVersion]) -> Iterable[Due]:
    """職権記録書, one an event, whenever the office wrote without a notification (4.2.0.1)."""
    if event.basis == Basis.NOTIFICATION or event.cancels_id is not None:
        return
    people = tuple(row.addressee_no for row in rows)
    if len(people) == len(event.addressee_nos) <= MOST_ON_RECORD:
        yield Due(certificate="authority_record", people=people, event_no=event.pk)


def _households(rows: Sequence[ResidentVersion]) -> list[tuple[int, ...]]:
    """The persons by household, in the order of the event."""
    found: dict[int | None, list[int]] = {}
    for row in rows:
        found.setdefault(row.household_no, []).append(row.addressee_no)
    return [tuple(numbers) for numbers in found.values()]
