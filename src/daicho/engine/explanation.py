# SPDX-License-Identifier: Apache-2.0
"""The tree of rules behind a result: as the contract's list, and as text a clerk would say."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from typing import Any

from daicho.kernel.explain import RULES, Step


def steps_of(root: Step) -> list[dict[str, Any]]:
    """The steps below the root, each with the steps it consists of under `steps`."""
    return [_as_json(step) for step in root.children]


def _as_json(step: Step) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name_ja": step.name_ja,
        "value": _plain(step.value),
        "formula_ja": step.formula_ja,
        "inputs": inputs_of(step),
        "citation": "、".join(str(citation) for citation in step.citations),
    }
    if step.children:
        found["steps"] = [_as_json(child) for child in step.children]
    return found


def inputs_of(step: Step) -> dict[str, Any]:
    """What the rule looked at: plain arguments, and the fields it read of facts and stages."""
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
    return found


@cache
def fields_read(rule: str) -> tuple[tuple[str, str], ...]:
    """The (argument, field) pairs that a rule's own text reads, in order."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(RULES[rule].plain)))
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)} - {"p"}
    found = [
        (node.value.id, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in arguments
    ]
    return tuple(dict.fromkeys(found))


def _plain(value: Any) -> Any:
    """Tuples by field name, so that JSON readers need not count positions."""
    if hasattr(value, "_asdict"):
        return {name: _plain(item) for name, item in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, bool) else value


def lines_of(steps: list[dict[str, Any]], depth: int = 0) -> Iterator[str]:
    """The explanation as indented lines: what, how much, how, and by which article."""
    for step in steps:
        indent = "　" * depth
        yield f"{indent}{step['name_ja']}: {_say(step['value'])}"
        reason = step["formula_ja"] and f"= {step['formula_ja']} "
        yield f"{indent}　{reason}[{step['citation']}]"
        yield from lines_of(step.get("steps", []), depth + 1)


def _say(value: Any) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, dict):
        return "、".join(f"{key} {_say(item)}" for key, item in value.items() if item)
    return "・".join(_say(item) for item in value) if isinstance(value, list) else str(value)
