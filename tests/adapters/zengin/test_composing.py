# SPDX-License-Identifier: Apache-2.0
"""What does not fit is told before it is sent; refunds and their return; the post bank's table."""

import pyarrow as pa
import pytest

from daicho.adapters.record_files.characters import PARTY_NAME, PARTY_NAME_WITH_WO
from daicho.adapters.record_files.layout import LineEnd
from daicho.adapters.record_files.layout_file import LayoutFileError, parse_layout
from daicho.adapters.record_files.reader import read_records
from daicho.adapters.record_files.received_file import OutgoingBatch
from daicho.adapters.record_files.writer import compose_records, write_file
from daicho.adapters.zengin import bank_list, japan_post
from daicho.adapters.zengin.direct_debit import DEBIT_REQUEST
from daicho.adapters.zengin.transfer import TRANSFER_REQUEST, TRANSFER_RETURN


def _changed(rows, row, **cells):
    return pa.Table.from_pylist(
        [{**old, **cells} if number == row else old for number, old in enumerate(rows.to_pylist())],
        schema=rows.schema,
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"name": "山田"}, "51〜80バイト 預金者名: 半角にできない文字があります: 山"),
        ({"name": "ヤマダ"}, "51〜80バイト 預金者名: 半角にできない文字があります: ヤ"),
        ({"name": "ｱ" * 31}, "51〜80バイト 預金者名: 30文字を超えています（31文字）"),
        (
            {"name": "ﾖｰｺ"},
            "51〜80バイト 預金者名: 使えない文字があります（項目の2文字目 0xB0「ｰ」）",
        ),
        ({"name": ""}, "51〜80バイト 預金者名: 入力がありません"),
        ({"amount": 0}, "81〜90バイト 引落金額: 0です"),
        ({"amount": -1}, "81〜90バイト 引落金額: 10桁に入りません"),
        ({"amount": 10**10}, "81〜90バイト 引落金額: 10桁に入りません"),
        ({"account_number": "12345678"}, "44〜50バイト 口座番号: 7桁までの数字ではありません"),
        ({"account_number": "１２３"}, "44〜50バイト 口座番号: 7桁までの数字ではありません"),
        (
            {"account_kind": "4"},
            "43〜43バイト 預金種目: 決められた値（1・2・3・9）ではありません: 4",
        ),
        ({"customer_number": ""}, "92〜111バイト 顧客番号: 入力がありません"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_not_sent(make_rows, headers, cells, told):
    rows = _changed(make_rows(3), 1, **cells)
    composed = compose_records(DEBIT_REQUEST, [OutgoingBatch(headers[0], rows)], name="out")
    assert [str(problem) for problem in composed.problems] == [f"out 3レコード目 {told}"]
    assert composed.data == b""
    with pytest.raises(ValueError, match="errors"):
        write_file(composed, None)


def test_all_that_does_not_fit_is_told_at_once(make_rows, headers):
    rows = _changed(_changed(make_rows(3), 0, name="山"), 2, amount=-5)
    header = {**headers[0], "client_name": "港区"}
    composed = compose_records(DEBIT_REQUEST, [OutgoingBatch(header, rows)], name="out")
    assert [(p.record, p.field_ja) for p in composed.problems] == [
        (1, "委託者名"), (2, "預金者名"), (4, "引落金額"),
    ]  # fmt: skip


def test_wo_is_taken_where_a_bank_takes_it(make_rows, headers):
    rows = _changed(make_rows(1), 0, name="ｦｶ")
    batch = [OutgoingBatch(headers[0], rows)]
    assert compose_records(DEBIT_REQUEST, batch, name="x").problems
    wide = DEBIT_REQUEST.with_characters({PARTY_NAME: PARTY_NAME_WITH_WO})
    assert compose_records(wide, batch, name="x").problems == ()


def test_a_line_end_that_no_bank_takes_is_a_defect(make_rows, headers):
    with pytest.raises(ValueError, match="line end"):
        compose_records(
            DEBIT_REQUEST,
            [OutgoingBatch(headers[0], make_rows(1))],
            name="x",
            line_end=LineEnd.CR,
        )


def test_refunds_and_what_comes_back(headers, tmp_path):
    rows = pa.table(
        {
            "bank_code": ["0002"] * 2, "branch_code": ["101"] * 2, "account_kind": ["1", "4"],
            "account_number": ["0000012", "0000013"], "name": ["ﾔﾏﾀﾞ ﾀﾛｳ", "ﾜﾀﾅﾍﾞ ﾊﾅｺ"],
            "amount": [12_300, 100], "new_code": ["0", "0"],
            "reference": ["00000000010000000002", "ｶﾝﾌﾟｷﾝ(R8)"], "transfer_class": ["7", "7"],
            "edi_mark": ["", "Y"],
        }
    )  # fmt: skip
    composed = compose_records(
        TRANSFER_REQUEST, [OutgoingBatch(headers[0], rows)], name="refund.dat"
    )
    assert composed.problems == ()
    assert composed.totals == ({"count": 2, "amount": 12_400},)
    second = composed.data[240:360]
    assert second[80:90] == b"0000000100"
    assert second[91:113] == "ｶﾝﾌﾟｷﾝ(R8)".encode("cp932").ljust(20) + b"7Y"
    path = tmp_path / "refund.dat"
    write_file(composed, path)
    assert read_records(TRANSFER_REQUEST, path).sums == {"amount": 12_400}
    back = rows.slice(1).append_column("reason", [["2"]]).append_column("returned_on", [[901]])
    returned = compose_records(TRANSFER_RETURN, [OutgoingBatch(headers[0], back)], name="r")
    path.write_bytes(returned.data)
    received = read_records(TRANSFER_RETURN, path)
    assert received.table["reason"].to_pylist() == ["2"]
    assert read_records(TRANSFER_REQUEST, path).problems[0].field_ja == "ダミー"


@pytest.mark.parametrize(
    ("symbol", "number", "account"),
    [
        ("11940", "12345671", ("9900", "198", "1", "1234567")),
        ("10010", "101", ("9900", "008", "1", "0000010")),
        ("00170", "123456", ("9900", "019", "2", "0123456")),
        ("11940", "12345672", None),
        ("21940", "12345671", None),
        ("1194", "12345671", None),
        ("11940", "１２", None),
    ],
)
def test_the_account_that_a_passbook_names(symbol, number, account):
    found = japan_post.account_of(symbol, number)
    assert (tuple(found) if found else None) == account


def test_a_passbook_told_back():
    assert japan_post.symbol_of("198", "0000010") == ("119", "101")
    assert japan_post.symbol_of("019", "0000010") is None


def test_the_post_banks_own_table(tmp_path):
    layout = japan_post.debit_layout()
    header = {"client_code": "1", "client_name": "ﾐﾅﾄｸ", "effective_on": 831, "second_on": 915}
    rows = pa.table(
        {
            "symbol": ["11940"], "number": ["12345671"], "name": ["ﾔﾏﾀﾞ ﾀﾛｳ"], "amount": [5_000],
            "new_code": ["0"], "customer_number": ["7"], "result": ["1"],
        }
    )  # fmt: skip
    composed = compose_records(layout, [OutgoingBatch(header, rows)], name="x")
    assert composed.problems == ()
    assert composed.totals[0]["failed_amount"] == 5_000
    path = tmp_path / "x"
    write_file(composed, path)
    assert read_records(layout, path).batches[0].header["second_on"] == 915


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("record_bytes = 120", "record_bytes = 121"), "120 bytes"),
        (('name = "amount"', 'name = "sum"'), "twice|amount"),
        (('kind = "number"', 'kind = "money"'), "money"),
        (("code_field", "cod_field"), "unknown cod_field"),
        (("[header]", "[header"), "レイアウトの定義が使えません"),
    ],
)
def test_a_table_that_is_wrong_is_not_used(change, told):
    text = japan_post._TABLE.read_text(encoding="utf-8")
    assert change[0] in text
    with pytest.raises((LayoutFileError, StopIteration), match=None if "amount" in told else told):
        parse_layout(text.replace(*change))


