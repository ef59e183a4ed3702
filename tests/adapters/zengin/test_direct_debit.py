# SPDX-License-Identifier: Apache-2.0
"""口座振替: the bytes as the banks publish them, and what is read back."""

import pytest

from daicho.adapters.record_files import framing
from daicho.adapters.record_files.characters import Encoding
from daicho.adapters.record_files.layout import LineEnd
from daicho.adapters.record_files.reader import read_records
from daicho.adapters.zengin.direct_debit import DEBIT_REQUEST, DEBIT_RESULT


def _records(data, step=120):
    return [data[start : start + step] for start in range(0, len(data), step)]


def test_the_bytes_of_a_request(request_path):
    data = request_path.read_bytes()
    assert len(data) == 120 * 10
    header, first, _, _, trailer, second_header = _records(data)[:6]
    assert header == (
        b"1910" + b"0000131032" + "ﾐﾅﾄｸ(ﾈﾂﾄ-)".encode("cp932").ljust(40) + b"0831" + b"0001"
        + "ﾐﾅﾄ".encode("cp932").ljust(15) + b"012" + "ｼﾊﾞ".encode("cp932").ljust(15)
        + b"1" + b"7654321" + b" " * 17
    )  # fmt: skip
    assert first == (
        b"2" + b"0001" + "ﾐﾅﾄ".encode("cp932").ljust(15) + b"001"
        + "ﾎﾝﾃﾝ".encode("cp932").ljust(15) + b"    " + b"1" + b"0000001"
        + "ﾜﾀﾅﾍﾞ ﾊﾅｺ".encode("cp932").ljust(30) + b"0000001000" + b"0"
        + b"00000000000000000001" + b"0" + b" " * 8
    )  # fmt: skip
    assert trailer == b"8" + b"000003" + b"000000006000" + b"0" * 36 + b" " * 65
    assert second_header[:4] == b"1910"
    assert data[-120:] == b"9" + b" " * 119


def test_reads_back_what_was_written(request_path):
    received = read_records(DEBIT_REQUEST, request_path)
    assert received.refusal == ""
    assert received.problems == ()
    assert received.accepted_count == received.read_count == 5
    assert received.table["batch_number"].to_pylist() == [1, 1, 1, 2, 2]
    assert received.table["record_number"].to_pylist() == [2, 3, 4, 7, 8]
    assert received.table["amount"].to_pylist() == [1000, 2000, 3000, 4000, 5000]
    assert received.table["name"].to_pylist()[1] == "ﾐﾅﾄｼﾖｳｼﾞ(ｶ"
    assert received.sums == {"amount": 15_000}
    assert [batch.header["bank_code"] for batch in received.batches] == ["0001", "0002"]
    assert [batch.trailer["amount"] for batch in received.batches] == [6_000, 9_000]
    assert [batch.count for batch in received.batches] == [3, 2]


def test_the_result_adds_up_by_its_codes(result_path):
    trailers = _records(result_path.read_bytes())
    assert trailers[4][19:55] == b"000002" + b"000000004000" + b"000001" + b"000000002000"
    received = read_records(DEBIT_RESULT, result_path)
    assert received.table["result"].to_pylist() == ["0", "1", "0", "0", "2"]
    assert received.batches[1].trailer["failed_amount"] == 5_000


def test_a_result_is_no_request(result_path):
    received = read_records(DEBIT_REQUEST, result_path)
    assert received.refusal.endswith("決められた値（0）ではありません: 000002")
    assert received.accepted_count == 0


@pytest.mark.parametrize("line_end", [LineEnd.NONE, LineEnd.CRLF])
@pytest.mark.parametrize("encoding", list(Encoding))
def test_both_codes_with_and_without_line_ends(
    write_debits, make_rows, headers, encoding, line_end
):
    path = write_debits(
        (headers[0], make_rows(3)), name="other", encoding=encoding, line_end=line_end
    )
    data = path.read_bytes()
    assert len(data) == (120 + len(line_end)) * 6
    received = read_records(DEBIT_REQUEST, path, encoding=encoding)
    assert received.problems == ()
    assert (received.encoding, received.line_end) == (encoding, line_end)
    rows = received.table.drop_columns(["batch_number", "record_number", "record_class", "result"])
    assert rows.select(make_rows(3).column_names) == make_rows(3)
    expected = "0" if encoding is Encoding.JIS else "1"
    assert received.batches[0].header["code_class"] == expected
    if encoding is Encoding.EBCDIC:
        assert data[:4] == b"\xf1\xf9\xf1\xf1"  # 1, 91, コード区分 1
        assert data[14:19] == b"\xa5\x96\x95\x88\x4d"  # ﾐﾅﾄｸ(


def test_an_empty_batch_is_a_batch(write_debits, make_rows, headers):
    received = read_records(DEBIT_REQUEST, write_debits((headers[0], make_rows(0))))
    assert received.refusal == ""
    assert [batch.count for batch in received.batches] == [0]
    assert received.accepted_count == 0


def test_a_file_of_many_pieces(write_debits, make_rows, headers, monkeypatch):
    path = write_debits((headers[0], make_rows(50)), (headers[1], make_rows(21, first=51)))
    whole = read_records(DEBIT_REQUEST, path)
    monkeypatch.setattr(framing, "RECORDS_AT_ONCE", 7)
    in_pieces = read_records(DEBIT_REQUEST, path)
    assert in_pieces.table == whole.table.combine_chunks()
    assert in_pieces.batches == whole.batches
    assert in_pieces.sha256 == whole.sha256
    assert len(in_pieces.sha256) == 64
