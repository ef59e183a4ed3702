# SPDX-License-Identifier: Apache-2.0
"""The parts of a formula that was read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was typed."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text between quotation marks."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Flag:
    """はい or いいえ."""

    is_true: bool
    at: int


@dataclass(frozen=True, slots=True)
class Item:
    """A column by one of its names."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parts with a sign between them; `at` is the sign."""

    sign: str
    left: Node
    right: Node
    at: int


@dataclass(frozen=True, slots=True)
class Minus:
    """A number turned round."""

    inner: Node
    at: int


Node = Number | Text | Flag | Item | Call | Pair | Minus
