# SPDX-License-Identifier: Apache-2.0
"""Take in a file of immigration notices; each waits for its slip (標準仕様書 4.5.6)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from daicho.domains.register.events.foreigner_notice import (
    CHANGE,
    COLUMNS,
    REMOVE,
    as_values,
)
from daicho.domains.register.history import items_of
from daicho.domains.register.models import (
    ImmigrationNotice,
    NoticeState,
    ResidentKind,
    ResidentVersion,
)
from daicho.domains.register.selectors import residents_as_of
from daicho.foundation.access.actor import Context
from daicho.foundation.access.table_file import TableLine, read_table
from daicho.foundation.actions.action import Action, Outcome
from daicho.kernel.dates import parse_date
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.foreign import ForeignClass

HEADINGS = ("通知日", "事由の生じた日", "通知の種類", "在留カード等の番号", *COLUMNS)
NOBODY = "在留カード等の番号が一致する外国人住民がいません"
SPECIAL = "特別永住者は対象外です"


@dataclass(frozen=True, kw_only=True)
class ImportImmigrationNotices(Action[int]):
    """Read a file; any fault refuses it whole. A line already taken in is not taken in twice."""

    function = "register.bulk"
    audit_text = "出入国在留管理庁長官通知の取込"

    file_name: str
    content: bytes = field(repr=False)

    def detail(self) -> Mapping[str, object]:
        return {"ファイル": self.file_name}

    def change(self, context: Context) -> Outcome[int]:
        table = read_table(self.content, HEADINGS)
        faults = [*table.findings, *(one for line in table.lines for one in _faults(line))]
        sha256 = hashlib.sha256(self.content).hexdigest()
        if ImmigrationNotice.objects.filter(sha256=sha256).exists():
            text = "同じファイルが既に取り込まれています。"
            faults.append(Finding("register.notice_twice", Severity.ERROR, text))
        if any(one.severity is Severity.ERROR for one in faults):
            return Outcome(None, tuple(faults))
        people = _people_by_card(table.lines, context.at)
        ImmigrationNotice.objects.bulk_create(
            _notice(line, people, sha256, self.file_name, context) for line in table.lines
        )
        return Outcome(len(table.lines))


def _faults(line: TableLine) -> list[Finding]:
    found = [
        line.fault(column, "register.notice_day", parse_date(line.cells[column]).reason)
        for column in ("通知日", "事由の生じた日")
        if parse_date(line.cells[column]).value is None
    ]
    if line.cells["通知の種類"] not in (CHANGE, REMOVE):
        text = f"「{CHANGE}」か「{REMOVE}」を入力してください。"
        found.append(line.fault("通知の種類", "register.notice_kind", text))
    if not line.cells["在留カード等の番号"]:
        found.append(line.fault("在留カード等の番号", "register.notice_card", "空欄です。"))
    until = line.cells["在留期間満了の日"]
    if until and parse_date(until).value is None:
        reason = parse_date(until).reason
        found.append(line.fault("在留期間満了の日", "register.notice_day", reason))
    article = line.cells["区分"]
    if article and article not in set(ForeignClass):
        found.append(line.fault("区分", "register.notice_class", "法30条の45の区分にありません。"))
    return found


def _people_by_card(lines: Sequence[TableLine], at: datetime) -> dict[str, ResidentVersion]:
    cards = [line.cells["在留カード等の番号"] for line in lines]
    today = timezone.localtime(at).date()
    found = residents_as_of(valid_on=today, known_at=at).filter(
        residence_card_no__in=cards, kind=ResidentKind.FOREIGN
    )
    return {row.residence_card_no: row for row in found}


def _notice(
    line: TableLine, people: Mapping[str, ResidentVersion], sha256: str, name: str,
    context: Context,
) -> ImmigrationNotice:  # fmt: skip
    cells = line.cells
    row = people.get(cells["在留カード等の番号"])
    is_special = ForeignClass.SPECIAL_PERMANENT in (
        cells["区分"], row.article_30_45 if row else "",
    )  # fmt: skip
    state = NoticeState.EXCLUDED if is_special else NoticeState.WAITING
    if row is None and not is_special:
        state = NoticeState.UNMATCHED
    return ImmigrationNotice(
        sha256=sha256, file_name=name, line=line.number,
        notified_on=_day(cells["通知日"]), happened_on=_day(cells["事由の生じた日"]),
        kind=cells["通知の種類"],
        card_no=cells["在留カード等の番号"], addressee_no=row.addressee_no if row else None,
        content={item: cells[heading] for heading, item in COLUMNS.items() if cells[heading]},
        state=state, imported_by=context.actor.who.login, imported_at=context.at,
        fault={NoticeState.EXCLUDED: SPECIAL, NoticeState.UNMATCHED: NOBODY}.get(state, ""),
    )  # fmt: skip


def _day(text: str) -> date:
    """A day that was checked before."""
    return parse_date(text).value or date.min


def list_not_taken() -> QuerySet[ImmigrationNotice]:
    """Notices that nobody has taken in yet, whatever their day, the oldest first."""
    waiting = (NoticeState.WAITING, NoticeState.UNMATCHED)
    return ImmigrationNotice.objects.filter(state__in=waiting).order_by("notified_on", "pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedItem:
    """One line of the confirmation slip (処理結果確認票): an item before and after."""

    label: str
    before: str
    after: str


def confirmation_of(*, notice_no: int, known_at: datetime) -> list[ConfirmedItem]:
    """Before and after of each item that the notice changes (確認票)."""
    notice = ImmigrationNotice.objects.get(pk=notice_no)
    today = timezone.localtime(known_at).date()
    row = (
        residents_as_of(valid_on=today, known_at=known_at)
        .filter(addressee_no=notice.addressee_no or 0)
        .first()
    )
    held = items_of(row) if row else {}
    values = as_values(notice.content)
    return [
        ConfirmedItem(label=heading, before=str(held.get(item) or ""), after=str(values[item]))
        for heading, item in COLUMNS.items()
        if item in values and held.get(item) != values[item]
    ]
