# SPDX-License-Identifier: Apache-2.0
"""Receipts of counters: bundles with their totals, read by machine or typed."""

import pyarrow as pa
import pytest

from daicho.adapters.counter_receipts.receipts import (
    COUNTER_RECEIPTS,
    check_entry,
    check_receipts,
)
from daicho.adapters.payment_slip.digit_line import parse_digit_line
from daicho.adapters.record_files.reader import read_records
from daicho.adapters.record_files.received_file import OutgoingBatch
from daicho.adapters.record_files.writer import compose_records

HEADER = {
    "municipality_code": "131032", "bank_code": "0001", "received_on": 20260903,
    "bundle_number": "1", "made_on": 20260904,
}  # fmt: skip
LINE = parse_digit_line(
    """
name_ja = "OCR行1"
part = [
  {name = "key", name_ja = "整理番号", length = 12},
  {name = "cd", name_ja = "検査", length = 1, check = "modulus-11"},
]
"""
)


def _row(number, **others):
    digits, _ = LINE.compose({"key": str(number)})
    return {
        "receipt_number": str(number), "ocr_line": digits, "paying_bank": "0001",
        "paying_branch": "012", "paid_on": 20260901, "tax_amount": 5_000,
        "delinquency_charge": 100, "demand_fee": 70, "amount": 5_170, "entered_by": "1", **others,
    }  # fmt: skip


@pytest.fixture
def receive(tmp_path):
    """Send rows through a file."""

    def through(*rows):
        batch = OutgoingBatch(HEADER, pa.Table.from_pylist(list(rows)))
        composed = compose_records(COUNTER_RECEIPTS, [batch], name="r")
        assert composed.problems == ()
        path = tmp_path / "receipts.dat"
        path.write_bytes(composed.data)
        return read_records(COUNTER_RECEIPTS, path)

    return through


def test_a_bundle_with_its_totals(receive):
    received = receive(_row(1), _row(2))
    assert received.batches[0].trailer == {
        "record_class": "8", "count": 2, "tax_amount": 10_000, "delinquency_charge": 200,
        "demand_fee": 140, "amount": 10_340,
    }  # fmt: skip
    checked = check_receipts(received, line=LINE)
    assert checked.problems == ()
    assert checked.rows["ocr_key"].to_pylist() == [f"{n:012d}" for n in (1, 2)]
    assert "ocr_key" not in check_receipts(received, line=None).rows.column_names


def test_what_does_not_hold_together_is_put_aside(receive):
    wrong_digit = _row(5)["ocr_line"][:-1] + str((int(_row(5)["ocr_line"][-1]) + 1) % 10)
    checked = check_receipts(
        receive(
            _row(1),
            _row(2, amount=5_169),
            _row(3, paid_on=20260904),
            _row(4, ocr_line="9" + _row(4)["ocr_line"]),
            _row(5, ocr_line=wrong_digit),
        ),
        line=LINE,
    )
    assert [(p.record, p.field_ja, p.reason) for p in checked.problems] == [
        (3, "合計額", "本税・延滞金・督促手数料の計（5,170円）と違います"),
        (4, "領収日", "収入日より後です"),
        (5, "OCR行", "OCR行1は13桁の数字です"),
        (6, "OCR行", "検査（検査数字）が合いません"),
    ]
    assert checked.rows["record_number"].to_pylist() == [2]
    assert checked.refused["record_number"].to_pylist() == [3, 4, 5, 6]


def test_what_clerks_typed_against_the_cover(receive):
    rows = receive(_row(1), _row(2)).table
    assert check_entry(rows, name="束1", count=2, amount=10_340) == ()
    assert [str(p) for p in check_entry(rows, name="束1", count=3, amount=10_430)] == [
        "束1 合計: 件数が合いません（合計票: 3件、入力: 2件）",
        "束1 合計: 金額が合いません（合計票: 10,430円、入力: 10,340円、差: -90円）",
    ]
