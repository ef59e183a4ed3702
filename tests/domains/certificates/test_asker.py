# SPDX-License-Identifier: Apache-2.0
"""Who asked, put right after the issue (標準 8.1.1); aliases on an annex; replaced records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.domains.certificates.desk import CertificateDesk, pdf_of
from tests.domains.certificates.test_counter import codes
from tests.domains.register.people import HEAD, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.certificates.actions.correct import CorrectAsker
from daicho.domains.certificates.models import Request, RequestCorrection
from daicho.domains.inspection.models import IssueNotice, NoticeRegistration
from daicho.domains.register.public import list_replaced
from daicho.foundation.access import protection
from daicho.foundation.documents.pdf_text import page_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(staff_room: StaffRoom) -> CertificateDesk:
    desk = CertificateDesk.open(staff_room)
    return replace(desk, context=replace(desk.context, at=desk.context.at + timedelta(hours=2)))


def test_a_wrongly_chosen_asker_is_put_right_and_kept(desk: CertificateDesk) -> None:
    family = settle([HEAD])
    NoticeRegistration.objects.create(
        addressee_no=family.head, first=date(2026, 1, 1), written_by="x",
        written_at=desk.context.at,
    )  # fmt: skip
    number = desk.issue("resident_copy", family.head, door="third_party", relation="other",
                        asker_address="東京都", purpose_text="債権の保全").value or 0  # fmt: skip
    assert IssueNotice.objects.get(request_no=number).asker == "third_party"
    right = CorrectAsker(request_no=number, door="self", relation="own", bearer="agent",
                         bearer_name="代理　花", reason="選択の誤り")  # fmt: skip
    assert codes(desk, replace(right, reason="", bearer_name="")) == ["no_bearer", "no_reason"]
    assert codes(desk, replace(right, relation="other")) == ["not_self"]
    assert codes(desk, replace(right, door="x", bearer="y")) == ["door", "bearer"]
    assert codes(desk, right) == []
    assert codes(desk, right) == ["same"]
    found = Request.objects.get(pk=number)
    assert (found.door, found.relation, found.bearer, found.bearer_name) == (
        "self", "own", "agent", "代理　花",
    )  # fmt: skip
    kept = RequestCorrection.objects.get()
    assert (kept.door, kept.relation, kept.bearer, kept.reason, kept.corrected_by) == (
        "third_party", "other", "asker", "選択の誤り", "issuer",
    )  # fmt: skip
    assert IssueNotice.objects.get(request_no=number).asker == "agent"
    assert codes(desk, replace(right, request_no=0)) == ["not_issued"]
    letter = desk.issue("code_notice", family.head).value or 0
    assert codes(desk, replace(right, request_no=letter)) == ["no_asker_of_notice"]


def foreigner(**items: Any) -> Any:
    told = {"kind": "foreign", "nationality": "大韓民国", "article_30_45": "中長期在留者",
            "residence_status": "永住者", "residence_card_no": "AB12345678CD",
            "registered_domicile": "", "registry_head": "", "alias": "見本　真理",
            "alias_kana": "ミホン　マリ", "alias_entered_on": date(2021, 4, 1),
            "alias_entered_at": "東京都港区"}  # fmt: skip
    return replace(HEAD, items=told | items)


def test_several_aliases_stand_on_an_annex_and_the_sentence_at_its_end(
    staff_room: StaffRoom, desk: CertificateDesk
) -> None:
    family = settle([foreigner()])
    text = desk.paper("resident_copy", family.head, shown=("alias_history",))
    assert "記載　令和3年4月1日　東京都港区" in text
    assert "別紙" not in text
    counter = Counter.open(staff_room)
    on = {"addressee_no": family.head, "happened_on": "R8.6.1", "notified_on": "R8.6.1"}
    counter.carry("register.alias_remove", on | {"removed_at": "東京都港区"})
    on |= {"happened_on": "R8.6.2", "notified_on": "R8.6.2"}
    counter.carry("register.alias_record", on | {
        "alias": "見本　沙羅", "alias_kana": "ミホン　サラ", "entered_at": "東京都港区",
    })  # fmt: skip
    issued = desk.issue("resident_copy", family.head, shown=("alias_history",)).value or 0
    first, annex = page_texts(pdf_of(issued))
    assert "別紙のとおり" in first
    assert "相違ないことを証明する" not in first
    for word in ("別紙　通称の記載及び削除に関する事項", "見本　真理", "令和3年4月1日",
                 "見本　沙羅", "記載　令和8年6月2日", "削除　令和8年6月1日",
                 "相違ないことを証明する"):  # fmt: skip
        assert word in annex
    assert "別紙" not in desk.paper("resident_copy", family.head)


def test_furigana_of_a_moving_out_certificate_stand_in_brackets_and_by_choice(
    staff_room: StaffRoom, desk: CertificateDesk
) -> None:
    family = settle([replace(HEAD, items={"former_name": "住基", "former_name_kana": "ジュウキ"})])
    counter = Counter.open(staff_room)
    counter.carry("register.move_out", {
        "happened_on": "R8.6.30", "notified_on": "R8.6.10", "members": [family.head],
        "moved_to": "大阪府大阪市", "notifier": HEAD.name,
    })  # fmt: skip
    told: dict[str, Any] = {"options": {"without_number": True}}
    text = desk.paper("move_out", family.head, shown=("kana",), **told)
    assert "試作　太郎　（シサク　タロウ）" in text
    assert "住基　（ジュウキ）" in text
    assert "フリガナ" not in text
    assert "シサク" not in desk.paper("move_out", family.head, **told)


def test_a_replaced_record_is_issued_as_it_stood(
    staff_room: StaffRoom, desk: CertificateDesk
) -> None:
    family = settle([HEAD])
    counter = Counter.open(staff_room)
    counter.carry("register.renewal", {"happened_on": "R8.6.1", "addressee_nos": [family.head]})
    counter.carry("register.correct", {"happened_on": "2026-06-10", "changes": [
        {"addressee_no": family.head, "item": "registered_domicile", "value": "東京都千代田区"},
    ]})  # fmt: skip
    (old,) = list_replaced(addressee_no=family.head)
    told: dict[str, Any] = {"options": {"record": str(old.pk)}, "shown": ("registry", "history")}
    text = desk.paper("replaced_copy", family.head, **told)
    for word in (
        "住民票の除票の写し",
        "改製",
        "令和8年6月1日",
        "東京都港区芝五丁目１番",
        "国内転入",
    ):
        assert word in text
    assert "千代田区" not in text.replace("東京都千代田区丸の内１丁目１番", "")
    assert "職権修正" not in text
    assert desk.refusals("removed_copy", family.head) == ["not_removed"]
    assert desk.refusals("replaced_copy", family.head) == ["no_record"]
    other = settle([HEAD])
    assert desk.refusals("replaced_copy", other.head, **told) == ["no_record"]
    protection.protect(addressee_nos=[family.head], first=date(2026, 6, 1),
                       at=desk.context.at, by="x")  # fmt: skip
    assert desk.refusals("replaced_copy", family.head, **told) == ["protected"]
