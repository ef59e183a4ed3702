# SPDX-License-Identifier: Apache-2.0
"""Notice to the person (本人通知制度, 8.1): follows every issue of a certificate.

Told to the person alone. Neither the asker's name nor anybody's address stands in a notice; the
envelope's address comes from the register when it is printed, for who may see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from django.db.models import Q, QuerySet
from django.utils import timezone

from daicho.domains.inspection.models import Asker, IssueNotice, NoticeRegistration
from daicho.domains.register.public import people_as_of, see
from daicho.foundation.access.actor import Context

HEAD = ("通知番号", "宛名番号", "氏名", "郵便番号", "住所", "方書", "発行日", "請求者区分",
        "証明書種別", "枚数")  # fmt: skip


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
    """Write a notice for everybody registered who stands on a copy that another person got."""
    asker = asker_of(request)
    if asker is Asker.SELF or not issues:
        return
    day = timezone.localtime(context.at).date()
    people = {number for issue in issues for number in issue.subject_nos}
    IssueNotice.objects.bulk_create(
        [
            IssueNotice(
                registration=one, request_no=request.pk, issued_on=day, asker=asker,
                certificate=request.kind, made_at=context.at,
                copies=sum(one.addressee_no in issue.subject_nos for issue in issues),
            )
            for one in registered(day).filter(addressee_no__in=people)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def asker_of(request: Asked) -> Asker:
    """本人 (also of the household), 代理人 or 第三者; an office's request is not told (公用)."""
    if request.door == "official":
        return Asker.SELF
    if request.door == "third_party" or request.relation == "other":
        return Asker.THIRD_PARTY
    return Asker.SELF if request.bearer == "asker" else Asker.AGENT


def registered(day: date) -> QuerySet[NoticeRegistration]:
    """Registrations in force on a day."""
    return NoticeRegistration.objects.filter(
        Q(last__isnull=True) | Q(last__gte=day), first__lte=day, ended_on__isnull=True
    )


def printer_rows(notices: Sequence[IssueNotice], context: Context) -> Iterator[tuple[object, ...]]:
    """One line a notice; the address of a protected person stays hidden from who may not see it."""
    day = timezone.localtime(context.at).date()
    numbers = {one.registration.addressee_no for one in notices}
    rows = people_as_of(valid_on=day, known_at=context.at).filter(addressee_no__in=numbers)
    seen = {one.addressee_no: one for one in see(rows, actor=context.actor, on=day)}
    for one in notices:
        text = (
            seen[one.registration.addressee_no].text
            if (one.registration.addressee_no in seen)
            else {}
        )
        yield (
            one.pk, one.registration.addressee_no, text.get("name", ""), text.get("postcode", ""),
            text.get("address", ""), text.get("building", ""), one.issued_on,
            one.get_asker_display(), one.certificate, one.copies,
        )  # fmt: skip
