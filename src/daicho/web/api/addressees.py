# SPDX-License-Identifier: Apache-2.0
"""Addressees (宛名) for other systems: one by number, a few by kana and birth date."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from annotated_types import Ge, Le
from ninja import Path, Query, Router, Schema
from pydantic import BeforeValidator, StringConstraints

from daicho.domains.addressee.public import (
    AddresseeLine,
    Kind,
    SearchCriteria,
    find_addressee,
    search_addressees,
)
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.kernel.numbers import holds_individual_number
from daicho.web.api.operations import ApiRequest, operation
from daicho.web.api.problems import Problem

router = Router(tags=["addressees"])
VIEW = "tax.taxpayer.view"  # the function of the same look at the desk
_DIGITS = re.compile(r"[0-9]{1,15}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PAGE = re.compile(r"[0-9]{1,6}")


def _number(text: object) -> int:
    if not _DIGITS.fullmatch(str(text)):
        raise ValueError("宛名番号を指定してください。")
    return int(str(text))


def _date(text: object) -> dt.date:
    try:
        if _DATE.fullmatch(str(text)):
            return dt.date.fromisoformat(str(text))
    except ValueError:
        pass  # February 30
    raise ValueError("YYYY-MM-DD の日付を指定してください。")


def _page(text: object) -> int:
    if not _PAGE.fullmatch(str(text)):
        raise ValueError("ページの番号を指定してください。")
    return int(str(text))


def _kana(text: object) -> str:
    if holds_individual_number(str(text)):
        raise ValueError("個人番号は指定できません。")
    return str(text)


# The limits stand first: so they reach the description as well.
AddresseeNo = Annotated[int, Ge(1), Le(10**15 - 1), BeforeValidator(_number)]
BirthDate = Annotated[dt.date, BeforeValidator(_date)]
PageNumber = Annotated[int, Ge(1), Le(999_999), BeforeValidator(_page)]
KANA = StringConstraints(min_length=2, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")
Kana = Annotated[str, KANA, BeforeValidator(_kana)]


class AddresseeSearch(Schema):
    """What is looked for: all that is given must hold."""

    kana: Kana | None = None
    birth_date: BirthDate | None = None
    page: PageNumber = 1


class AddresseeOut(Schema):
    """One addressee. What the caller may not see is null and named in `masked`."""

    addressee_no: int
    kind: str
    name: str
    kana: str
    birth_date: dt.date | None
    sex: int
    postcode: str | None
    address: str | None
    household_no: int | None
    is_protected: bool
    ceased_on: dt.date | None
    masked: list[str]


class AddresseesOut(Schema):
    """One page of a search. `count` stops at a bound; then `count_is_bound` is true."""

    addressees: list[AddresseeOut]
    count: int
    count_is_bound: bool
    page: int
    pages: int


@operation(
    router, "GET", "/addressees/{addressee_no}", function=VIEW, title="API 宛名照会",
    answers=AddresseeOut, refusals=(404,),
)  # fmt: skip
def addressee(request: ApiRequest, addressee_no: Path[AddresseeNo]) -> AddresseeOut:
    """One addressee by its number (宛名番号)."""
    sees = PROTECTED_VIEW in request.desk.context.actor.functions
    found = find_addressee(
        addressee_no=addressee_no, may_see_protected=sees, on=request.desk.context.at.date()
    )
    if found is None:
        raise Problem(404, "addressee.unknown", "この宛名番号の人はいません。")
    request.desk.saw(found.addressee_no)
    return _out(found, sees)


@operation(router, "GET", "/addressees", function=VIEW, title="API 宛名検索", answers=AddresseesOut)
def addressees(request: ApiRequest, asked: Query[AddresseeSearch]) -> AddresseesOut:
    """Those whose kana contains the text and who were born that day, in the order of kana."""
    kana, birth_date = asked.kana or "", asked.birth_date
    if not kana and birth_date is None:
        raise Problem(
            422, "api.invalid", "カナか生年月日を指定してください。",
            errors=[("kana", "カナか生年月日を指定してください。")],
        )  # fmt: skip
    sees = PROTECTED_VIEW in request.desk.context.actor.functions
    found = search_addressees(
        criteria=SearchCriteria(kana=kana, birth_date=birth_date), page=asked.page,
        may_see_protected=sees, on=request.desk.context.at.date(),
    )  # fmt: skip
    request.desk.saw(*(line.addressee_no for line in found.lines))
    said = {"カナ": kana, "生年月日": birth_date.isoformat() if birth_date else ""}
    request.desk.note(条件={name: text for name, text in said.items() if text}, 件数=found.count)
    return AddresseesOut(
        addressees=[_out(line, sees) for line in found.lines], count=found.count,
        count_is_bound=found.count_is_bound, page=found.page, pages=found.pages,
    )  # fmt: skip


def _out(line: AddresseeLine, sees: bool) -> AddresseeOut:
    """The household goes with the address: another member's would tell it."""
    is_hidden = line.protected and not sees
    return AddresseeOut(
        addressee_no=line.addressee_no, kind=Kind(line.kind).name.lower(), name=line.name,
        kana=line.kana, birth_date=line.birth_date, sex=line.sex,
        postcode=None if is_hidden else line.postcode,
        address=None if is_hidden else line.address,
        household_no=None if is_hidden else line.household_no,
        is_protected=line.protected, ceased_on=line.ceased_on,
        masked=["postcode", "address", "household_no"] if is_hidden else [],
    )  # fmt: skip
