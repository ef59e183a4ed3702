# SPDX-License-Identifier: Apache-2.0
"""Every line of 標準仕様書 2.1.2 (検索文字入力); what wider keys find is sorted by nearness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.search_keys import (
    REGISTER_VARIANTS,
    kana_distance,
    own_fold,
    read_character,
    register_kana_key,
    register_name_key,
    split_full_name,
    variants_of,
)
from daicho.kernel.text import fold_name
from daicho.kernel.variant_groups import GROUPS, SIMPLIFIED
from daicho.kernel.variants import VARIANTS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # 清音、濁音、半濁音: the standard's own pairs
        ("ヂ", "ジ"),
        ("ズ", "ヅ"),
        ("ワ", "ハ"),
        ("ヴァ", "バ"),
        ("ヴィ", "ビ"),
        ("ヴ", "ブ"),
        ("オ", "ヲ"),
        ("ヒ", "ピ"),
        ("ヤマザキ", "ヤマサキ"),
        ("チカ", "ヂカ"),
        ("ミツホ", "ミヅホ"),
        ("ヴュ", "ビュ"),
        # 拗音、促音
        ("ハッタ", "ハツタ"),
        ("シャ", "シヤ"),
        ("シュ", "シユ"),
        ("ショ", "シヨ"),
        # 氏と名の間のスペース
        ("ヤマダ タロウ", "ヤマダタロウ"),
        ("ヤマダ　タロウ", "ヤマダ タロウ"),
        # オ段の後のウ
        ("コウノ", "コオノ"),
        ("オウタ", "オオタ"),
        ("ショウコ", "ショオコ"),
        # 長音の有無
        ("コータ", "コタ"),
        ("メリー", "メリ"),
        ("スミス・ジョー", "スミスジョ"),
        ("コータ", "コウタ"),
        ("ケーコ", "ケイコ"),
        # 入力ゆらぎ: dashes and width
        ("メリー", "メリ―"),
        ("メリー", "メリ－"),
        ("メリー", "メリ‐"),
        ("メリー", "メリｰ"),
        ("メリー", "メリ-"),
        ("ﾔﾏｻﾞｷ ﾀﾛｳ", "ヤマザキ　タロウ"),
        ("やまざき", "ヤマザキ"),
        ("ミスヾ", "ミスズ"),
        ("smith", "ＳＭＩＴＨ"),
    ],
)
def test_kana_that_the_standard_holds_equal_have_one_key(one, other):
    assert register_kana_key(one) == register_kana_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("オオタ", "オダノ"),
        ("ハマ", "ヤマ"),
        ("アオイ", "アイ"),
        ("カナ", "カンナ"),
        ("ウエダ", "エダ"),
    ],
)
def test_other_names_have_other_keys(one, other):
    assert register_kana_key(one) != register_kana_key(other)


@pytest.mark.parametrize(
    ("query", "stored", "distance"),
    [
        ("オオノ", "オオノ", 0),
        ("おおの", "ｵｵﾉ", 0),
        ("オオノ", "オーノ", 1),
        ("オオノ", "オノ", 2),
        ("ミツホ", "ミヅホ", 2),
        ("ミスホ", "ミヅホ", 1),
        ("マツダ", "マスダ", 3),
        ("マツダ", "ハマダ", 4),
    ],
)
def test_what_is_found_is_sorted_by_nearness(query, stored, distance):
    assert kana_distance(query, stored) == distance
    assert kana_distance(stored, query) == distance


@pytest.mark.parametrize(
    "group",
    [
        "辺邊边邉𨘢",
        "浜濱濵滨",
        "藤䕨籘籐",
        "斎齋斉齊",
        "高髙",
        "崎﨑",
        "沢澤",
        "広廣",
        "国國",
        "島嶋",
        "桜櫻",
        "恵惠",
        "栄榮",
        "竜龍",
        "野埜",
        "柳栁桺",
        "舛桝枡",
        "張张",
        "陳陈",
        "塚\ufa10",
        "神\ufa19",
    ],
)
def test_characters_that_are_one_in_names(group):
    assert len({register_name_key(char) for char in group}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("渡邉\U000e0101　太郎", "渡辺太郎"),
        ("ＺＨＡＮＧ YULIN", "zhang yulin"),
        ("東京都港区麻布臺", "東京都港区麻布台"),
    ],
)
def test_names_and_addresses_are_found_in_any_writing(one, other):
    assert register_name_key(one) == register_name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("浜", "頻"), ("坂", "阪"), ("庄", "荘"), ("太", "大"), ("畑", "畠")]
)
def test_different_characters_stay_apart(one, other):
    assert register_name_key(one) != register_name_key(other)


def test_the_table_is_wide_and_has_one_base_for_each():
    assert len(GROUPS) == 552
    assert len(SIMPLIFIED) // 2 == 2467
    members = [char for group in GROUPS for char in group]
    assert len(members) == len(set(members))
    assert not set(REGISTER_VARIANTS.values()) & set(REGISTER_VARIANTS)


def test_it_holds_whatever_the_narrower_table_holds():
    apart = [pair for pair in VARIANTS.items() if len({register_name_key(x) for x in pair}) > 1]
    assert apart == []


def test_the_variants_of_a_character_can_be_listed():
    assert variants_of("浜") == ("浜", "滨", "濱", "濵")
    assert variants_of("濱") == ("濱", "浜", "滨", "濵")
    assert variants_of("山") == ("山",)


@given(st.text())
def test_keys_are_stable(any_text):
    assert register_kana_key(register_kana_key(any_text)) == register_kana_key(any_text)
    assert register_name_key(register_name_key(any_text)) == register_name_key(any_text)


@given(st.text(), st.text())
def test_what_the_narrower_folds_join_the_keys_join(one, other):
    if fold_name(one) == fold_name(other):
        assert register_name_key(one) == register_name_key(other)


@given(st.text(st.sampled_from("アイウエオカガキギコゴシジチヂスズツヅハバパワヲンーッャ ")))
def test_no_name_is_far_from_itself(name):
    assert kana_distance(name, name) == 0


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("住民　太郎", ("住民", "太郎")),
        (" ZHANG  YULIN MEI ", ("ZHANG", "YULIN MEI")),
        ("住民", ("住民", "")),
        ("", ("", "")),
    ],
)
def test_a_name_is_split_at_its_first_space(text, parts):
    assert split_full_name(text) == parts


def test_own_pairs_are_joined_into_groups_under_a_character_with_a_name():
    fold = own_fold([("\ue001", "畑"), ("\ue002", "\ue001"), ("畠", "畑")], register_name_key)
    assert {chr(code): base for code, base in fold.items()} == {
        "\ue001": "畑", "\ue002": "畑", "畠": "畑",
    }  # fmt: skip
    assert own_fold([("邉", "\ue003")], register_name_key) == {0xE003: "辺"}
    assert own_fold([], register_name_key) == {}


@given(st.lists(st.tuples(st.characters(codec="utf-8"), st.characters(codec="utf-8"))))
def test_own_folds_join_their_pairs_and_are_stable(pairs):
    def is_one(pair):
        return all(len(register_name_key(char)) == 1 for char in pair)

    kept = [pair for pair in pairs if is_one(pair)]
    fold = own_fold(kept, register_name_key)
    keys = [[register_name_key(char).translate(fold) for char in pair] for pair in kept]
    assert all(one == other for one, other in keys)
    assert all(base.translate(fold) == base for base in fold.values())


@pytest.mark.parametrize(
    ("text", "char"),
    [
        ("辻", "辻"), (" 辻\U000e0100", "辻\U000e0100"), ("U+E001", "\ue001"),
        ("ｕ＋ｅ００１", "\ue001"), ("20BB7", "𠮷"), ("0x8FBB", "辻"), ("a", "a"), ("", ""),
        ("辻辺", ""), ("U+D800", ""), ("\U000e0100", ""), ("U+FFFFFF", ""),
    ],
)  # fmt: skip
def test_a_character_is_read_from_itself_or_its_code(text, char):
    assert read_character(text) == char
