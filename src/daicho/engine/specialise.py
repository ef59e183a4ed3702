# SPDX-License-Identifier: Apache-2.0
"""Writes the rules as one Python module with the figures of one year in place of `p`.

The interpreted rules read a figure as `p.salary.minimum`; in the specialised module the same
expression is the number itself, so that the compiler folds it, turns divisions into
multiplications and drops what the year does not have. The text of a rule is otherwise unchanged:
one source, two ways to run. The module stands alone, which makes its hash the key of the cache.
"""

from __future__ import annotations

import ast
import builtins
import copy
import inspect
import re
import textwrap
from collections import Counter
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

PARAMETERS = "p"
_UNKNOWN = object()


class SpecialiseError(Exception):
    """A rule uses something that cannot be compiled; the message names rule and line."""


class Specialiser:
    """Collects functions and constants reachable from the entry points, each once, callees first."""

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
            self._functions.append(_Rewriter(self, plain).rewrite(name))
        return self._names[plain]

    def constant(self, hint: str, value: Any) -> ast.expr:
        """A literal for a number, a module-level name for a table."""
        if isinstance(value, int):
            return ast.Constant(int(value))
        text = self._literal(value)
        if text not in self._constants:
            self._constants[text] = f"C{len(self._constants)}_{re.sub(r'[^A-Z]+', '_', hint.upper())}"
        return ast.Name(self._constants[text], ast.Load())

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


class _Rewriter(ast.NodeTransformer):
    """One function: `p` dissolved, globals resolved, calls redirected into the module."""

    def __init__(self, owner: Specialiser, plain: FunctionType) -> None:
        self.owner = owner
        self.plain = plain
        source = textwrap.dedent(inspect.getsource(plain))
        node = ast.parse(source).body[0]
        if not isinstance(node, ast.FunctionDef):
            raise SpecialiseError(f"{plain.__qualname__}: not a plain function")
        self.node = node
        self.has_parameters = takes_parameters(plain)
        self.stores = Counter(
            name.id
            for name in ast.walk(node)
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
        )
        self.locals = {arg.arg for arg in node.args.args} | set(self.stores)
        self.bound: dict[str, Any] = {}  # local names that stand for a group or a table's row

    def rewrite(self, name: str) -> str:
        node = self.node
        args = [ast.arg(arg.arg) for arg in node.args.args]
        node.args.args = args[1:] if self.has_parameters else args
        node.name, node.returns, node.decorator_list = name, None, []
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:]
        node.body = self._visit_all(node.body)
        return ast.unparse(ast.fix_missing_locations(node))

    def _visit_all(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        for statement in statements:
            new = self.visit(statement)
            found += new if isinstance(new, list) else [new] if new is not None else []
        return found

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:  # noqa: N802 - name set by ast
        """`d = p.deductions` only gives a group a shorter name: the name dissolves as `p` does."""
        target = node.targets[0]
        value = self._resolve(node.value)
        if isinstance(target, ast.Name) and isinstance(value, tuple):
            if self.stores[target.id] == 1:
                self.bound[target.id] = value
                return None
        return self.generic_visit(node)

    def visit_For(self, node: ast.For) -> ast.AST | list[ast.stmt]:  # noqa: N802
        """A loop over a table of the year is written out row by row."""
        rows = self._resolve(node.iter)
        jumps = any(isinstance(below, (ast.Break, ast.Continue)) for below in ast.walk(node))
        if not isinstance(rows, tuple) or not isinstance(node.target, ast.Name) or jumps:
            return self.generic_visit(node)
        found: list[ast.stmt] = []
        for row in rows:
            self.bound[node.target.id] = row
            found += self._visit_all(copy.deepcopy(node.body))
        del self.bound[node.target.id]
        return found

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:  # noqa: N802
        if node.value is None:
            raise self._error(node, "a declaration without a value")
        return self.visit_Assign(ast.Assign([node.target], node.value, lineno=node.lineno))

    def visit_Call(self, node: ast.Call) -> ast.AST:  # noqa: N802
        callee = self._resolve(node.func)
        takes = isinstance(callee, FunctionType) and takes_parameters(inspect.unwrap(callee))
        args = node.args[1:] if takes else node.args
        if takes and not self._is_parameters(node.args[0]):
            raise self._error(node, f"{ast.unparse(node.func)} must get p as its first argument")
        call = ast.Call(
            self.visit(node.func),
            [self.visit(arg) for arg in args],
            [ast.keyword(k.arg, self.visit(k.value)) for k in node.keywords],
        )
        return call

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:  # noqa: N802
        value = self._resolve(node)
        if value is _UNKNOWN:
            return ast.Attribute(self.visit(node.value), node.attr, node.ctx)
        return self._known(node, value)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:  # noqa: N802
        value = self._resolve(node)
        return self.generic_visit(node) if value is _UNKNOWN else self._known(node, value)

    def visit_Name(self, node: ast.Name) -> ast.AST:  # noqa: N802
        value = self._resolve(node)
        return node if value is _UNKNOWN else self._known(node, value)

    def _known(self, node: ast.expr, value: Any) -> ast.AST:
        """What stands for a global or a parameter in the specialised module."""
        if value is self.owner.parameters:
            raise self._error(node, "p may only be read (p.group.figure) or handed on")
        if isinstance(value, FunctionType):
            return ast.Name(self.owner.add(value), ast.Load())
        if isinstance(value, type) and issubclass(value, tuple):
            return ast.Name(self.owner.tuple_class(value), ast.Load())
        if isinstance(value, (int, tuple)):
            return self.owner.constant(ast.unparse(node), value)
        if getattr(builtins, getattr(value, "__name__", ""), None) is value:
            return node
        raise self._error(node, f"{ast.unparse(node)} cannot be compiled")

    def _resolve(self, node: ast.expr) -> Any:
        """The object behind a global name, a module attribute or a figure; _UNKNOWN for locals."""
        if isinstance(node, ast.Name):
            if self._is_parameters(node):
                return self.owner.parameters
            if node.id in self.bound:
                return self.bound[node.id]
            if node.id in self.locals:
                return _UNKNOWN
            scope = self.plain.__globals__
            return scope.get(node.id, getattr(builtins, node.id, _UNKNOWN))
        if isinstance(node, ast.Attribute):
            base = self._resolve(node.value)
            if isinstance(base, (ModuleType, tuple)):
                return getattr(base, node.attr)
        if isinstance(node, ast.Subscript):
            base, index = self._resolve(node.value), _literal_index(node.slice)
            if isinstance(base, tuple) and index is not None:
                return base[index]
        return _UNKNOWN

    def _is_parameters(self, node: ast.expr) -> bool:
        return self.has_parameters and isinstance(node, ast.Name) and node.id == PARAMETERS

    def _error(self, node: ast.AST, reason: str) -> SpecialiseError:
        line = self.plain.__code__.co_firstlineno + getattr(node, "lineno", 1) - 1
        return SpecialiseError(f"{self.plain.__code__.co_filename}:{line}: {reason}")


def _literal_index(node: ast.expr) -> int | None:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if isinstance(value, int) else None


def takes_parameters(plain: Callable[..., Any]) -> bool:
    """Whether the function's first argument is the parameters."""
    names = list(inspect.signature(plain).parameters)
    return bool(names) and names[0] == PARAMETERS
