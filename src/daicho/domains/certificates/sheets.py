# SPDX-License-Identifier: Apache-2.0
"""Take numbered sheets from the box at the counter, one a page."""

from __future__ import annotations

from daicho.domains.certificates.models import CertificateIssue, PaperLot, PaperSheet
from daicho.foundation.access.actor import Context
from daicho.kernel.findings import Finding, Severity

NO_PAPER = Finding(
    "certificate.no_paper", Severity.ERROR,
    "証明書用紙が足りません。用紙を受け入れてから発行してください。",
)  # fmt: skip


def take_sheets(
    *, issue: CertificateIssue, pages: int, counter: str, context: Context
) -> Finding | None:
    """Note which sheets the certificate is printed on; nothing where no numbered paper is used."""
    lots = PaperLot.objects.filter(counter=counter)
    if not lots.exists():
        return None
    taken: list[PaperSheet] = []
    for lot in lots.order_by("pk").select_for_update():
        while lot.left and len(taken) < pages:
            taken.append(
                PaperSheet(lot=lot, number=lot.next_no, issue=issue, page=len(taken) + 1,
                           at=context.at, by=context.actor.who.login)
            )  # fmt: skip
            lot.next_no += 1
        lot.save(update_fields=["next_no"])
    if len(taken) < pages:
        return NO_PAPER
    PaperSheet.objects.bulk_create(taken)
    return None
