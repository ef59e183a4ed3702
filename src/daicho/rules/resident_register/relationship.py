# SPDX-License-Identifier: Apache-2.0
"""Relationship to the householder (続柄): the words, chains of them, and what to write instead.

標準仕様書 1.1.11. Other words (孫, 祖父, 長男 …) are refused with the ones that stand for them.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType

from daicho.kernel.findings import Finding
from daicho.rules.resident_register.checks import finding

MAX_GENERATIONS = 4  # links joined with の, counted mechanically


class Sex(IntEnum):
    """Sex as the register holds it."""

    UNKNOWN = 0
    FEMALE = 1
    MALE = 2


class Link(StrEnum):
    """One word of a chain."""

    HUSBAND = "夫"
    WIFE = "妻"
    HUSBAND_UNREGISTERED = "夫（未届）"
    WIFE_UNREGISTERED = "妻（未届）"
    CHILD = "子"
    CHILD_AND_CHILDS_HUSBAND = "子（子の夫）"
    CHILD_AND_CHILDS_WIFE = "子（子の妻）"
    FATHER = "父"
    MOTHER = "母"
    ELDER_BROTHER = "兄"
    ELDER_SISTER = "姉"
    YOUNGER_BROTHER = "弟"
    YOUNGER_SISTER = "妹"


class RelationKind(StrEnum):
    """What a relationship is, beside its words."""

    HOUSEHOLDER = "世帯主"
    FAMILY = "親族"
    CONNECTED = "縁故者"
    LODGER = "同居人"


SPOUSES = frozenset({Link.HUSBAND, Link.WIFE, Link.HUSBAND_UNREGISTERED, Link.WIFE_UNREGISTERED})
CHILDREN = frozenset({Link.CHILD, Link.CHILD_AND_CHILDS_HUSBAND, Link.CHILD_AND_CHILDS_WIFE})
PARENTS = frozenset({Link.FATHER, Link.MOTHER})
ELDERS = frozenset({Link.ELDER_BROTHER, Link.ELDER_SISTER})
YOUNGERS = frozenset({Link.YOUNGER_BROTHER, Link.YOUNGER_SISTER})
SIBLINGS = ELDERS | YOUNGERS
LINK_SEX = MappingProxyType(
    {
        Link.HUSBAND: Sex.MALE,
        Link.WIFE: Sex.FEMALE,
        Link.HUSBAND_UNREGISTERED: Sex.MALE,
        Link.WIFE_UNREGISTERED: Sex.FEMALE,
        Link.CHILD: Sex.UNKNOWN,
        Link.CHILD_AND_CHILDS_HUSBAND: Sex.MALE,
        Link.CHILD_AND_CHILDS_WIFE: Sex.FEMALE,
        Link.FATHER: Sex.MALE,
        Link.MOTHER: Sex.FEMALE,
        Link.ELDER_BROTHER: Sex.MALE,
        Link.ELDER_SISTER: Sex.FEMALE,
        Link.YOUNGER_BROTHER: Sex.MALE,
        Link.YOUNGER_SISTER: Sex.FEMALE,
    }
)

_SIBLING_WORDS = ("兄", "姉", "弟", "妹")
_PARENT_WORDS = ("父", "母")
# What clerks and papers say, and what is written instead (1.1.11 実装しない機能).
REPLACEMENTS = MappingProxyType(
    {
        "孫": ("子の子",),
        "曽孫": ("子の子の子",),
        "曾孫": ("子の子の子",),
        "ひ孫": ("子の子の子",),
        "玄孫": ("子の子の子の子",),
        "祖父": ("父の父", "母の父"),
        "祖母": ("父の母", "母の母"),
        "曽祖父": ("父の父の父", "父の母の父", "母の父の父", "母の母の父"),
        "曽祖母": ("父の父の母", "父の母の母", "母の父の母", "母の母の母"),
        "曾祖父": ("父の父の父", "父の母の父", "母の父の父", "母の母の父"),
        "曾祖母": ("父の父の母", "父の母の母", "母の父の母", "母の母の母"),
        "伯父": ("父の兄", "母の兄"),
        "叔父": ("父の弟", "母の弟"),
        "伯母": ("父の姉", "母の姉"),
        "叔母": ("父の妹", "母の妹"),
        "おじ": ("父の兄", "父の弟", "母の兄", "母の弟"),
        "おば": ("父の姉", "父の妹", "母の姉", "母の妹"),
        "甥": tuple(f"{word}の子" for word in _SIBLING_WORDS),
        "姪": tuple(f"{word}の子" for word in _SIBLING_WORDS),
        "おい": tuple(f"{word}の子" for word in _SIBLING_WORDS),
        "めい": tuple(f"{word}の子" for word in _SIBLING_WORDS),
        "いとこ": tuple(f"{p}の{s}の子" for p in _PARENT_WORDS for s in _SIBLING_WORDS),
        "従兄弟": tuple(f"{p}の{s}の子" for p in _PARENT_WORDS for s in _SIBLING_WORDS),
        "兄弟": ("兄", "弟"),
        "姉妹": ("姉", "妹"),
        "配偶者": ("夫", "妻"),
        "内縁の夫": ("夫（未届）",),
        "内縁の妻": ("妻（未届）",),
        "夫（未届の夫）": ("夫（未届）",),
        "妻（未届の妻）": ("妻（未届）",),
        "未届の夫": ("夫（未届）",),
        "未届の妻": ("妻（未届）",),
        "婿": ("子の夫",),
        "嫁": ("子の妻",),
        "婿養子": ("子（子の夫）",),
        "義父": ("夫の父", "妻の父"),
        "義母": ("夫の母", "妻の母"),
        "義兄": ("夫の兄", "妻の兄", "姉の夫"),
        "義弟": ("夫の弟", "妻の弟", "妹の夫"),
        "義姉": ("夫の姉", "妻の姉", "兄の妻"),
        "義妹": ("夫の妹", "妻の妹", "弟の妻"),
        "継父": ("母の夫",),
        "継母": ("父の妻",),
        "連れ子": ("夫の子", "妻の子"),
        "養父": ("父",),
        "養母": ("母",),
        "養子": ("子",),
        "養女": ("子",),
        "長男": ("子",),
        "長女": ("子",),
        "二男": ("子",),
        "次男": ("子",),
        "二女": ("子",),
        "次女": ("子",),
        "三男": ("子",),
        "三女": ("子",),
        "息子": ("子",),
        "娘": ("子",),
        "男": ("子",),
        "女": ("子",),
        "本人": ("世帯主",),
        "準世帯主": ("夫", "妻", "子"),
        "家事使用人": ("同居人",),
        "使用人": ("同居人",),
        "同居者": ("同居人",),
        "同居": ("同居人",),
        "友人": ("同居人",),
        "親族": ("縁故者",),
        "親戚": ("縁故者",),
        "縁故": ("縁故者",),
    }
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship as it may be written."""

    kind: RelationKind
    links: tuple[Link, ...] = ()

    @property
    def text(self) -> str:
        """The words of the record: 子の妻."""
        return "の".join(self.links) if self.links else str(self.kind)

    @property
    def is_spouse(self) -> bool:
        """Whether this is the householder's husband or wife, registered or not."""
        return len(self.links) == 1 and self.links[0] in SPOUSES

    @property
    def sex(self) -> Sex:
        """The sex that the words tell of the person, unknown when they tell none."""
        return LINK_SEX[self.links[-1]] if self.links else Sex.UNKNOWN

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class ParsedRelationship:
    """A relationship as read, or None with the finding and the words to choose from."""

    value: Relationship | None
    finding: Finding | None = None
    suggestions: tuple[str, ...] = ()


