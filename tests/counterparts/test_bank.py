# SPDX-License-Identifier: Apache-2.0
"""The bank over real sockets: results after a told share of failures, and its faults."""

import datetime as dt
from collections import deque

import pyarrow as pa
import pytest

from daicho.adapters.record_files.reader import read_records
from daicho.adapters.record_files.received_file import OutgoingBatch
from daicho.adapters.record_files.writer import compose_records
from daicho.adapters.zengin.direct_debit import DEBIT_REQUEST, DEBIT_RESULT
from daicho.adapters.zengin.result_match import match_result
from daicho.adapters.zengin.transfer import TRANSFER_REQUEST, TRANSFER_RETURN
from daicho.counterparts.bank.bank import Bank
from daicho.counterparts.file_exchange.faults import Fault

TODAY = dt.date(2026, 8, 20)
HEADER = {
    "client_code": "0000131032", "client_name": "ﾐﾅﾄｸ", "effective_on": 831, "bank_code": "0001",
    "bank_name": "ﾐﾅﾄ", "branch_code": "012", "account_kind": "1", "account_number": "7654321",
}  # fmt: skip
COUNT = 200


def _debits():
    numbers = range(1, COUNT + 1)
    return pa.table(
        {
            "bank_code": ["0001"] * COUNT, "branch_code": ["001"] * COUNT,
            "account_kind": ["1"] * COUNT, "account_number": [f"{n:07d}" for n in numbers],
            "name": ["ﾔﾏﾀﾞ ﾀﾛｳ"] * COUNT, "amount": [100 * n for n in numbers],
            "customer_number": [f"{n:020d}" for n in numbers],
        }
    )  # fmt: skip


def _file(layout, rows):
    return compose_records(layout, [OutgoingBatch(HEADER, rows)], name="x").data


@pytest.fixture
def received(tmp_path):
    """Read bytes with a layout."""

    def read(layout, data):
        path = tmp_path / "fetched"
        path.write_bytes(data)
        return read_records(layout, path)

    return read


def test_a_result_comes_two_business_days_after_the_debit(serve, received):
    bank = serve(Bank(TODAY, debit_failures=1_000))
    told = (201, ["200件 2,010,000円を受け付けました"])
    assert bank.give("debit.dat", _file(DEBIT_REQUEST, _debits())) == told
    bank.pass_to("2026-09-01")
    assert bank.names() == []
    bank.pass_to("2026-09-02")
    assert bank.names() == ["result-debit.dat"]
    result = received(DEBIT_RESULT, bank.fetch("result-debit.dat"))
    assert result.problems == ()
    failed = [code for code in result.table["result"].to_pylist() if code != "0"]
    assert 8 <= len(failed) <= 36  # a tenth of 200, by the seed
    assert result.batches[0].trailer["failed_count"] == len(failed)
    match = match_result(_debits(), result)
    assert match.problems == ()
    assert bank.ask("DELETE", "/outbox/result-debit.dat")[0] == 204
    assert bank.names() == []


def test_the_seed_decides(serve):
    def fetch(seed):
        bank = serve(Bank(TODAY, seed=seed, debit_failures=2_000))
        bank.give("debit.dat", _file(DEBIT_REQUEST, _debits()))
        bank.pass_to("2026-09-02")
        return bank.fetch("result-debit.dat")

    assert fetch(1) == fetch(1)
    assert fetch(1) != fetch(2)


def test_the_same_file_is_taken_once_and_a_bad_one_not_at_all(serve):
    bank = serve(Bank(TODAY))
    data = _file(DEBIT_REQUEST, _debits())
    assert bank.give("a.dat", data)[0] == 201
    assert bank.give("b.dat", data) == (409, ["同じ内容のファイルを受け取っています（a.dat）"])
    status, told = bank.give("c.dat", data[:-1])
    assert status == 422
    assert told[0].startswith("c.dat: 最後のレコードがエンドレコードではありません")
    assert bank.give("d.dat", b"") == (422, ["d.dat: ファイルが空です"])


