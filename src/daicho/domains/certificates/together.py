# SPDX-License-Identifier: Apache-2.0
"""Several papers in one step (処理の一連の流れで: 標準 4.1.3.0.3, 4.3.3): each an issue of its own.

What is refused, or waits for the officer in charge, stands beside what was issued.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from daicho.domains.certificates.actions.after import ReviewRequest
from daicho.domains.certificates.actions.receive import ReceiveRequest
from daicho.domains.certificates.desk import issue, receive_and_issue
from daicho.domains.certificates.due import Due
from daicho.domains.certificates.kinds import KINDS
from daicho.domains.certificates.models import CertificateIssue, IssueState, Request, RequestState
from daicho.foundation.access.actor import Context
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.actions.action import Outcome, perform
from daicho.kernel.findings import Finding

PAPERS = (IssueState.ISSUED, IssueState.HANDED_OVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks for those papers that somebody has to ask for (転出証明書)."""

    name: str = ""
    identity: str = ""
    relation: str = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueResult:
    """What became of one paper."""

    due: Due
    request_no: int | None
    findings: tuple[Finding, ...] = field(default_factory=tuple)


def issue_together(
    dues: Sequence[Due], *, key: str, asker: Asker, context: Context, release: str = "",
    acknowledged: tuple[str, ...] = (),
) -> list[DueResult]:  # fmt: skip
    """Issue each; `acknowledged`: the codes of the alerts that were ticked.

    `release`: the words of the review by which the officer in charge lets a letter to the
    protected person pass, where that officer is the one who issues.
    """
    return [
        _issue_one(one, key=key, asker=asker, context=context, release=release,
                   acknowledged=acknowledged)
        for one in dues
    ]  # fmt: skip


def _issue_one(
    due: Due, *, key: str, asker: Asker, context: Context, release: str,
    acknowledged: tuple[str, ...],
) -> DueResult:  # fmt: skip
    kind = KINDS[due.certificate]
    asked = {} if kind.is_notice else {
        "asker": asker.name, "identity": asker.identity, "relation": asker.relation,
    }  # fmt: skip
    receive = ReceiveRequest(
        key=_key(key, due), certificate=due.certificate, people=due.people,
        shown=tuple(one.value for one in kind.usual), options=due.options,
        acknowledged=acknowledged, **asked,
    )  # fmt: skip
    outcome = receive_and_issue(receive=receive, context=context)
    found = Request.objects.filter(key=receive.key).first()
    if found is not None and found.state == RequestState.WAITING and _may_release(release, context):
        outcome = _release(found.pk, release, acknowledged, context)
    return DueResult(due=due, request_no=found.pk if found else None, findings=outcome.findings)


def _may_release(release: str, context: Context) -> bool:
    return bool(release) and PROTECTED_VIEW in context.actor.functions


def _release(
    request_no: int, release: str, acknowledged: tuple[str, ...], context: Context
) -> Outcome[int]:
    review = ReviewRequest(
        request_no=request_no, is_released=True, comment=release, acknowledged=acknowledged
    )
    reviewed = perform(review, context=context)
    return reviewed if reviewed.is_refused else issue(request_no=request_no, context=context)


def _key(key: str, due: Due) -> str:
    """The same page sent twice asks once; another page asks anew."""
    return hashlib.sha256(f"{key} {due.token}".encode()).hexdigest()


def issued_before(dues: Sequence[Due]) -> dict[str, str]:
    """The number under which a paper was issued before, by its token."""
    if not dues:
        return {}
    wanted = Q()
    for one in dues:
        told = {f"request__options__{name}": value for name, value in one.options.items()}
        since = {} if one.since is None else {"issued_at__gte": one.since}
        people = {"subject_nos__contains": list(one.people)}
        wanted |= Q(kind=one.certificate, **people, **told, **since)
    found = CertificateIssue.objects.filter(wanted, state__in=PAPERS).select_related("request")
    return {
        one.token: issued.number
        for issued in found.order_by("pk") for one in dues if _is_of(issued, one)
    }  # fmt: skip


def _is_of(issued: CertificateIssue, due: Due) -> bool:
    return (
        issued.kind == due.certificate
        and set(due.people) <= set(issued.subject_nos)
        and all(issued.request.options.get(name) == text for name, text in due.options.items())
        and (due.since is None or (issued.issued_at is not None and issued.issued_at >= due.since))
    )
