# SPDX-License-Identifier: Apache-2.0
"""The pages of the inspection and of notice to the person, by their forms."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.utils import timezone
from tests.domains.register.people import settle
from tests.web.conftest import SignIn

from daicho.domains.inspection.models import (
    InspectionList,
    IssueNotice,
    ListCopy,
    ListRelease,
    NoticeRegistration,
)
from daicho.foundation.access.pages import PURPOSE_KEY
from daicho.foundation.access.protection import protect
from daicho.foundation.documents.pdf_text import page_texts, squeeze

FORM = {
    "ground": "official", "applicant": "みほん省", "purpose": "統計調査", "viewers": "役人　一",
    "towns": "芝五丁目",
}  # fmt: skip


def at_desk(sign_in: SignIn, role: str, purpose: str) -> Client:
    client = sign_in(role)
    session = client.session
    session[PURPOSE_KEY] = purpose
    session.save()
    return client


def test_from_the_application_to_the_publication(sign_in: SignIn) -> None:
    family, hidden = settle(), settle(building="かくれ荘９９９")
    clerk = at_desk(sign_in, "register_clerk", "inspection")
    assert "申出はありません" in clerk.get("/inspection/").content.decode()
    bare = clerk.post("/inspection/", FORM | {"ground": "survey"})
    assert bare.status_code == 422
    assert "閲覧事項の管理方法を入力してください" in bare.content.decode()
    place = clerk.post("/inspection/", FORM).headers["Location"]
    own = clerk.post(place, {"act": "decide", "is_approved": "1", "reason": "可"})
    assert "別の職員が審査" in own.content.decode()
    chief = at_desk(sign_in, "register_chief", "inspection")
    chief.post(place, {"act": "decide", "is_approved": "1", "reason": "可"})
    clerk.post(place, {"act": "list"})  # nobody is protected yet
    made = InspectionList.objects.get()
    assert {*family.numbers, *hidden.numbers} <= set(made.addressee_nos)
    # Who came under protection since then is no longer on the file, whoever takes it.
    protect(addressee_nos=[hidden.head], first=date(2026, 1, 1), at=timezone.now(), by="a",
            measure="1")  # fmt: skip
    for client in (clerk, chief):
        text = client.get(f"/inspection/lists/{made.pk}.csv").content.decode("utf-8-sig")
        assert text.splitlines()[0] == "氏名,住所,生年月日,性別"
        assert "試作　桜,東京都港区芝五丁目１番１号 試作荘１０１,平成24年11月3日,女" in text
        assert "かくれ荘" not in text
    pdf = clerk.post(f"/inspection/lists/{made.pk}/print/")
    assert pdf.headers["Content-Type"] == "application/pdf"
    (page,) = (squeeze(text) for text in page_texts(pdf.content))
    assert squeeze("試作　桜東京都港区芝五丁目１番１号試作荘１０１") in page
    assert squeeze("かくれ荘") not in page
    copy = ListCopy.objects.get()
    assert copy.number in clerk.get(place).content.decode()
    clerk.post(f"/inspection/copies/{copy.pk}/spoil/", {"reason": "印字不良"})
    assert "印字不良" in clerk.get(place).content.decode()
    sat = {"act": "session", "viewer": "役人　一", "identity": "職員証", "is_last": "on",
           "began_at": "2026-06-10T08:00", "ended_at": "2026-06-10T08:30"}  # fmt: skip
    clerk.post(place, sat)
    assert "役人　一（職員証" in clerk.get(place).content.decode()
    text = clerk.get("/inspection/published/2026.csv").content.decode()
    assert "国・地方公共団体,みほん省,統計調査,2026-06-10,芝五丁目," in text
    assert "役人" not in text


def test_an_examination_puts_a_protected_person_on_the_officers_list(sign_in: SignIn) -> None:
    hidden = settle(building="かくれ荘９９９")
    protect(addressee_nos=[hidden.head], first=date(2026, 1, 1), at=timezone.now(), by="a",
            measure="1")  # fmt: skip
    clerk = at_desk(sign_in, "register_clerk", "inspection")
    place = clerk.post("/inspection/", FORM).headers["Location"]
    chief = at_desk(sign_in, "register_chief", "inspection")
    chief.post(place, {"act": "decide", "is_approved": "1", "reason": "可"})
    refused = clerk.post(place, {"act": "list"})
    assert refused.status_code == 422
    assert "対象者等が4人います" in refused.content.decode()
    assert 'name="leaves_out"' in refused.content.decode()
    clerk.post(place, {"act": "release", "addressee_no": hidden.head, "reason": "本人の希望"})
    one = ListRelease.objects.get()
    assert clerk.get(f"/inspection/releases/{one.pk}/").status_code == 403
    assert "閲覧の支援措置の審査" in chief.get("/").content.decode()
    assert f"宛名番号 {hidden.head}" in chief.get("/inspection/releases/").content.decode()
    told = chief.get(f"/inspection/releases/{one.pk}/").content.decode()
    assert "かくれ荘９９９" in told
    answer = {"is_allowed": "1", "comment": "本人に確かめた"}
    assert chief.post(f"/inspection/releases/{one.pk}/", answer).status_code == 302
    clerk.post(place, {"act": "list", "leaves_out": "on"})
    made = InspectionList.objects.get()
    assert made.addressee_nos == [hidden.head]
    assert clerk.get(f"/inspection/lists/{made.pk}.csv").status_code == 403
    back = clerk.post(f"/inspection/lists/{made.pk}/print/", follow=True).content.decode()
    assert "支援措置責任者が出力してください" in back
    assert "かくれ荘" not in back
    assert "かくれ荘９９９" in chief.get(f"/inspection/lists/{made.pk}.csv").content.decode()


def test_registration_and_notices(sign_in: SignIn) -> None:
    family = settle()
    client = at_desk(sign_in, "register_clerk", "certificate")
    sent = {"addressee_no": family.head, "offered_by": "本人", "first": "2026-06-01"}
    assert client.post("/inspection/notices/", sent).status_code == 302
    again = client.post("/inspection/notices/", sent)
    assert "すでに登録されています" in again.content.decode()
    one = NoticeRegistration.objects.get()
    IssueNotice.objects.create(
        registration=one, addressee_no=family.head, request_no=1,
        issued_on=date(2026, 6, 10), asker="third_party", certificate="住民票の写し", copies=1,
        made_at=timezone.now(),
    )  # fmt: skip
    assert "第三者 1通" in client.get("/inspection/notices/").content.decode()
    page = client.get("/inspection/notices/?told=by_asker").content.decode()
    assert '<option value="by_asker" selected>' in page
    pdf = client.post("/inspection/notices/send/", {"told": "not_self"})
    assert squeeze("試作　太郎　様") in squeeze(page_texts(pdf.content)[0])
    assert "第三者 1通" not in client.get("/inspection/notices/").content.decode()
    NoticeRegistration.objects.update(last=date(2026, 6, 5))
    pdf = client.post("/inspection/notices/endings/")
    assert squeeze("本人通知の登録期間満了のお知らせ") in squeeze(page_texts(pdf.content)[0])
    again = client.post("/inspection/notices/endings/")
    assert again.status_code == 302
    client.post(f"/inspection/notices/{one.pk}/end/")
    assert "廃止" in client.get("/inspection/notices/").content.decode()
