# SPDX-License-Identifier: Apache-2.0
"""One click at the counter: receive, issue, and close what was refused, with the reason."""

from __future__ import annotations

from daicho.domains.certificates.actions.issue import IssueRequest
from daicho.domains.certificates.actions.receive import (
    CloseRequest,
    ReceiveRequest,
    SendForReview,
)
from daicho.domains.certificates.gathering import PROTECTED
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Outcome, perform
from daicho.kernel.findings import Finding


def receive_and_issue(*, receive: ReceiveRequest, context: Context) -> Outcome[int]:
    """Take the request in and issue it. A refusal closes the request, its numbers are void."""
    received = perform(receive, context=context)
    if received.value is None:
        return received
    return issue(request_no=received.value, context=context)


def issue(*, request_no: int, context: Context) -> Outcome[int]:
    """Issue a received request, or close it with what speaks against it."""
    issued = perform(IssueRequest(request_no=request_no), context=context)
    if not issued.is_refused or _is_closed(issued.findings):
        return issued
    if PROTECTED in issued.findings:
        perform(SendForReview(request_no=request_no), context=context)
    else:
        reason = " ".join(dict.fromkeys(one.message_ja for one in issued.findings))
        perform(CloseRequest(request_no=request_no, reason=reason), context=context)
    return issued


def _is_closed(findings: tuple[Finding, ...]) -> bool:
    """Nothing to close: it has been closed before, or the person may not act at all."""
    codes = {one.code for one in findings}
    return bool(codes & {"certificate.closed", "certificate.unknown"}) or any(
        code.startswith("access.") for code in codes
    )
