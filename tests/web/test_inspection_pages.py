# SPDX-License-Identifier: Apache-2.0
"""The pages of the inspection and of notice to the person, by their forms."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.utils import timezone
from tests.domains.register.people import settle
from tests.web.conftest import SignIn

from daicho.domains.inspection.models import InspectionList, IssueNotice, NoticeRegistration
from daicho.foundation.access.pages import PURPOSE_KEY
from daicho.foundation.access.protection import protect

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
    clerk.post(place, {"act": "list"})
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
    sat = {"act": "session", "viewer": "役人　一", "identity": "職員証", "is_last": "on",
           "began_at": "2026-06-10T08:00", "ended_at": "2026-06-10T08:30"}  # fmt: skip
    clerk.post(place, sat)
    assert "役人　一（職員証" in clerk.get(place).content.decode()
    text = clerk.get("/inspection/published/2026.csv").content.decode()
    assert "国・地方公共団体,みほん省,統計調査,2026-06-10,芝五丁目," in text
    assert "役人" not in text


def test_registration_and_notices(sign_in: SignIn) -> None:
    family = settle()
    client = at_desk(sign_in, "register_clerk", "certificate")
    sent = {"addressee_no": family.head, "offered_by": "本人", "first": "2026-06-01"}
    assert client.post("/inspection/notices/", sent).status_code == 302
    again = client.post("/inspection/notices/", sent)
    assert "すでに登録されています" in again.content.decode()
    one = NoticeRegistration.objects.get()
    IssueNotice.objects.create(
        registration=one, request_no=1, issued_on=date(2026, 6, 10), asker="third_party",
        certificate="住民票の写し", copies=1, made_at=timezone.now(),
    )  # fmt: skip
    assert "第三者 1通" in client.get("/inspection/notices/").content.decode()
    text = client.post("/inspection/notices/send/").content.decode()
    assert "試作　太郎,1080014,東京都港区芝五丁目１番１号" in text
    assert "ありません" in client.get("/inspection/notices/").content.decode()
    client.post(f"/inspection/notices/{one.pk}/end/")
    assert "廃止" in client.get("/inspection/notices/").content.decode()
