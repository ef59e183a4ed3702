# SPDX-License-Identifier: Apache-2.0
"""Insurances and allowances on a record: read as typed, kept as texts, told in words."""

from __future__ import annotations

import pytest

from daicho.rules.resident_register.entitlements import (
    ENTITLEMENT_ITEMS,
    check_entitlements,
    entitlement_text,
    entitlement_words,
    held_systems,
    read_entitlement,
    with_entitlements,
)
from daicho.rules.resident_register.reasons import ResidentKind


@pytest.mark.parametrize(
    ("name", "typed", "kept", "words"),
    [
        ("election.registered", "はい", "1", "有"),
        ("election.registered", "無", "", ""),
        ("national_health.acquired_on", "R8.4.1", "2026-04-01", "令和8年4月1日"),
        ("pension.number", "１２３４-567890", "1234567890", "1234-567890"),
        ("pension.type", "第３号", "第3号", "第3号"),
        ("child_allowance.from_month", "R8.4", "2026-04", "令和8年4月"),
        ("child_allowance.from_month", "令和元年5月", "2019-05", "令和元年5月"),
        ("child_allowance.from_month", "S64.1", "1989-01", "平成元年1月"),
        ("child_allowance.to_month", "2026-12", "2026-12", "令和8年12月"),
        ("child_allowance.to_month", "", "", ""),
    ],
)
def test_items_are_read_kept_and_told(name: str, typed: str, kept: str, words: str) -> None:
    read = read_entitlement(f"entitlements.{name}", typed)
    assert (read.text, read.reason) == (kept, "")
    assert entitlement_words(f"entitlements.{name}", kept) == words


@pytest.mark.parametrize(
    ("name", "typed", "reason"),
    [
        ("election.registered", "たぶん", "「はい」か「いいえ」を入力してください"),
        ("pension.number", "12345", "10桁の数字で入力してください"),
        ("pension.type", "第4号", "第1号・第2号・第3号・任意加入のどれかを入力してください"),
        (
            "child_allowance.from_month", "R8.13",
            "年月を「R8.4」「令和8年4月」「2026-04」のように入力してください",
        ),
        ("long_term_care.lost_on", "R8.2.30", "令和8年2月30日は暦にない日です"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(name: str, typed: str, reason: str) -> None:
    read = read_entitlement(f"entitlements.{name}", typed)
    assert (read.text, read.reason) == ("", reason)


def test_every_item_of_the_standard_is_there() -> None:
    assert [item.label for item in ENTITLEMENT_ITEMS.values()] == [
        "選挙人名簿への登録",
        "国民健康保険の被保険者", "国民健康保険の資格取得年月日", "国民健康保険の資格喪失年月日",
        "後期高齢者医療の被保険者", "後期高齢者医療の資格取得年月日",
        "後期高齢者医療の資格喪失年月日",
        "介護保険の被保険者", "介護保険の資格取得年月日", "介護保険の資格喪失年月日",
        "国民年金の被保険者", "基礎年金番号", "国民年金の種別", "国民年金の種別変更年月日",
        "国民年金の資格取得年月日", "国民年金の資格喪失年月日",
        "児童手当の受給開始年月", "児童手当の受給終了年月",
    ]  # fmt: skip


def test_changes_are_laid_over_what_is_kept() -> None:
    kept = with_entitlements({}, {
        "entitlements.pension.insured": "1", "entitlements.pension.number": "1234567890",
    })  # fmt: skip
    assert kept == {"pension": {"insured": "1", "number": "1234567890"}}
    after = with_entitlements(kept, {"entitlements.pension.insured": ""})
    assert after == {"pension": {"number": "1234567890"}}
    assert entitlement_text(after, "entitlements.pension.number") == "1234567890"
    assert (held_systems(kept), held_systems(after)) == (("pension",), ())


def test_who_receives_no_more_is_not_held() -> None:
    begun = {"child_allowance": {"from_month": "2020-01"}}
    assert held_systems(begun) == ("child_allowance",)
    assert held_systems({"child_allowance": {"from_month": "2020-01", "to_month": "2025-03"}}) == ()


def test_ends_before_beginnings_and_the_roll_of_foreigners_are_refused() -> None:
    kept = {
        "election": {"registered": "1"},
        "national_health": {"acquired_on": "2026-04-01", "lost_on": "2026-03-31"},
    }
    found = check_entitlements(kept, kind=ResidentKind.FOREIGN, subject="宛名番号 7")
    assert [one.code for one in found] == ["register.E-059", "register.E-058"]
    assert "国民健康保険の資格取得年月日、国民健康保険の資格喪失年月日" in found[0].message_ja
    same = {"national_health": {"acquired_on": "2026-04-01", "lost_on": "2026-04-01"}}
    assert check_entitlements(same, kind=ResidentKind.JAPANESE) == ()
