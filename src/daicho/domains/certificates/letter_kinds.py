# SPDX-License-Identifier: Apache-2.0
"""Letters that begin at a list of the register: 依頼, 照会, 通知, and the office's own record.

Each is issued like any certificate: numbered, in the history, and for a protected person only by
the officer in charge.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from daicho.domains.certificates.kinds import About, CertificateKind, Given, add_kind, refuse
from daicho.domains.certificates.municipalities import municipality_of
from daicho.domains.certificates.notice_kinds import EVENT_OPTION, hidden_items
from daicho.domains.certificates.papers import letters
from daicho.domains.certificates.papers.content import Content
from daicho.domains.certificates.reading import find_bulk_line, read_last_household
from daicho.domains.register.models import BulkKind, BulkLine, BulkLineState, BulkState
from daicho.domains.register.public import authority_paper, list_ward_notices
from daicho.domains.support.public import list_end_notices
from daicho.kernel.dates import format_japanese, parse_date
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.reasons import Basis, Reason

_BULK_ITEM = {BulkKind.ADDRESS: "住所", BulkKind.DOMICILE: "本籍", BulkKind.KANA: "振り仮名"}
_BY_OFFICE = (Basis.AUTHORITY, Basis.OFFER, Basis.FAMILY_REGISTER, Basis.NOTICE, Basis.REQUEST)


def _today(given: Given) -> dt.date:
    return timezone.localtime(given.context.at).date()


def _householder_request(given: Given) -> Content | Finding:
    row = given.people[0].row
    members = read_last_household(household_no=row.household_no or 0)
    if not any(one.addressee_no == row.addressee_no for one in members):
        return refuse("not_resident", "住民票が消除された人には出せません。")
    if any(one.is_householder for one in members):
        return refuse("has_householder", "この世帯には世帯主がいます。")
    if members[0].addressee_no != row.addressee_no:
        return refuse("not_first", f"宛先は、世帯員の並びで一番上の{members[0].name}です。")
    parsed = parse_date(str(given.options.get("reply_by", "")))
    if given.options.get("reply_by") and parsed.value is None:
        return refuse("reply_by", "届出の期限の日付を読めません。")
    reply_by = format_japanese(parsed.value) if parsed.value else ""
    return letters.householder_request(row, members, reply_by=reply_by)


def _move_in_inquiry(given: Given) -> Content | Finding:
    for person in given.people:
        row = person.row
        is_awaited = row.status == "moved_out" and row.move_in_notice_on is None
        if not is_awaited or row.cease_reason != Reason.DOMESTIC_MOVE_OUT.label_ja:
            return refuse("not_awaited", "転入通知を待っている国内転出の人ではありません。")
    to = {person.row.moved_to_planned for person in given.people}
    if len(to) > 1:
        return refuse("two_destinations", "転出先の異なる人は、別の照会書にしてください。")
    return letters.move_in_inquiry(given.people, municipality=municipality_of(to.pop()))


def _authority_record(given: Given) -> Content | Finding:
    paper = authority_paper(event_no=given.event_no or 0, on=_today(given))
    if paper.basis not in _BY_OFFICE:
        return refuse("not_by_authority", "職権による異動ではないため、職権記録書は出せません。")
    if {one.addressee_no for one in paper.people} != {p.row.addressee_no for p in given.people}:
        return refuse("not_everybody", "職権記録書は、異動者の全員を選んでください。")
    if labels := hidden_items(paper, given, only=None):
        return refuse("item_masked", f"{labels}を記載する表示権限がありません。")
    return letters.authority_record(paper)


def _ward_notice(given: Given) -> Content | Finding:
    (person,) = given.people
    event = person.row.event
    day = event.processed_on if event is not None else _today(given)
    found = list_ward_notices(first=day, last=day, on=_today(given))
    notice = next((n for n in found if n.addressee_no == person.row.addressee_no), None)
    if notice is None:
        text = "国内へ転出した成年被後見人ではないため、転入地への通知書は出せません。"
        return refuse("not_a_ward", text)
    to = municipality_of(notice.moved_to)
    return letters.ward_notice(notice, person.row, municipality=to)


def _support_end(given: Given) -> Content | Finding:
    (person,) = given.people
    found = list_end_notices(on=_today(given))
    notice = next((n for n in found if n.addressee_no == person.row.addressee_no), None)
    if notice is None:
        text = "1か月以内に支援措置の期間が終わる申出者ではないため、期間終了通知は出せません。"
        return refuse("support_not_ending", text)
    return letters.support_end_notice(notice)


def _bulk(given: Given, *, is_done: bool) -> Content | Finding:
    line = find_bulk_line(str(given.options.get("bulk_line", "")))
    if line is None or {p.row.addressee_no for p in given.people} - set(line.told_people):
        return refuse("bulk_line", "一括変更の明細を一覧から選んでください。")
    expected = BulkLineState.DONE if is_done else BulkLineState.PLANNED
    if line.row.state != expected or line.row.change.state == BulkState.WITHDRAWN:
        text = "本処理した明細ではありません。" if is_done else "更新予定の明細ではありません。"
        return refuse("bulk_state", text)
    kind = BulkKind(line.row.change.kind)
    if kind is BulkKind.DOMICILE and not given.context.actor.may_see("registry"):
        return refuse("item_masked", "本籍を記載する表示権限がありません。")
    return letters.bulk_notice(given.people, _bulk_words(line.row, kind, is_done=is_done))


def _bulk_words(row: BulkLine, kind: BulkKind, *, is_done: bool) -> letters.BulkWords:
    def said(values: dict[str, str]) -> str:
        if kind is BulkKind.ADDRESS:
            return f"{values.get('address', '')}　{values.get('building', '')}".strip()
        return values.get("registered_domicile" if kind is BulkKind.DOMICILE else "kana", "")

    return letters.BulkWords(
        label=_BULK_ITEM[kind], title=row.change.title, is_done=is_done,
        happened_on=format_japanese(row.change.happened_on), before=said(row.before),
        after=said({**row.before, **row.after} if kind is BulkKind.ADDRESS else row.after),
    )  # fmt: skip


HOUSEHOLDER_REQUEST = add_kind(
    CertificateKind(
        code="householder_request",
        is_single=True,
        label="世帯主変更依頼通知書",
        about=About.LATEST,
        fee=None,
        is_notice=True,
        tells_everything=False,
        options={"reply_by": "届出の期限"},
        build=_householder_request,
    )
)
MOVE_IN_INQUIRY = add_kind(
    CertificateKind(
        code="move_in_inquiry",
        label="転入通知未着照会書",
        about=About.LATEST,
        fee=None,
        is_notice=True,
        is_household=True,
        build=_move_in_inquiry,
    )
)
AUTHORITY_RECORD = add_kind(
    CertificateKind(
        code="authority_record",
        label="職権記録書",
        about=About.EVENT,
        fee=None,
        is_notice=True,
        tells_everything=False,
        options=EVENT_OPTION,
        build=_authority_record,
    )
)
WARD_NOTICE = add_kind(
    CertificateKind(
        code="ward_notice",
        is_single=True,
        label="成年被後見人転出通知書",
        about=About.LATEST,
        fee=None,
        is_notice=True,
        build=_ward_notice,
    )
)
SUPPORT_END = add_kind(
    CertificateKind(
        code="support_end",
        is_single=True,
        label="支援措置期間終了通知",
        about=About.LATEST,
        fee=None,
        is_notice=True,
        tells_everything=False,
        build=_support_end,
    )
)
BULK_BEFORE = add_kind(
    CertificateKind(
        code="bulk_before",
        label="一括変更の事前通知",
        about=About.RESIDENTS,
        fee=None,
        is_notice=True,
        tells_everything=False,
        is_household=True,
        options={"bulk_line": "一括変更の明細"},
        build=lambda given: _bulk(given, is_done=False),
    )
)
BULK_AFTER = add_kind(
    CertificateKind(
        code="bulk_after",
        label="一括変更の事後通知",
        about=About.RESIDENTS,
        fee=None,
        is_notice=True,
        tells_everything=False,
        is_household=True,
        options={"bulk_line": "一括変更の明細"},
        build=lambda given: _bulk(given, is_done=True),
    )
)
