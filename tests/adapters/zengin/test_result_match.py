# SPDX-License-Identifier: Apache-2.0
"""A result held against its request: unknown, missing, repeated and changed rows."""

import pytest

from daicho.adapters.record_files.reader import read_records
from daicho.adapters.zengin.direct_debit import DEBIT_REQUEST, DEBIT_RESULT
from daicho.adapters.zengin.result_match import check_headers, check_request, match_result
from daicho.kernel.findings import Severity


@pytest.fixture
def sent(request_path):
    """The request as it was sent."""
    return read_records(DEBIT_REQUEST, request_path)


def _result(write_debits, *batches):
    return read_records(
        DEBIT_RESULT, write_debits(*batches, layout=DEBIT_RESULT, name="result.dat")
    )


def test_a_whole_result_matches(sent, result_path):
    match = match_result(sent.table, read_records(DEBIT_RESULT, result_path))
    assert match.problems == ()
    assert match.matched.num_rows == 5
    assert match.unmatched.num_rows == match.missing.num_rows == 0
    assert match.matched["result"].to_pylist() == ["0", "1", "0", "0", "2"]


def test_a_row_that_was_not_asked_for(sent, write_debits, make_rows, headers):
    result = _result(
        write_debits,
        (headers[0], make_rows(3, results=["0"] * 3)),
        (headers[1], make_rows(3, bank="0002", first=4, results=["0"] * 3)),
    )
    match = match_result(sent.table, result)
    assert [str(p) for p in match.problems] == [
        "result.dat 9レコード目 顧客番号: 依頼していない明細です"
    ]
    assert match.unmatched["record_number"].to_pylist() == [9]
    assert match.matched.num_rows == 5


def test_a_row_that_is_missing(sent, write_debits, make_rows, headers):
    result = _result(
        write_debits,
        (headers[0], make_rows(2, results=["0", "0"])),
        (headers[1], make_rows(1, bank="0002", first=4, results=["1"])),
    )
    match = match_result(sent.table, result)
    assert [str(p) for p in match.problems] == [
        "result.dat: 結果のない依頼が2件あります（8,000円）"
    ]
    assert match.missing["amount"].to_pylist() == [3000, 5000]


def test_a_changed_amount_and_account_are_not_taken(sent, write_debits, make_rows, headers):
    rows = make_rows(3, results=["0"] * 3).to_pylist()
    rows[0]["amount"] = 999
    rows[1]["account_number"] = "0000009"
    rows[2]["name"] = "ﾔﾏﾀﾞ ｼﾞﾛｳ"
    table = make_rows(3, results=["0"] * 3).from_pylist(rows)
    second = make_rows(2, bank="0002", first=4, results=["0"] * 2)
    match = match_result(
        sent.table, _result(write_debits, (headers[0], table), (headers[1], second))
    )
    assert [(p.record, p.field_ja, p.reason, p.severity) for p in match.problems] == [
        (2, "引落金額", "依頼と違います（依頼: 1000、結果: 999）", Severity.ERROR),
        (3, "口座番号", "依頼と違います（依頼: 0000002、結果: 0000009）", Severity.ERROR),
        (4, "預金者名", "依頼と違います", Severity.WARNING),
    ]  # fmt: skip
    assert match.unmatched["record_number"].to_pylist() == [2, 3]
    assert match.matched["record_number"].to_pylist() == [4, 7, 8]


def test_two_results_for_one_request_are_both_put_aside(sent, write_debits, make_rows, headers):
    twice = make_rows(3, results=["0", "1", "0"]).take([0, 1, 2, 1])
    second = make_rows(2, bank="0002", first=4, results=["0"] * 2)
    match = match_result(
        sent.table, _result(write_debits, (headers[0], twice), (headers[1], second))
    )
    assert [(p.record, p.reason) for p in match.problems] == [
        (3, "同じ顧客番号の結果が重なっています"),
        (5, "同じ顧客番号の結果が重なっています"),
    ]
    assert match.matched.num_rows == 4
    assert match.missing.num_rows == 0


def test_a_result_of_another_day_is_named(sent, write_debits, make_rows, headers):
    other = {**headers[0], "effective_on": 930}
    result = _result(write_debits, (other, make_rows(3, results=["0"] * 3)))
    assert [str(p) for p in check_headers(sent, result)] == [
        "result.dat 1レコード目 ヘッダレコード: この依頼はしていません"
        "（委託者コード 0000131032、引落日 930、取引銀行番号 0001）"
    ]
    assert check_headers(sent, sent) == ()


def test_a_request_with_a_number_twice_is_told(make_rows):
    rows = make_rows(3).take([0, 1, 0])
    assert [(p.record, p.reason) for p in check_request(rows, name="x")] == [
        (1, "同じ顧客番号の依頼が重なっています"),
        (3, "同じ顧客番号の依頼が重なっています"),
    ]
    assert check_request(make_rows(3), name="x") == ()


def test_a_result_for_nothing(write_debits, make_rows, headers):
    result = _result(write_debits, (headers[0], make_rows(1, results=["0"])))
    match = match_result(make_rows(0), result)
    assert match.matched.num_rows == 0
    assert match.unmatched.num_rows == 1
