# SPDX-License-Identifier: Apache-2.0
"""eL-QR and OCR lines: by configured tables only. The digits of these tables are a test's own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.adapters.payment_slip.digit_line import (
    DigitLineError,
    modulus_10,
    modulus_11,
    parse_digit_line,
)
from daicho.adapters.payment_slip.el_qr import ConfiguredElQr, ElQr, NullElQr, SlipItems

LINE = """
name_ja = "OCR行1"
part = [
  {name = "mark", name_ja = "識別", length = 2, fixed = "77"},
  {name = "key", name_ja = "整理番号", length = 9},
  {name = "amount", name_ja = "金額", length = 8},
  {name = "cd1", name_ja = "検査1", length = 1, check = "modulus-11", over = ["key"]},
  {name = "cd2", name_ja = "検査2", length = 1, check = "modulus-10"},
]
"""
NUMBER = """
name_ja = "eL番号"
part = [
  {name = "municipality_code", name_ja = "団体", length = 6},
  {name = "key", name_ja = "整理番号", length = 9},
  {name = "cd", name_ja = "検査", length = 1, check = "modulus-11"},
]
"""
SLIP = SlipItems("131032", "01", 2026, 2026, 2, "123456789", 5_000, 20260831)


def test_a_line_by_hand():
    line = parse_digit_line(LINE)
    digits, reasons = line.compose({"key": "123456789", "amount": "5000"})
    assert reasons == ()
    assert digits[:20] == "77" + "123456789" + "00005000" + "2"
    assert digits[20] == modulus_10(digits[:20])
    assert line.length == len(digits) == 21
    assert line.parse(digits) == ({"key": "123456789", "amount": "00005000"}, ())


@settings(deadline=None)
@given(st.integers(0, 10**9 - 1), st.integers(0, 10**8 - 1), st.integers(0, 20), st.integers(1, 9))
def test_a_wrong_digit_is_found(key, amount, place, by):
    line = parse_digit_line(LINE)
    digits, _ = line.compose({"key": str(key), "amount": str(amount)})
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    assert line.parse(digits)[1] == ()
    assert line.parse(wrong)[1]


def test_every_reason_at_once():
    line = parse_digit_line(LINE)
    assert line.compose({"key": "x", "amount": "123456789"}) == (
        "",
        ("整理番号は9桁までの数字です", "金額は8桁までの数字です"),
    )
    assert line.parse("12")[1] == ("OCR行1は21桁の数字です",)
    digits, _ = line.compose({"key": "1", "amount": "1"})
    assert line.parse("78" + digits[2:-1] + "x")[1] == ("OCR行1は21桁の数字です",)
    assert line.parse("78" + digits[2:])[1] == (
        "識別が77ではありません",
        "検査2（検査数字）が合いません",
    )


def test_check_digits():
    assert modulus_10("7992739871") == "3"
    assert modulus_11("123456789") == "2"
    assert modulus_11("0") == "0"


@pytest.mark.parametrize(
    "change",
    [
        ("modulus-11", "modulus-12"),
        ("length = 9", "length = 0"),
        ('fixed = "77"', 'fixed = "7"'),
        ('over = ["key"]', 'over = ["cd2"]'),
        ('name = "amount"', 'name = "key"'),
        ("name_ja = \"OCR行1\"", "name = 1"),
        ("part = [", "parts = ["),
        ("length = 8", 'size = 8'),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used(change):
    with pytest.raises(DigitLineError):
        parse_digit_line(LINE.replace(*change))


def test_without_a_table_there_is_no_code():
    plug_in: ElQr = NullElQr()
    code = plug_in.make(SLIP)
    assert (code.qr_text, code.el_number) == ("", "")
    assert [finding.message_ja for finding in code.findings] == ["eL-QRの形式が設定されていません"]
    assert plug_in.key_of("1")[0] == ""
    assert plug_in.key_of("1")[1][0].code == "el_qr.not_configured"


def test_with_tables_the_number_leads_back_to_the_slip():
    plug_in: ElQr = ConfiguredElQr(parse_digit_line(LINE), parse_digit_line(NUMBER))
    code = plug_in.make(SLIP)
    assert code.findings == ()
    assert code.qr_text.startswith("7712345678900005000")
    assert code.el_number[:15] == "131032123456789"
    assert plug_in.key_of(code.el_number) == ("123456789", ())
    wrong = code.el_number[:-1] + str((int(code.el_number[-1]) + 1) % 10)
    key, findings = plug_in.key_of(wrong)
    assert key == ""
    assert [finding.message_ja for finding in findings] == ["検査（検査数字）が合いません"]


def test_a_slip_that_does_not_fit_has_no_code():
    plug_in = ConfiguredElQr(parse_digit_line(LINE), parse_digit_line(NUMBER))
    code = plug_in.make(SLIP._replace(key="1234567890"))
    assert code.el_number == ""
    assert [finding.message_ja for finding in code.findings] == ["整理番号は9桁までの数字です"]
