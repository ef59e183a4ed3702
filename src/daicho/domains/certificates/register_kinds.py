# SPDX-License-Identifier: Apache-2.0
"""The kinds of the register itself."""

from __future__ import annotations

from django.utils import timezone

from daicho.domains.addressee.public import SearchCriteria, search_addressees
from daicho.domains.certificates.kinds import About, CertificateKind, Given, add_kind, refuse
from daicho.domains.certificates.papers.content import Content
from daicho.domains.certificates.papers.moving_out import moving_out
from daicho.domains.certificates.papers.notices import absence_certificate
from daicho.domains.certificates.papers.person import Person, address_of
from daicho.domains.certificates.papers.resident import (
    ENTRY_ITEMS,
    entries_certificate,
    household_copy,
    removed_copy,
    resident_copy,
)
from daicho.domains.certificates.reading import read_move_out, read_people
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.kernel.address import fold_address
from daicho.kernel.findings import Finding
from daicho.kernel.text import fold_name
from daicho.rules.resident_register.fees import FeeKind
from daicho.rules.resident_register.reasons import Basis, Reason
from daicho.rules.resident_register.requests import NUMBERS, Shown

EVERYTHING = frozenset(Shown)
MOVE_OUT_ITEMS = NUMBERS | {Shown.REGISTRY, Shown.HOUSEHOLDER}


def _entries(given: Given, *, is_removed: bool) -> Content | Finding:
    """The items of the applicant's own form: lines of `code` or `code=label`."""
    wanted = str(given.options.get("items", "name birth sex address")).split()
    pairs = [(code, label) for code, _, label in (one.partition("=") for one in wanted)]
    unknown = [code for code, _ in pairs if code not in ENTRY_ITEMS]
    if unknown:
        return refuse("entries_unknown", "証明できない項目があります。項目を選び直してください。")
    return entries_certificate(given.people, given.shown, items=pairs, is_removed=is_removed)


def _move_out(given: Given, *, is_equivalent: bool) -> Content | Finding:
    events = []
    for person in given.people:
        if refusal := _not_leaving(person, given, is_equivalent=is_equivalent):
            return refusal
        row = read_move_out(addressee_no=person.row.addressee_no)
        events.append(row.event if row is not None else None)
    is_special = any(one is not None and one.detail.get("特例転出") for one in events)
    return moving_out(
        given.people, given.shown, is_equivalent=is_equivalent,
        is_special_case=is_special or bool(given.options.get("special_case")),
    )  # fmt: skip


def _not_leaving(person: Person, given: Given, *, is_equivalent: bool) -> Finding | None:
    """Why there is no certificate for a person: who did not leave, went abroad, or was late."""
    row = person.row
    if row.status != "moved_out" or row.cease_reason == "改製":
        return refuse("not_leaving", "転出の届出が本登録されていない人が含まれています。")
    if row.cease_reason == Reason.MOVE_OUT_ABROAD.label_ja:
        return refuse("abroad", "国外へ転出する人に転出証明書は交付しません。")
    move = read_move_out(addressee_no=row.addressee_no)
    is_late = move is None or move.event is None or move.event.basis == Basis.AUTHORITY
    if is_late and not is_equivalent:
        text = "届出によらず消除された人がいます。転出証明書に準ずる証明書を選んでください。"
        return refuse("late", text)
    if not person.individual_number and not given.options.get("without_number"):
        return refuse("no_number", "個人番号が登録されていないため、発行できません。")
    return None


def _absence(given: Given) -> Content | Finding:
    """Nobody of the name at the address. Whoever may not see protected addresses learns nothing."""
    name = str(given.options.get("name", "")).strip()
    address = str(given.options.get("address", "")).strip()
    if not name or not address:
        return refuse("absence_incomplete", "証明する氏名と住所を入力してください。")
    if _lives_there(name, address, given):
        if PROTECTED_VIEW in given.context.actor.functions:
            return refuse("absence_found", "この氏名の人がこの住所に登録されています。")
        return refuse(
            "absence_unclear",
            "この内容では不在住を証明できません。係長(支援措置責任者)に確認してください。",
        )
    return absence_certificate(name=name, address=address)


