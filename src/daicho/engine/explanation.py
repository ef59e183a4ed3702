# SPDX-License-Identifier: Apache-2.0
"""The tree of rules behind a result: as the contract's list, and as text a clerk would say.

`value` and `inputs` hold the plain figures by field name, for programs; `value_ja` and `inputs_ja`
say the same to people, with the dated figures of law or ordinance that the step used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_type_hints

from daicho.engine.explanation_source import fields_read, figures_read, told_by_calls
from daicho.engine.explanation_words import OCCURRENCES, ORDINALS, RETURNS
from daicho.engine.municipalities import MUNICIPAL, STANDARD
from daicho.engine.statute_files import Statute
from daicho.engine.statutes import find_statute, municipal_tables
from daicho.engine.wording import is_something, kind_of, say, word_of
from daicho.kernel.explain import Step
from daicho.kernel.yen import Rate
from daicho.rules.inhabitants_tax.facts import Parts
from daicho.rules.inhabitants_tax.income.offset import SharesAfterLoss
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters
from daicho.rules.inhabitants_tax.parameters.municipality import CITY_OR_TOWN
from daicho.rules.inhabitants_tax.parameters.rates import SplitRate

_STAGES = 2  # depth up to which a step is told even when it comes to nothing
_OF_A_CREDIT = frozenset({"limit_to_levy", "subtract"})  # rules that every credit goes through
_OF_A_GIFT = frozenset({"special_rate_judgement", "donation_special_rate"})
_IN_ORDER = "compute_levy"  # where they follow the credit they belong to
_IDLE_WITHOUT = {
    "age_on_december_31": "birth_date",
    "is_deductible_abroad": "overseas",
    "ordinary_instalments": "annual",
    "salary_instalments": "annual",
    "salary_instalments_from_july": "annual",
    "instalment_after_reduction": "reduction",
}
_ALWAYS_TOLD = frozenset({"resident"})  # facts whose 0 says something
_NOT_TOLD = frozenset({"kind", "nontaxable_class"})  # figures that only choose between others


_ONE_THING = (Parts, Rate, SplitRate, SharesAfterLoss)


class _Place(NamedTuple):
    """What the steps below a rule take over from it."""

    kind: int
    fiscal_year: int


def steps_of(root: Step) -> list[dict[str, Any]]:
    """The steps below the root, each with the steps it consists of under `steps`."""
    return _below(root, _Place(CITY_OR_TOWN, 0))


def _below(step: Step, place: _Place) -> list[dict[str, Any]]:
    p = step.parameters or next((c.parameters for c in step.children if c.parameters), None)
    if p is not None:
        place = _Place(p.municipality.kind, p.fiscal_year)
    told = [child for child in step.children if _is_told(child, step)]
    return [
        _as_json(child, f"{child.name_ja}{suffix}", place)
        for child, suffix in zip(told, _suffixes(step, told), strict=True)
    ]


def _as_json(step: Step, name: str, place: _Place) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name_ja": name,
        "value": _plain(step.value),
        "value_ja": say(step.value, RETURNS.get(_function(step), "yen"), place.kind),
        "formula_ja": step.formula_ja,
        "inputs": inputs_of(step),
        "inputs_ja": [*_facts_ja(step, place), *_figures_ja(step, place)],
        "citation": "、".join(str(citation) for citation in step.citations),
    }
    below = _below(step, place)
    if below:
        found["steps"] = below
    return found


def _function(step: Step) -> str:
    return step.rule.rpartition(".")[2]


def _is_told(step: Step, parent: Step) -> bool:
    """Whether a step says anything of this person: no spouse, no step on the spouse or the age; no
    relative abroad, no condition for one; no credit, nothing that it leaves; no gift, no rate.
    """
    function = _function(step)
    if function == "add_spouse":
        return bool(step.inputs["f"].has_spouse)
    if function == "subtract":
        return is_something(step.inputs["credit"])
    if function in _OF_A_GIFT:
        return _function(parent) != _IN_ORDER or bool(parent.inputs["f"].donation_furusato)
    return bool(step.inputs.get(_IDLE_WITHOUT.get(function, ""), 1))


def _suffixes(parent: Step, steps: list[Step]) -> list[str]:
    """What tells steps of one name apart: the credit, the kind of income, the relative's number."""
    functions = [_function(step) for step in steps]
    total = Counter(functions)
    seen: Counter[str] = Counter()
    found, credit = [], ""
    for step, function in zip(steps, functions, strict=True):
        suffix = ""
        if _function(parent) == _IN_ORDER and function in _OF_A_CREDIT:
            suffix = f" — {credit}" if function == "limit_to_levy" else f" — {credit} の後"
        elif total[function] > 1:
            suffix = f" ({_occurrence(parent, function, seen[function], total[function])})"
        if function not in _OF_A_CREDIT:
            credit = step.name_ja
        seen[function] += 1
        found.append(suffix)
    return found


def _occurrence(parent: Step, function: str, index: int, total: int) -> str:
    names = OCCURRENCES.get(f"{_function(parent)}.{function}") or OCCURRENCES.get(function)
    if names and len(names) == total:
        return names[index]
    calls = told_by_calls(parent.rule, function) if parent.rule else ()
    read = calls[index] if len(calls) == total else None
    if read:
        return word_of(type(parent.inputs[read.owner]).__name__, read.field)
    return f"{index + 1}{ORDINALS.get(function, '回目')}"


