# SPDX-License-Identifier: Apache-2.0
"""年金特別徴収: the request, the result of a month, and one held against the other."""

import pyarrow as pa
import pytest

from daicho.adapters.pension.collection_results import (
    PENSION_REQUEST,
    PENSION_RESULT,
    check_results,
    match_results,
)
from daicho.adapters.record_files.reader import read_records
from daicho.adapters.record_files.received_file import OutgoingBatch
from daicho.adapters.record_files.writer import compose_records

HEAD = {
    "prefecture_code": "13", "city_code": "103", "collector_code": "001", "scheme_code": "0",
    "made_on": 20260905,
}  # fmt: skip


def _rows(count=3, *, results=None):
    asked = [6_000 * n for n in range(1, count + 1)]
    codes = results or [""] * count
    taken = [a if code == "00" else 0 for a, code in zip(asked, codes, strict=True)]
    notice = "61" if results else "01"
    return pa.table(
        {
            **{name: [value] * count for name, value in HEAD.items()},
            "notice_code": [notice] * count,
            "basic_pension_number": [f"{n:010d}" for n in range(1, count + 1)],
            "pension_code": ["1150"] * count, "birth_date": [19500401] * count,
            "sex": [2] * count, "kana": ["ﾐﾅﾄ ﾀﾛｳ"] * count, "name": ["港　太郎"] * count,
            "postcode": ["1050011"] * count, "address": ["港区芝公園一丁目"] * count,
            "result_code": codes, "pension_amount": asked,
            "amount_2": taken if results else [0] * count,
            "amount_3": [a - t for a, t in zip(asked, taken, strict=True)] if results
            else [0] * count,
        }
    )  # fmt: skip


@pytest.fixture
def receive(tmp_path):
    """Send rows through a file."""

    def through(layout, rows, **options):
        notice = "61" if layout is PENSION_RESULT else "01"
        batch = OutgoingBatch({**HEAD, "notice_code": notice}, rows)
        composed = compose_records(layout, [batch], name="p", **options)
        assert composed.problems == ()
        assert len(composed.data) == 500 * (rows.num_rows + 2)
        path = tmp_path / "pension.dat"
        path.write_bytes(composed.data)
        return read_records(layout, path)

    return through


def test_the_frame_of_a_request(receive, tmp_path):
    received = receive(PENSION_REQUEST, _rows())
    assert received.problems == ()
    assert received.sums["pension_amount"] == 36_000
    assert received.table["name"].to_pylist() == ["港　太郎"] * 3
    data = (tmp_path / "pension.dat").read_bytes()
    assert data[:22] == b"113103001" + b"01" + b" " + b"0" + b"20260905" + b" "
    assert data[-500:-437] == (
        b"313103001" + b"01" + b" " + b"0" + b"20260905" + b"000000003" + b"00000036000"
        + b"0" * 22
    )  # fmt: skip


def test_a_result_says_why(receive):
    received = receive(PENSION_RESULT, _rows(results=["00", "01", "04"]))
    checked = check_results(received)
    assert checked.problems == ()
    assert checked.rows["amount_2"].to_pylist() == [6_000, 0, 0]
    assert checked.rows["amount_3"].to_pylist() == [0, 12_000, 18_000]


def test_a_result_is_no_request_and_needs_a_reason(receive):
    request = receive(PENSION_REQUEST, _rows())
    assert request.refusal == ""
    composed = compose_records(
        PENSION_RESULT, [OutgoingBatch({**HEAD, "notice_code": "01"}, _rows())], name="p"
    )
    told = [(p.record, p.field_ja) for p in composed.problems]
    assert (1, "通知内容コード") in told
    assert (2, "処理結果") in told


def test_amounts_that_do_not_add_up_are_put_aside(receive):
    rows = _rows(4, results=["00", "00", "01", "00"]).to_pylist()
    rows[0]["amount_2"] = 5_999
    rows[1] |= {"amount_2": 11_000, "amount_3": 1_000}
    rows[2] |= {"amount_2": 18_000, "amount_3": 0}
    checked = check_results(receive(PENSION_RESULT, pa.Table.from_pylist(rows)))
    assert [(p.record, p.reason) for p in checked.problems] == [
        (2, "徴収額と徴収不能額の計が徴収依頼額と違います"),
        (3, "徴収済ですが徴収不能額があります"),
        (4, "徴収不能ですが徴収不能額が0です"),
    ]
    assert checked.rows["record_number"].to_pylist() == [5]


def test_the_result_against_the_request(receive):
    request = receive(PENSION_REQUEST, _rows(3)).table
    rows = _rows(4, results=["00", "00", "01", "00"]).to_pylist()
    rows[1] |= {"pension_amount": 11_000, "amount_2": 11_000}
    result = receive(PENSION_RESULT, pa.Table.from_pylist([rows[0], rows[1], rows[3]]))
    match = match_results(request, result)
    assert [str(p) for p in match.problems] == [
        "pension.dat: 結果のない依頼が1件あります（18,000円）",
        "pension.dat 3レコード目 徴収依頼額: 依頼と違います（依頼: 12000、結果: 11000）",
        "pension.dat 4レコード目 基礎年金番号・年金コード: 依頼していない明細です",
    ]
    assert match.matched.num_rows == 1
    assert match.unmatched.num_rows == 2
