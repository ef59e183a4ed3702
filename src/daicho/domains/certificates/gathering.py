# SPDX-License-Identifier: Apache-2.0
"""From a request to the content of its paper: read the persons, ask who forbids it, build."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from daicho.domains.certificates.hooks import ask_guards
from daicho.domains.certificates.kinds import About, CertificateKind, Given, refuse
from daicho.domains.certificates.papers.content import Content
from daicho.domains.certificates.papers.person import FOREIGN, Person, free_items
from daicho.domains.certificates.reading import (
    is_cancelled,
    protected_among,
    read_event_rows,
    read_events,
    read_latest,
    read_people,
    read_remarks,
    read_replaced,
    read_states_around,
)
from daicho.domains.register.public import ResidentVersion, list_aliases
from daicho.foundation.access.actor import Context
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.actions.action import perform
from daicho.foundation.vault.actions import RevealIndividualNumber
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.requests import Shown

# Which right on an item (項目) an item of a certificate needs (標準 10.4).
RIGHTS: Mapping[Shown, str] = {
    Shown.REGISTRY: "registry",
    Shown.INDIVIDUAL_NUMBER: "individual_number",
    Shown.RESIDENT_CODE: "resident_code",
    Shown.ARTICLE_30_45: "residence_status",
    Shown.RESIDENCE_STATUS: "residence_status",
    Shown.RESIDENCE_PERIOD: "residence_status",
    Shown.RESIDENCE_UNTIL: "residence_status",
    Shown.RESIDENCE_CARD: "residence_status",
}
PROTECTED = Finding(
    "certificate.protected", Severity.ERROR,
    "支援措置の対象者を含むため発行できません。支援措置責任者の審査に回してください。",
    citation="標準 3.4",
)  # fmt: skip
UNACKNOWLEDGED = refuse("unacknowledged", "警告の内容を確認してください。")
NOT_RESPONSIBLE = Finding(
    "certificate.not_responsible", Severity.ERROR,
    "支援措置の対象者を含む証明書は、支援措置責任者が発行してください。", citation="標準 3.4",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be put on paper: of a request, or of a sample that nobody has asked for."""

    kind: CertificateKind
    subject_nos: tuple[int, ...]
    shown: frozenset[Shown]
    options: Mapping[str, Any]
    is_marked_official: bool = False

    def event_no(self) -> int | None:
        """Of a paper about an event: the one that was chosen, else the last of the person."""
        if self.kind.about is not About.EVENT:
            return None
        chosen = str(self.options.get("event", ""))
        if chosen:
            return int(chosen) if chosen.isascii() and chosen.isdigit() else None
        rows = read_latest(addressee_nos=self.subject_nos[:1])
        return next((row.event_id for row in rows.values()), None)

    def record_no(self) -> int:
        """Of a paper about a replaced record: which of them."""
        chosen = str(self.options.get("record", ""))
        return int(chosen) if chosen.isascii() and chosen.isdigit() else 0


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """The persons as they stand, and what speaks against a paper about them."""

    rows: tuple[ResidentVersion, ...]
    findings: tuple[Finding, ...]
    has_protected: bool

    def unseen(self, acknowledged: Collection[str]) -> tuple[Finding, ...]:
        """The alerts (アラート) that nobody has acknowledged."""
        return tuple(
            one for one in self.findings
            if one.severity is Severity.WARNING and one.code not in acknowledged
        )  # fmt: skip

    @property
    def is_refused(self) -> bool:
        """Whether an error stands."""
        return any(one.severity is Severity.ERROR for one in self.findings)


def gather(wanted: Wanted, *, context: Context, is_released: bool) -> Gathered:
    """Read the persons and ask the guards; call it under the locks."""
    today = timezone.localtime(context.at).date()
    rows = rows_of(wanted, today)
    findings = [*_missing(wanted, rows), *_unfit(wanted, rows), *_masked(wanted, context)]
    is_past = wanted.kind.about in (About.EVENT, About.REPLACED)
    told = read_states_around(rows) if is_past else rows
    protected = protected_among(rows=told, on=today) if rows else frozenset()
    if protected and not is_released:
        findings.append(PROTECTED)
    elif protected and PROTECTED_VIEW not in context.actor.functions:
        findings.append(NOT_RESPONSIBLE)
    findings += ask_guards(
        addressee_nos=wanted.subject_nos,
        household_nos=sorted({row.household_no for row in rows if row.household_no}),
        context=context,
    )
    return Gathered(rows=tuple(rows), findings=tuple(findings), has_protected=bool(protected))


