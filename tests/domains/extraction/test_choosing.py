# SPDX-License-Identifier: Apache-2.0
"""Groups of conditions, the lot, dates in 和暦, and the sources beside the records."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from typing import Any

import pypdfium2
import pytest
from tests.domains.register.people import Family, settle
from tests.staff_room import StaffRoom

from daicho.domains.certificates.kinds import KINDS
from daicho.domains.certificates.models import CertificateIssue, IssueState, Request
from daicho.domains.extraction.actions.extract import Extract
from daicho.domains.extraction.definition import Condition, Definition, Operator, from_json
from daicho.domains.extraction.output import Form
from daicho.domains.extraction.sources import all_sources
from daicho.domains.register.models import Memo, Remark, ResidentVersion
from daicho.domains.support.models import MeasureStep, RestraintStep
from daicho.foundation.access.actor import Context
from daicho.foundation.access.protection import protect
from daicho.foundation.actions.action import Outcome, perform
from daicho.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 1)
SECRET = "東京都港区芝五丁目"


@pytest.fixture
def family() -> Family:
    return settle()


@pytest.fixture
def clerk(staff_room: StaffRoom) -> Context:
    return staff_room.context("register.extract", purpose="statistics")


def take(
    context: Context, *columns: str, form: Form = Form.CSV, is_iso: bool = True, **more: Any
) -> Outcome[bytes]:
    definition = Definition(columns=columns, day=DAY, **{"source": "residents", **more})
    return perform(
        Extract(definition=definition, form=form, title="試し", is_iso=is_iso), context=context
    )


def table(outcome: Outcome[bytes]) -> list[list[str]]:
    assert outcome.value is not None, outcome.findings
    return list(csv.reader(io.StringIO(outcome.value.decode("utf-8-sig"))))[1:]


BOYS = (Condition("sex", Operator.EQUAL, "男", 1), Condition("age", Operator.AT_MOST, "20", 1))
WIFE = (Condition("relationship", Operator.EQUAL, "妻", 2),)


@pytest.mark.parametrize(
    ("any_of", "is_any_group", "count"),
    [((), False, 0), ((), True, 2), ((1,), False, 0), ((1,), True, 4)],
)
def test_groups_hold_together_or_any(
    family: Family, clerk: Context, any_of: tuple[int, ...], is_any_group: bool, count: int
) -> None:
    found = take(clerk, "name", conditions=BOYS + WIFE, any_of=any_of, is_any_group=is_any_group)
    assert len(table(found)) == count
    told = Entry.objects.latest("id").detail["抽出条件"]
    assert told.get("組どうし") == ("いずれか" if is_any_group else None)


def test_any_with_a_place_tells_nothing_of_the_protected(
    family: Family, clerk: Context, now: dt.datetime
) -> None:
    protect(addressee_nos=[family.numbers[1]], first=DAY, at=now, by="x", measure="1")
    asked = (Condition("address", Operator.CONTAINS, "港区"), WIFE[0])
    found = take(clerk, "relationship", conditions=asked, is_any_group=True)
    assert table(found) == [["妻"]]


def test_a_kept_definition_comes_back_whole_also_an_old_one(clerk: Context) -> None:
    made = Definition(
        source="residents", columns=("name",), conditions=BOYS, any_of=(1,), sample=3, seed=7,
        filter="はい", uses_layout_names=True, day=DAY,
    )  # fmt: skip
    assert from_json(source="residents", kept=made.as_json(), day=DAY) == made
    old = {"columns": ["name"], "is_counted": False, "conditions": [["sex", "等しい", "男"]]}
    assert from_json(source="residents", kept=old, day=DAY).conditions == (BOYS[0],)


def test_a_lot_is_drawn_again_by_its_seed(family: Family, clerk: Context) -> None:
    for number in range(3):
        settle(address=f"東京都港区三田一丁目{number + 1}番")
    drawn = [
        table(take(clerk, "addressee_no", sample=5, seed=seed, conditions=(asked,)))
        for asked in (Condition("sex", Operator.EQUAL, "男"),) for seed in (1, 1, 2, 3)
    ]  # fmt: skip
    assert [len(one) for one in drawn] == [5, 5, 5, 5]
    assert drawn[0] == drawn[1]
    assert len({str(one) for one in drawn}) > 1
    assert Entry.objects.latest("id").detail["抽出条件"]["無作為抽出"] == "5人 (種 3)"
    refused = take(clerk, "addressee_no", source="events", sample=0)
    assert [one.code for one in refused.findings] == ["extraction.sample"] * 2


def test_a_lot_goes_onto_labels_without_hidden_people(
    family: Family, clerk: Context, now: dt.datetime
) -> None:
    settle(address="東京都港区三田一丁目1番1号")
    protect(addressee_nos=[family.numbers[1]], first=DAY, at=now, by="x", measure="1")
    made = take(
        clerk, "postcode", "address", "building", "name", form=Form.LABELS, sample=8, seed=1
    )
    assert made.value is not None
    text = pypdfium2.PdfDocument(made.value)[0].get_textpage().get_text_range()
    assert text.count("様") == 4
    assert text.count("三田一丁目") == 4
    assert "非表示" not in text
    assert Entry.objects.latest("id").detail["件数"] == 4


def test_screens_and_papers_write_wareki_and_uncertain_days(family: Family, clerk: Context) -> None:
    rows = ResidentVersion.objects.filter(addressee_no__in=family.numbers)
    rows.filter(relationship="妻").update(birth_date_text="昭和57年7月頃")
    rows.filter(addressee_no=family.numbers[2]).update(kind="foreign")
    found = table(take(clerk, "birth_date", "moved_in_on", is_iso=False))
    assert [row[0] for row in found] == [
        "昭和55年3月1日", "昭和57年7月頃", "2008年5月5日", "平成24年11月3日",
    ]  # fmt: skip
    assert {row[1][:2] for row in found} == {"令和"}
    paper = take(clerk, "birth_date", form=Form.LIST)
    assert paper.value is not None
    text = pypdfium2.PdfDocument(paper.value)[0].get_textpage().get_text_range()
    assert "昭和55年3月1日" in text
    assert "1980" not in text


def fill(family: Family, now: dt.datetime) -> None:
    person = family.numbers[1]
    note = {"addressee_no": person, "written_by": "c1", "written_at": now}
    Remark.objects.create(thread=uuid.uuid4(), text=f"{SECRET}より", **note)
    Memo.objects.create(thread=uuid.uuid4(), text=f"連絡先 {SECRET}", **note)
    step = {"step_no": 1, "kind": "own", "act": "set", "change_level": 0, "issue_level": 2,
            "inquiry_level": 1, "first": DAY, "written_by": "c1", "written_at": now}  # fmt: skip
    RestraintStep.objects.create(restraint_no=1, addressee_no=person, reason=SECRET, **step)
    RestraintStep.objects.create(
        restraint_no=2, household_no=family.household_no, reason=SECRET, **step
    )
    MeasureStep.objects.create(
        measure_no=1, step_no=1, application_no=1, addressee_no=person, is_applicant=True,
        act="confirm", first=DAY, reason=SECRET, written_by="c1", written_at=now,
    )  # fmt: skip
    request = Request.objects.create(
        key="k", kind="resident_copy", door="self", relation="self", asker="試作　花子",
        asker_address=SECRET, identity="運転免許証", bearer="self", subject_nos=[person],
        shown=[], copies=1, fee=300, place="本庁", terminal="t1", received_by="c1",
        received_at=now,
    )  # fmt: skip
    CertificateIssue.objects.create(
        request=request, copy_no=1, kind="resident_copy", subject_nos=list(family.numbers[:2]),
        shown=[], numbered_on=DAY, terminal_label="1", serial=1, number="1-1", place="本庁",
        terminal="t1", issued_by="c1", issued_at=now, state=IssueState.HANDED_OVER,
    )  # fmt: skip


def test_further_sources_are_about_persons(
    family: Family, staff_room: StaffRoom, now: dt.datetime
) -> None:
    fill(family, now)
    full = staff_room.context(
        "register.extract", "certificate.issue", "register.restrain", "audit.view",
        "protected.view", purpose="statistics", login="z5",
    )  # fmt: skip
    issued = table(take(full, "name", "kind", "state", "issued_at", "request_fee",
                        source="issues", is_iso=False))  # fmt: skip
    kind = KINDS["resident_copy"].label
    assert issued == [
        ["試作　太郎", kind, "交付", "令和8年6月10日 09:30", "300"],
        ["試作　花子", kind, "交付", "令和8年6月10日 09:30", "300"],
    ]
    restraints = table(take(full, "addressee_no", "household_no", "issue_level",
                            source="restraints"))  # fmt: skip
    home, wife = str(family.household_no), str(family.numbers[1])
    assert restraints == [[wife, home, "エラー"], ["", home, "エラー"]]
    assert table(take(full, "name", "act", source="measures")) == [["試作　花子", "支援措置の開始"]]
    assert table(take(full, "text", source="memos")) == [[f"連絡先 {SECRET}"]]
    log = table(take(full, "login", "screen", source="log",
                     conditions=(Condition("kind", Operator.EQUAL, "EUC抽出"),)))  # fmt: skip
    assert ["z5", "住民記録のデータ抽出"] in log


def test_a_further_source_needs_its_right(clerk: Context) -> None:
    for source in ("issues", "restraints", "measures", "log"):
        refused = take(clerk, "name", source=source)
        assert [one.code for one in refused.findings] == ["extraction.source"]


def test_no_further_source_tells_a_hidden_place(
    family: Family, staff_room: StaffRoom, now: dt.datetime
) -> None:
    fill(family, now)
    protect(addressee_nos=[family.numbers[1]], first=DAY, at=now, by="x", measure="1")
    blind = staff_room.context(
        "register.extract", "certificate.issue", "register.restrain", "audit.view",
        purpose="statistics", login="z6",
    )  # fmt: skip
    for source in all_sources().values():
        if source.function == "protected.view" or source.code in ("residents", "removed"):
            continue
        codes = [one.code for one in source.columns.values() if not one.item]
        found = take(blind, *codes, source=source.code)
        assert found.value is not None
        assert SECRET not in found.value.decode(), source.code
        places = [one for one in source.columns.values() if one.is_place and not one.item]
        for column in places:
            asked = (Condition(column.code, Operator.CONTAINS, SECRET),)
            assert table(take(blind, codes[0], source=source.code, conditions=asked)) == []
