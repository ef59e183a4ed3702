# SPDX-License-Identifier: Apache-2.0
"""更正: the difference first, then the decision; what is no number is told by its name."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from tests.ward_fixture import TARO

from daicho.domains.tax.inhabitants.models import Assessment

SignIn = Callable[[str], Client]
PAGE = f"/tax/taxpayers/{TARO.number}/2025/reassess/"
MORE = {
    "fact-social_insurance": "820,000",
    "reason_code": "late_document",
    "reason": "国民年金の控除証明書が届いた",
}


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def test_preview_changes_nothing(sign_in: SignIn) -> None:
    before = Assessment.objects.count()
    response = sign_in("tax_officer").post(PAGE, {**MORE, "step": "preview"})
    assert response.status_code == 200
    assert "差 <strong>△10,000円" in text_of(response)
    assert Assessment.objects.count() == before


def test_decision_is_kept_with_its_difference(sign_in: SignIn) -> None:
    client = sign_in("tax_officer")
    response = client.post(PAGE, {**MORE, "step": "decide"})
    assert response.headers["Location"] == f"/tax/taxpayers/{TARO.number}/2025/history/"
    latest = Assessment.objects.filter(addressee_no=TARO.number, fiscal_year=2025).latest("pk")
    assert (latest.sequence, latest.difference) == (1, -10_000)
    page = text_of(client.get(response.headers["Location"]))
    assert "更正 1回目" in page
    assert "国民年金の控除証明書が届いた" in page
    page = text_of(client.get(f"/tax/taxpayers/{TARO.number}/2025/basis/"))
    assert "職権による更正のため用いない" in page


def test_decision_needs_a_reason(sign_in: SignIn) -> None:
    before = Assessment.objects.count()
    response = sign_in("tax_officer").post(PAGE, {**MORE, "reason": " ", "step": "decide"})
    assert response.status_code == 422
    assert "更正の事由と理由を入力してください。" in text_of(response)
    assert Assessment.objects.count() == before


def test_wrong_number_is_named(sign_in: SignIn) -> None:
    sent = {**MORE, "fact-social_insurance": "八十万", "step": "preview"}
    response = sign_in("tax_officer").post(PAGE, sent)
    assert response.status_code == 422
    assert "「社会保険料」は0以上の整数" in text_of(response)


def test_undecided_year_is_not_reassessed(sign_in: SignIn) -> None:
    response = sign_in("tax_officer").get(PAGE.replace("2025", "2026"))
    assert response.status_code == 422
    assert "まだ確定していません" in text_of(response)


def test_clerk_may_not(sign_in: SignIn) -> None:
    assert sign_in("clerk").post(PAGE, {**MORE, "step": "decide"}).status_code == 403
