# SPDX-License-Identifier: Apache-2.0
"""A file is taken in whole or not at all, its totals reconcile, and it can be taken back."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from tests.domains.register.people import settle
from tests.domains.tax.documents.ward_files import (
    YEAR,
    number,
    people_file,
    person,
    report,
    report_file,
    take_in,
)
from tests.staff_room import StaffRoom

from daicho.domains.addressee.models import Addressee
from daicho.domains.register.models import ResidentVersion
from daicho.domains.tax.documents.intake import documents as intake_documents
from daicho.domains.tax.documents.models import (
    Basis,
    Document,
    ForwardEntry,
    ImportFile,
    RefusedRow,
)
from daicho.domains.tax.documents.public import (
    RefusedLine,
    SettleRefusedRows,
    WithdrawImport,
    documents_for_merge,
    documents_of,
    list_open_imports,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.access.models import ProtectedPerson
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry
from daicho.foundation.numbering.series import ADDRESSEE, take_with_check_digit

HANAKO = person(10010, "渡邉　花子", "ワタナベ　ハナコ", 19800301)
KAZUO = person(10028, "渡邉　一夫", "ワタナベ　カズオ", 19780512, sex=1, protected=True)


@pytest.fixture
def context(staff_room: StaffRoom) -> Context:
    return staff_room.context("documents.import", "documents.withdraw", "tax.join.decide")


@pytest.fixture
def ward(context: Context) -> Context:
    assert not take_in(people_file([HANAKO, KAZUO]), context).is_refused
    return context


def stored() -> tuple[int, int, int, int]:
    """Rows of every table an import writes."""
    return (
        ImportFile.objects.count(), Document.objects.count(), RefusedRow.objects.count(),
        ForwardEntry.objects.count(),
    )  # fmt: skip


def test_residents_become_register_addressees_and_numbers(ward: Context) -> None:
    row = ResidentVersion.objects.get(addressee_no=10010)
    assert (row.history_no, row.valid.lower.isoformat(), row.valid.upper) == (1, "2026-01-01", None)
    assert (row.recorded.lower, row.recorded.upper) == (ward.at, None)
    one = Addressee.objects.get(addressee_no=10010)
    assert (one.name_folded, one.address_folded) == ("渡辺花子", "港区芝公園1-2-3")
    assert one.number_hash is not None
    assert len(bytes(one.number_hash)) == 32
    # The next number of the series lies above those that came from elsewhere.
    assert take_with_check_digit(series=ADDRESSEE)[0] > 10028


def test_protected_person_is_protected_from_the_first_day(ward: Context) -> None:
    assert [row.addressee_no for row in ProtectedPerson.objects.all()] == [10028]


def test_figures_reconcile_and_come_back(ward: Context) -> None:
    rows = [
        report(HANAKO, remarks="前職あり"),
        report(KAZUO, salary_revenue=1, spouse_income=-5, spouse_name="渡邉　花子",
               spouse_individual_number=HANAKO["number"]),
    ]  # fmt: skip
    outcome = take_in(report_file(rows), ward)
    assert outcome.value is not None
    assert dict(outcome.value.totals) == {
        "rows": 2, "salary_revenue": 5_000_001, "social_insurance": 1_400_000,
        "spouse_income": -5,
    }  # fmt: skip
    found = documents_for_merge(fiscal_year=YEAR)
    assert found.documents["addressee_no"].to_pylist() == [10010, 10028]
    assert found.figures["salary_revenue"].to_pylist() == [5_000_000, 1]
    (document,) = documents_of(addressee_no=10028, fiscal_year=YEAR)
    assert document.figures == {
        "salary_revenue": 1, "social_insurance": 700_000, "spouse_income": -5,
    }  # fmt: skip
    (spouse,) = document.relatives
    holder = Addressee.objects.get(addressee_no=10010).number_hash
    assert holder is not None
    assert spouse["number_hash"] == bytes(holder).hex()
    assert (spouse["listed"], spouse["name_folded"]) == ("spouse", "渡辺花子")


def test_number_stands_nowhere_in_the_documents(ward: Context) -> None:
    secret = HANAKO["number"]
    take_in(report_file([report(HANAKO, remarks=f"({secret})渡邉花子")]), ward)
    text = str(Document.objects.values().get())
    assert secret not in text
    assert Document.objects.get().texts == {"remarks": "(************)渡邉花子"}
    assert not any(secret in str(entry) for entry in Entry.objects.values())


def test_texts_that_json_must_escape_come_back(ward: Context) -> None:
    odd = 'かっこ"と\\と改行\nと,'
    take_in(report_file([report(HANAKO, remarks=odd), report(KAZUO)]), ward)
    assert [row.texts for row in Document.objects.order_by("id")] == [{"remarks": odd}, {}]


def test_same_file_twice_is_refused(ward: Context) -> None:
    assert not take_in(report_file([report(HANAKO)]), ward).is_refused
    before = stored()
    outcome = take_in(report_file([report(HANAKO)]), ward)
    assert [one.code for one in outcome.findings] == ["import.same_file"]
    assert stored() == before


def test_totals_that_differ_leave_nothing(ward: Context) -> None:
    before = stored()
    outcome = take_in(report_file([report(HANAKO)], sums={"salary_revenue": 5_000_001}), ward)
    assert [(one.code, one.message_ja) for one in outcome.findings] == [
        ("import.totals_differ", "合計が合いません(ファイル 5,000,001、保存 5,000,000)。")
    ]
    assert stored() == before


def test_dry_run_writes_nothing_but_says_everything(ward: Context) -> None:
    before = stored()
    outcome = take_in(report_file([report(HANAKO)]), ward, dry_run=True)
    assert outcome.value is not None
    assert (outcome.value.file_id, outcome.value.joins.joined) == (None, 1)
    assert stored() == before
    assert not take_in(report_file([report(HANAKO)]), ward).is_refused


def test_crash_in_the_middle_leaves_nothing(ward: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored()

    def crash(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(intake_documents, "store_candidates", crash)
    with pytest.raises(MemoryError):
        take_in(report_file([report(HANAKO)]), ward)
    assert stored() == before
    assert Entry.objects.latest("id").result == "failed"


def test_without_permission_nothing_changes(ward: Context, staff_room: StaffRoom) -> None:
    before = stored()
    outcome = take_in(report_file([report(HANAKO)]), staff_room.context(login="z2"))
    assert [one.code for one in outcome.findings] == ["access.not_granted"]
    assert stored() == before


def test_refused_rows_keep_the_import_open_until_settled(ward: Context) -> None:
    refused = (RefusedLine(7, (("支払金額", "数字ではありません"),)), RefusedLine(9, ()))
    outcome = take_in(report_file([report(HANAKO)], refused=refused), ward)
    assert outcome.value is not None
    assert (outcome.value.state, outcome.value.rows_read) == ("open", 3)
    assert list_open_imports(fiscal_year=YEAR).count() == 1
    file_id = outcome.value.file_id

    def settle(lines: tuple[int, ...], reason: str) -> str | None:
        return perform(
            SettleRefusedRows(file_id=file_id, lines=lines, state="acknowledged", reason=reason),
            context=ward,
        ).value

    assert settle((7,), "") is None
    assert settle((7, 8), "再提出を依頼") is None
    assert settle((7,), "再提出を依頼") == "open"
    assert settle((9,), "重複のため不要") == "accepted"
    row = RefusedRow.objects.get(line_no=7)
    assert (row.state, row.settled_reason) == ("acknowledged", "再提出を依頼")
    assert row.reasons == [{"column": "支払金額", "message_ja": "数字ではありません"}]


def test_withdrawn_import_leaves_the_merging_and_flags_bases(ward: Context) -> None:
    outcome = take_in(report_file([report(HANAKO), report(KAZUO)]), ward)
    ids = dict(Document.objects.values_list("addressee_no", "id"))
    for person_no, document_ids in ((10010, [ids[10010]]), (10028, [999])):
        Basis.objects.create(
            fiscal_year=YEAR, addressee_no=person_no, version=1, facts={}, trace={},
            source="initial", document_ids=document_ids, recorded_at=ward.at,
        )  # fmt: skip
    withdrawal = WithdrawImport(file_id=outcome.value.file_id, reason="年度誤り")
    assert perform(withdrawal, context=ward).value == 1
    assert documents_for_merge(fiscal_year=YEAR).documents.num_rows == 0
    assert dict(Basis.objects.values_list("addressee_no", "stale")) == {10010: True, 10028: False}
    # It can be taken in again, and withdrawn only once.
    assert perform(withdrawal, context=ward).findings[0].code == "import.not_live"
    assert not take_in(report_file([report(HANAKO), report(KAZUO)]), ward).is_refused


def test_duplicate_report_is_a_finding(ward: Context) -> None:
    outcome = take_in(report_file([report(HANAKO), report(HANAKO), report(KAZUO)]), ward)
    codes = [(one.code, one.subject) for one in outcome.value.findings]
    assert codes == [("import.duplicate_document", "salary_report.csv 3行")]


def test_correction_without_a_report_is_a_finding(ward: Context) -> None:
    outcome = take_in(report_file([report(HANAKO, correction=3)]), ward)
    assert [one.code for one in outcome.value.findings] == ["import.nothing_to_correct"]


def test_residents_cannot_be_withdrawn_under_documents(ward: Context) -> None:
    take_in(report_file([report(HANAKO)]), ward)
    file_id = ImportFile.objects.get(kind="residents").pk
    outcome = perform(WithdrawImport(file_id=file_id, reason="誤り"), context=ward)
    assert [one.code for one in outcome.findings] == ["import.documents_rest_on_it"]
    assert Addressee.objects.count() == 2


def test_number_of_two_people_stays_with_the_first(context: Context) -> None:
    twice = person(10036, "同　番", "ドウ　バン", 19900101, number=HANAKO["number"])
    outcome = take_in(people_file([HANAKO, twice]), context)
    assert [(one.code, one.subject) for one in outcome.value.findings] == [
        ("import.number_twice", "宛名番号 10036")
    ]
    assert Addressee.objects.get(addressee_no=10036).number_hash is None


def test_next_snapshot_adds_history_and_withdrawal_restores_it(ward: Context) -> None:
    later = dataclasses.replace(ward, at=ward.at + timedelta(days=200))
    moved = {**HANAKO, "address": "東京都港区三田一丁目１番１号"}
    keep = [person(20000 + n * 10, f"人　{n}", "ヒト", 19700101 + n, number=number(n))
            for n in range(8)]  # fmt: skip
    assert not take_in(people_file([KAZUO, HANAKO, *keep], year=YEAR - 1), ward).is_refused
    assert not take_in(people_file([moved, *keep], year=YEAR + 1), later).is_refused
    addresses = ResidentVersion.objects.filter(addressee_no=10010, recorded__contains=later.at)
    found = {row.valid.lower.year: row.address for row in addresses}
    assert found[YEAR + 1] == moved["address"]
    assert found[YEAR] == HANAKO["address"]
    assert Addressee.objects.get(addressee_no=10028).ceased_on.isoformat() == "2027-01-01"
    last = ImportFile.objects.get(fiscal_year=YEAR + 1)
    end = dataclasses.replace(later, at=later.at + timedelta(days=1))
    assert not perform(WithdrawImport(file_id=last.pk, reason="誤り"), context=end).is_refused
    now = ResidentVersion.objects.filter(recorded__contains=end.at)
    assert {row.address for row in now.filter(addressee_no=10010)} == {HANAKO["address"]}
    assert Addressee.objects.get(addressee_no=10028).ceased_on is None
    # What was believed in between stays on record.
    between = ResidentVersion.objects.filter(recorded__contains=later.at, addressee_no=10010)
    assert moved["address"] in {row.address for row in between}


def test_snapshot_that_lost_people_is_refused(context: Context) -> None:
    many = [person(20000 + n * 10, f"人　{n}", "ヒト", 19700101 + n, number=number(n))
            for n in range(10)]  # fmt: skip
    assert not take_in(people_file(many), context).is_refused
    later = dataclasses.replace(context, at=context.at + timedelta(days=1))
    outcome = take_in(people_file(many[:7], year=YEAR + 1), later)
    assert [one.code for one in outcome.findings] == ["import.residents_missing"]
    assert ResidentVersion.objects.count() == 10


def test_a_snapshot_never_overwrites_a_register_with_events(ward: Context) -> None:
    family = settle()
    rows = ResidentVersion.objects.count()
    later = dataclasses.replace(ward, at=ward.at + timedelta(days=200))
    outcome = take_in(people_file([KAZUO, HANAKO], year=YEAR + 1), later)
    assert [one.code for one in outcome.findings] == ["import.register_is_live"]
    assert ResidentVersion.objects.count() == rows
    # Numbers given to newcomers lie above those that came with the snapshot.
    assert min(family.numbers) > 10028


def test_beside_a_register_with_events_a_file_may_name_those_outside_it(ward: Context) -> None:
    settle()
    addressees = {one.pk: (one.kind, one.address, one.ceased_on) for one in Addressee.objects.all()}
    rows = ResidentVersion.objects.count()
    later = dataclasses.replace(ward, at=ward.at + timedelta(days=200))
    outside = person(
        77770, "外　太郎", "ソト　タロウ", 19700101, kind=2, household_no=None,
        address="神奈川県横浜市中区本町１番", number=number(7777),
    )  # fmt: skip
    outcome = take_in(people_file([outside], year=YEAR + 1), later)
    assert not outcome.is_refused, outcome.findings
    added = Addressee.objects.get(addressee_no=77770)
    assert (added.kind, added.name) == (2, "外　太郎")
    assert added.number_hash is not None
    now = {one.pk: (one.kind, one.address, one.ceased_on) for one in Addressee.objects.all()}
    assert now.items() >= addressees.items()  # nobody else is touched, and nobody is missing
    assert ResidentVersion.objects.count() == rows
    # Taken back, it leaves everybody as they were.
    file_id = outcome.value.file_id
    again = dataclasses.replace(later, at=later.at + timedelta(minutes=1))
    assert perform(WithdrawImport(file_id=file_id, reason="誤り"), context=again).value is not None
    left = {one.pk: (one.kind, one.address, one.ceased_on) for one in Addressee.objects.all()}
    assert left == addressees
    # Whom the register knows, the file cannot make one from outside.
    known = {**KAZUO, "kind": 2}
    refused = take_in(people_file([known], year=YEAR + 1), again)
    assert [one.code for one in refused.findings] == ["import.register_is_live"]
