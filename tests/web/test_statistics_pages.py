# SPDX-License-Identifier: Apache-2.0
"""The pages of the statistics: ask, count, look, take the tables along."""

from __future__ import annotations

from tests.domains.register.people import settle
from tests.web.conftest import SignIn

from daicho.foundation.access.pages import PURPOSE_KEY
from daicho.foundation.audit.models import Entry


def test_from_the_question_to_the_open_data(sign_in: SignIn) -> None:
    settle()
    client = sign_in("register_chief")
    session = client.session
    session[PURPOSE_KEY] = "statistics"
    session.save()
    assert "まだ作成していません" in client.get("/statistics/").content.decode()
    wrong = client.post("/statistics/", {"day": "2026-06-01", "since": "2026-06-01"})
    assert wrong.status_code == 422
    assert "基準日より前にしてください" in wrong.content.decode()
    sent = client.post("/statistics/", {"day": "2026-06-01", "since": "2026-01-01"})
    place = sent.headers["Location"]
    assert "集計を実行する" in client.get(place).content.decode()
    assert client.get(f"{place}population-by-town.csv").status_code == 404
    client.post(f"{place}go/")
    shown = client.get(place).content.decode()
    for word in ("人口ピラミッド", "町丁目別人口・世帯数", "芝五丁目", "完了"):
        assert word in shown, word
    answer = client.get(f"{place}open-data.csv")
    assert "_population.csv" in answer.headers["Content-Disposition"]
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("全国地方公共団体コード,地域コード,地方公共団体名,調査年月日,地域名")
    entry = Entry.objects.filter(screen="統計表の出力").latest("pk")
    assert entry.detail["件数"] == len(lines) - 1
    book = client.get(f"{place}workbook.xlsx")
    assert book.headers["Content-Disposition"] == "attachment; filename=statistics-2026-06-01.xlsx"
    assert book.content.startswith(b"PK")
    assert Entry.objects.filter(screen="統計表の出力(XLSX)").count() == 1


def test_only_for_the_purpose_of_statistics(sign_in: SignIn) -> None:
    assert sign_in("register_chief").get("/statistics/").status_code == 403
    assert sign_in("tax_officer").get("/statistics/").status_code == 403