def test_the_list_of_banks(tmp_path):
    rows = pa.table(
        {
            "bank_code": ["0001", "0001", "0001"], "branch_code": ["000", "012", "013"],
            "name": ["みなと銀行", "芝支店", "旧芝支店"], "kana": ["ミナト", "シバ", "キュウシバ"],
            "since_date": [0, 20200401, 0], "closed_date": [0, 0, 20240101],
            "successor_bank": ["", "", "0001"], "successor_branch": ["", "", "012"],
        }
    )  # fmt: skip
    path = tmp_path / "banks.csv"
    bank_list.write(rows, path)
    received = bank_list.read(path)
    assert received.problems == ()
    banks = bank_list.BankList.of(received.table)
    assert banks.find("0001").file_kana() == "ﾐﾅﾄ"
    assert banks.find("0001", "013").file_kana() == "ｷﾕｳｼﾊﾞ"
    assert banks.refusal("0001", "012", on=20260101) == ""
    assert banks.refusal("0009", "012", on=20260101) == "金融機関コード0009は一覧にありません"
    assert banks.refusal("0001", "999", on=20260101) == "支店コード999はみなと銀行にありません"
    assert banks.refusal("0001", "013", on=20231231) == ""
    assert (
        banks.refusal("0001", "013", on=20240101)
        == "旧芝支店は廃止されています。0001-012に引き継がれています"
    )
    assert banks.refusal("0001", "012", on=20200331) == "芝支店はまだ始まっていません"
