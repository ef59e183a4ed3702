# SPDX-License-Identifier: Apache-2.0
"""What the register learns of a past January 1 becomes a finding with its effect on the tax."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.test import Client
from tests import ward_fixture
from tests.domains.register.people import DESK, new_event
from tests.ward_fixture import HANAKO, NOW, TARO, WATANABE

from daicho.domains.register.history import PersonChange, write_event
from daicho.domains.register.hooks import tell_followers
from daicho.domains.tax.inhabitants.models import ClaimVerdict, RegisterEffect, RelativeClaim
from daicho.domains.tax.inhabitants.public import effects_of, open_effects
from daicho.rules.resident_register.reasons import Reason

JANUARY_1 = dt.date(2025, 1, 1)


def learn(
    number: int, reason: Reason, day: dt.date, values: Mapping[str, Any], *, is_entry: bool = False
) -> None:
    """An event recorded now that happened on a past day."""
    event = new_event(reason=reason, happened_on=day, at=NOW)
    change = PersonChange(addressee_no=number, first_day=day, values=values, is_entry=is_entry)
    changes = write_event(event=event, changes=[change])
    tell_followers(changes=changes, context=DESK.__class__(
        actor=DESK.actor, purpose="register", terminal="t", at=NOW,
    ))  # fmt: skip


def effects() -> list[tuple[int, int, int | None, int | None]]:
    """Person, year, tax before and after of everything open."""
    later = NOW + dt.timedelta(minutes=1)
    return [
        (one.noted.addressee_no, one.noted.fiscal_year, one.tax_before, one.tax_after)
        for one in effects_of(open_effects(), at=later)
    ]


def dead(day: dt.date) -> dict[str, Any]:
    return {"status": "dead", "ceased_on": day, "cease_reason": "死亡"}


def test_a_death_before_january_1_takes_the_tax_away(ward: None) -> None:
    """給与 8,200,000円: 所得割 582,500円 and 均等割等 5,000円 fall away."""
    learn(WATANABE.number, Reason.DEATH, JANUARY_1, dead(JANUARY_1))
    assert effects() == [(WATANABE.number, 2025, 587_500, 0)]


def test_a_move_away_before_january_1(ward: None) -> None:
    values = {"status": "moved_out", "ceased_on": JANUARY_1, "moved_to_planned": "大阪市"}
    learn(WATANABE.number, Reason.DOMESTIC_MOVE_OUT, JANUARY_1, values)
    assert effects() == [(WATANABE.number, 2025, 587_500, 0)]


def test_public_assistance_on_january_1(ward: None) -> None:
    learn(WATANABE.number, Reason.CORRECT_BY_AUTHORITY, JANUARY_1, {"public_assistance": True})
    assert effects() == [(WATANABE.number, 2025, 587_500, 0)]


def test_an_event_after_january_1_touches_no_tax(ward: None) -> None:
    learn(WATANABE.number, Reason.DEATH, dt.date(2025, 1, 2), dead(dt.date(2025, 1, 2)))
    assert RegisterEffect.objects.filter(fiscal_year=2025).count() == 0


def test_an_address_of_january_1_touches_no_tax(ward: None) -> None:
    learn(WATANABE.number, Reason.MOVE_WITHIN, JANUARY_1, {"address": "東京都港区三田1番"})
    assert RegisterEffect.objects.count() == 0


def test_a_relative_concerns_who_has_claimed_them(ward: None) -> None:
    RelativeClaim.objects.create(
        run_id=1, fiscal_year=2025, claimant_no=TARO.number, claimed_no=HANAKO.number,
        document_id=1, ordinal=1, is_spouse=True, income=0, verdict=ClaimVerdict.COUNTED,
    )  # fmt: skip
    learn(HANAKO.number, Reason.DEATH, JANUARY_1, dead(JANUARY_1))
    assert {(one.addressee_no, one.because_of) for one in RegisterEffect.objects.all()} == {
        (HANAKO.number, HANAKO.number), (TARO.number, HANAKO.number),
    }  # fmt: skip


def test_somebody_new_on_january_1_has_no_documents(ward: None) -> None:
    number = ward_fixture.numbered(777_777)
    values = {"name": "後日　判明", "kana": "ゴジツ", "sex": 2, "address": "東京都港区三田1番",
              "birth_date": dt.date(1990, 1, 1)}  # fmt: skip
    learn(number, Reason.DOMESTIC_MOVE_IN, dt.date(2024, 12, 20), values, is_entry=True)
    (one,) = effects_of(open_effects(), at=NOW + dt.timedelta(minutes=1))
    assert (one.noted.addressee_no, one.tax_before, one.tax_after) == (number, None, None)
    assert one.reason == "所得の分かる課税資料がありません。"
    assert one.noted.items[0] == ["住民状態", "記載なし", "住民"]


def test_the_page_lists_and_dismisses(ward: None, sign_in: Callable[[str], Client]) -> None:
    learn(WATANABE.number, Reason.DEATH, JANUARY_1, dead(JANUARY_1))
    officer = sign_in("tax_officer")
    text = officer.get("/tax/register-effects/").content.decode()
    assert "587,500円 → <strong>0円</strong>（差 △587,500円）" in text
    noted = RegisterEffect.objects.get()
    url = f"/tax/register-effects/{noted.pk}/dismiss/"
    assert "更正しない理由を入力してください" in officer.post(url, {}, follow=True).content.decode()
    officer.post(url, {"reason": "届出の誤りと判明"})
    assert "確認を待つものはありません" in officer.get("/tax/register-effects/").content.decode()
    noted.refresh_from_db()
    assert noted.dismissed_reason == "届出の誤りと判明"
