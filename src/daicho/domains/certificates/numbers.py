# SPDX-License-Identifier: Apache-2.0
"""Numbers of certificates (発行番号, 標準 5.5): day, municipality, terminal, printer, serial."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from daicho.domains.certificates.models import CertificateIssue, Request, Terminal
from daicho.domains.certificates.office import office_of
from daicho.foundation.access.actor import Context
from daicho.foundation.numbering.series import take


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a certificate is issued: the counter (窓口), and what the number calls it."""

    counter: str
    label: str
    printer: str


def desk_of(context: Context) -> Desk:
    """The desk of a terminal; one that nobody has entered is called by its address."""
    known = Terminal.objects.filter(address=context.terminal).first()
    if known is None:
        return Desk(context.actor.who.section, context.terminal or "端末", "")
    return Desk(known.counter, known.label, known.printer)


def number_copies(*, request: Request, context: Context) -> list[CertificateIssue]:
    """Reserve a number for each copy. A number that comes to nothing stays, with its reason."""
    today = timezone.localtime(context.at).date()
    desk = desk_of(context)
    serials = take(series=f"certificate-{today:%Y%m%d}-{desk.label}"[:64], count=request.copies)
    town = office_of(settings.MUNICIPALITY_CODE).municipality
    done = request.issues.count()
    return CertificateIssue.objects.bulk_create(
        CertificateIssue(
            request=request, copy_no=done + place, kind=request.kind,
            subject_nos=request.subject_nos, shown=request.shown, numbered_on=today,
            terminal_label=desk.label, printer_label=desk.printer, serial=serial,
            number=" ".join(
                part for part in (f"{today:%Y%m%d}", town, desk.label, desk.printer,
                                  f"{serial:03d}") if part
            ),
            place=desk.counter, terminal=context.terminal, issued_by=context.actor.who.login,
        )
        for place, serial in enumerate(serials, start=1)
    )  # fmt: skip
