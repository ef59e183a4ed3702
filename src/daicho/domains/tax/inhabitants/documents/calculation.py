# SPDX-License-Identifier: Apache-2.0
"""税額計算の内訳: the explanation of a tax as a clerk would say it, with the article of each step.

The steps are those of the contract's `explanation`: name_ja, value, formula_ja, inputs, citation,
and the steps below. A step that comes to nothing is left out unless everything is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from daicho.domains.tax.inhabitants.documents.amounts import day, yen
from daicho.domains.tax.inhabitants.documents.letters import View, fit, show_issuer
from daicho.domains.tax.inhabitants.documents.people import Issuer
from daicho.domains.tax.inhabitants.documents.words import INPUT_WORDS
from daicho.foundation.documents.fonts import FontSet
from daicho.kernel.dates import format_fiscal_year

_NAME_BOX = (110.0, 5.5, 10.0)
_ABSENT = -1  # how the rules write "not stated"
_PARTS = ("municipal", "prefectural")


@dataclass(frozen=True, slots=True)
class CalculationSheet:
    """The sheet of one person and year."""

    issuer: Issuer
    fiscal_year: int
    addressee_no: str
    name: str
    printed_on: date
    annual_tax: int
    explanation: tuple[Mapping[str, Any], ...]  # the contract's list
    everything: bool = False  # also the steps that come to nothing


@dataclass(frozen=True, slots=True)
class CalculationStep:
    """One line of the sheet."""

    depth: int
    name: str
    value: str
    formula: str
    inputs: str
    citation: str


def read_steps(
    explanation: Sequence[Mapping[str, Any]], issuer: Issuer, *, everything: bool, depth: int = 0
) -> Iterator[CalculationStep]:
    """The lines of the sheet, parents before what they consist of."""
    for step in explanation:
        below = step.get("steps", ())
        if not (everything or _counts(step)):
            continue
        yield CalculationStep(
            depth,
            step["name_ja"],
            _say_figure(step, issuer),
            step.get("formula_ja", ""),
            "、".join(step["inputs_ja"])
            if "inputs_ja" in step
            else _say_inputs(step.get("inputs", {}), issuer),
            step.get("citation", ""),
        )
        yield from read_steps(below, issuer, everything=everything, depth=depth + 1)


def show_calculation(sheet: CalculationSheet, fonts: FontSet) -> View:
    """What the template reads."""
    steps = read_steps(sheet.explanation, sheet.issuer, everything=sheet.everything)
    year = format_fiscal_year(sheet.fiscal_year)
    return {
        "title": f"{year}　{sheet.issuer.tax_names}　税額計算の内訳",
        "issuer": show_issuer(sheet.issuer),
        "addressee": sheet.addressee_no,
        "name": fit(sheet.name, _NAME_BOX, fonts),
        "printed": day(sheet.printed_on),
        "annual": yen(sheet.annual_tax),
        "partial": not sheet.everything,
        "steps": [
            [step.depth, step.name, step.value, step.formula, step.inputs, step.citation]
            for step in steps
        ],
    }


def _counts(step: Mapping[str, Any]) -> bool:
    """Whether a step, or one below it, comes to something."""
    return _is_something(step["value"]) or any(map(_counts, step.get("steps", ())))


def _is_something(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_is_something, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_is_something, value))
    return value not in (0, _ABSENT, None, "")


def _say_figure(step: Mapping[str, Any], issuer: Issuer) -> str:
    """A step's value; rates, ages, heads and flags as the engine says them."""
    value, said = step["value"], step.get("value_ja", "")
    is_rate = isinstance(value, Mapping) and "numerator" in value
    is_number = isinstance(value, int) and said and not said.endswith("円")
    return said if is_rate or is_number else _say_value(value, issuer)


def _say_value(value: Any, issuer: Issuer) -> str:
    """An amount; both parts of a tax; a row of amounts. A whole stage is told by its steps."""
    if isinstance(value, Mapping):
        if set(value) != set(_PARTS):
            return ""
        municipal, prefectural = (yen(value[part]) for part in _PARTS)
        return f"{issuer.municipal_tax} {municipal}\n{issuer.prefectural_tax} {prefectural}"
    if isinstance(value, (list, tuple)):
        amounts = [item for item in value if isinstance(item, int)]
        return "・".join(map(yen, amounts)) if len(amounts) == len(value) else ""
    return yen(value) if isinstance(value, int) else str(value or "")


def _say_inputs(inputs: Mapping[str, Any], issuer: Issuer) -> str:
    """The inputs that have a Japanese word and are not nothing: 給与収入 5,000,000."""
    said = []
    for name, value in inputs.items():
        word = INPUT_WORDS.get(name)
        shown = _say_value(value, issuer).replace("\n", " ") if word else ""
        if word and shown and _is_something(value):
            said.append(f"{word} {shown}")
    return "、".join(said)
