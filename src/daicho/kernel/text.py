# SPDX-License-Identifier: Apache-2.0
"""Japanese text as registers need it: width, kana, folded forms for search, marks of CP932.

The original is always kept; what is folded here is an index beside it. Folding is tables of
`str.translate` first and one expression after, because an import folds 650,000 rows.
"""

from __future__ import annotations

import re
import unicodedata

from daicho.kernel.variants import VARIANTS

_HIRAGANA = "".join(chr(c) for c in range(0x3041, 0x3097))
_KATAKANA = "".join(chr(c + 0x60) for c in range(0x3041, 0x3097))
_TO_KATAKANA = str.maketrans(_HIRAGANA + "ゝゞ", _KATAKANA + "ヽヾ")
_TO_HIRAGANA = str.maketrans(_KATAKANA + "ヽヾ", _HIRAGANA + "ゝゞ")

_HALF_KANA = (
    "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソ"
    "タチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜"
)
_HALF_TO_FULL = {0xFF61 + index: char for index, char in enumerate(_HALF_KANA)}
_FULL_TO_HALF = {ord(char): chr(code) for code, char in _HALF_TO_FULL.items()}
_VOICED = dict(
    zip(
        "カキクケコサシスセソタチツテトハヒフヘホウヽ",
        "ガギグゲゴザジズゼゾダヂヅデドバビブベボヴヾ",
        strict=True,
    )
)
_SEMI_VOICED = dict(zip("ハヒフヘホ", "パピプペポ", strict=True))
_FULL_TO_HALF |= {
    ord(v): chr(ord(_FULL_TO_HALF[ord(k)])) + "ﾞ" for k, v in _VOICED.items() if k != "ヽ"
}
_FULL_TO_HALF |= {ord(v): chr(ord(_FULL_TO_HALF[ord(k)])) + "ﾟ" for k, v in _SEMI_VOICED.items()}
_COMPOSE = {k + mark: v for k, v in _VOICED.items() for mark in "゛\u3099"} | {
    k + mark: v for k, v in _SEMI_VOICED.items() for mark in "゜\u309a"
}
_COMPOSE_PATTERN = re.compile("|".join(_COMPOSE))
_TO_COMPOSE = re.compile("[\uff61-\uff9f゛゜\u3099\u309a]")

_ASCII = "".join(chr(c) for c in range(0x21, 0x7F))
_FULL_ASCII = "".join(chr(c + 0xFEE0) for c in range(0x21, 0x7F))
_TO_HALF_ASCII = str.maketrans(_FULL_ASCII + "　", _ASCII + " ")
_TO_FULL_ASCII = str.maketrans(_ASCII + " ", _FULL_ASCII + "　")

# Marks with two code points: the key is what CP932 reads, the value what JIS X 0208 means.
_CP932_MARKS = {"～": "〜", "∥": "‖", "－": "−", "￠": "¢", "￡": "£", "￢": "¬", "―": "—"}

_SPACES = " \u3000\u00a0\t\r\n"
_DASHES = "ー―－‐-‑–—−ｰ─━﹣"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def to_katakana(text: str) -> str:
    """Hiragana to katakana."""
    return text.translate(_TO_KATAKANA)


def to_hiragana(text: str) -> str:
    """Katakana to hiragana (ヷ to ヺ stay)."""
    return text.translate(_TO_HIRAGANA)


def to_full_kana(text: str) -> str:
    """Half-width kana to full width, marks joined to their kana: ｶﾞ is ガ."""
    if not _TO_COMPOSE.search(text):
        return text
    return _COMPOSE_PATTERN.sub(lambda found: _COMPOSE[found[0]], text.translate(_HALF_TO_FULL))


def to_half_kana(text: str) -> str:
    """Kana to half width, each mark a character of its own; Latin letters and spaces too."""
    return to_katakana(text).translate(_FULL_TO_HALF).translate(_TO_HALF_ASCII)


def to_half_ascii(text: str) -> str:
    """Full-width Latin letters, digits, marks and spaces to half width."""
    return text.translate(_TO_HALF_ASCII)


def to_full_width(text: str) -> str:
    """Everything to full width, as 全角 columns ask."""
    return to_full_kana(text).translate(_TO_FULL_ASCII)


def from_cp932_marks(text: str) -> str:
    """The marks as JIS X 0208 (and other systems) spell them, after reading a CP932 file."""
    for cp932, mark in _CP932_MARKS.items():  # on whole files far faster than str.translate
        text = text.replace(cp932, mark)
    return text


def to_cp932_marks(text: str) -> str:
    """The marks as CP932 can write them."""
    for cp932, mark in _CP932_MARKS.items():
        text = text.replace(mark, cp932)
    return text


