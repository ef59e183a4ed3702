# SPDX-License-Identifier: Apache-2.0
"""The head of every page about one taxpayer: who it is, what to be careful about, the tabs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from daicho.domains.addressee.public import AddresseeLine, Kind, find_addressee
from daicho.domains.register.public import list_household
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest
from daicho.kernel.dates import age_on

TABS = (
    ("basis", "課税の根拠"),
    ("calculation", "税額計算"),
    ("instalments", "期別・月別"),
    ("history", "更正履歴"),
    ("papers", "通知書・証明書"),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One other member of the household."""

    addressee_no: int
    name: str
    relationship: str
    birth_date: dt.date | None


@dataclass(frozen=True, slots=True)
class Taxpayer:
    """Who the page is about."""

    line: AddresseeLine
    age: int | None
    relationship: str
    household: tuple[Member, ...]
    marks: tuple[tuple[str, str], ...]  # style, text


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to one part of the taxpayer's page."""

    label: str
    url: str
    is_current: bool


def find_taxpayer(request: DeskRequest, number: int) -> Taxpayer:
    """The taxpayer, noted in the log; 404 when the number is nobody's."""
    context = request.desk.context
    today = context.at.date()
    sees = PROTECTED_VIEW in context.actor.functions
    line = find_addressee(
        addressee_no=number,
        may_see_protected=sees,
        on=today,
    )
    if line is None:
        raise Http404("宛名番号の該当なし")
    request.desk.saw(number)
    members = _household(line, context.at, sees=sees)
    own = next((member for member in members if member.addressee_no == number), None)
    return Taxpayer(
        line,
        age_on(line.birth_date, today) if line.birth_date else None,
        own.relationship if own else "",
        tuple(member for member in members if member is not own),
        tuple(_marks(line)),
    )


def tabs_of(number: int, year: int, current: str) -> list[Tab]:
    """The tabs; they are links, so that they work without a script."""
    first = Tab("年度一覧", reverse("inhabitants:taxpayer", args=[number]), current == "taxpayer")
    return [
        first,
        *(
            Tab(label, reverse(f"inhabitants:{name}", args=[number, year]), name == current)
            for name, label in TABS
        ),
    ]


def _household(line: AddresseeLine, at: dt.datetime, *, sees: bool) -> list[Member]:
    """The members. One at whose page an address stands would tell that of a protected member."""
    if line.household_no is None:
        return []
    found = list_household(household_no=line.household_no, valid_on=at.date(), known_at=at)
    if not sees and (line.protected or any(one.is_guarded for one in found)):
        found = [one for one in found if one.addressee_no == line.addressee_no]
    return [Member(one.addressee_no, one.name, one.relationship, one.birth_date) for one in found]


def _marks(line: AddresseeLine) -> list[tuple[str, str]]:
    marks = []
    if line.protected:
        marks.append(("bad", "支援措置"))
    if line.kind == Kind.NON_RESIDENT:
        marks.append(("", "住登外"))
    if line.kind == Kind.ORGANISATION:
        marks.append(("", "法人・事業所"))
    if line.ceased_on:
        marks.append(("warn", "消除"))
    return marks
