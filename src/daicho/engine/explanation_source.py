# SPDX-License-Identifier: Apache-2.0
"""What a rule's own text tells: the fields and figures it reads, what it gives to other rules.

A rule is a short function of plain statements, so its syntax tree is enough; nothing is guessed:
what the tree does not say is left out.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from typing import NamedTuple

from daicho.kernel.explain import RULES


class Read(NamedTuple):
    """A field of an argument, as `owner.field` stands in the text."""

    owner: str
    field: str


class _Text(NamedTuple):
    tree: ast.Module
    arguments: frozenset[str]
    assigned: dict[str, ast.expr]


@cache
def _text(rule: str) -> _Text:
    tree = ast.parse(textwrap.dedent(inspect.getsource(RULES[rule].plain)))
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    assigned: dict[str, ast.expr] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            assigned.setdefault(node.targets[0].id, node.value)
    return _Text(tree, frozenset(arguments), assigned)


@cache
def fields_read(rule: str) -> tuple[Read, ...]:
    """The fields of its arguments that a rule reads, in order."""
    text = _text(rule)
    found = (_read(node) for node in ast.walk(text.tree))
    return tuple(
        dict.fromkeys(r for r in found if r and r.owner in text.arguments and r.owner != "p")
    )


@cache
def figures_read(rule: str) -> tuple[Read, ...]:
    """The figures of law that a rule reads: group and field of `p`, in order."""
    text = _text(rule)
    groups = {name: _group(value) for name, value in text.assigned.items()}
    found = []
    for node in ast.walk(text.tree):
        if isinstance(node, ast.Attribute):
            group = _group(node.value)
            if isinstance(node.value, ast.Name):
                group = groups.get(node.value.id)
            if group:
                found.append((node.lineno, node.col_offset, Read(group, node.attr)))
    return tuple(dict.fromkeys(read for *_, read in sorted(found)))


@cache
def told_by_calls(rule: str, function: str) -> tuple[Read | None, ...]:
    """For every call of a function in a rule, the first field it is given, if it is given one."""
    text = _text(rule)
    calls = [
        node
        for node in ast.walk(text.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == function
    ]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    return tuple(_first_field(call, text) for call in calls)


def _first_field(call: ast.Call, text: _Text) -> Read | None:
    for argument in call.args:
        node = text.assigned.get(argument.id) if isinstance(argument, ast.Name) else argument
        found = _read(node) if node is not None else None
        if found and found.owner in text.arguments and found.owner != "p":
            return found
    return None


def _read(node: ast.AST) -> Read | None:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return Read(node.value.id, node.attr)
    return None


def _group(node: ast.AST) -> str | None:
    """The group of a figure: `p.group`."""
    found = _read(node)
    return found.field if found and found.owner == "p" else None
