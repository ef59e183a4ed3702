# SPDX-License-Identifier: Apache-2.0
"""Bad files of banks: told by record, byte and reason; all at once; good rows kept apart."""

import pytest

from daicho.adapters.record_files.characters import JIS_TO_EBCDIC, Encoding
from daicho.adapters.record_files.reader import read_records
from daicho.adapters.zengin.direct_debit import DEBIT_REQUEST


def _put(data, record, first_byte, cell):
    """Data with other bytes from a byte (1 = first) of a record (1 = first)."""
    at = (record - 1) * 120 + first_byte - 1
    return data[:at] + cell + data[at + len(cell) :]


def _read(path, data, **options):
    path.write_bytes(data)
    return read_records(DEBIT_REQUEST, path, **options)


@pytest.mark.parametrize(
    ("first_byte", "cell", "told"),
    [
        (
            51,
            b"\xb0",
            "51〜80バイト 預金者名: 使えない文字があります（項目の1文字目 0xB0「ｰ」）",
        ),
        (52, b"\xa7", "51〜80バイト 預金者名: 使えない文字があります（項目の2文字目 0xA7「ｧ」）"),
        (53, b"a", "51〜80バイト 預金者名: 使えない文字があります（項目の3文字目 0x61「a」）"),
        (53, b",", "51〜80バイト 預金者名: 使えない文字があります（項目の3文字目 0x2C「,」）"),
        (53, b"\xa6", "51〜80バイト 預金者名: 使えない文字があります（項目の3文字目 0xA6「ｦ」）"),
        (55, b"\x8e", "51〜80バイト 預金者名: 使えない文字があります（項目の5文字目 0x8E）"),
        (51, b"\xde", "51〜80バイト 預金者名: 濁点・半濁点が付くはずの文字がありません"),
        (43, b"4", "43〜43バイト 預金種目: 決められた値（1・2・3・9）ではありません: 4"),
        (44, b"12X4567", "44〜50バイト 口座番号: 数字以外の文字があります: 12X4567"),
        (44, b"       ", "44〜50バイト 口座番号: 入力がありません"),
        (2, b"    ", "2〜5バイト 引落銀行番号: 入力がありません"),
        (112, b"1", "112〜112バイト 振替結果コード: 決められた値（0）ではありません: 1"),
    ],
)
def test_refuses_a_row_and_keeps_the_others(request_path, first_byte, cell, told):
    received = _read(request_path, _put(request_path.read_bytes(), 3, first_byte, cell))
    assert received.refusal == ""
    assert [str(problem) for problem in received.errors] == [f"debit.dat 3レコード目 {told}"]
    assert received.table["record_number"].to_pylist() == [2, 4, 7, 8]
    assert [refused.record for refused in received.refused] == [3]
    assert len(received.refused[0].data) == 120
    assert received.read_count == 5


def test_tells_all_faults_of_all_rows(request_path):
    data = request_path.read_bytes()
    for record, first_byte, cell in ((2, 44, b"x"), (2, 51, b"\xb0"), (4, 43, b"8"), (8, 21, b"?")):
        data = _put(data, record, first_byte, cell)
    received = _read(request_path, data)
    assert [(p.record, p.first_byte) for p in received.errors] == [
        (2, 44),
        (2, 51),
        (4, 43),
        (8, 21),
    ]
    assert received.accepted_count == 2
    assert received.refused_count == 3