def build(
    wanted: Wanted,
    rows: Sequence[ResidentVersion],
    *,
    context: Context,
    hides_numbers: bool = False,
) -> Content | Finding:
    """The content. A sample hides 個人番号, so that only an issue opens the vault."""
    people = []
    for row in rows:
        number = ""
        if Shown.INDIVIDUAL_NUMBER in wanted.shown:
            opened = "＊" * 12 if hides_numbers else _open_number(row.addressee_no, context)
            if isinstance(opened, Finding):
                return opened
            number = opened
        people.append(_person(row, number, wanted, context))
    shown = wanted.shown if not rows else frozenset().union(
        *(free_items(wanted.shown, row) for row in rows)
    )  # fmt: skip
    made = wanted.kind.build(
        Given(
            people=tuple(people),
            shown=shown,
            options=wanted.options,
            context=context,
            event_no=wanted.event_no(),
        )
    )
    if isinstance(made, Finding) or not wanted.is_marked_official:
        return made
    return made.model_copy(update={"marks": ("公用", *made.marks)})


def rows_of(wanted: Wanted, today: dt.date) -> list[ResidentVersion]:
    """The persons in the state that the kind speaks of, in the order of the paper."""
    if wanted.kind.about is About.NOBODY:
        return []
    if wanted.kind.about is About.EVENT:
        found = read_event_rows(event_no=wanted.event_no(), addressee_nos=wanted.subject_nos)
    elif wanted.kind.about is About.REPLACED:
        found = read_replaced(record_no=wanted.record_no(), addressee_nos=wanted.subject_nos)
    elif wanted.kind.about in (About.LEAVING, About.LATEST):
        found = read_latest(addressee_nos=wanted.subject_nos)
    else:
        found = read_people(addressee_nos=wanted.subject_nos, on=today)
    rows = [found[number] for number in wanted.subject_nos if number in found]
    return sorted(rows, key=lambda row: (not row.is_householder, row.member_order or 999))


def _missing(wanted: Wanted, rows: Sequence[ResidentVersion]) -> list[Finding]:
    if wanted.kind.about is About.NOBODY:
        return []
    if not wanted.subject_nos:
        return [refuse("nobody", "対象者を選んでください。")]
    if len(rows) < len(wanted.subject_nos) and wanted.kind.about is About.EVENT:
        return [refuse("not_of_event", "選んだ異動の異動者ではない人が含まれています。")]
    if len(rows) < len(wanted.subject_nos) and wanted.kind.about is About.REPLACED:
        return [refuse("no_record", "改製等の前の除票を、その人の一覧から選んでください。")]
    if len(rows) < len(wanted.subject_nos):
        return [refuse("unknown_person", "住民記録に登録のない人が含まれています。")]
    return []


def _unfit(wanted: Wanted, rows: Sequence[ResidentVersion]) -> list[Finding]:
    about = wanted.kind.about
    if about is About.EVENT and any(is_cancelled(row) for row in rows):
        return [refuse("event_cancelled", "取り消された異動についての書類は出せません。")]
    if about is About.RESIDENTS and any(not row.is_resident for row in rows):
        text = "住民票が消除された人が含まれています。除票の証明書を選んでください。"
        return [refuse("not_resident", text)]
    if about is About.REMOVED and any(row.is_resident for row in rows):
        return [
            refuse("not_removed", "現在の住民が含まれています。住民票の証明書を選んでください。")
        ]
    if wanted.kind.is_single and len(rows) > 1:
        return [refuse("one_person", f"「{wanted.kind.label}」は一人ずつ請求してください。")]
    if wanted.kind.is_household and len({row.household_no for row in rows}) > 1:
        return [refuse("two_households", "世帯の異なる人は同じ証明書に記載できません。")]
    return []


def _masked(wanted: Wanted, context: Context) -> list[Finding]:
    hidden = [
        item.label_ja for item in Shown
        if item in wanted.shown and item in RIGHTS and not context.actor.may_see(RIGHTS[item])
    ]  # fmt: skip
    if not hidden:
        return []
    return [refuse("item_masked", f"{'・'.join(hidden)}を記載する表示権限がありません。")]


def _open_number(addressee_no: int, context: Context) -> str | Finding:
    reason = "証明書への記載"
    opened = perform(
        RevealIndividualNumber(addressee_no=addressee_no, reason=reason), context=context
    )
    if opened.value is not None:
        return opened.value
    (finding,) = opened.findings
    return "" if finding.code == "vault.no_number" else finding


def _person(row: ResidentVersion, number: str, wanted: Wanted, context: Context) -> Person:
    return Person(
        row=row, individual_number=number, history=_history(row, wanted, context),
        remarks=read_remarks(addressee_no=row.addressee_no)
        if Shown.REMARKS in wanted.shown else (),
        aliases=list_aliases(addressee_no=row.addressee_no) if row.kind == FOREIGN else (),
    )  # fmt: skip


def _history(
    row: ResidentVersion, wanted: Wanted, context: Context
) -> Sequence[ResidentVersion]:  # fmt: skip
    """The events of the record; of a replaced one, those up to its replacement."""
    if Shown.HISTORY not in wanted.shown:
        return ()
    today = timezone.localtime(context.at).date()
    found = read_events(addressee_no=row.addressee_no, on=today)
    if wanted.kind.about is not About.REPLACED or row.event is None:
        return found
    end = row.event.recorded_at
    return [one for one in found if one.event is not None and one.event.recorded_at < end]
