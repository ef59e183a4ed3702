# SPDX-License-Identifier: Apache-2.0
"""A counter for tests of certificates: one officer, a request, its paper as text."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from tests.staff_room import StaffRoom

from daicho.domains.certificates.actions.receive import ReceiveRequest
from daicho.domains.certificates.desk import receive_and_issue
from daicho.domains.certificates.models import CertificateIssue, IssuedDocument
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Outcome
from daicho.foundation.documents.pdf_text import page_texts
from daicho.foundation.vault.blobs import unseal

RIGHTS = (
    "certificate.issue", "certificate.waive", "certificate.cash", "certificate.stock",
    "item.registry", "item.individual_number", "item.resident_code", "item.residence_status",
    "vault.reveal", "vault.store", "register.view",
)  # fmt: skip


@dataclass
class CertificateDesk:
    """Asks for certificates, a minute a step."""

    context: Context
    keys: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @classmethod
    def open(
        cls, staff_room: StaffRoom, *more: str, without: Sequence[str] = (), login: str = "issuer"
    ) -> CertificateDesk:
        rights = [one for one in (*RIGHTS, *more) if one not in without]
        return cls(staff_room.context(*rights, purpose="certificate", login=login))

    def tick(self) -> Context:
        self.context = replace(self.context, at=self.context.at + timedelta(minutes=1))
        return self.context

    def ask(self, certificate: str, *people: int, **told: Any) -> ReceiveRequest:
        values = {
            "key": f"key-{next(self.keys)}", "certificate": certificate, "people": people,
            "asker": "試作　太郎", "identity": "個人番号カード",
        }  # fmt: skip
        return ReceiveRequest(**(values | told))

    def issue(self, certificate: str, *people: int, **told: Any) -> Outcome[int]:
        return receive_and_issue(receive=self.ask(certificate, *people, **told),
                                 context=self.tick())  # fmt: skip

    def paper(self, certificate: str, *people: int, **told: Any) -> str:
        """The text of what was issued; fails with the findings when nothing was."""
        outcome = self.issue(certificate, *people, **told)
        assert outcome.value is not None, outcome.findings
        return text_of(outcome.value)

    def refusals(self, certificate: str, *people: int, **told: Any) -> list[str]:
        """The codes against it; nothing was issued."""
        before = IssuedDocument.objects.count()
        outcome = self.issue(certificate, *people, **told)
        assert outcome.is_refused
        assert IssuedDocument.objects.count() == before
        return [one.code.removeprefix("certificate.") for one in outcome.findings]


def issues_of(request_no: int) -> list[CertificateIssue]:
    return list(CertificateIssue.objects.filter(request_id=request_no).order_by("copy_no"))


def pdf_of(request_no: int) -> bytes:
    document = IssuedDocument.objects.filter(issue__request_id=request_no).order_by("pk")[0]
    assert document.pdf is not None
    return unseal(bytes(document.pdf))


def text_of(request_no: int) -> str:
    return "\n".join(page_texts(pdf_of(request_no)))
