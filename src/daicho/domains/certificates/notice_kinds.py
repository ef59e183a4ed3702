# SPDX-License-Identifier: Apache-2.0
"""Letters of the office: 通知票, and papers about an event (受理通知, 職権記載等通知書, …).

A paper about an event is of the event that was chosen, also on a later day (標準 4.1.0.3).
"""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from daicho.domains.certificates.kinds import About, CertificateKind, Given, add_kind, refuse
from daicho.domains.certificates.papers import notices
from daicho.domains.certificates.papers.content import Content
from daicho.domains.register.public import (
    RESTRICTED,
    AuthorityPaper,
    acceptance_notice,
    authority_paper,
    householder_notice,
)
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.requests import Shown

EVENT_OPTION = {"event": "異動"}


def _numbers(given: Given) -> set[int]:
    return {person.row.addressee_no for person in given.people}


def _acceptance(given: Given) -> Content | Finding:
    notice = acceptance_notice(event_no=given.event_no or 0)
    if notice is None:
        return refuse("not_notified", "届出による異動ではないため、受理通知は出せません。")
    return notices.acceptance(notice, _numbers(given))


def _authority(given: Given) -> Content | Finding:
    today = timezone.localtime(given.context.at).date()
    paper = authority_paper(event_no=given.event_no or 0, on=today)
    if not paper.is_to_be_notified:
        text = "届出に代えて職権で行った異動ではないため、職権記載等通知書は出せません。"
        return refuse("not_by_authority", text)
    if labels := hidden_items(paper, given, only=notices.TOLD_ITEMS):
        return refuse("item_masked", f"{labels}を記載する表示権限がありません。")
    return notices.authority_notice(paper, _numbers(given))


def hidden_items(paper: AuthorityPaper, given: Given, *, only: Collection[str] | None) -> str:
    """The items of the paper that this officer has no right to see (項目別の表示権限), in words."""
    found = [
        item.label for one in paper.people for item in one.items
        if (only is None or item.item in only) and item.item in RESTRICTED
        and one.addressee_no in _numbers(given)
        and not given.context.actor.may_see(RESTRICTED[item.item])
    ]  # fmt: skip
    return "・".join(dict.fromkeys(found))


def _householder(given: Given) -> Content | Finding:
    notice = householder_notice(event_no=given.event_no or 0)
    if notice is None or notice.addressee_no not in _numbers(given):
        text = "職権で世帯主にした人への通知ではないため、世帯主変更通知書は出せません。"
        return refuse("not_by_authority", text)
    return notices.householder_notice(notice)


CODE_NOTICE = add_kind(
    CertificateKind(
        code="code_notice",
        is_single=True,
        label="住民票コード通知票",
        about=About.RESIDENTS,
        fee=None,
        is_notice=True,
        tells_everything=False,
        always=frozenset({Shown.RESIDENT_CODE}),
        build=lambda given: notices.code_notice(given.people, occasion="new"),
    )
)
CODE_CHANGE = add_kind(
    CertificateKind(
        code="code_change",
        is_single=True,
        label="住民票コード変更通知票",
        about=About.RESIDENTS,
        fee=None,
        is_notice=True,
        tells_everything=False,
        always=frozenset({Shown.RESIDENT_CODE}),
        build=lambda given: notices.code_notice(given.people, occasion="change"),
    )
)
CODE_CORRECTION = add_kind(
    CertificateKind(
        code="code_correction",
        is_single=True,
        label="住民票コード修正通知票",
        about=About.RESIDENTS,
        fee=None,
        is_notice=True,
        tells_everything=False,
        always=frozenset({Shown.RESIDENT_CODE}),
        build=lambda given: notices.code_notice(given.people, occasion="correction"),
    )
)
ACCEPTANCE = add_kind(
    CertificateKind(
        code="acceptance",
        label="住民異動届受理通知",
        about=About.EVENT,
        fee=None,
        is_notice=True,
        tells_everything=False,
        is_household=True,
        options=EVENT_OPTION,
        build=_acceptance,
    )
)
AUTHORITY = add_kind(
    CertificateKind(
        code="authority",
        label="職権記載等通知書",
        about=About.EVENT,
        fee=None,
        is_notice=True,
        tells_everything=False,
        is_household=True,
        options=EVENT_OPTION,
        build=_authority,
    )
)
HOUSEHOLDER = add_kind(
    CertificateKind(
        code="householder",
        is_single=True,
        label="世帯主変更通知書",
        about=About.EVENT,
        fee=None,
        is_notice=True,
        tells_everything=False,
        options=EVENT_OPTION,
        build=_householder,
    )
)
