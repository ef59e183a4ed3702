# SPDX-License-Identifier: Apache-2.0
"""What a checker of the log sees of an entry: never an address of a person under 支援措置.

An entry may tell an address as a search condition or in a refusal. Where it concerns somebody
whose address the checker must not see, every such value is masked, in lists and files alike.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from daicho.domains.addressee.public import list_addressees
from daicho.foundation.access.actor import Actor
from daicho.foundation.access.decision import MASKED_ADDRESS, PROTECTED_VIEW, hidden_from
from daicho.foundation.audit.models import Entry

# What a key is called whose value may tell where somebody lives.
TELLING = ("住所", "方書", "所在", "転出先", "転入先", "送付先", "居所", "郵便番号", "address")
# An entry about more people (a batch's) is masked without asking about each of them.
ASKED = 200
# Keys whose values are words of ours. Any other text of such an entry may tell an address.
HARMLESS = frozenset(
    {
        "指摘", "操作", "理由コード", "年度", "件数", "ページ", "部数", "枚数", "公印",
        "個人番号の出力", "出力形式", "発行番号", "宛名番号", "利用目的", "手続番号",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as it may be shown to one person."""

    at: datetime
    login: str
    name: str
    section: str
    terminal: str
    kind: str
    function: str
    screen: str
    purpose: str
    subjects: Sequence[int]
    individual_number_shown: bool
    result: str
    result_name: str
    detail: Mapping[str, object]


def shown(entries: Sequence[Entry], *, actor: Actor, on: date) -> list[ShownEntry]:
    """These entries for this actor; one question for the whole list."""
    small = [entry for entry in entries if len(entry.subjects) <= ASKED]
    hidden = _hidden({number for entry in small for number in entry.subjects}, actor, on)
    sees_all = PROTECTED_VIEW in actor.functions
    return [
        _shown(
            entry,
            hides=not hidden.isdisjoint(entry.subjects)
            or (len(entry.subjects) > ASKED and not sees_all),
        )
        for entry in entries
    ]


def _hidden(numbers: Collection[int], actor: Actor, on: date) -> frozenset[int]:
    """By the measures recorded here, and by what the register's file said."""
    if not numbers or PROTECTED_VIEW in actor.functions:
        return frozenset()
    told = list_addressees(addressee_nos=numbers, may_see_protected=False, on=on)
    by_file = {number for number, line in told.items() if line.protected}
    return hidden_from(actor=actor, numbers=numbers, on=on) | by_file


def _shown(entry: Entry, *, hides: bool) -> ShownEntry:
    detail = masked(entry.detail) if hides else entry.detail
    return ShownEntry(
        entry.at, entry.login, entry.name, entry.section, entry.terminal,
        str(entry.get_kind_display()), entry.function, entry.screen, entry.purpose,
        entry.subjects, entry.individual_number_shown, entry.result,
        str(entry.get_result_display()), detail,
    )  # fmt: skip


def masked(detail: Mapping[str, object]) -> dict[str, object]:
    """The detail without what may be an address: texts under harmless keys and codes stay."""
    return {key: _masked(key, value) for key, value in detail.items()}


def _masked(key: str, value: object) -> object:
    if any(word in key for word in TELLING):
        return MASKED_ADDRESS
    if key in HARMLESS or not isinstance(value, str | Mapping | list):
        return value
    if isinstance(value, Mapping):
        return {name: _masked(str(name), item) for name, item in value.items()}
    if isinstance(value, list):
        return [_masked(key, item) for item in value]
    return value if value.isascii() and not any(map(str.isdigit, value)) else MASKED_ADDRESS
