# SPDX-License-Identifier: Apache-2.0
"""Fees at the counter: the drawer of the day, and an entry for each request."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from daicho.domains.certificates.kinds import KINDS, CertificateKind
from daicho.domains.certificates.models import CashDay, CashEntry, CashKind, Request
from daicho.engine.certificate_fees import load_certificate_fees
from daicho.foundation.access.actor import Context
from daicho.kernel.dates import fiscal_year_of
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.requests import Door

CLOSED = Finding(
    "certificate.cash_closed", Severity.ERROR,
    "この窓口の本日の日計は締め切られています。手数料のかかる証明書は発行できません。",
)  # fmt: skip


def fee_of(kind: CertificateKind, *, door: str, is_waived: bool, on: dt.date) -> int:
    """The fee of one copy: nothing for authorities (公用), letters and where it is waived."""
    if kind.fee is None or is_waived or door == Door.OFFICIAL:
        return 0
    table = load_certificate_fees(fiscal_year_of(on), settings.MUNICIPALITY_CODE)
    return int(getattr(table, kind.fee.value))


def lock_drawer(*, counter: str, context: Context) -> CashDay:
    """The drawer of this counter today; the first who needs it opens it."""
    today = timezone.localtime(context.at).date()
    CashDay.objects.get_or_create(
        day=today, counter=counter,
        defaults={"opened_at": context.at, "opened_by": context.actor.who.login},
    )  # fmt: skip
    return CashDay.objects.select_for_update().get(day=today, counter=counter)


def take_fee(*, request: Request, counter: str, context: Context) -> Finding | None:
    """Write the entry of a request; the drawer is locked until the transaction ends."""
    if KINDS[request.kind].is_notice:
        return None
    drawer = lock_drawer(counter=counter, context=context)
    if drawer.closed_at is not None:
        return CLOSED
    write_entry(drawer, request, kind=_kind_of(request), amount=request.fee * request.copies,
                copies=request.copies, reason=request.waiver, context=context)  # fmt: skip
    return None


def write_entry(
    drawer: CashDay, request: Request, *, kind: CashKind, amount: int, copies: int, reason: str,
    context: Context,
) -> CashEntry:  # fmt: skip
    """One entry of the drawer."""
    return CashEntry.objects.create(
        cash_day=drawer, request=request, kind=kind, certificate=request.kind, copies=copies,
        amount=amount, reason=reason, at=context.at, by=context.actor.who.login,
    )  # fmt: skip


def _kind_of(request: Request) -> CashKind:
    if request.fee:
        return CashKind.RECEIPT
    return CashKind.WAIVER if request.waiver else CashKind.FREE
