# SPDX-License-Identifier: Apache-2.0
"""What later domains may use of the certificates: issue one, add a kind, look at the history."""

from daicho.domains.certificates.actions.issue import IssueRequest
from daicho.domains.certificates.actions.receive import (
    CloseInterrupted,
    ForgetPapers,
    ReceiveRequest,
)
from daicho.domains.certificates.desk import issue, receive_and_issue
from daicho.domains.certificates.due import page_of_papers, papers_due
from daicho.domains.certificates.kinds import (
    KINDS,
    About,
    CertificateKind,
    Given,
    add_kind,
    refuse,
)
from daicho.domains.certificates.lists import list_wards
from daicho.domains.certificates.models import CertificateIssue, Request
from daicho.domains.certificates.papers.content import Block, Content, Impression, Line
from daicho.domains.certificates.selectors import find_pdf, list_issues
from daicho.domains.certificates.together import Asker, issue_together, issued_before

__all__ = [
    "KINDS",
    "About",
    "Asker",
    "Block",
    "CertificateIssue",
    "CertificateKind",
    "CloseInterrupted",
    "Content",
    "ForgetPapers",
    "Given",
    "Impression",
    "IssueRequest",
    "Line",
    "ReceiveRequest",
    "Request",
    "add_kind",
    "find_pdf",
    "issue",
    "issue_together",
    "issued_before",
    "list_issues",
    "list_wards",
    "page_of_papers",
    "papers_due",
    "receive_and_issue",
    "refuse",
]
