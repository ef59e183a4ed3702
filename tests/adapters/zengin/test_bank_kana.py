# SPDX-License-Identifier: Apache-2.0
"""Names in bank kana: nothing outside the set, no mark torn from its kana."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.adapters.record_files.characters import (
    PARTY_NAME,
    PARTY_NAME_WITH_WO,
    PAYROLL_NAME,
    SEMI_VOICED_AFTER,
    VOICED_AFTER,
)
from daicho.adapters.zengin.bank_kana import cut_kana, same_in_bank_kana, to_bank_kana

KANA = st.text(st.sampled_from("アカガハバパャッーヲヴンヰ　（）・ABcｱｶﾞ１２かがぱ"), max_size=40)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ヤマダ　タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("やまだ たろう", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("キャノン", "ｷﾔﾉﾝ"),
        ("ヨーコ", "ﾖ-ｺ"),
        ("ヲカ　ヰチ", "ｵｶ ｲﾁ"),
        ("ジョン・スミス", "ｼﾞﾖﾝ.ｽﾐｽ"),
        ("ミナトショウジ（カ", "ﾐﾅﾄｼﾖｳｼﾞ(ｶ"),
        ("ｓｍｉｔｈ　Ｊ．", "SMITH J."),
        ("ヴィクトル", "ｳﾞｲｸﾄﾙ"),
        ("  ミナト   ハナコ ", "ﾐﾅﾄ ﾊﾅｺ"),
    ],
)
def test_writes_a_name_as_a_bank_does(name, text):
    kana = to_bank_kana(name)
    assert (kana.text, kana.outside, kana.is_usable) == (text, "", True)


def test_tells_what_reads_differently():
    assert not to_bank_kana("ヤマダ　タロウ").is_changed
    assert to_bank_kana("キャノン").is_changed
    assert to_bank_kana("ヨーコ").is_changed
    assert to_bank_kana("ヲカ").is_changed
    assert not to_bank_kana("ヲカ", characters=PARTY_NAME_WITH_WO).is_changed
    assert to_bank_kana("ヲカ", characters=PARTY_NAME_WITH_WO).text == "ｦｶ"


def test_never_guesses_a_reading():
    kana = to_bank_kana("東　タロウ")
    assert kana.outside == "東"
    assert not kana.is_usable
    assert not to_bank_kana("").is_usable
    assert to_bank_kana("ヨーコ", characters=PAYROLL_NAME).outside == "-"


def test_a_kana_goes_with_its_mark():
    assert cut_kana("ｶﾞｸﾌﾞﾁ", 4) == "ｶﾞｸ"
    assert cut_kana("ｶﾞｸﾌﾞﾁ", 5) == "ｶﾞｸﾌﾞ"
    assert cut_kana("ﾔﾏﾀﾞ ﾀﾛｳ", 5) == "ﾔﾏﾀﾞ"
    assert cut_kana("ｶﾞ", 1) == ""
    cut = to_bank_kana("ア" * 29 + "ガ")
    assert (cut.text, cut.is_cut) == ("ｱ" * 29, True)


@settings(deadline=None)
@given(KANA, st.integers(0, 40))
def test_what_may_be_sent_may_be_read(name, length):
    kana = to_bank_kana(name, length=length)
    assert len(kana.text) <= length
    if kana.is_usable and name[:1] not in "ﾞﾟ":
        assert set(kana.text) <= set(PARTY_NAME.characters)
        for before, mark in zip(" " + kana.text, kana.text, strict=False):
            if mark == "ﾟ":
                assert before in SEMI_VOICED_AFTER or "ﾟ" in name
            if mark == "ﾞ":
                assert before in VOICED_AFTER or "ﾞ" in name
    again = to_bank_kana(kana.text, length=length)
    assert again.text == kana.text


def test_readings_that_are_one_to_a_bank():
    assert same_in_bank_kana("ﾔﾏﾀﾞﾀﾛｳ", "ヤマダ　タロウ")
    assert same_in_bank_kana("ｷﾔﾉﾝ", "キャノン")
    assert same_in_bank_kana("ア" * 30, "ア" * 35)
    assert not same_in_bank_kana("ア" * 28, "ア" * 35)
    assert not same_in_bank_kana("ヤマタ　タロウ", "ヤマダ　タロウ")