def test_refunds_that_come_back(serve, received):
    rows = pa.table(
        {
            "bank_code": ["0002"] * 100, "branch_code": ["101"] * 100, "account_kind": ["1"] * 100,
            "account_number": [f"{n:07d}" for n in range(1, 101)], "name": ["ﾔﾏﾀﾞ"] * 100,
            "amount": [1_000] * 100, "reference": [f"{n:010d}" for n in range(100)],
        }
    )  # fmt: skip
    bank = serve(Bank(TODAY, transfer_returns=1_000))
    assert bank.give("refund.dat", _file(TRANSFER_REQUEST, rows))[0] == 201
    bank.pass_to("2026-09-01")
    returned = received(TRANSFER_RETURN, bank.fetch("return-1-refund.dat"))
    assert returned.problems == ()
    assert 3 <= returned.accepted_count <= 20
    assert set(returned.table["reason"].to_pylist()) <= {"1", "2", "3"}
    assert set(returned.table["returned_on"].to_pylist()) == {901}


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault.TRUNCATED, "最後のレコードがエンドレコードではありません"),
        (Fault.EXTRA_BYTE, "データ区分が決められた値ではありません"),
        (Fault.WRONG_TOTALS, "データの計と合いません"),
        (Fault.OTHER_CODE, "文字コードがEBCDICです"),
        (Fault.JOINED, "2つのファイルがつながっている"),
    ],
)
def test_a_spoiled_file_is_refused(serve, received, fault, told):
    bank = serve(Bank(TODAY, faults=deque([fault])))
    bank.give("debit.dat", _file(DEBIT_REQUEST, _debits()))
    bank.pass_to("2026-09-02")
    result = received(DEBIT_RESULT, bank.fetch("result-debit.dat"))
    assert result.refusal
    assert any(told in problem.reason for problem in result.problems)
    assert result.accepted_count == 0


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault.FOREIGN_ROW, "依頼していない明細です"),
        (Fault.MISSING_ROW, "結果のない依頼が1件あります（100円）"),
        (Fault.CHANGED_AMOUNT, "依頼と違います（依頼: 100、結果: 101）"),
    ],
)
def test_a_spoiled_row_is_found_against_the_request(serve, received, fault, told):
    bank = serve(Bank(TODAY, faults=deque([fault])))
    bank.give("debit.dat", _file(DEBIT_REQUEST, _debits()))
    bank.pass_to("2026-09-02")
    result = received(DEBIT_RESULT, bank.fetch("result-debit.dat"))
    assert result.problems == ()
    assert [problem.reason for problem in match_result(_debits(), result).problems] == [told]


def test_late_and_twice(serve):
    bank = serve(Bank(TODAY, faults=deque([Fault.LATE, Fault.SAME_TWICE])))
    bank.give("a.dat", _file(DEBIT_REQUEST, _debits()))
    bank.give("b.dat", _file(DEBIT_REQUEST, _debits().slice(1)))
    bank.pass_to("2026-09-02")
    assert bank.names() == ["again-result-b.dat", "result-b.dat"]
    assert bank.fetch("again-result-b.dat") == bank.fetch("result-b.dat")
    bank.pass_to("2026-09-07")
    assert "result-a.dat" in bank.names()


def test_slow_and_refusing_answers(serve):
    party = Bank(TODAY, faults=deque([Fault.SLOW, Fault.REFUSES]))
    bank = serve(party)
    with pytest.raises(TimeoutError):
        bank.ask("GET", "/outbox", timeout=0.2)
    party.released.set()
    assert bank.ask("GET", "/outbox")[0] == 503
    assert bank.ask("GET", "/outbox")[0] == 200


def test_nobody_else_is_served(serve):
    bank = serve(Bank(TODAY), token="guessed")
    assert bank.ask("GET", "/outbox")[0] == 401
    assert bank.give("a.dat", b"x") == (401, ["認証できません"])
    other = serve(Bank(TODAY))
    assert other.ask("GET", "/outbox/none")[0] == 404
    assert other.ask("PUT", "/elsewhere/a", b"x")[0] == 404
    assert other.ask("POST", "/day/soon")[0] == 400
