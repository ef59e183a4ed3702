# SPDX-License-Identifier: Apache-2.0
"""What the pages say of the ward, and how many statements they need."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.ward_fixture import HANAKO, HIDDEN, SILENT, TARO

from daicho.domains.tax.documents.models import Document, ForwardEntry, ImportFile, JoinState
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.foundation.audit.models import Entry

SignIn = Callable[[str], Client]
PERSON = f"/tax/taxpayers/{TARO.number}"


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len([one for one in caught if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.parametrize(
    ("path", "number"),
    [
        (f"{PERSON}/", 10),
        (f"{PERSON}/2026/basis/", 11),
        (f"{PERSON}/2026/calculation/", 10),
        (f"{PERSON}/2025/instalments/", 10),
        (f"{PERSON}/2025/history/", 9),
        ("/tax/runs/", 5),
        ("/tax/documents/joins/", 6),
        ("/tax/documents/imports/", 6),
        ("/", 13),
    ],
)
def test_pages_need_few_statements(sign_in: SignIn, path: str, number: int) -> None:
    assert statements(sign_in("tax_officer"), path) == number


def test_years_with_tax_and_method(sign_in: SignIn) -> None:
    page = text_of(sign_in("clerk").get(f"{PERSON}/"))
    for expected in ("令和8年度", "令和7年度", "345,100", "291,500", "給与特別徴収", "未確定"):
        assert expected in page
    assert "（46歳）" in page
    assert HANAKO.name in page


def test_resident_without_documents_is_not_called_nontaxable(sign_in: SignIn) -> None:
    page = text_of(sign_in("clerk").get(f"/tax/taxpayers/{SILENT.number}/"))
    assert "未申告" in page
    assert "非課税" not in page


def test_documents_stand_side_by_side(sign_in: SignIn) -> None:
    page = text_of(sign_in("clerk").get(f"{PERSON}/2025/basis/"))
    assert "支払報告書の合算による" in page
    for expected in ("株式会社見本1号", "株式会社見本2号", "5,000,000", "600,000", "5,600,000"):
        assert expected in page


def test_calculation_opens_down_to_the_article(sign_in: SignIn) -> None:
    page = text_of(sign_in("clerk").get(f"{PERSON}/2025/calculation/"))
    assert "所得税法28条第4項" in page
    assert "保存された年税額" not in page
    assert page.count("<details") == page.count("</details>") > 10


def test_instalments_are_posted_once_released(sign_in: SignIn) -> None:
    client = sign_in("clerk")
    released = text_of(client.get(f"{PERSON}/2025/instalments/"))
    assert "6月分" in released
    assert "令和7年7月10日" in released
    assert "未調定" not in released
    assert "未調定" in text_of(client.get(f"{PERSON}/2026/instalments/"))


def test_unknown_number_is_not_found_and_logged(sign_in: SignIn) -> None:
    client = sign_in("clerk")
    response = client.get("/tax/taxpayers/999/")
    assert response.status_code == 404
    assert "見つかりません" in text_of(response)
    entry = Entry.objects.first()
    assert entry is not None
    assert (entry.screen, entry.result) == ("納税義務者照会", "refused")


def test_run_shows_check_and_plot(sign_in: SignIn) -> None:
    run = AssessmentRun.objects.get(fiscal_year=2026)
    page = text_of(sign_in("tax_officer").get(f"/tax/runs/{run.pk}/"))
    assert "定めた幅を超える違いがあります。" in page
    assert "実行した本人は確認できません。" in page
    assert page.count('<rect class="this"') == 10
    assert 'style="' not in page


def test_runner_cannot_accept_and_others_need_a_reason(sign_in: SignIn) -> None:
    run = AssessmentRun.objects.get(fiscal_year=2026)
    assert sign_in("tax_officer").post(f"/tax/runs/{run.pk}/accept/").status_code == 403
    response = sign_in("section_head").post(f"/tax/runs/{run.pk}/accept/", {"reason": " "})
    assert response.status_code == 422
    assert "確認の理由を入力してください。" in text_of(response)
    run.refresh_from_db()
    assert run.state == "stopped_for_check"


def test_undeclared_are_listed(sign_in: SignIn) -> None:
    run = AssessmentRun.objects.get(fiscal_year=2026)
    page = text_of(sign_in("clerk").get(f"/tax/runs/{run.pk}/undeclared/"))
    assert SILENT.name in page
    assert "1件" in page


def test_refused_rows_are_settled_from_the_page(sign_in: SignIn) -> None:
    client = sign_in("tax_officer")
    file = ImportFile.objects.get(state="open")
    path = f"/tax/documents/imports/{file.pk}/"
    assert "「２９」は暦にない日です" in text_of(client.get(path))
    sent = {"line": ["2"], "state": "acknowledged", "reason": "再提出を待たない"}
    assert client.post(f"{path}settle/", sent).status_code == 302
    file.refresh_from_db()
    assert file.state == "open"
    sent = {"all": "1", "state": "resolved", "reason": "再提出済み"}
    assert client.post(f"{path}settle/", sent).status_code == 302
    file.refresh_from_db()
    assert file.state == "accepted"


def test_refused_rows_as_csv(sign_in: SignIn) -> None:
    file = ImportFile.objects.get(state="open")
    response = sign_in("clerk").get(f"/tax/documents/imports/{file.pk}/refused.csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "行,項目,理由,対応,対応者,対応の理由"
    assert lines[1] == "2,支払金額,「２９」は暦にない日です,未対応,,"


def test_import_is_withdrawn_with_a_reason_only(sign_in: SignIn) -> None:
    file = ImportFile.objects.get(state="open")
    client = sign_in("tax_officer")
    path = f"/tax/documents/imports/{file.pk}/withdraw/"
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "別の年の資料だった"}).status_code == 302
    file.refresh_from_db()
    assert file.state == "withdrawn"
    assert "要確認の資料はありません。" in text_of(client.get("/tax/documents/joins/"))


def doubtful(name: str) -> int:
    return Document.objects.get(join_state=JoinState.DOUBTFUL, name=name).pk


def test_differing_items_are_marked(sign_in: SignIn) -> None:
    number = doubtful("渡邊　一郎")
    page = text_of(sign_in("tax_officer").get(f"/tax/documents/joins/{number}/"))
    assert page.count('class="differs"') == 4
    assert "昭和50年12月30日" in page


def test_protected_candidate_hides_the_documents_address_too(sign_in: SignIn) -> None:
    number = doubtful(HIDDEN.name)
    page = text_of(sign_in("tax_officer").get(f"/tax/documents/joins/{number}/"))
    assert "六本木" not in page
    assert "六本木" in text_of(sign_in("section_head").get(f"/tax/documents/joins/{number}/"))


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ({"decision": f"join-{TARO.number}"}, JoinState.JOINED),
        ({"decision": "other", "addressee_no": str(HANAKO.number)}, JoinState.JOINED),
        ({"decision": "forward", "municipality": "神奈川県川崎市"}, JoinState.FORWARDED),
        ({"decision": "reject"}, JoinState.REJECTED),
        ({"decision": "new"}, JoinState.JOINED),
    ],
)
def test_join_is_decided(sign_in: SignIn, sent: dict[str, str], state: JoinState) -> None:
    number = doubtful("渡邊　一郎")
    response = sign_in("tax_officer").post(
        f"/tax/documents/joins/{number}/decide/", {**sent, "reason": "本人に確認した"}
    )
    following = doubtful(HIDDEN.name)
    assert response.headers["Location"] == f"/tax/documents/joins/{following}/"
    assert Document.objects.get(pk=number).join_state == state


def test_decision_needs_a_choice_and_a_reason(sign_in: SignIn) -> None:
    number = doubtful("渡邊　一郎")
    client = sign_in("tax_officer")
    path = f"/tax/documents/joins/{number}/decide/"
    assert "一つ選んでください" in text_of(client.post(path, {"reason": "x"}))
    response = client.post(path, {"decision": "reject", "reason": ""})
    assert response.status_code == 422
    assert "理由を入力してください。" in text_of(response)
    assert Document.objects.get(pk=number).join_state == JoinState.DOUBTFUL


def test_forwarded_documents_are_marked_sent(sign_in: SignIn) -> None:
    client = sign_in("tax_officer")
    number = doubtful("渡邊　一郎")
    sent = {"decision": "forward", "municipality": "141305", "reason": "転出済み"}
    client.post(f"/tax/documents/joins/{number}/decide/", sent)
    assert "神奈川県川崎市" in text_of(client.get("/tax/documents/forwards/"))
    client.post("/tax/documents/forwards/sent/", {"document": [str(number)]})
    assert ForwardEntry.objects.get(document_id=number).state == "sent"