def _lives_there(name: str, address: str, given: Given) -> bool:
    today = timezone.localtime(given.context.at).date()
    found = search_addressees(
        criteria=SearchCriteria(name=name), page=1, may_see_protected=True, on=today
    )
    rows = read_people(addressee_nos=[line.addressee_no for line in found.lines], on=today)
    wanted = fold_address(address)
    return found.pages > 1 or any(
        row.is_resident
        and fold_name(name) in {row.name_folded, fold_name(row.alias), fold_name(row.former_name)}
        and fold_address(address_of(row)).startswith(wanted)
        for row in rows.values()
    )


RESIDENT_COPY = add_kind(
    CertificateKind(
        code="resident_copy",
        is_single=True,
        label="住民票の写し(個人票)",
        about=About.RESIDENTS,
        fee=FeeKind.RESIDENT_RECORD_COPY,
        items=EVERYTHING,
        build=lambda given: resident_copy(given.people, given.shown),
    )
)
HOUSEHOLD_COPY = add_kind(
    CertificateKind(
        code="household_copy",
        label="住民票の写し(世帯連記式)",
        about=About.RESIDENTS,
        fee=FeeKind.RESIDENT_RECORD_COPY,
        items=EVERYTHING,
        is_household=True,
        build=lambda given: household_copy(given.people, given.shown),
    )
)
REMOVED_COPY = add_kind(
    CertificateKind(
        code="removed_copy",
        is_single=True,
        label="住民票の除票の写し",
        about=About.REMOVED,
        fee=FeeKind.REMOVED_RECORD_COPY,
        items=EVERYTHING - NUMBERS,
        build=lambda given: removed_copy(given.people, given.shown),
    )
)
REPLACED_COPY = add_kind(
    CertificateKind(
        code="replaced_copy",
        is_single=True,
        label="住民票の除票の写し(改製等の前)",
        about=About.REPLACED,
        fee=FeeKind.REMOVED_RECORD_COPY,
        items=EVERYTHING - NUMBERS,
        options={"record": "除票"},
        build=lambda given: removed_copy(given.people, given.shown),
    )
)
ENTRIES = add_kind(
    CertificateKind(
        code="entries",
        label="住民票記載事項証明書",
        about=About.RESIDENTS,
        fee=FeeKind.RECORDED_MATTERS,
        items=EVERYTHING,
        is_household=True,
        tells_everything=False,
        options={"items": "証明する項目"},
        build=lambda given: _entries(given, is_removed=False),
    )
)
REMOVED_ENTRIES = add_kind(
    CertificateKind(
        code="removed_entries",
        label="住民票除票記載事項証明書",
        about=About.REMOVED,
        fee=FeeKind.RECORDED_MATTERS,
        items=EVERYTHING - NUMBERS,
        tells_everything=False,
        options={"items": "証明する項目"},
        build=lambda given: _entries(given, is_removed=True),
    )
)
MOVE_OUT = add_kind(
    CertificateKind(
        code="move_out",
        label="転出証明書",
        about=About.LEAVING,
        fee=FeeKind.MOVE_OUT_CERTIFICATE,
        always=MOVE_OUT_ITEMS,
        items=frozenset({Shown.KANA}),
        usual=frozenset({Shown.KANA}),
        is_household=True,
        keeps_content=True,
        options={
            "special_case": "特例による転出処理済と印字する",
            "without_number": "個人番号の記載なし(番号の指定がない人)",
        },
        build=lambda given: _move_out(given, is_equivalent=False),
    )
)
MOVE_OUT_EQUIVALENT = add_kind(
    CertificateKind(
        code="move_out_equivalent",
        label="転出証明書に準ずる証明書",
        about=About.LEAVING,
        fee=FeeKind.MOVE_OUT_CERTIFICATE,
        always=MOVE_OUT_ITEMS,
        items=frozenset({Shown.KANA}),
        usual=frozenset({Shown.KANA}),
        is_household=True,
        keeps_content=True,
        options={"without_number": "個人番号の記載なし(番号の指定がない人)"},
        build=lambda given: _move_out(given, is_equivalent=True),
    )
)
ABSENCE = add_kind(
    CertificateKind(
        code="absence",
        label="不在住証明書",
        about=About.NOBODY,
        fee=FeeKind.NON_RESIDENCE,
        options={"name": "証明する氏名", "address": "証明する住所"},
        build=_absence,
    )
)
