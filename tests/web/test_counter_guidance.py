# SPDX-License-Identifier: Apache-2.0
"""What else must be done: the data of the ward, and what typical families are told."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.web.counter.guidance.data import (
    FOLDER,
    GuidanceError,
    Procedure,
    guidance_of,
    read_guidance,
)
from daicho.web.counter.guidance.owed import Somebody, owed_procedures, school_grade
from daicho.web.counter.guidance.texts import Piece, Text

WARD = guidance_of("131032")
TODAY = date(2026, 6, 10)
MOVED = date(2026, 6, 8)
HEAD = Somebody(number=-1, birth=date(1980, 3, 1), kind="japanese")
WIFE = Somebody(number=-2, birth=date(1982, 7, 7), kind="japanese")
PUPIL = Somebody(number=-3, birth=date(2016, 5, 5), kind="japanese")
BABY = Somebody(number=-4, birth=date(2025, 11, 3), kind="japanese")
OLD = Somebody(number=-5, birth=date(1950, 1, 1), kind="japanese")
STUDENT = Somebody(number=-6, birth=date(2003, 1, 1), kind="foreign")


def told(event: str, people: list[Somebody], *answers: str) -> list[str]:
    found = owed_procedures(
        WARD, event=event, happened_on=MOVED, people=people, answers=answers, on=TODAY
    )
    return [one.procedure.code for one in found]


@pytest.mark.parametrize(
    ("event", "people", "answers", "expected"),
    [
        ("move_in", [HEAD, WIFE, PUPIL, BABY], (), [
            "child_allowance", "child_medical", "school", "infant_health"]),
        ("move_in", [HEAD, WIFE, PUPIL, BABY], ("nhi", "pension", "card", "seal", "nursery"), [
            "card_continue", "card_signature", "seal_register", "nhi_join", "pension_move",
            "child_allowance", "child_medical", "nursery", "school", "infant_health"]),
        ("move_in", [OLD], ("care",), ["elder_medical", "care_insurance", "care_certified"]),
        ("move_in_abroad", [STUDENT], ("nhi", "pension"), [
            "card_new", "residence_card", "nhi_join", "pension_move"]),
        ("move_within", [HEAD], (), []),
        ("move_within", [HEAD, PUPIL], ("moped", "dog"), [
            "child_allowance_change", "child_medical_change", "school", "dog"]),
        ("move_out", [HEAD, WIFE, PUPIL], ("nhi", "seal"), [
            "seal_return", "nhi_leave", "child_allowance_end", "child_medical_change",
            "school_leave"]),
        ("move_out_abroad", [HEAD], ("card", "taxable", "pension"), [
            "card_abroad", "pension_move", "tax_manager"]),
        ("birth", [BABY], ("nhi",), [
            "card_new", "nhi_join", "nhi_birth", "child_allowance", "child_medical",
            "infant_health"]),
        ("death", [OLD], ("pensioner", "taxable", "card"), [
            "card_return", "elder_medical", "pension_death", "care_insurance", "tax_heir"]),
        ("household", [HEAD, BABY], ("single_parent",), [
            "child_allowance_change", "single_parent"]),
    ],
)  # fmt: skip
def test_typical_families(
    event: str, people: list[Somebody], answers: tuple[str, ...], expected: list[str]
) -> None:
    assert told(event, people, *answers) == expected


def test_deadlines_are_counted_from_the_day_after() -> None:
    found = owed_procedures(
        WARD, event="move_in", happened_on=MOVED, people=[HEAD, BABY], answers=["nhi", "card"],
        on=TODAY,
    )  # fmt: skip
    assert {one.procedure.code: (one.people, one.due_on) for one in found} == {
        "card_continue": ((-1, -4), date(2026, 9, 6)),
        "card_signature": ((-1,), None),
        "nhi_join": ((-1, -4), date(2026, 6, 22)),
        "child_allowance": ((-4,), date(2026, 6, 23)),
        "child_medical": ((-4,), None),
        "infant_health": ((-4,), None),
    }


@pytest.mark.parametrize(
    ("birth", "grade"),
    [
        (date(2020, 4, 1), 1), (date(2020, 4, 2), 0), (date(2011, 4, 2), 9),
        (date(2011, 4, 1), 10), (date(2008, 4, 2), 12), (date(2008, 4, 1), 13),
    ],
)  # fmt: skip
def test_grades_of_school_in_june_2026(birth: date, grade: int) -> None:
    assert school_grade(birth, TODAY) == grade
    assert school_grade(birth, date(2027, 3, 31)) == grade
    assert school_grade(birth, date(2027, 4, 1)) == grade + 1


@pytest.mark.parametrize("procedure", WARD.procedures.values(), ids=lambda one: one.code)
def test_every_procedure_can_be_reached(procedure: Procedure) -> None:
    """Somebody of some age and kind is told of it, and nobody is who has another event."""
    birthdays = [TODAY - timedelta(days=365 * years + 100) for years in range(100)]
    people = [
        Somebody(number=-1, birth=birth, kind=kind)
        for birth, kind in product(birthdays, ("japanese", "foreign"))
    ]
    answers = [procedure.asks] if procedure.asks else []
    for event in WARD.events:
        reached = procedure.code in told(event, people, *answers)
        assert reached == (event in procedure.events)
    if procedure.asks:
        assert not any(procedure.code in told(event, people) for event in WARD.events)


def test_every_section_question_and_event_is_used() -> None:
    procedures = WARD.procedures.values()
    assert {one.section for one in procedures} == set(WARD.sections)
    assert {one.asks for one in procedures if one.asks} == set(WARD.questions)
    assert {event for one in procedures for event in one.events} == set(WARD.events)
    assert not WARD.laws_verified, "the pages and papers say so while it holds"


@given(
    births=st.lists(st.dates(date(1910, 1, 1), TODAY), min_size=1, max_size=4),
    event=st.sampled_from(sorted(WARD.events)),
    answers=st.sets(st.sampled_from(sorted(WARD.questions))),
)
def test_more_answers_never_take_a_procedure_away(
    births: list[date], event: str, answers: set[str]
) -> None:
    people = [Somebody(number=-n, birth=b, kind="japanese") for n, b in enumerate(births, 1)]
    assert set(told(event, people)) <= set(told(event, people, *answers))


def test_a_procedure_is_owed_only_while_in_force() -> None:
    one = replace(WARD.procedures["dog"], valid_to=date(2026, 6, 10))
    changed = replace(WARD, procedures={"dog": one})
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 9), date(2026, 6, 10))
    found = [
        bool(owed_procedures(
            changed, event="move_in", happened_on=MOVED, people=[HEAD], answers=["dog"], on=day
        ))
        for day in days
    ]  # fmt: skip
    assert found == [False, True, True, False]


def broken() -> Iterator[tuple[str, dict[str, Any]]]:
    data = tomllib.loads((FOLDER / "131032.toml").read_text(encoding="utf-8"))
    for name, value, said in (
        ("section", "nowhere", "no section nowhere"), ("asks", "what", "no question what"),
        ("events", ["never"], "unknown event"), ("law", "", "no law"), ("colour", 1, "unknown"),
    ):  # fmt: skip
        first = data["procedures"][0] | {name: value}
        yield said, data | {"procedures": [first, *data["procedures"][1:]]}
    yield "stands twice", data | {"procedures": data["procedures"] * 2}


@pytest.mark.parametrize(("said", "data"), list(broken()), ids=lambda one: str(one)[:20])
def test_faulty_data_are_refused(said: str, data: dict[str, Any]) -> None:
    with pytest.raises(GuidanceError, match=said):
        read_guidance(data)


def test_every_reading_is_hiragana() -> None:
    texts = [one.label for one in (*WARD.events.values(), *WARD.questions.values())]
    texts += [one.label for one in WARD.sections.values()]
    for one in WARD.procedures.values():
        texts += [one.label, one.note, *one.papers]
    for text in texts:
        for piece in text.pieces:
            assert all("ぁ" <= char <= "ー" for char in piece.reading), text
            if not piece.reading:
                assert not any("一" <= char <= "鿿" for char in piece.text), text
        assert not set(text.plain) & set("{}|"), text


def test_furigana_is_taken_apart() -> None:
    text = Text("{犬|いぬ}の{登録|とうろく}")
    assert text.plain == "犬の登録"
    assert text.pieces == (Piece("犬", "いぬ"), Piece("の"), Piece("登録", "とうろく"))
