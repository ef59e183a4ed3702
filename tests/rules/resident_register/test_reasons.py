# SPDX-License-Identifier: Apache-2.0
"""Reasons of a change, word for word as 標準仕様書 1.2.2 lists them, and what each does."""

import datetime as dt

import pytest

from daicho.rules.resident_register.reasons import (
    REASON_FACTS,
    Reason,
    ReasonGroup,
    ResidentKind,
    ResidentStatus,
    Turnover,
    cancellation_of,
    reasons_of,
    status_after,
    turnover_of,
)

LISTED = {
    ReasonGroup.RECORD: "国内転入 国外転入等 出生 職権記載（帰化等） 職権記載（国籍喪失） 職権記載 "
    "改製 再製 異動の取消し（増）",
    ReasonGroup.REMOVE: "国内転出 国外転出 死亡 職権消除（帰化等） 職権消除（国籍喪失） 職権消除 "
    "改製 再製 異動の取消し（減）",
    ReasonGroup.CORRECT: "転居 軽微な修正 職権修正 誤記修正 個人番号の変更請求 個人番号の職権修正 "
    "個人番号の職権記載 住民票コードの変更請求 住民票コードの職権記載 世帯分離 世帯合併 世帯変更 "
    "世帯主変更 旧氏の記載 旧氏の変更 旧氏の削除 通称の記載 通称の削除 異動の取消し（修正）",
}


@pytest.mark.parametrize("group", ReasonGroup)
def test_the_list_is_that_of_the_standard(group):
    assert " ".join(reason.label_ja for reason in reasons_of(group)) == LISTED[group]


def test_every_reason_has_facts_and_a_code_of_its_group():
    assert set(REASON_FACTS) == set(Reason)
    first = {ReasonGroup.RECORD: "1", ReasonGroup.REMOVE: "2", ReasonGroup.CORRECT: "3"}
    assert all(reason.value.startswith(first[reason.group]) for reason in Reason)


def test_a_cancelled_move_within_is_no_reason_of_its_own():
    assert "転居取消" not in {reason.label_ja for reason in Reason}


@pytest.mark.parametrize(
    ("group", "kind", "absent"),
    [
        (ReasonGroup.RECORD, ResidentKind.JAPANESE, {"職権記載（国籍喪失）"}),
        (ReasonGroup.RECORD, ResidentKind.FOREIGN, {"職権記載（帰化等）"}),
        (ReasonGroup.REMOVE, ResidentKind.JAPANESE, {"職権消除（帰化等）"}),
        (ReasonGroup.REMOVE, ResidentKind.FOREIGN, {"職権消除（国籍喪失）"}),
        (ReasonGroup.CORRECT, ResidentKind.JAPANESE, {"通称の記載", "通称の削除"}),
        (
            ReasonGroup.CORRECT,
            ResidentKind.FOREIGN,
            {"旧氏の記載", "旧氏の変更", "旧氏の削除"},
        ),
    ],
)
def test_reasons_fit_one_kind_of_resident(group, kind, absent):
    offered = {reason.label_ja for reason in reasons_of(group, kind)}
    assert {reason.label_ja for reason in reasons_of(group)} - offered == absent


@pytest.mark.parametrize(
    ("reason", "cancelled", "counted"),
    [
        (Reason.BIRTH, None, (1, Turnover.NATURAL)),
        (Reason.DEATH, None, (-1, Turnover.NATURAL)),
        (Reason.DOMESTIC_MOVE_IN, None, (1, Turnover.SOCIAL)),
        (Reason.MOVE_OUT_ABROAD, None, (-1, Turnover.SOCIAL)),
        (Reason.RECORD_BY_AUTHORITY, None, (1, Turnover.OTHER)),
        (Reason.REMOVE_NATURALISED, None, (-1, Turnover.OTHER)),
        (Reason.MOVE_WITHIN, None, (0, Turnover.NONE)),
        (Reason.RENEWAL_RECORD, None, (0, Turnover.NONE)),
        (Reason.RENEWAL_REMOVE, None, (0, Turnover.NONE)),
        (Reason.CANCEL_INCREASE, Reason.DEATH, (1, Turnover.NATURAL)),
        (Reason.CANCEL_INCREASE, Reason.DOMESTIC_MOVE_OUT, (1, Turnover.SOCIAL)),
        (Reason.CANCEL_DECREASE, Reason.BIRTH, (-1, Turnover.NATURAL)),
        (Reason.CANCEL_DECREASE, None, (-1, Turnover.OTHER)),
        (Reason.CANCEL_CORRECTION, Reason.MOVE_WITHIN, (0, Turnover.NONE)),
    ],
)
def test_statistics_count_each_reason(reason, cancelled, counted):
    assert turnover_of(reason, cancelled=cancelled) == counted


def test_naturalisation_moves_one_person_from_one_kind_to_the_other():
    assert Reason.RECORD_NATURALISED.effect + Reason.REMOVE_NATURALISED.effect == 0


@pytest.mark.parametrize(
    ("reason", "cancellation"),
    [
        (Reason.DOMESTIC_MOVE_OUT, "異動の取消し（増）"),
        (Reason.DEATH, "異動の取消し（増）"),
        (Reason.DOMESTIC_MOVE_IN, "異動の取消し（減）"),
        (Reason.BIRTH, "異動の取消し（減）"),
        (Reason.MOVE_WITHIN, "異動の取消し（修正）"),
    ],
)
def test_each_event_has_its_cancellation(reason, cancellation):
    assert cancellation_of(reason).label_ja == cancellation


@pytest.mark.parametrize(
    ("reason", "as_of", "status"),
    [
        (Reason.DOMESTIC_MOVE_OUT, dt.date(2026, 3, 30), ResidentStatus.LEAVING),
        (Reason.DOMESTIC_MOVE_OUT, dt.date(2026, 3, 31), ResidentStatus.MOVED_OUT),
        (Reason.DEATH, dt.date(2026, 3, 31), ResidentStatus.DEAD),
        (Reason.REMOVE_BY_AUTHORITY, dt.date(2026, 3, 31), ResidentStatus.REMOVED),
        (Reason.RENEWAL_REMOVE, dt.date(2026, 3, 31), ResidentStatus.RESIDENT),
        (Reason.CANCEL_INCREASE, dt.date(2026, 3, 31), ResidentStatus.RESIDENT),
        (Reason.CANCEL_DECREASE, dt.date(2026, 3, 31), ResidentStatus.REMOVED),
    ],
)
def test_state_of_the_person_afterwards(reason, as_of, status):
    assert status_after(reason, moved_on=dt.date(2026, 3, 31), as_of=as_of) == status


def test_a_correction_leaves_the_state_as_it_was():
    day = dt.date(2026, 3, 31)
    state = status_after(
        Reason.ALIAS_RECORD, moved_on=day, as_of=day, before=ResidentStatus.LEAVING
    )
    assert state is ResidentStatus.LEAVING
