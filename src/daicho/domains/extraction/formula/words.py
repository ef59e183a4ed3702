# SPDX-License-Identifier: Apache-2.0
"""A formula cut into words; full-width signs and digits are read like the ordinary ones."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from daicho.domains.extraction.formula.kinds import Fault


class WordKind(StrEnum):
    """What a word is."""

    NUMBER = "数"
    TEXT = "文字列"
    COLUMN = "項目"
    NAME = "名前"
    SIGN = "記号"
    END = "終わり"


@dataclass(frozen=True, slots=True)
class Word:
    """One word; `at` is its first character, from 1."""

    kind: WordKind
    text: str
    at: int


_SIGNS = str.maketrans({
    "×": "*", "÷": "/", "−": "-", "‐": "-", "≠": "≠", "≦": "≦", "≧": "≧", "、": ",",
    "［": "[", "］": "]", "“": '"', "”": '"', "＂": '"',
})  # fmt: skip
_WORDS = re.compile(
    r'(?P<space>\s+)'
    r'|(?P<text>"(?:[^"]|"")*"|「[^」]*」)'
    r"|(?P<column>\[[^\]]*\])"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>[^\W\d][\w・〜]*)"
    r"|(?P<sign>>=|<=|<>|!=|≧|≦|≠|[-+*/&=<>(),])"
)  # fmt: skip
_ALIKE = {"!=": "<>", "≠": "<>", "≧": ">=", "≦": "<="}
LONGEST_NUMBER = 20


def cut(formula: str) -> tuple[list[Word], list[Fault]]:
    """The words and the END, and every character that is none."""
    plain = _plain(formula)
    words, faults, at = [], [], 0
    while at < len(plain):
        found = _WORDS.match(plain, at)
        if found is None:
            faults.append(Fault(at + 1, _why(plain[at])))
            at += 1
            continue
        if found.lastgroup != "space":
            words.append(_word(found, formula))
        if found.lastgroup == "number" and len(found[0]) > LONGEST_NUMBER:
            faults.append(Fault(at + 1, f"数は{LONGEST_NUMBER}桁までです。"))
        at = found.end()
    return [*words, Word(WordKind.END, "", len(formula) + 1)], faults


def _plain(formula: str) -> str:
    """The same length, so that places stay those of what was typed."""
    signs = formula.translate(_SIGNS)
    return "".join(
        narrow if len(narrow := unicodedata.normalize("NFKC", one)) == 1 else one for one in signs
    )


def _word(found: re.Match[str], formula: str) -> Word:
    """Texts keep what was typed; everything else is told in its plain form."""
    at, kind = found.start() + 1, str(found.lastgroup)
    if kind == "text":
        inner = formula[found.start() + 1 : found.end() - 1]
        return Word(WordKind.TEXT, inner.replace('""', '"'), at)
    if kind == "column":
        return Word(WordKind.COLUMN, formula[found.start() + 1 : found.end() - 1].strip(), at)
    if kind == "sign":
        return Word(WordKind.SIGN, _ALIKE.get(found[0], found[0]), at)
    return Word(WordKind.NUMBER if kind == "number" else WordKind.NAME, found[0], at)


def _why(char: str) -> str:
    if char in '"「':
        return "文字列が閉じていません。"
    if char == "[":
        return "項目名が「]」で閉じていません。"
    return f"「{char}」は式に使えません。"
