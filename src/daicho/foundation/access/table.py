# SPDX-License-Identifier: Apache-2.0
"""The table of rights (操作権限一覧表): by person, function and unit, as it stands on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from daicho.foundation.access import granting
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.models import Grant
from daicho.foundation.access.organisation import posts_on, units_below, units_on

HEADINGS = (
    "区分", "職員番号・所属コード", "氏名・所属", "機能コード", "機能", "所管", "開始日", "終了日",
    "付与者", "根拠",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What of the table is asked for; empty texts ask for everything."""

    unit: str = ""
    login: str = ""
    function: str = ""


def find_grants(*, asked: Conditions, on: date, at: datetime) -> QuerySet[Grant]:
    """Rights that hold on the day or begin later, sorted by holder and function."""
    found = granting.not_revoked(at=at).filter(valid_to__gte=on)
    if asked.function:
        found = found.filter(function=asked.function)
    if asked.login:
        found = found.filter(staff__login=asked.login)
    if asked.unit:
        units = units_below(codes=[asked.unit], on=on) | {asked.unit}
        people = posts_on(on=on).filter(unit__in=units).order_by().values("staff_id")
        found = found.filter(Q(unit__in=units) | Q(staff__in=people))
    return found.select_related("staff", "request").order_by(
        "unit", "staff__login", "function", "valid_from", "pk"
    )


def line_of(grant: Grant, names: dict[str, str]) -> tuple[str, ...]:
    """One line as the CSV and the page show it."""
    function = catalogue().functions.get(grant.function)
    staff = grant.staff
    holder = (
        ("所属", grant.unit, names.get(grant.unit, grant.unit))
        if staff is None
        else ("職員", staff.login, staff.name)
    )
    return (
        *holder, grant.function, function.label_ja if function else "(廃止された機能)",
        names.get(grant.scope, grant.scope), grant.valid_from.isoformat(),
        grant.valid_to.isoformat(), grant.granted_by,
        f"申請{grant.request_id}" if grant.request_id else "管理者の設定",
    )  # fmt: skip


def unit_names(*, on: date) -> dict[str, str]:
    """Names of the units of the day by code."""
    return dict(units_on(on=on).values_list("code", "name"))


def table_lines(*, asked: Conditions, on: date, at: datetime) -> Iterator[tuple[str, ...]]:
    """The whole table, line by line."""
    names = unit_names(on=on)
    for grant in find_grants(asked=asked, on=on, at=at).iterator(chunk_size=2_000):
        yield line_of(grant, names)


def table_digest(*, unit: str, on: date, at: datetime) -> tuple[int, str]:
    """How many lines a unit's table has and the SHA-256 of them: what a confirmation is about."""
    digest, count = hashlib.sha256(), 0
    for line in table_lines(asked=Conditions(unit=unit), on=on, at=at):
        digest.update(("\x1f".join(line) + "\n").encode())
        count += 1
    return count, digest.hexdigest()
