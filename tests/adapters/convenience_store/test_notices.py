# SPDX-License-Identifier: Apache-2.0
"""Notices of convenience stores: bars, files and the rules between 速報, 確報 and 速報取消."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.adapters.convenience_store.notices import CONVENIENCE_NOTICES, check_notices
from daicho.adapters.convenience_store.pairing import PaymentState, pair_notices
from daicho.adapters.convenience_store.slip_code import split_slips
from daicho.adapters.record_files.reader import read_records
from daicho.adapters.record_files.received_file import OutgoingBatch
from daicho.adapters.record_files.writer import compose_records
from daicho.kernel.barcodes import payment_slip_digits
from daicho.kernel.findings import Severity

BILLER = "123456"
HEADER = {"agency_code": "0000123", "biller": BILLER, "made_on": 20260903, "file_number": "1"}


def _slip(key, amount=5_000, last_day=date(2026, 8, 31), biller=BILLER):
    return payment_slip_digits(biller=biller, key=str(key), amount=amount, last_day=last_day)


def _row(kind, key, *, amount=5_000, paid_on=20260825, receipt=None, **others):
    return {
        "notice_kind": kind, "slip_code": _slip(key, amount), "paid_on": paid_on,
        "paid_at": "0930", "chain_code": "00001", "store_code": "000123",
        "receipt_number": f"{receipt or key:012d}", "amount": amount,
        "deposit_on": 20260910 if kind == "02" else 0, **others,
    }  # fmt: skip


@pytest.fixture
def receive(tmp_path):
    """Send rows through a file and check them."""

    def through(*rows, name="cvs.dat"):
        batch = OutgoingBatch(HEADER, pa.Table.from_pylist(list(rows)))
        composed = compose_records(CONVENIENCE_NOTICES, [batch], name=name)
        assert composed.problems == ()
        path = tmp_path / name
        path.write_bytes(composed.data)
        received = read_records(CONVENIENCE_NOTICES, path)
        assert received.refusal == ""
        return check_notices(received, biller=BILLER)

    return through


@settings(deadline=None)
@given(
    st.integers(1, 10**21 - 1),
    st.integers(1, 999_999),
    st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(0, 9),
)
def test_what_the_kernel_writes_is_read(key, amount, last_day, reissued):
    code = payment_slip_digits(
        biller=BILLER, key=str(key), amount=amount, last_day=last_day, reissued=reissued
    )
    slips = split_slips(pa.array([code]))
    assert slips.faults.to_pylist() == [""]
    assert slips.key.to_pylist() == [f"{key:021d}"]
    assert slips.biller.to_pylist() == [BILLER]
    assert slips.amount.to_pylist() == [amount]
    assert slips.reissued.to_pylist() == [reissued]
    wanted = 0 if last_day is None else int(f"{last_day:%Y%m%d}")
    assert slips.last_day.to_pylist() == [wanted]


@pytest.mark.parametrize("place", range(43))
def test_one_wrong_digit_is_found(place):
    code = _slip(42)
    wrong = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
    assert split_slips(pa.array([wrong])).faults.to_pylist() == ["検査数字が合いません"]


def test_codes_that_say_nothing():
    def with_check(body):
        total = sum(int(d) * (3 if at % 2 == 0 else 1) for at, d in enumerate(body))
        return body + str(-total % 10)

    good = _slip(1)
    codes = [
        good[:-1], "x" * 44, with_check("90" + good[2:43]),
        with_check(good[:30] + "260230" + good[36:43]), with_check(good[:36] + "2" + good[37:43]),
        with_check(good[:37] + "000000"), "",
    ]  # fmt: skip
    slips = split_slips(pa.array(codes))
    assert slips.faults.to_pylist() == [
        "44桁の数字ではありません", "44桁の数字ではありません", "先頭が91ではありません",
        "支払期限が暦にない日です", "印紙の区分が0でも1でもありません", "金額が0です",
        "44桁の数字ではありません",
    ]  # fmt: skip
    assert slips.key.to_pylist() == [""] * 7
    assert slips.last_day.to_pylist() == [0] * 7


def test_the_totals_of_each_kind():
    rows = [_row("01", 1), _row("01", 2, amount=700), _row("02", 3, amount=90), _row("03", 2)]
    batch = OutgoingBatch(HEADER, pa.Table.from_pylist(rows))
    composed = compose_records(CONVENIENCE_NOTICES, [batch], name="x")
    assert composed.totals == (
        {
            "count": 4, "amount": 10_790, "early_count": 2, "early_amount": 5_700,
            "final_count": 1, "final_amount": 90, "cancelled_count": 1, "cancelled_amount": 5_000,
        },
    )  # fmt: skip


def test_notices_agree_with_their_bars(receive):
    checked = receive(_row("01", 1), _row("02", 2))
    assert checked.problems == ()
    assert checked.rows["key"].to_pylist() == ["1".zfill(21), "2".zfill(21)]
    assert checked.rows["last_day"].to_pylist() == [20260831, 20260831]
    assert checked.refused.num_rows == 0


def test_notices_that_do_not_agree_are_put_aside(receive):
    foreign = _slip(7, biller="654321")
    broken = _slip(8)[:-1] + str((int(_slip(8)[-1]) + 1) % 10)
    checked = receive(
        _row("01", 1),
        _row("01", 2) | {"amount": 4_999},
        _row("01", 7) | {"slip_code": foreign},
        _row("01", 8) | {"slip_code": broken},
        _row("02", 4) | {"deposit_on": 0},
        _row("02", 5) | {"deposit_on": 20260801},
        _row("01", 6, paid_on=20260901),
    )
    assert [(p.record, p.field_ja, p.reason, p.severity) for p in checked.problems] == [
        (3, "収納金額", "バーコードの金額と違います", Severity.ERROR),
        (4, "バーコード情報", "請求書発行企業コードが123456ではありません", Severity.ERROR),
        (5, "バーコード情報", "検査数字が合いません", Severity.ERROR),
        (6, "振込予定日", "確報に振込予定日がありません", Severity.ERROR),
        (7, "振込予定日", "収納日より前です", Severity.ERROR),
        (8, "収納日", "支払期限を過ぎて収納されています", Severity.WARNING),
    ]
    assert checked.rows["record_number"].to_pylist() == [2, 8]
    assert checked.refused["record_number"].to_pylist() == [3, 4, 5, 6, 7]


def test_the_way_of_a_payment(receive):
    first = pair_notices({}, receive(_row("01", 1), _row("01", 2), _row("01", 3)).rows, file="a")
    assert len(first.announced) == 3
    second = pair_notices(
        first.states, receive(_row("02", 1), _row("03", 2), _row("02", 4)).rows, file="b"
    )
    assert [key.receipt_number for key in second.settled] == [f"{1:012d}"]
    assert [key.receipt_number for key in second.cancelled] == [f"{2:012d}"]
    assert [key.receipt_number for key in second.unannounced] == [f"{4:012d}"]
    assert [key.receipt_number for key in second.still_open()] == [f"{3:012d}"]
    assert [str(p) for p in second.problems] == ["b 4レコード目 確報: 速報のない確報です"]
    assert len(first.still_open()) == 3  # what was known before is not changed


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        (["01"], "01", "同じ速報が既にあります"),
        (["01", "02"], "01", "確報の後に速報が来ました"),
        (["01", "03"], "01", "取り消された速報がまた来ました"),
        (["01", "02"], "02", "同じ確報が既にあります"),
        (["01", "03"], "02", "取り消された速報に確報が来ました"),
        ([], "03", "速報のない取消です"),
        (["01", "02"], "03", "確報の後に速報取消が来ました"),
        (["01", "03"], "03", "同じ取消が既にあります"),
    ],
)
def test_what_contradicts_changes_nothing(receive, before, now, reason):
    states = {}
    for kind in before:
        states = pair_notices(states, receive(_row(kind, 1)).rows, file="a").states
    pairing = pair_notices(states, receive(_row(now, 1)).rows, file="b")
    assert [(p.reason, p.severity) for p in pairing.problems] == [(reason, Severity.ERROR)]
    assert pairing.states == states


def test_the_same_file_twice_changes_nothing(receive):
    rows = receive(_row("01", 1), _row("01", 2)).rows
    once = pair_notices({}, rows, file="a")
    twice = pair_notices(once.states, rows, file="a")
    assert twice.states == once.states
    assert len(twice.problems) == 2


def test_one_file_may_hold_them_in_any_order(receive):
    pairing = pair_notices({}, receive(_row("02", 1), _row("03", 2), _row("01", 2), _row("01", 1))
                           .rows, file="a")  # fmt: skip
    assert pairing.problems == []
    assert list(pairing.states.values()) == [PaymentState.CANCELLED, PaymentState.FINAL]


def test_one_slip_paid_twice_is_two_payments(receive):
    rows = receive(_row("01", 1), _row("01", 1, receipt=99, paid_on=20260826)).rows
    pairing = pair_notices({}, rows, file="a")
    assert len(pairing.announced) == 2
    assert [key.receipt_number for key in pairing.repeated_slips] == [f"{99:012d}"]
    assert [p.reason for p in pairing.problems] == [
        "同じ納付書がもう一度収納されています（二重納付）"
    ]
    after = receive(_row("03", 1), _row("01", 1, receipt=77, paid_on=20260827)).rows
    alone = pair_notices({}, receive(_row("01", 1)).rows, file="a")
    again = pair_notices(alone.states, after, file="b")
    assert again.repeated_slips == []  # the first payment was cancelled in the same file
    assert [state.value for state in again.states.values()] == ["取消", "速報"]
