# SPDX-License-Identifier: Apache-2.0
"""Writes the rules as one Python module with the figures of one year in place of `p`.

The interpreted rules read a figure as `p.salary.minimum`; in the specialised module the same
expression is the number itself, so that the compiler folds it, turns divisions into
multiplications and drops what the year does not have. The text of a rule is otherwise unchanged:
one source, two ways to run. The module stands alone, which makes its hash the key of the cache.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from types import FunctionType
from typing import Any

from daicho.engine.rewrite import Rewriter, SpecialiseError

__all__ = ["SpecialiseError", "Specialiser"]


class Specialiser:
    """Collects the functions and constants that the entry points need, each once, callees first."""

    def __init__(self, parameters: Any) -> None:
        self.parameters = parameters
        self._names: dict[Any, str] = {}
        self._functions: list[str] = []
        self._constants: dict[str, str] = {}
        self._imports: dict[str, str] = {}

    def add(self, function: Callable[..., Any]) -> str:
        """Take a rule (or a plain helper) in with all it calls; returns its name in the module."""
        plain = inspect.unwrap(function)
        if not isinstance(plain, FunctionType):
            raise SpecialiseError(f"{function!r}: not a Python function")
        if plain not in self._names:
            name = f"{plain.__module__.removeprefix('daicho.').replace('.', '_')}__{plain.__name__}"
            self._names[plain] = name
            self._functions.append(Rewriter(self, plain).rewrite(name))
        return self._names[plain]

    def constant(self, hint: str, value: Any) -> ast.expr:
        """A literal for a number, a module-level name for a table."""
        if isinstance(value, int):
            return ast.Constant(int(value))
        text = self._literal(value)
        if text not in self._constants:
            self._constants[text] = (
                f"C{len(self._constants)}_{re.sub(r'[^A-Z]+', '_', hint.upper())}"
            )
        return ast.Name(self._constants[text], ast.Load())

    def lookup_table(self, values: tuple[int, ...]) -> str:
        """A module-level array that is read by position."""
        text = f"np.array({values}, np.int64)"
        self._imports["np"] = "import numpy as np"
        self._constants.setdefault(text, f"T{len(self._constants)}")
        return self._constants[text]

    def _literal(self, value: Any) -> str:
        if isinstance(value, int):
            return str(int(value))
        if not isinstance(value, tuple):
            raise SpecialiseError(f"{value!r}: neither a whole number nor a tuple of them")
        items = ", ".join(self._literal(item) for item in value)
        if hasattr(value, "_fields"):
            return f"{self.tuple_class(type(value))}({items})"
        return f"({items},)"

    def tuple_class(self, kind: type) -> str:
        """The name of a NamedTuple class, imported from where it is defined."""
        self._imports[kind.__name__] = f"from {kind.__module__} import {kind.__name__}"
        return kind.__name__

    def source(self, decorator: str) -> str:
        """The module's text; every function carries the decorator."""
        constants = [f"{name} = {text}" for text, name in self._constants.items()]
        functions = [f"\n\n{decorator}\n{text}" for text in self._functions]
        return "\n".join([*sorted(self._imports.values()), "", *constants, *functions, ""])
