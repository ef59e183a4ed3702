# SPDX-License-Identifier: Apache-2.0
"""Addresses as compared text: 港区芝三丁目12番5号 = 港区芝３－１２－５ = 東京都港区芝3-12-5."""

from __future__ import annotations

import re
import unicodedata

from daicho.kernel.numbers import kanji_number
from daicho.kernel.text import fold_name

PREFECTURES = """
北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県
群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県
山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府
兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県
香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県
鹿児島県 沖縄県
""".split()  # noqa: SIM905
_PREFECTURE = re.compile("|".join(PREFECTURES))
_KANJI_BEFORE_UNIT = re.compile(r"([〇一二三四五六七八九十百]+)(丁目|番地|番|号|条)")
_DASH_AFTER_DIGIT = re.compile(r"(?<=\d)[‐‑‒–—―−ーｰ─ノの](?=\d)")
_UNIT = re.compile(r"(?<=\d)(丁目|番地の?|番|号|室)")
_POSTCODE = re.compile(r"^\d{7}$")


def split_prefecture(address: str) -> tuple[str, str]:
    """The prefecture, or nothing where the address does not begin with one, and the rest."""
    found = _PREFECTURE.match(address)
    return (found[0], address[found.end() :]) if found else ("", address)


def fold_address(address: str) -> str:
    """One spelling to compare: no prefecture, 丁目・番・号 as hyphens, all else folded."""
    text = unicodedata.normalize("NFKC", address)
    text = _KANJI_BEFORE_UNIT.sub(lambda found: f"{kanji_number(found[1])}{found[2]}", text)
    text = _UNIT.sub("-", "".join(text.split()))
    text = _DASH_AFTER_DIGIT.sub("-", text)
    text = re.sub(r"-+", "-", text).removesuffix("-")
    return fold_name(split_prefecture(text)[1].replace("ヶ", "ケ").replace("ｹ", "ケ"))


def is_postcode(text: str) -> bool:
    """Whether text is a postcode of 7 digits without a hyphen."""
    return bool(_POSTCODE.match(text)) and text.isascii()
