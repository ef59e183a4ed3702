# SPDX-License-Identifier: Apache-2.0
"""A name in kana as a bank's file takes it: half width, capitals, no small kana, no long mark.

A reading is never guessed from kanji. What changes how a name reads is told, so that a clerk can
compare it with the passbook.
"""

from __future__ import annotations

from dataclasses import dataclass

from daicho.adapters.record_files.characters import PARTY_NAME, CharacterSet
from daicho.kernel.text import to_half_kana

_MARKS = "ﾞﾟ"
_SMALL = str.maketrans("ｧｨｩｪｫｬｭｮｯ", "ｱｲｳｴｵﾔﾕﾖﾂ")
_DASHES = str.maketrans(dict.fromkeys("ｰー−‐‑–—―－", "-"))
_BRACKETS = str.maketrans({"（": "(", "）": ")", "．": ".", "･": ".", "。": ".", "｡": "."})
_OLD_KANA = str.maketrans({"ヰ": "イ", "ヱ": "エ", "ヮ": "ワ", "ヵ": "カ", "ヶ": "ケ",
                           "ゐ": "い", "ゑ": "え", "ゎ": "わ", "ゕ": "か", "ゖ": "け"})  # fmt: skip
_WO = str.maketrans({"ｦ": "ｵ"})


@dataclass(frozen=True, slots=True)
class BankKana:
    """A name for a bank's file. `outside` holds characters that have no place in it."""

    text: str
    outside: str = ""
    is_changed: bool = False  # reads differently: ャ as ヤ, ヲ as オ, ー as -
    is_cut: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether the text may be sent."""
        return bool(self.text) and not self.outside


def to_bank_kana(
    name: str, *, length: int = 30, characters: CharacterSet = PARTY_NAME, may_cut: bool = True
) -> BankKana:
    """A reading as a bank writes it, cut to its field at a whole sound.

    >>> to_bank_kana("キャノン　ショウゾウ").text
    'ｷﾔﾉﾝ ｼﾖｳｿﾞｳ'
    """
    half = " ".join(to_half_kana(name.translate(_OLD_KANA)).split())
    plain = half.translate(_BRACKETS).translate(_DASHES).upper()
    large = plain.translate(_SMALL)
    fitted = large if "ｦ" in characters.characters else large.translate(_WO)
    outside = "".join(dict.fromkeys(char for char in fitted if char not in characters.characters))
    cut = cut_kana(fitted, length) if may_cut else fitted
    is_changed = fitted != half.translate(_BRACKETS).upper() or name != name.translate(_OLD_KANA)
    return BankKana(cut, outside, is_changed, cut != fitted)


def cut_kana(text: str, length: int) -> str:
    """The beginning of a text in half-width kana; a kana keeps its mark or goes with it.

    >>> cut_kana("ｶﾞｸﾌﾞﾁ", 4)
    'ｶﾞｸ'
    """
    end = min(length, len(text))
    while 0 < end < len(text) and text[end] in _MARKS:
        end -= 1
    return text[:end].rstrip()


def same_in_bank_kana(one: str, other: str, *, length: int = 30) -> bool:
    """Whether two readings are one to a bank: width, small kana and spaces apart.

    One that fills its field may have been cut: then the other need only begin so.
    """
    first, second = (to_bank_kana(text, may_cut=False).text for text in (one, other))
    if first.replace(" ", "") == second.replace(" ", ""):
        return True
    shorter, longer = sorted((first, second), key=len)
    is_full = length - 1 <= len(shorter) <= length  # a cut before a mark leaves one byte
    return is_full and longer.replace(" ", "").startswith(shorter.replace(" ", ""))