def unencodable_in_cp932(text: str) -> str:
    """The characters that CP932 cannot hold, marks apart: empty when the text can be sent."""
    marked = to_cp932_marks(text)
    try:
        marked.encode("cp932")
    except UnicodeEncodeError:
        return "".join(char for char in marked if not _is_cp932(char))
    return ""


def _is_cp932(char: str) -> bool:
    try:
        char.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def is_variation_selector(char: str) -> bool:
    """Whether a character only chooses the shape of the one before it (IVS and the older 16)."""
    return 0xE0100 <= ord(char) <= 0xE01EF or 0xFE00 <= ord(char) <= 0xFE0F


_SELECTORS = dict.fromkeys((*range(0xE0100, 0xE01F0), *range(0xFE00, 0xFE10)))


def strip_variation(text: str) -> str:
    """Without variation selectors: the base shapes."""
    return text.translate(_SELECTORS)


def grapheme_length(text: str) -> int:
    """Characters as a reader counts them: a base with its selectors and combining marks is one."""
    return sum(
        1 for char in text if not is_variation_selector(char) and not unicodedata.combining(char)
    )


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet would run this cell; a plain negative number is not a formula."""
    return text.startswith(_FORMULA_STARTS) and not re.fullmatch(r"-\d+(\.\d+)?", text)


_PLAIN = str.maketrans(
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポァィゥェォャュョッヮヵヶヲヰヱヽヾ",
    "カキクケコサシスセソタシステトハヒフヘホハヒフヘホアイウエオヤユヨツワカケオイエヽヽ",
)
_KANA_FOLD: dict[int, int | str | None] = {
    **{ord(char): None for char in _SPACES + "・･.．,，'’＝="},
    **{ord(char): "ー" for char in _DASHES},
    **_TO_KATAKANA,
    **_PLAIN,
}
_KANA_FOLD |= {ord(h): _KANA_FOLD.get(ord(k), k) for h, k in zip(_HIRAGANA, _KATAKANA, strict=True)}
_V_ROW = {"ヴァ": "ハ", "ヴィ": "ヒ", "ヴェ": "ヘ", "ヴォ": "ホ", "ヴ": "フ"}
_VOWELS = {
    "ア": "アカサタナハマヤラワ",
    "イ": "イキシチニヒミリ",
    "ウ": "ウクスツヌフムユル",
    "エ": "エケセテネヘメレ",
    "オ": "オコソトノホモヨロ",
}
_VOWEL_OF = {kana: vowel for vowel, row in _VOWELS.items() for kana in row}
_LONG = re.compile(
    f"(?<=[{''.join(_VOWEL_OF)}])ー|(?<=[{_VOWELS['オ']}])ウ|(?<=[{_VOWELS['エ']}])イ"
)
_V_PATTERN = re.compile("ヴ[ァィェォ]?")


def search_kana(text: str) -> str:
    """Kana folded for fuzzy search: ヤマザキ = やまさき = ﾔﾏｻｷ, コウタ = コータ, ミヅ = ミズ.

    Marks of voice, small kana, spaces and dots go; a long mark, オ段+ウ and エ段+イ become the
    vowel they sound (標準仕様書 第1.0版, 検索).
    """
    kana = to_full_kana(text)
    if "ヴ" in kana or "ゔ" in kana:
        kana = _V_PATTERN.sub(lambda found: _V_ROW[found[0]], to_katakana(kana))
    return _spell_long_vowels(kana.translate(_KANA_FOLD).upper())


def _spell_long_vowels(kana: str) -> str:
    if "ー" not in kana and "ウ" not in kana and "イ" not in kana:
        return kana
    folded = _LONG.sub(lambda found: _VOWEL_OF[kana[found.start() - 1]], kana)
    return folded.replace("ー", "")


_NAME_FOLD: dict[int, int | str | None] = {
    **{ord(char): None for char in _SPACES},
    **_SELECTORS,
    **{ord(variant): base for variant, base in VARIANTS.items()},
}


def fold_name(text: str) -> str:
    """A name to compare: width and variants (邊 → 辺) folded, selectors and spaces gone."""
    folded = text.translate(_NAME_FOLD)
    if not unicodedata.is_normalized("NFKC", folded):
        folded = unicodedata.normalize("NFKC", folded).translate(_NAME_FOLD)
    return folded.upper()


def is_kana(text: str) -> bool:
    """Whether text is kana (either width), with the marks and spaces that go between."""
    return bool(text) and all(char in _KANA_CHARS for char in text)


_KANA_CHARS = frozenset(_HIRAGANA + _KATAKANA + _SPACES + _DASHES + "・･゛゜ヷヸヹヺ").union(
    chr(code) for code in _HALF_TO_FULL
)
