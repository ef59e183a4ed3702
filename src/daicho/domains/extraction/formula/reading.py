# SPDX-License-Identifier: Apache-2.0
"""Reading a formula by recursive descent: comparison, &, + -, * /, sign, value."""

from __future__ import annotations

from daicho.domains.extraction.formula.kinds import Fault
from daicho.domains.extraction.formula.tree import (
    Call,
    Flag,
    Item,
    Minus,
    Node,
    Number,
    Pair,
    Text,
)
from daicho.domains.extraction.formula.words import Word, WordKind, cut

LONGEST, DEEPEST = 2_000, 40
COMPARED = frozenset({"=", "<>", "<", ">", "<=", ">="})
FLAGS = {"はい": True, "いいえ": False, "TRUE": True, "FALSE": False}
# From loose to tight.
_LEVELS = (frozenset({"&"}), frozenset({"+", "-"}), frozenset({"*", "/"}))


class _StopError(Exception):
    """Nothing sensible can be read after this fault."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def read(formula: str) -> tuple[Node | None, list[Fault]]:
    """The tree, or every fault of the words and the first one of their order."""
    if len(formula) > LONGEST:
        return None, [Fault(LONGEST + 1, f"式は{LONGEST:,}文字までです。")]
    words, faults = cut(formula.removeprefix("="))
    if faults:
        return None, faults
    try:
        return _Reader(words).whole(), []
    except _StopError as stop:
        return None, [stop.fault]


class _Reader:
    """Goes over the words once."""

    def __init__(self, words: list[Word]) -> None:
        self._words = words
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._comparison()
        if self._next.kind is not WordKind.END:
            raise _StopError(Fault(self._next.at, f"「{self._next.text}」の前に演算子が必要です。"))
        return node

    @property
    def _next(self) -> Word:
        return self._words[self._at]

    def _take(self) -> Word:
        word = self._next
        self._at += 1
        return word

    def _is_sign(self, *signs: str) -> bool:
        return self._next.kind is WordKind.SIGN and self._next.text in signs

    def _comparison(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _StopError(Fault(self._next.at, f"かっこの入れ子は{DEEPEST}段までです。"))
        node = self._level(0)
        if self._is_sign(*COMPARED):
            sign = self._take()
            node = Pair(sign.text, node, self._level(0), sign.at)
        if self._is_sign(*COMPARED):
            message = "比較は続けて書けません。「かつ(…, …)」を使ってください。"
            raise _StopError(Fault(self._next.at, message))
        self._depth -= 1
        return node

    def _level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._signed()
        node = self._level(level + 1)
        while self._is_sign(*_LEVELS[level]):
            sign = self._take()
            node = Pair(sign.text, node, self._level(level + 1), sign.at)
        return node

    def _signed(self) -> Node:
        """Any number of signs before a value: `--x` is x."""
        turns: list[Word] = []
        while self._is_sign("+", "-"):
            turns.append(self._take())
        node = self._value()
        if turns and sum(one.text == "-" for one in turns) % 2:
            return Minus(node, turns[0].at)
        return node

    def _value(self) -> Node:
        word = self._take()
        if word.kind is WordKind.NUMBER:
            return Number(word.text, word.at)
        if word.kind is WordKind.TEXT:
            return Text(word.text, word.at)
        if word.kind is WordKind.COLUMN:
            return Item(word.text, word.at)
        if word.kind is WordKind.NAME:
            return self._named(word)
        if word.kind is WordKind.SIGN and word.text == "(":
            node = self._comparison()
            self._close(word)
            return node
        what = "式が途中で終わっています。" if word.kind is WordKind.END else (
            f"「{word.text}」の前に値が必要です。"
        )  # fmt: skip
        raise _StopError(Fault(word.at, what))

    def _named(self, word: Word) -> Node:
        if self._is_sign("("):
            opened = self._take()
            return Call(word.text, self._arguments(opened), word.at)
        if word.text.upper() in FLAGS:
            return Flag(FLAGS[word.text.upper()], word.at)
        return Item(word.text, word.at)

    def _arguments(self, opened: Word) -> tuple[Node, ...]:
        if self._is_sign(")"):
            self._take()
            return ()
        found = [self._comparison()]
        while self._is_sign(","):
            self._take()
            found.append(self._comparison())
        self._close(opened)
        return tuple(found)

    def _close(self, opened: Word) -> None:
        if not self._is_sign(")"):
            raise _StopError(Fault(opened.at, "かっこが閉じていません。"))
        self._take()
