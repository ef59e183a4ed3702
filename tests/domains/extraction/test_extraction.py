# SPDX-License-Identifier: Apache-2.0
"""Extraction: right rows, no item without its right, no place of a protected person."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from tests.domains.register.people import Family, settle
from tests.staff_room import StaffRoom

from daicho.domains.extraction.actions.extract import Extract
from daicho.domains.extraction.definition import Condition, Definition, Operator
from daicho.domains.extraction.output import Form
from daicho.domains.extraction.sources import all_sources
from daicho.foundation.access.actor import Context
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.protection import protect
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 1)
RIGHTS = ("certificate.issue", "register.restrain", "protected.view", "audit.view")


@pytest.fixture
def family() -> Family:
    return settle()


@pytest.fixture
def clerk(staff_room: StaffRoom) -> Context:
    return staff_room.context("register.extract", purpose="statistics")


def take(context: Context, *columns: str, form: Form = Form.CSV, **options: Any) -> Any:
    conditions = tuple(Condition(*one) for one in options.pop("where", ()))
    definition = Definition(
        source=options.pop("source", "residents"), columns=columns, conditions=conditions,
        day=DAY, **options,
    )  # fmt: skip
    return perform(Extract(definition=definition, form=form, title="試し"), context=context)


def table(outcome: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(outcome.value.decode("utf-8-sig"))))


def test_rows_that_fit(family: Family, clerk: Context) -> None:
    found = table(
        take(
            clerk, "name", "birth_date", "sex", "age",
            where=[("relationship", Operator.EQUAL, "子"), ("age", Operator.AT_LEAST, "14")],
        )
    )  # fmt: skip
    assert found == [
        ["氏名", "生年月日", "性別", "年齢(基準日)"], ["試作　一郎", "2008-05-05", "男", "18"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("where", "count"),
    [
        (("name", Operator.CONTAINS, "花"), 1),
        (("name", Operator.BEGINS, "試作"), 4),
        (("name", Operator.BEGINS, "%"), 0),
        (("sex", Operator.EQUAL, "女"), 2),
        (("birth_date", Operator.AT_MOST, "S57.7.7"), 2),
        (("alias", Operator.EMPTY, ""), 4),
        (("building", Operator.FILLED, ""), 4),
        (("kana_confirmed", Operator.EQUAL, "はい"), 0),
        (("address", Operator.BEGINS, "東京都港区"), 4),
    ],
)
def test_operators(family: Family, clerk: Context, where: Any, count: int) -> None:
    assert len(table(take(clerk, "name", where=[where]))) - 1 == count


def test_counting_by_a_combination(family: Family, clerk: Context) -> None:
    assert table(take(clerk, "sex", "age_band", is_counted=True)) == [
        ["性別", "年齢5歳階級", "件数"],
        ["女", "10〜14歳", "1"], ["女", "40〜44歳", "1"],
        ["男", "15〜19歳", "1"], ["男", "45〜49歳", "1"],
    ]  # fmt: skip


def test_an_item_needs_its_right(family: Family, clerk: Context, staff_room: StaffRoom) -> None:
    refused = take(clerk, "registered_domicile")
    assert [one.code for one in refused.findings] == ["extraction.column"]
    also = take(clerk, "name", where=[("registered_domicile", Operator.CONTAINS, "芝")])
    assert [one.code for one in also.findings] == ["extraction.column"]
    full = staff_room.context("register.extract", "item.registry", purpose="statistics", login="z2")
    assert table(take(full, "registered_domicile"))[1] == ["東京都港区芝五丁目１番"]


def test_no_place_of_a_protected_household(
    family: Family, clerk: Context, staff_room: StaffRoom, now: dt.datetime
) -> None:
    other = settle(address="東京都港区三田一丁目1番1号")
    protect(addressee_nos=[family.numbers[1]], first=DAY, at=now, by="x", measure="1")
    shown = table(take(clerk, "name", "address", "building"))
    assert len(shown) == 9
    assert {row[1] for row in shown[1:]} == {
        "(支援措置により非表示)", "東京都港区三田一丁目1番1号",
    }  # fmt: skip
    found = table(take(clerk, "household_no", where=[("address", Operator.CONTAINS, "港区")]))
    assert {row[0] for row in found[1:]} == {str(other.household_no)}
    officer = staff_room.context(
        "register.extract", "protected.view", purpose="statistics", login="z3"
    )
    assert len(table(take(officer, "name", where=[("address", Operator.CONTAINS, "港区")]))) == 9


def test_the_log_says_what_left(family: Family, clerk: Context) -> None:
    take(clerk, "name", where=[("sex", Operator.EQUAL, "男")])
    entry = Entry.objects.latest("id")
    assert (entry.kind, entry.detail["件数"], entry.detail["項目"]) == ("extract", 2, ["氏名"])
    assert entry.detail["抽出条件"] == {"性別 等しい": "男"}
    assert len(entry.detail["SHA-256"]) == 71


def test_every_fault_at_once(clerk: Context) -> None:
    refused = take(
        clerk,
        where=[("age", Operator.CONTAINS, "1"), ("birth_date", Operator.EQUAL, "いつか"),
               ("name", Operator.EQUAL, "983205673214")],
    )  # fmt: skip
    assert [one.code for one in refused.findings] == [
        "extraction.no_column", "extraction.operator", "extraction.value",
        "extraction.individual_number",
    ]  # fmt: skip
    assert "983205673214" not in str(Entry.objects.latest("id").detail)


def test_every_column_of_every_source_can_be_read(family: Family, staff_room: StaffRoom) -> None:
    functions = [
        code for code in catalogue().functions if code.startswith("item.") or code in RIGHTS
    ]
    full = staff_room.context("register.extract", *functions, purpose="statistics", login="z4")
    for source in all_sources().values():
        found = take(full, *source.columns, source=source.code)
        assert len(table(found)[0]) == len(source.columns)
    assert len(table(take(full, "reason", "name", source="events"))) == 5


def test_paper_and_xml(family: Family, clerk: Context) -> None:
    xml = take(clerk, "name", form=Form.XML).value.decode()
    assert '<row><item name="氏名">試作　一郎</item></row>' in xml
    assert take(clerk, "name", "age", form=Form.LIST).value.startswith(b"%PDF-")
    labels = take(clerk, "postcode", "address", "building", "name", form=Form.LABELS)
    assert labels.value.startswith(b"%PDF-")
    wrong = take(clerk, "name", form=Form.LABELS)
    assert [one.code for one in wrong.findings] == ["extraction.labels"]
