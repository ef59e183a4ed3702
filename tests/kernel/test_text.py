# SPDX-License-Identifier: Apache-2.0
"""Text: widths, folded forms, variants, marks that CP932 splits, formulas."""

import jaconv
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel import text
from daicho.kernel.address import fold_address, split_prefecture
from daicho.kernel.variants import VARIANTS

KANA = st.text(st.characters(min_codepoint=0x30A1, max_codepoint=0x30F4))


@given(KANA)
def test_half_kana_comes_back(kana):
    plain = kana.translate(str.maketrans("ヮヰヱヵヶ", "ワイエカケ"))
    assert text.to_full_kana(text.to_half_kana(plain)) == plain
    assert text.to_half_kana(plain) == jaconv.z2h(plain, kana=True, ascii=True)


@pytest.mark.parametrize(
    "group",
    [
        ("ヤマザキ", "ヤマサキ", "やまさき", "ﾔﾏｻﾞｷ", "ヤマ ザキ"),
        ("コウタ", "コータ", "コオタ", "こうた"),
        ("オオタ", "オータ", "オウタ"),
        ("ケイコ", "ケーコ", "ケエコ"),
        ("ミヅホ", "ミズホ", "ミスホ"),
        ("ヂンナイ", "ジンナイ"),
        ("ヴァレンチン", "バレンチン"),
        ("カヲリ", "カオリ"),
        ("キョウコ", "キヨウコ", "キョーコ"),
        ("メアリー・スミス", "メアリイ スミス", "メアリ―スミス"),
        ("ショウジ", "シヨウジ"),
    ],
)
def test_kana_that_sound_alike_fold_to_one(group):
    assert len({text.search_kana(name) for name in group}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("オオタ", "オダ"), ("マツダ", "マスダ"), ("ユウキ", "ユキ"), ("ハマ", "ヤマ")],
)
def test_different_names_stay_apart(one, other):
    assert text.search_kana(one) != text.search_kana(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("渡邊　太郎", "渡辺 太郎"),
        ("渡邉太郎", "渡辺太郎"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("齋藤", "斉藤"),
        ("辻\U000e0100", "辻"),
        ("葛\U000e0101飾", "葛飾"),
        ("神\ufa19", "神神"),
        ("ＳＭＩＴＨ　John", "smith JOHN"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
    ],
)
def test_names_that_differ_only_in_shape_fold_to_one(one, other):
    assert text.fold_name(one) == text.fold_name(other)


def test_no_variant_leads_to_another_variant():
    assert not set(VARIANTS.values()) & set(VARIANTS)


@given(st.text())
def test_folding_is_stable(any_text):
    folded = text.fold_name(any_text)
    assert text.search_kana(text.search_kana(any_text)) == text.search_kana(any_text)
    assert "\U000e0100" not in folded


def test_cp932_marks():
    assert text.from_cp932_marks("芝１－２～３") == "芝１−２〜３"
    assert text.to_cp932_marks("芝１−２〜３") == "芝１－２～３"
    assert text.unencodable_in_cp932("髙﨑〜−‖①") == ""
    assert text.unencodable_in_cp932("𠮷田\U000e0100") == "𠮷\U000e0100"


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-SUM(A1)", "@x", "＝CMD", "\tx", "-1+2"])
def test_finds_formulas(cell):
    assert text.is_formula_like(cell)


@pytest.mark.parametrize("cell", ["", "山田", "-100", "1-2", "a=b"])
def test_leaves_plain_cells(cell):
    assert not text.is_formula_like(cell)


def test_counts_what_a_reader_sees():
    assert text.grapheme_length("葛\U000e0101城か\u3099") == 3


@pytest.mark.parametrize(
    "address",
    [
        "東京都港区芝三丁目12番5号",
        "港区芝3-12-5",
        "港区芝３－１２－５",
        "港区 芝３丁目１２番５号",
        "東京都港区芝三丁目十二番五号",
        "港区芝3ー12の5",
    ],
)
def test_spellings_of_one_address_fold_to_one(address):
    assert fold_address(address) == "港区芝3-12-5"


def test_splits_the_prefecture():
    assert split_prefecture("京都府京都市中京区") == ("京都府", "京都市中京区")
    assert split_prefecture("港区芝") == ("", "港区芝")
