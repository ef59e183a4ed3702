# SPDX-License-Identifier: Apache-2.0
"""The demo ward's organisation, and its officers placed in it by a file of personnel orders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform
from daicho.foundation.actions.personnel import ImportPersonnel, SetUnit


class DemoUnit(NamedTuple):
    """A unit of the demo ward."""

    code: str
    level: str
    name: str
    parent: str


UNITS = (
    DemoUnit("100", "department", "産業・地域振興支援部", ""),
    DemoUnit("110", "section", "税務課", "100"),
    DemoUnit("111", "subsection", "課税係", "110"),
    DemoUnit("200", "department", "芝地区総合支所", ""),
    DemoUnit("210", "section", "芝地区総合支所区民課", "200"),
    DemoUnit("211", "subsection", "住民記録係", "210"),
    DemoUnit("300", "section", "監査事務局", ""),
    DemoUnit("400", "section", "情報政策課", ""),
)
# Where the officers of the demo work, and their titles.
POSTS = {
    "kacho": ("111", "課税係長"), "kazei": ("111", "主任"), "madoguchi": ("210", "主事"),
    "koseki": ("211", "主任"), "kakaricho": ("211", "住民記録係長"),
    "kansa": ("300", "主査"), "joho": ("400", "主査"),
}  # fmt: skip


class DemoOrganisationError(Exception):
    """A defect: the demo's own organisation was refused."""


def build_organisation(*, logins: Iterable[str], first: date, context: Context) -> None:
    """Set up the units and order every officer to a post, by the product's own actions."""
    for unit in UNITS:
        _done(perform(SetUnit(**unit._asdict(), first=first), context=context).findings)
    lines = ["職員番号,氏名,カナ,所属コード,職名,発令日,区分"]
    lines += [f"{login},,,{','.join(POSTS[login])},{first.isoformat()},異動" for login in logins]
    content = "\n".join(lines).encode()
    orders = ImportPersonnel(name="人事異動(デモ).csv", content=content)
    _done(perform(orders, context=context).findings)


def _done(findings: tuple[object, ...]) -> None:
    if findings:
        raise DemoOrganisationError(str(findings))