HOUSEHOLDER = Relationship(RelationKind.HOUSEHOLDER)
CONNECTED = Relationship(RelationKind.CONNECTED)
LODGER = Relationship(RelationKind.LODGER)
_SINGLE = MappingProxyType({str(each): each for each in (HOUSEHOLDER, CONNECTED, LODGER)})
_LINK_WORDS = frozenset(str(link) for link in Link)
_BRACKETS = str.maketrans("()﹙﹚", "（）（）")
_JOINS = re.compile("の(?![^（]*）)")  # の inside brackets belongs to its word


def parse_relationship(text: str, *, subject: str = "") -> ParsedRelationship:
    """Read a 続柄; refuse what is no word of the standard and say what to write."""
    tidy = "".join(text.split()).translate(_BRACKETS)
    if tidy in _SINGLE:
        return ParsedRelationship(_SINGLE[tidy])
    parts = _JOINS.split(tidy)
    if not all(part in _LINK_WORDS for part in parts):
        return _refused(tidy, parts, subject)
    if len(parts) > MAX_GENERATIONS:
        refusal = finding("E-025", subject=subject, detail=tidy)
        return ParsedRelationship(None, refusal, (CONNECTED.text,))
    links = tuple(Link(part) for part in parts)
    return ParsedRelationship(Relationship(RelationKind.FAMILY, links))


def _refused(tidy: str, parts: list[str], subject: str) -> ParsedRelationship:
    suggestions = suggest(tidy) or _suggest_parts(parts)
    words = "・".join(suggestions)
    detail = f"「{tidy}」→ {words}" if suggestions else f"「{tidy}」"
    return ParsedRelationship(None, finding("E-021", subject=subject, detail=detail), suggestions)


def suggest(word: str) -> tuple[str, ...]:
    """What to write instead of one word of everyday use; empty when we know none."""
    return REPLACEMENTS.get(word, ())


def _suggest_parts(parts: list[str]) -> tuple[str, ...]:
    """Chains with each everyday word replaced: 妻の孫 is 妻の子の子; too long ones are 縁故者."""
    if str(CONNECTED) in parts:
        return (CONNECTED.text,)
    if str(LODGER) in parts:
        return (LODGER.text,)
    choices = [(part,) if part in _LINK_WORDS else suggest(part) for part in parts]
    chains = ("の".join(chain) for chain in itertools.product(*choices))
    known = [chain if _is_short(chain) else CONNECTED.text for chain in chains]
    return tuple(dict.fromkeys(known))


def _is_short(chain: str) -> bool:
    return len(_JOINS.split(chain)) <= MAX_GENERATIONS
