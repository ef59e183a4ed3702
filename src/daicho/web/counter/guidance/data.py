# SPDX-License-Identifier: Apache-2.0
"""Read the procedures of a municipality; whatever is unknown or dangling is a defect, told once."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from daicho.web.counter.guidance.texts import Text

FOLDER = Path(__file__).parent
LANGUAGES = {"en": "English", "zh": "中文", "ko": "한국어"}


class GuidanceError(Exception):
    """A defect in the data of the counter."""


@dataclass(frozen=True, slots=True)
class Heading:
    """An event or a section, in easy Japanese and other languages."""

    code: str
    label: Text
    other: Mapping[str, str]
    place: Text


@dataclass(frozen=True, slots=True)
class Question:
    """What the register does not know and the clerk asks."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Which persons a procedure is for; nothing given means everybody."""

    age_from: int | None = None
    age_to: int | None = None
    grade_from: int | None = None
    grade_to: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One thing to do, where, with what, until when."""

    code: str
    section: str
    label: Text
    other: Mapping[str, str]
    events: frozenset[str]
    who: Who
    asks: str
    is_of_household: bool
    papers: tuple[Text, ...]
    deadline_days: int | None
    note: Text
    law: str
    link: str  # route of the page of a person on which it is done
    valid_from: dt.date
    valid_to: dt.date | None

    def is_in_force(self, on: dt.date) -> bool:
        """Whether it is owed on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """Everything of one municipality."""

    municipality: str
    laws_verified: bool
    events: Mapping[str, Heading]
    sections: Mapping[str, Heading]
    questions: Mapping[str, Question]
    procedures: Mapping[str, Procedure]


@cache
def guidance_of(municipality: str) -> Guidance:
    """The data of a municipality; of one that has none, those of the demo ward stand in."""
    path = FOLDER / f"{municipality}.toml"
    path = path if path.is_file() else FOLDER / "131032.toml"
    return read_guidance(tomllib.loads(path.read_text(encoding="utf-8")))


def read_guidance(data: Mapping[str, Any]) -> Guidance:
    """The data of a file, checked."""
    made = Guidance(
        municipality=data["municipality"], laws_verified=data["laws_verified"],
        events=_by_code(_heading(one) for one in data["events"]),
        sections=_by_code(_heading(one) for one in data["sections"]),
        questions=_by_code(_question(one) for one in data["questions"]),
        procedures=_by_code(_procedure(one) for one in data["procedures"]),
    )  # fmt: skip
    faults = list(_faults(made))
    if faults:
        raise GuidanceError("; ".join(faults))
    return made


def _by_code(found: Iterable[Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for one in found:
        if one.code in made:
            raise GuidanceError(f"{one.code} stands twice")
        made[one.code] = one
    return made


def _only(data: Mapping[str, Any], *known: str) -> None:
    unknown = set(data) - set(known)
    if unknown:
        raise GuidanceError(f"{data.get('code')}: unknown {', '.join(sorted(unknown))}")


def _heading(data: Mapping[str, Any]) -> Heading:
    _only(data, "code", "label", "place", *LANGUAGES)
    other = {one: data[one] for one in LANGUAGES}
    return Heading(data["code"], Text(data["label"]), other, Text(data.get("place", "")))


def _question(data: Mapping[str, Any]) -> Question:
    _only(data, "code", "label")
    return Question(data["code"], Text(data["label"]))


def _procedure(data: Mapping[str, Any]) -> Procedure:
    _only(
        data, "code", "section", "label", "events", "who", "asks", "scope", "papers",
        "deadline_days", "note", "law", "link", "valid_from", "valid_to", *LANGUAGES,
    )  # fmt: skip
    return Procedure(
        code=data["code"], section=data["section"], label=Text(data["label"]),
        other={one: data[one] for one in LANGUAGES}, events=frozenset(data["events"]),
        who=Who(**data.get("who", {})), asks=data.get("asks", ""),
        is_of_household=data["scope"] == "household",
        papers=tuple(Text(one) for one in data["papers"]),
        deadline_days=data.get("deadline_days"), note=Text(data.get("note", "")),
        law=data["law"], link=data.get("link", ""), valid_from=data["valid_from"],
        valid_to=data.get("valid_to"),
    )  # fmt: skip


def _faults(made: Guidance) -> Iterable[str]:
    for one in made.procedures.values():
        if one.section not in made.sections:
            yield f"{one.code}: no section {one.section}"
        if one.asks and one.asks not in made.questions:
            yield f"{one.code}: no question {one.asks}"
        if not one.events or not one.events <= set(made.events):
            yield f"{one.code}: unknown event"
        if not one.law:
            yield f"{one.code}: no law"
