# SPDX-License-Identifier: Apache-2.0
"""Every document ends with the right person, or before a clerk with the reason."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from tests.domains.tax.documents.ward_files import (
    HOME,
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
from daicho.domains.tax.documents.models import Document, ForwardEntry, JoinDecision, JoinState
from daicho.domains.tax.documents.public import (
    CreateNonResident,
    DecideJoin,
    FileKind,
    ForwardDocument,
    MarkForwarded,
    RejectDocument,
    RejoinDocuments,
    ReopenJoin,
    compare_candidates,
    list_forwards,
    list_queue,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform

HANAKO = person(10010, "渡邉　花子", "ワタナベ　ハナコ", 19800301)
# Twins whose kana differ only by a mark of voice, which the search folds away.
MASAKI = person(10028, "高橋　正樹", "タカハシ　マサキ", 20000505, sex=1)
MASAGI = person(10036, "高橋　正城", "タカハシ　マサギ", 20000505, sex=1)
OUTSIDE = person(10044, "住登　外人", "ジュウト　ガイジン", 19750101, kind=2, household_no=0,
                 address="東京都港区赤坂一丁目１番１号", number="")  # fmt: skip
GUARDED = person(10052, "守田　護", "モリタ　マモル", 19850707, protected=True)
NEW_NUMBER = number(90_000_000_001)


@pytest.fixture
def ward(staff_room: StaffRoom) -> Context:
    context = staff_room.context("documents.import", "tax.join.decide")
    rows = [HANAKO, MASAKI, MASAGI, OUTSIDE, GUARDED]
    assert not take_in(people_file(rows), context).is_refused
    return context


Case = tuple[str, dict[str, Any], JoinState, int | None, str]
CASES: tuple[Case, ...] = (
    ("right in all", report(HANAKO), JoinState.JOINED, 10010, "number"),
    ("variant of the name", report(HANAKO, name="渡辺　花子"), JoinState.JOINED, 10010, "number"),
    ("half-width kana", report(HANAKO, kana="ﾜﾀﾅﾍﾞ ﾊﾅｺ"), JoinState.JOINED, 10010, "number"),
    ("kana missing", report(HANAKO, kana=""), JoinState.JOINED, 10010, "number"),
    ("married name, kana too", report(HANAKO, name="山田　花子", kana="ヤマダ　ハナコ"),
     JoinState.DOUBTFUL, None, "number_items_differ"),
    ("other characters, same kana", report(HANAKO, name="渡鍋　華子"),
     JoinState.JOINED, 10010, "number"),
    ("moved, with number", report(HANAKO, address="港区三田９－９－９"),
     JoinState.JOINED, 10010, "number"),
    ("number of another", report(HANAKO, number=MASAKI["number"]),
     JoinState.DOUBTFUL, None, "number_items_differ"),
    ("number of the twin", report(MASAKI, number=MASAGI["number"]),
     JoinState.DOUBTFUL, None, "number_items_differ"),
    ("wrong birth date", report(HANAKO, birth_date=19800302),
     JoinState.DOUBTFUL, None, "number_items_differ"),
    ("other sex", report(HANAKO, sex=1), JoinState.DOUBTFUL, None, "number_items_differ"),
    ("no number", report(HANAKO, number=""), JoinState.JOINED, 10010, "items"),
    ("no number, room said", report(HANAKO, number="", address="港区芝公園１－２－３－５０１"),
     JoinState.JOINED, 10010, "items"),
    ("no number, house number goes on", report(HANAKO, number="", address="港区芝公園１－２－３４"),
     JoinState.DOUBTFUL, None, "items_partly"),
    ("no number, no kana", report(HANAKO, number="", kana=""), JoinState.JOINED, 10010, "items"),
    ("no number, twin one", report(MASAKI, number=""), JoinState.JOINED, 10028, "items"),
    ("no number, twin two", report(MASAGI, number=""), JoinState.JOINED, 10036, "items"),
    ("no number, twin misspelt", report(MASAKI, number="", name="高橋　正紀"),
     JoinState.DOUBTFUL, None, "items_partly"),
    ("no number, moved", report(HANAKO, number="", address="港区三田９－９－９"),
     JoinState.DOUBTFUL, None, "items_partly"),
    ("unknown number, all else right", report(HANAKO, number=NEW_NUMBER),
     JoinState.DOUBTFUL, None, "number_differs"),
    ("non-resident, no number", report(OUTSIDE, number=NEW_NUMBER, address="港区赤坂１－１－１"),
     JoinState.JOINED, 10044, "items"),
    ("stated 宛名番号", report(HANAKO, number="", address="", stated_addressee_no=10010),
     JoinState.JOINED, 10010, "addressee_no"),
    ("stated 宛名番号 of another", report(HANAKO, number="", stated_addressee_no=10028),
     JoinState.DOUBTFUL, None, "addressee_no_items_differ"),
    ("near name", report(HANAKO, number="", name="渡邉　花代", kana="ワタナベ　ハナヨ"),
     JoinState.DOUBTFUL, None, "near"),
    ("another city", report(HANAKO, name="横浜　太郎", kana="ヨコハマ　タロウ", number=NEW_NUMBER,
                            birth_date=19600101, address="神奈川県横浜市中区本町１－１"),
     JoinState.FORWARDED, None, "other_municipality"),
    ("港区 of Osaka", report(HANAKO, name="大阪　太郎", kana="オオサカ　タロウ", number="",
                            birth_date=19600101, address="大阪府大阪市港区弁天１－１"),
     JoinState.FORWARDED, None, "other_municipality"),
    ("submitted for another", report(HANAKO, name="宛先　違", kana="アテサキ　チガイ", number="",
                                     birth_date=19600101, address="", municipality_code="131041"),
     JoinState.FORWARDED, None, "other_submission"),
    ("nobody known", report(HANAKO, name="未知　人", kana="ミチ　ヒト", number="",
                            birth_date=19600101), JoinState.UNMATCHED, None, "unknown"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_each_kind_of_document_ends_where_it_should(ward: Context, case: Case) -> None:
    _, row, state, owner, why = case
    outcome = take_in(report_file([row]), ward)
    assert not outcome.is_refused, outcome.findings
    found = Document.objects.get()
    assert (found.join_state, found.addressee_no) == (state, owner)
    assert why == (found.join_rule if state == JoinState.JOINED else found.join_reason)


def test_person_who_left_before_january_is_doubtful(ward: Context) -> None:
    others = [person(20000 + n * 10, f"人　{n}", "ヒト", 19700101 + n, number=number(n))
              for n in range(8)]  # fmt: skip
    rows = [MASAKI, MASAGI, OUTSIDE, GUARDED, *others]
    take_in(people_file([HANAKO, *rows], year=YEAR - 1), ward)
    later = dataclasses.replace(ward, at=ward.at + timedelta(days=1))
    assert not take_in(people_file(rows, year=YEAR + 1), later).is_refused
    next_year = dataclasses.replace(report_file([report(HANAKO)]), fiscal_year=YEAR + 1)
    take_in(next_year, later)
    found = Document.objects.get()
    assert (found.join_state, found.join_reason) == (JoinState.DOUBTFUL, "not_resident")


def test_forward_names_the_municipality(ward: Context) -> None:
    row = report(HANAKO, name="堺　人", kana="サカイ　ヒト", number="", birth_date=19600101,
                 address="大阪府堺市北区百舌鳥１－１")  # fmt: skip
    take_in(report_file([row], kind=FileKind.TAX_RETURN), ward)
    (entry,) = list_forwards(fiscal_year=YEAR)
    assert (entry.municipality_code, entry.municipality_name) == ("271403", "大阪府堺市")


def doubtful(ward: Context) -> int:
    """A document with the number of another person."""
    take_in(report_file([report(HANAKO, number=GUARDED["number"])]), ward)
    return Document.objects.get().pk


def test_candidates_stand_side_by_side_and_protected_addresses_stay_hidden(ward: Context) -> None:
    document_id = doubtful(ward)
    (line,) = list_queue(fiscal_year=YEAR).lines
    assert (line.document_id, line.candidates) == (document_id, 2)
    shown = compare_candidates(document_id=document_id, may_see_protected=False, on=ward.at.date())
    assert shown is not None
    by_no = {one.person.addressee_no: one for one in shown.candidates}
    assert by_no[10010].score == 100  # by name, kana, birth and sex: the address is not counted
    assert by_no[10052].agreements["number"] == "equal"
    # 10052 is protected, and 10010 lives in the same household (ADR 0009).
    assert "芝公園" not in by_no[10010].person.address
    assert "芝公園" not in by_no[10052].person.address
    seen = compare_candidates(document_id=document_id, may_see_protected=True, on=ward.at.date())
    assert seen is not None
    assert all("芝公園" in one.person.address for one in seen.candidates)


def test_the_score_beside_a_hidden_address_is_the_same_whatever_the_address(ward: Context) -> None:
    rows = [
        report(HANAKO, number=GUARDED["number"], address=place)
        for place in (GUARDED["address"], "北海道札幌市北区北八条西五丁目")
    ]
    take_in(report_file(rows), ward)
    told, known = [], []
    for document in Document.objects.order_by("line_no"):
        for found, sees in ((told, False), (known, True)):
            shown = compare_candidates(
                document_id=document.pk, may_see_protected=sees, on=ward.at.date()
            )
            assert shown is not None
            assert shown.hides_address == (not sees)
            found.append([(one.person.addressee_no, one.score) for one in shown.candidates])
    assert told[0] == told[1]
    assert known[0] != known[1]


def test_person_decides_and_the_decision_is_kept(ward: Context) -> None:
    document_id = doubtful(ward)
    no_reason = DecideJoin(document_id=document_id, addressee_no=10010, reason=" ")
    assert perform(no_reason, context=ward).findings[0].code == "documents.no_reason"
    nobody = DecideJoin(document_id=document_id, addressee_no=1, reason="本人確認")
    assert perform(nobody, context=ward).findings[0].code == "join.no_such_person"
    decision = DecideJoin(document_id=document_id, addressee_no=10010, reason="勤務先に確認")
    assert perform(decision, context=ward).value == document_id
    found = Document.objects.get()
    assert (found.join_state, found.addressee_no, found.join_rule) == (1, 10010, "decided")
    kept = JoinDecision.objects.get()
    assert (kept.state_before, kept.state_after, kept.reason, kept.decided_by) == (
        2, 1, "勤務先に確認", "z1",
    )  # fmt: skip
    assert list_queue(fiscal_year=YEAR).count == 0
    assert perform(ReopenJoin(document_id=document_id, reason="誤り"), context=ward).value
    assert list_queue(fiscal_year=YEAR).count == 1


def test_second_officer_does_not_overwrite_the_first(ward: Context) -> None:
    """Both had the page of the doubtful document open; what was decided first stands."""
    document_id = doubtful(ward)
    first = DecideJoin(document_id=document_id, addressee_no=10010, reason="勤務先に確認")
    assert perform(first, context=ward).value == document_id
    later = (
        DecideJoin(document_id=document_id, addressee_no=10052, reason="番号が一致"),
        RejectDocument(document_id=document_id, reason="誤り"),
        CreateNonResident(document_id=document_id, reason="居住を確認"),
        ForwardDocument(
            document_id=document_id, municipality_code="141003", home_code=HOME, reason="転出"
        ),
    )
    for action in later:
        assert perform(action, context=ward).findings[0].code == "join.decided", action
    found = Document.objects.get()
    assert (found.join_state, found.addressee_no) == (1, 10010)
    assert JoinDecision.objects.count() == 1
    perform(ReopenJoin(document_id=document_id, reason="見直し"), context=ward)
    assert perform(later[1], context=ward).value == document_id


def test_proposal_to_send_on_is_open_and_the_decision_is_not(ward: Context) -> None:
    row = report(HANAKO, name="堺　人", kana="サカイ　ヒト", number="", birth_date=19600101,
                 address="大阪府堺市北区百舌鳥１－１")  # fmt: skip
    take_in(report_file([row], kind=FileKind.TAX_RETURN), ward)
    document_id = Document.objects.get().pk
    forward = ForwardDocument(
        document_id=document_id, municipality_code="271403", home_code=HOME, reason="住所地"
    )
    assert perform(forward, context=ward).value == document_id
    reject = RejectDocument(document_id=document_id, reason="不要")
    assert perform(reject, context=ward).findings[0].code == "join.decided"
    perform(MarkForwarded(document_ids=(document_id,)), context=ward)
    assert perform(reject, context=ward).findings[0].code == "join.already_sent"


def test_rejected_document_is_not_used(ward: Context) -> None:
    document_id = doubtful(ward)
    perform(RejectDocument(document_id=document_id, reason="国税のみの資料"), context=ward)
    assert Document.objects.get().join_state == JoinState.REJECTED
    assert list_queue(fiscal_year=YEAR).count == 0


def test_forwarded_document_is_confirmed_then_sent(ward: Context) -> None:
    document_id = doubtful(ward)

    def forward(code: str) -> str:
        action = ForwardDocument(
            document_id=document_id, municipality_code=code, home_code=HOME, reason="転出"
        )
        findings = perform(action, context=ward).findings
        return findings[0].code if findings else ""

    assert forward("000000") == "forward.no_municipality"
    assert forward(HOME) == "forward.to_ourselves"
    early = perform(MarkForwarded(document_ids=(document_id,)), context=ward)
    assert early.findings[0].code == "forward.not_confirmed"
    assert forward("141003") == ""
    assert perform(MarkForwarded(document_ids=(document_id,)), context=ward).value == 1
    assert ForwardEntry.objects.get().state == "sent"
    assert forward("141003") == "join.already_sent"


def test_unknown_person_becomes_a_non_resident(ward: Context) -> None:
    row = report(HANAKO, name="新田　新", kana="ニッタ　シン", number=NEW_NUMBER,
                 birth_date=19600101)  # fmt: skip
    take_in(report_file([row]), ward)
    document = Document.objects.get()
    action = CreateNonResident(document_id=document.pk, reason="居住を確認(294条3項)")
    assert perform(action, context=ward).value == document.pk
    one = Addressee.objects.get(name="新田　新")
    assert (one.kind, one.kana_folded) == (2, "ニツタシン")
    # The next document of the same number finds the person by it.
    take_in(report_file([{**row, "recipient_no": "2"}]), ward)
    latest = Document.objects.latest("id")
    assert (latest.addressee_no, latest.join_rule) == (one.addressee_no, "number")


def test_decision_without_permission_changes_nothing(ward: Context, staff_room: StaffRoom) -> None:
    document_id = doubtful(ward)
    action = DecideJoin(document_id=document_id, addressee_no=10010, reason="確認")
    outcome = perform(action, context=staff_room.context(login="z9"))
    assert outcome.findings[0].code == "access.not_granted"
    assert Document.objects.get().join_state == JoinState.DOUBTFUL
    assert not JoinDecision.objects.exists()


def test_documents_that_came_before_the_register_are_found_later(staff_room: StaffRoom) -> None:
    context = staff_room.context("documents.import", "tax.join.decide")
    kept = report(HANAKO, name="横浜　太郎", kana="ヨコハマ　タロウ", number=NEW_NUMBER,
                  birth_date=19600101, address="神奈川県横浜市中区本町１－１")  # fmt: skip
    rows = [report(HANAKO), report(MASAKI, number=""), report(GUARDED), kept]
    take_in(report_file(rows), context)
    decided = Document.objects.get(line_no=4).pk
    perform(RejectDocument(document_id=decided, reason="国税のみの資料"), context=context)
    take_in(people_file([HANAKO, MASAKI, GUARDED]), context)
    assert perform(RejoinDocuments(fiscal_year=YEAR), context=context).value == 2
    found = Document.objects.order_by("line_no").values_list("addressee_no", "join_rule")
    assert list(found) == [(10010, "number"), (10028, "items"), (None, ""), (None, "")]
    assert perform(RejoinDocuments(fiscal_year=YEAR), context=context).value == 0