def inputs_of(step: Step) -> dict[str, Any]:
    """What the rule looked at: plain arguments, the fields it read of facts and stages, and the
    figures of law (`group.field`).
    """
    found: dict[str, Any] = {}
    for name, value in step.inputs.items():
        if not hasattr(value, "_fields"):
            found[name] = _plain(value)
    read = fields_read(step.rule)
    fields = [field for _, field in read]
    for argument, field in read:
        # A levy and its credit both have a municipal part: then the argument's name tells which.
        clashes = field in found or fields.count(field) > 1
        found[f"{argument}.{field}" if clashes else field] = _plain(
            getattr(step.inputs[argument], field)
        )
    for figure in _figures(step):
        found[f"{figure.group}.{figure.field}"] = _plain(figure.value)
    return found


def _facts_ja(step: Step, place: _Place) -> Iterator[str]:
    """The arguments and fields that are something, in words."""
    function = _function(step)
    for name, value in step.inputs.items():
        if not _is_read_by_field(value) and is_something(value):
            kind = kind_of(function, name)
            yield f"{word_of(function, name)} {say(value, kind, place.kind)}"
    for argument, field in fields_read(step.rule):
        stage = step.inputs[argument]
        value = getattr(stage, field)
        if type(stage) is type(step.value):
            continue  # what was found before: the step's own value goes on from it
        if _is_read_by_field(stage) and (is_something(value) or field in _ALWAYS_TOLD):
            owner = type(stage).__name__
            yield f"{word_of(owner, field)} {say(value, kind_of(owner, field), place.kind)}"


def _is_read_by_field(value: Any) -> bool:
    """Whether a rule picks single facts of it; two parts of an amount, or a rate, are one thing."""
    return hasattr(value, "_fields") and not isinstance(value, _ONE_THING)


class _Figure(NamedTuple):
    group: str
    field: str
    value: Any
    statute: Statute


def _figures(step: Step) -> Iterator[_Figure]:
    """The figures of law that the step used; tables and switches are told by the formula."""
    if step.parameters is None:
        return
    for group, field in figures_read(step.rule):
        value = getattr(getattr(step.parameters, group), field)
        statute = _statute(group, field)
        if field not in _NOT_TOLD and (statute.unit != "table" or isinstance(value, SplitRate)):
            yield _Figure(group, field, value, statute)


@cache
def _statute(name: str, field: str) -> Statute:
    """The statute behind a figure; of an ordinance's figure only the words are wanted."""
    group = get_type_hints(InhabitantsTaxParameters)[name]
    if group.STATUTE == MUNICIPAL:
        return municipal_tables(STANDARD)[field]
    return find_statute("", group, field)


def _figures_ja(step: Step, place: _Place) -> Iterator[str]:
    for _, _, value, statute in _figures(step):
        if statute.unit != "flag" and is_something(value):
            kind = _UNITS.get(statute.unit, "yen")
            yield (
                f"{statute.label_ja} {say(value, kind, place.kind)} "
                f"({_source_of(statute, place.fiscal_year)})"
            )


_UNITS = {"age": "age", "date": "date", "count": "number"}


def _source_of(statute: Statute, fiscal_year: int) -> str:
    """The article of the figure in that year, or the ordinance."""
    for period in statute.periods:
        if period.first <= fiscal_year <= period.last:
            by_ordinance = period.law == "条例"
            return period.law if by_ordinance else f"{period.law}{period.article}"
    return "条例"


def _plain(value: Any) -> Any:
    """Tuples by field name, so that JSON readers need not count positions."""
    if isinstance(value, Rate):
        return {"numerator": value.numerator, "denominator": value.denominator}
    if hasattr(value, "_asdict"):
        return {name: _plain(item) for name, item in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, bool) else value


def lines_of(steps: list[dict[str, Any]], depth: int = 0) -> Iterator[str]:
    """The explanation as indented lines: what, how much, how, from what, and by which article.

    Below the stages, what came to nothing is left out; the JSON has it.
    """
    for step in steps:
        if depth >= _STAGES and not _counts(step):
            continue
        indent = "　" * depth
        yield f"{indent}{step['name_ja']}: {step['value_ja']}"
        reason = step["formula_ja"] and f"= {step['formula_ja']} "
        yield f"{indent}　{reason}[{step['citation']}]"
        if step["inputs_ja"]:
            yield f"{indent}　← {'、'.join(step['inputs_ja'])}"
        yield from lines_of(step.get("steps", []), depth + 1)


def _counts(step: dict[str, Any]) -> bool:
    """Whether a step, or one below it, comes to something; a rate alone comes to nothing."""
    if any(_counts(below) for below in step.get("steps", []) if not _is_rate(below)):
        return True
    return _is_figure(step["value"])


def _is_rate(step: dict[str, Any]) -> bool:
    value = step["value"]
    return isinstance(value, dict) and set(value) == set(Rate._fields)


def _is_figure(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_is_figure, value.values()))
    return any(map(_is_figure, value)) if isinstance(value, list) else value not in (0, -1)
