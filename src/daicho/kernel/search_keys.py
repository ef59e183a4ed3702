# SPDX-License-Identifier: Apache-2.0
"""Keys by which the register of residents is searched (標準仕様書 2.1.2), wider than `text` folds.

The key of kana ignores every difference that the standard names, and so joins more than a reader
would: オオノ and オノ, チ and シ (both sound like ヂ). A search finds by the key and then sorts, or
cuts off, by `kana_distance`. `text.search_kana` and `text.fold_name` stay as they are, because
other registers store what they give.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from types import MappingProxyType

from daicho.kernel.text import (
    search_kana,
    strip_variation,
    to_full_kana,
    to_half_ascii,
    to_katakana,
)
from daicho.kernel.variant_groups import GROUPS, SIMPLIFIED

_IGNORED = " \u3000\u00a0\t\r\n・･.．,，'’＝=ー―－‐-‑–—−ｰ─━﹣"
_V_ROW = {
    **{"ヴァ": "ハ", "ヴィ": "ヒ", "ヴェ": "ヘ", "ヴォ": "ホ"},
    **{"ヴャ": "ヒヤ", "ヴュ": "ヒユ", "ヴョ": "ヒヨ", "ヴ": "フ"},
    **{"ヷ": "ハ", "ヸ": "ヒ", "ヹ": "ヘ", "ヺ": "ホ"},
}
_V_PATTERN = re.compile("ヴ[ァィェォャュョ]?|[ヷヸヹヺ]")
_PLAIN = str.maketrans(
    "ガギグゲゴザジズゼゾダデドバビブベボパピプペポァィゥェォャュョッヮヵヶワヲヰヱ",
    "カキクケコサシスセソタテトハヒフヘホハヒフヘホアイウエオヤユヨツハカケハオイエ",
    _IGNORED,
)
# ヂ is heard as ジ and written as a voiced チ: one key for the three, and for ヅ likewise.
_COARSE = str.maketrans("ヂヅチツ", "シスシス")
_ROWS = {
    "ア": "アカサタナハマヤラワ",
    "イ": "イキシチヂニヒミリ",
    "ウ": "ウクスツヅヌフムユル",
    "エ": "エケセテネヘメレ",
    "オ": "オコソトノホモヨロ",
}
_VOWEL_OF = {kana: vowel for vowel, row in _ROWS.items() for kana in row}
_LONG_AFTER = {"ア": "ア", "イ": "イ", "ウ": "ウ", "エ": "エイ", "オ": "オウ"}
_BETWEEN = {"ヂ": "シチ", "ヅ": "スツ"}
_REPEATS = "ヽヾ"


def register_kana_key(text: str) -> str:
    """Kana as it is found: ヴァイオリン = バイオリン, コウタ = コータ = コタ, カワイ = カハイ.

    Ignored: marks of voice (清濁半濁), small and large kana, long vowels however written, spaces,
    dashes and dots, width, hiragana or katakana. ヂ=ジ, ヅ=ズ, ワ=ハ, ヲ=オ.
    """
    return _fine(text).translate(_COARSE)


def _fine(text: str) -> str:
    """The key with チ, ヂ and シ still apart."""
    kana = to_katakana(to_full_kana(to_half_ascii(text)))
    kana = _V_PATTERN.sub(lambda found: _V_ROW[found[0]], kana)
    return _without_long_vowels(kana.translate(_PLAIN).upper())


def _without_long_vowels(kana: str) -> str:
    """Without the second half of long vowels: コウ and コオ are コ; ヽ repeats the kana before."""
    kept: list[str] = []
    for char in kana:
        before = kept[-1] if kept else ""
        if char in _LONG_AFTER.get(_VOWEL_OF.get(before, ""), ""):
            continue
        kept.append(before if char in _REPEATS and before else char)
    return "".join(kept)


def kana_distance(query: str, stored: str) -> int:
    """How near a name found by the key is: 0 as written … 3 by the key alone, 4 not at all.

    1 is the finer fold of `search_kana` (オータ = オオタ), 2 every difference of the standard, 3
    what only follows from two of them together (マツダ and マスダ over ヅ and ズ).
    """
    if _written(query) == _written(stored):
        return 0
    if search_kana(query) == search_kana(stored):
        return 1
    mine, theirs = _fine(query), _fine(stored)
    if mine.translate(_COARSE) != theirs.translate(_COARSE):
        return 4
    return 2 if all(map(_sounds_like, mine, theirs)) else 3


def _written(text: str) -> str:
    return "".join(to_katakana(to_full_kana(text)).split())


def _sounds_like(one: str, other: str) -> bool:
    return one == other or one in _BETWEEN.get(other, "") or other in _BETWEEN.get(one, "")


REGISTER_VARIANTS = MappingProxyType(
    dict(zip(SIMPLIFIED[::2], SIMPLIFIED[1::2], strict=True))
    | {variant: group[0] for group in GROUPS for variant in group[1:]}
)
_NAME_FOLD: dict[int, str | None] = {
    **{ord(variant): base for variant, base in REGISTER_VARIANTS.items()},
    **{ord(space): None for space in " \u3000\u00a0\t\r\n"},
}


def register_name_key(text: str) -> str:
    """A name or address as it is found: 異体字, 旧字体 and simplified forms as one, no spaces.

    邊邉边𨘢辺 are one, so are 濱濵滨浜; selectors of variation go, width and case do not count.
    """
    folded = strip_variation(text)
    for _ in range(2):  # an upper case may need composing, a composed letter its upper case
        folded = unicodedata.normalize("NFKC", folded.upper()).translate(_NAME_FOLD)
    return folded


def own_fold(pairs: Iterable[tuple[str, str]], fold: Callable[[str], str]) -> dict[int, str]:
    """What the keys of `fold` become besides, when these characters are one by our own table.

    Pairs are joined into groups; a group is compared as its lowest character that Unicode names,
    so that a character of our own (外字) never stands for a real one. For `str.translate`.
    """
    groups: dict[str, set[str]] = {}
    for pair in pairs:
        one, other = (fold(char) for char in pair)
        joined = groups.get(one, {one}) | groups.get(other, {other})
        groups.update(dict.fromkeys(joined, joined))
    bases = {char: min(group, key=_is_private_and_code) for char, group in groups.items()}
    return {ord(char): base for char, base in bases.items() if char != base and len(char) == 1}


def _is_private_and_code(char: str) -> tuple[bool, str]:
    return unicodedata.category(char[:1] or " ") == "Co", char


def read_character(text: str) -> str:
    """One character from itself or its code (辻, U+E001, e001); empty when it is neither.

    A selector of variation stays with its character.
    """
    typed = text.strip()
    if typed and len(strip_variation(typed)) == 1 and typed[0] == strip_variation(typed):
        return typed
    found = _CODE.fullmatch(to_half_ascii(typed))
    code = int(found[1], 16) if found else 0
    return chr(code) if 0x20 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""


_CODE = re.compile(r"(?:[Uu]\+?|0x)?([0-9A-Fa-f]{4,6})")


def variants_of(char: str) -> tuple[str, ...]:
    """Every character that is found by this one, itself first."""
    base = REGISTER_VARIANTS.get(char, char)
    found = (base, *(variant for variant, to in REGISTER_VARIANTS.items() if to == base))
    return (char, *(each for each in found if each != char))


def split_full_name(text: str) -> tuple[str, str]:
    """Surname and given name at the first space, for the search by given name (名) alone.

    A name without a space is all surname; so is the space at either end of no account.
    """
    surname, _, given = " ".join(text.split()).partition(" ")
    return surname, given
