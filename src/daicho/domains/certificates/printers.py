# SPDX-License-Identifier: Apache-2.0
"""Printer and tray of a terminal (標準 10.7), and what the log says of a printing (標準 10.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from daicho.domains.certificates.kinds import KINDS
from daicho.domains.certificates.models import CertificateIssue, OutputChoice, PrinterSetting
from daicho.foundation.access.actor import Context
from daicho.foundation.audit.details import Output, PrintDetail
from daicho.foundation.documents.spooling import send_to_printer
from daicho.rules.resident_register.requests import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """Where a paper of this kind goes from this terminal."""

    name: str
    tray: str
    goes_to_file: bool

    @property
    def words(self) -> str:
        """As the page and the log name it."""
        return f"{self.name}(トレー {self.tray})" if self.tray else self.name


def list_printers(*, terminal: str, kind: str) -> list[Printer]:
    """What can be chosen at a terminal; the one that is set for the kind stands first."""
    found = PrinterSetting.objects.filter(terminal=terminal)
    ordered = sorted(found, key=lambda one: (one.kind != kind, one.kind != "", one.pk))
    return [
        Printer(name=one.printer, tray=one.tray, goes_to_file=one.output == OutputChoice.PDF)
        for one in ordered
    ]


def choose_printer(*, terminal: str, kind: str, chosen: str) -> Printer | None:
    """The printer that was chosen by its words; else the one that is set; None without any."""
    printers = list_printers(terminal=terminal, kind=kind)
    named = next((one for one in printers if one.words == chosen), None)
    return named or next(iter(printers), None)


def can_spool() -> bool:
    """Whether papers go to the printer by themselves; else the browser prints."""
    return settings.PRINT_COMMAND is not None


def spool(pdf: bytes, *, printer: Printer, title: str) -> str:
    """Send a paper to a printer; empty, or what the spooler said against it."""
    return send_to_printer(
        pdf, command=settings.PRINT_COMMAND, printer=printer.name, tray=printer.tray, title=title
    )


def detail_of(
    issues: Sequence[CertificateIssue], *, output: Output, printer: Printer | None,
    context: Context,
) -> dict[str, object]:  # fmt: skip
    """The entry of a printing (印刷ログ) of one issue, or of several that came out together."""
    kinds = dict.fromkeys(one.kind for one in issues)
    titles = [KINDS[code].label if code in KINDS else code for code in kinds]
    return PrintDetail(
        title="、".join(titles), file_name=f"certificate-{issues[0].pk}.pdf",
        printer=printer.words if printer is not None else context.terminal,
        copies=len(issues), pages=sum(one.pages or 0 for one in issues),
        official_seal=any(one.has_seal for one in issues),
        individual_number=any(shows_number(one) for one in issues), output=output,
        issue_number="、".join(one.number for one in issues),
    ).as_detail()  # fmt: skip


def shows_number(issue: CertificateIssue) -> bool:
    """Whether the paper has an 個人番号."""
    return Shown.INDIVIDUAL_NUMBER.value in issue.shown
