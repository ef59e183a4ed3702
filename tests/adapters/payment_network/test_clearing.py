# SPDX-License-Identifier: Apache-2.0
"""MPN: the numbers of a slip, the name of the file, and the file against both."""

import pyarrow as pa
import pytest

from daicho.adapters.payment_network.clearing import check_clearing, clearing_layout
from daicho.adapters.payment_network.numbers import (
    ClearingFileName,
    PayEasyNumbers,
    check_numbers,
    parse_file_name,
)
from daicho.adapters.record_files.reader import read_records
from daicho.adapters.record_files.received_file import OutgoingBatch
from daicho.adapters.record_files.writer import compose_records

NAME = "01_00001_13103_0903_001.dat"
HEADER = {"bank_code": "00001", "institution": "13103", "made_on": 20260903, "deposit_on": 20260907}


def _rows(count=2):
    return pa.table(
        {
            "payment_number": [f"{n:020d}" for n in range(1, count + 1)],
            "confirmation_number": ["123456"] * count, "payment_class": ["0000000123"] * count,
            "amount": [5_000 * n for n in range(1, count + 1)], "paid_on": [20260902] * count,
            "paid_at": ["2359"] * count, "paying_bank": ["0001"] * count,
            "channel": ["02"] * count, "transaction": [f"{n:018d}" for n in range(1, count + 1)],
            "cancelled": ["0"] * count,
        }
    )  # fmt: skip


def _receive(tmp_path, *, name=NAME, **header):
    batch = OutgoingBatch({**HEADER, **header}, _rows())
    composed = compose_records(clearing_layout(), [batch], name=name)
    assert composed.problems == ()
    path = tmp_path / name
    path.write_bytes(composed.data)
    return read_records(clearing_layout(), path)


def test_a_file_of_ours(tmp_path):
    received = _receive(tmp_path)
    assert received.sums == {"amount": 15_000}
    assert received.batches[0].header["deposit_on"] == 20260907
    assert check_clearing(received, institution="13103") == ()


def test_all_that_is_not_ours(tmp_path):
    received = _receive(tmp_path, name="01_00002_13104_0903_001", institution="13105")
    assert [problem.reason for problem in check_clearing(received, institution="13103")] == [
        "ファイル名の収納機関番号が13103ではありません",
        "ヘッダの収納機関番号13105が13103ではありません",
        "ファイル名の金融機関00002とヘッダの00001が違います",
    ]
    other = _receive(tmp_path, name="result.dat")
    assert [problem.reason for problem in check_clearing(other, institution="13103")] == [
        "ファイル名が「01_金融機関_収納機関_月日_番号」の形ではありません"
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (NAME, ClearingFileName("00001", "13103", 903, 1)),
        ("01_00001_13103_0903_001", ClearingFileName("00001", "13103", 903, 1)),
        ("02_00001_13103_0903_001", None),
        ("01_0001_13103_0903_001", None),
    ],
)
def test_the_name_of_a_file(name, said):
    assert parse_file_name(name) == said


@pytest.mark.parametrize(
    ("numbers", "reasons"),
    [
        (("13103", "1" * 20, "123456", "1" * 10), ()),
        (("00200", "1", "1", "1"), ()),
        (("1310", "1", "1", "1"), ("収納機関番号は5桁です（4桁）",)),
        (
            ("13103", "1" * 21, "1234567", ""),
            (
                "納付番号は1〜20桁です（21桁）",
                "確認番号は1〜6桁です（7桁）",
                "納付区分は数字だけです",
            ),
        ),
        (("13103", "12-3", "１", "1"), ("納付番号は数字だけです", "確認番号は数字だけです")),
    ],
)  # fmt: skip
def test_the_numbers_of_a_slip(numbers, reasons):
    assert check_numbers(PayEasyNumbers(*numbers)) == reasons
