# SPDX-License-Identifier: Apache-2.0
"""Notice to the person (本人通知制度, 8.1): follows every issue of a certificate.

Told to the person alone. Neither the asker's name nor anybody's address stands in a notice; the
envelope's address comes from the register when it is printed, for who may see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from django.db.models import Q, QuerySet, TextChoices
from django.utils import timezone

from daicho.domains.inspection.models import Asker, IssueNotice, NoticeRegistration
from daicho.foundation.access.actor import Context

# The certificates a notice is about (8.1.1); others are not told.
CERTIFICATES = {
    "resident_copy": "住民票の写し", "household_copy": "住民票の写し",
    "removed_copy": "住民票の除票の写し", "entries": "住民票記載事項証明書",
    "removed_entries": "住民票除票記載事項証明書",
}  # fmt: skip
ENDING_WITHIN = timedelta(days=31)


class Told(TextChoices):
    """Which issues are told (出力条件, 8.1.3)."""

    REGISTERED = "registered", "事前登録者への交付のすべて"
    NOT_SELF = "not_self", "事前登録者への交付(申請者が本人のものを除く)"
    BY_ASKER = "by_asker", "事前登録に関わらず、第三者・代理人への交付"


class Asked(Protocol):
    """What a follower reads of a request for a certificate."""

    pk: int
    door: str
    relation: str
    bearer: str
    kind: str


class Issued(Protocol):
    """What a follower reads of an issued copy."""

    subject_nos: list[int]


def follow_issue(*, request: Asked, issues: Sequence[Issued], context: Context) -> None:
    """Write down, for everybody on a copy, what they may be told of it."""
    asker = asker_of(request)
    if asker is None or request.kind not in CERTIFICATES or not issues:
        return
    day = timezone.localtime(context.at).date()
    people = {number for issue in issues for number in issue.subject_nos}
    held = {one.addressee_no: one for one in registered(day).filter(addressee_no__in=people)}
    IssueNotice.objects.bulk_create(
        [
            IssueNotice(
                registration=held.get(number), addressee_no=number, request_no=request.pk,
                issued_on=day, asker=asker, certificate=CERTIFICATES[request.kind],
                made_at=context.at, copies=sum(number in issue.subject_nos for issue in issues),
            )
            for number in sorted(people)
            if number in held or asker is not Asker.SELF
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def asker_of(request: Asked) -> Asker | None:
    """本人 (also of the household), 代理人 or 第三者; an office's request (公用) is not told."""
    if request.door == "official":
        return None
    if request.door == "third_party" or request.relation == "other":
        return Asker.THIRD_PARTY
    return Asker.SELF if request.bearer == "asker" else Asker.AGENT


def correct_asker(*, request: Asked) -> None:
    """A request's division of asker was mended (8.1.1): notices that nobody was sent follow."""
    asker = asker_of(request)
    waiting = IssueNotice.objects.filter(request_no=request.pk, sent_on__isnull=True)
    if asker is None:
        waiting.delete()
    else:
        waiting.update(asker=asker)


def waiting(told: Told) -> QuerySet[IssueNotice]:
    """Notices of this choice that were not sent."""
    found = IssueNotice.objects.filter(sent_on__isnull=True)
    if told is Told.BY_ASKER:
        return found.exclude(asker=Asker.SELF)
    found = found.filter(registration__isnull=False)
    return found.exclude(asker=Asker.SELF) if told is Told.NOT_SELF else found


def ending(day: date) -> QuerySet[NoticeRegistration]:
    """Registrations whose end is near or past, and of which the person was not told (8.1.1)."""
    return NoticeRegistration.objects.filter(
        last__lte=day + ENDING_WITHIN, ended_on__isnull=True, told_end_on__isnull=True
    ).order_by("last", "pk")


def registered(day: date) -> QuerySet[NoticeRegistration]:
    """Registrations in force on a day."""
    return NoticeRegistration.objects.filter(
        Q(last__isnull=True) | Q(last__gte=day), first__lte=day, ended_on__isnull=True
    )