def test_something_in_the_dummy_is_only_remarked(request_path):
    received = _read(request_path, _put(request_path.read_bytes(), 2, 113, b"ABC"))
    assert received.errors == ()
    assert [str(problem) for problem in received.problems] == [
        "debit.dat 2レコード目 113〜120バイト ダミー2: 空きの項目に文字があります"
    ]
    assert received.accepted_count == 5


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: b"", ["ファイルが空です"]),
        (
            lambda d: d + b"\x1a",
            [
                "11レコード目: 最後に1バイトの半端があります（1レコードは120バイト）。"
                "余分なバイトがあるか、途中で切れているおそれがあります"
            ],
        ),
        (
            lambda d: d[:-120],
            [
                "最後のレコードがエンドレコードではありません。途中で切れているおそれがあります",
            ],
        ),
        (
            lambda d: d + d,
            [
                "11レコード目: エンドレコードの後にヘッダレコードがあります"
                "（2つのファイルがつながっているおそれがあります）"
            ],
        ),
        (
            lambda d: d[:480] + d[600:],
            ["5レコード目: データレコードの次にヘッダレコードがあります"],
        ),
        (lambda d: d[:120] + d, ["2レコード目: ヘッダレコードが続いています"]),
        (
            lambda d: _put(d, 3, 1, b"7"),
            [
                "3レコード目: データ区分が決められた値ではありません: 7",
                "4レコード目: 読めないレコードの次にデータレコードがあります",
            ],
        ),
        (
            lambda d: _put(d, 5, 2, b"000004"),
            [
                "5レコード目 2〜7バイト トレーラレコードの合計件数: "
                "データの計と合いません（トレーラ: 4、データの計: 3）"
            ],
        ),
        (
            lambda d: _put(_put(d, 2, 81, b"0000001001"), 9, 8, b"000000009001"),
            [
                "5レコード目 8〜19バイト トレーラレコードの合計金額: "
                "データの計と合いません（トレーラ: 6,000、データの計: 6,001）",
                "9レコード目 8〜19バイト トレーラレコードの合計金額: "
                "データの計と合いません（トレーラ: 9,001、データの計: 9,000）",
            ],
        ),
        (
            lambda d: _put(d, 3, 81, b"0000000000"),
            [
                "3レコード目 81〜90バイト 引落金額: 0です",
                "5レコード目 8〜19バイト トレーラレコードの合計金額: "
                "データの計と合いません（トレーラ: 6,000、データの計: 4,000）",
            ],
        ),
        (
            lambda d: _put(_put(d, 1, 55, b"0230"), 6, 2, b"21"),
            [
                "1レコード目 55〜58バイト ヘッダレコードの引落日: 暦にない日です: 0230",
                "6レコード目 2〜3バイト ヘッダレコードの種別コード: "
                "決められた値（91）ではありません: 21",
            ],
        ),
        (
            lambda d: _put(d, 1, 4, b"1"),
            ["1レコード目: コード区分はEBCDICですが、ファイルの文字コードはJISです"],
        ),
        (
            lambda d: d.translate(JIS_TO_EBCDIC),
            ["文字コードがEBCDICです。約束の文字コードはJISです"],
        ),
        (
            lambda d: b"\xef\xbb\xbf" + d,
            ["UTF-8のファイルです（先頭にBOMがあります）"],
        ),
        (
            lambda d: d[1:],
            [
                "最初のバイトがヘッダレコードの区分「1」ではありません（0x39）",
            ],
        ),
        (
            lambda d: b"\n".join(d[at : at + 120] for at in range(0, len(d), 120)) + b"\n",
            ["改行がLFだけです。改行なしかCR+LFのファイルを受け取ってください"],
        ),
        (
            lambda d: b"\r".join(d[at : at + 120] for at in range(0, len(d), 120)) + b"\r",
            ["改行がCRだけです。改行なしかCR+LFのファイルを受け取ってください"],
        ),
    ],
)  # fmt: skip
def test_refuses_a_whole_file_with_all_that_is_wrong(request_path, change, told):
    received = _read(request_path, change(request_path.read_bytes()))
    assert [str(p).removeprefix("debit.dat").lstrip(" :") for p in received.problems] == told
    assert received.refusal
    assert received.accepted_count == received.read_count == 0
    assert received.batches == ()


def test_a_byte_too_many_in_the_middle_is_placed(request_path):
    data = request_path.read_bytes()
    received = _read(request_path, data[:300] + b"X" + data[300:])
    told = [str(problem) for problem in received.problems]
    first_broken = "debit.dat 4レコード目: データ区分が決められた値ではありません: 0x20"
    assert first_broken in told
    assert not any(problem.record > 4 and problem.first_byte for problem in received.problems)
    assert received.accepted_count == 0


def test_a_file_without_its_end_at_a_bare_byte(request_path):
    data = request_path.read_bytes()
    received = _read(request_path, data[:500])
    assert [str(p).removeprefix("debit.dat").lstrip(" :") for p in received.problems] == [
        "最後のレコードがエンドレコードではありません。途中で切れているおそれがあります",
        "5レコード目: 最後に20バイトの半端があります（1レコードは120バイト）。"
        "余分なバイトがあるか、途中で切れているおそれがあります",
    ]


def test_mixed_line_ends(request_path):
    data = request_path.read_bytes()
    records = [data[at : at + 120] for at in range(0, len(data), 120)]
    mixed = b"\r\n".join(records[:4]) + b"\n\r" + b"\r\n".join(records[4:]) + b"\r\n"
    received = _read(request_path, mixed)
    assert [str(p) for p in received.problems] == [
        "debit.dat 4レコード目: 120バイトごとの改行がここで崩れています"
    ]


def test_the_last_line_end_may_be_missing(request_path):
    data = request_path.read_bytes()
    records = [data[at : at + 120] for at in range(0, len(data), 120)]
    assert _read(request_path, b"\r\n".join(records)).accepted_count == 5


def test_jis_where_ebcdic_is_agreed(request_path):
    received = read_records(DEBIT_REQUEST, request_path, encoding=Encoding.EBCDIC)
    assert received.refusal == "文字コードがJISです。約束の文字コードはEBCDICです"


def test_no_file_and_a_file_too_big(tmp_path):
    assert read_records(DEBIT_REQUEST, tmp_path / "none").refusal == "ファイルがありません"
    path = tmp_path / "big"
    with path.open("wb") as file:
        file.truncate(2_000_000_001)
    assert read_records(DEBIT_REQUEST, path).refusal.startswith("ファイルが大きすぎます")


def test_a_dummy_filled_everywhere_is_remarked_once(request_path):
    data = request_path.read_bytes()
    for record in (2, 3, 4, 7, 8):
        data = _put(data, record, 113, b"BANK")
    received = _read(request_path, data)
    assert [str(problem) for problem in received.problems] == [
        "debit.dat 2レコード目 113〜120バイト ダミー2: 空きの項目に文字があります（ほかに4件）"
    ]
    assert received.accepted_count == 5
