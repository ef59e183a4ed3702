# SPDX-License-Identifier: Apache-2.0
"""Rewrites one rule for one year: figures in place of `p`, tables written out, calls redirected."""

from __future__ import annotations

import ast
import builtins
import copy
import inspect
import textwrap
from collections import Counter
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any, Protocol

from daicho.engine.selection import select_row

PARAMETERS = "p"
_UNKNOWN = object()
_COMPILABLE_BUILTINS = (min, max, abs, range, len, int, bool)


class SpecialiseError(Exception):
    """A rule uses something that cannot be compiled; the message names file and line."""


class Owner(Protocol):
    """Who collects what the rewritten functions need."""

    parameters: Any

    def add(self, function: Callable[..., Any]) -> str:
        """The module's name of a function."""

    def constant(self, hint: str, value: Any) -> ast.expr:
        """A literal or the module's name of a constant."""

    def lookup_table(self, values: tuple[int, ...]) -> str:
        """The module's name of an array of numbers."""

    def tuple_class(self, kind: type) -> str:
        """The module's name of a NamedTuple class."""


class Rewriter(ast.NodeTransformer):
    """One function: `p` dissolved, globals resolved, calls redirected into the module."""

    def __init__(self, owner: Owner, plain: FunctionType) -> None:
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
        self.before: ast.stmt | None = None  # the statement before the one being rewritten

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
            self.before = found[-1] if found else None
            new = self.visit(statement)
            found += new if isinstance(new, list) else [new] if new is not None else []
        return found

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        """`d = p.deductions` only gives a group a shorter name: the name dissolves as `p` does."""
        target = node.targets[0]
        value = self._resolve(node.value)
        if not isinstance(target, ast.Name) or not isinstance(value, tuple):
            return self.generic_visit(node)
        if self.stores[target.id] > 1:
            return self.generic_visit(node)
        self.bound[target.id] = value
        return None

    def visit_For(self, node: ast.For) -> ast.AST | list[ast.stmt]:
        """A loop over a table of the year is written out row by row."""
        rows = self._resolve(node.iter)
        jumps = any(isinstance(below, (ast.Break, ast.Continue)) for below in ast.walk(node))
        if not isinstance(rows, tuple) or not isinstance(node.target, ast.Name) or jumps:
            return self.generic_visit(node)
        before = self.before
        name = node.target.id
        bodies = [self._body_for(node, name, row) for row in rows]
        selected = select_row(node, name, rows, bodies, before, self.owner.lookup_table)
        if selected is None:
            return [statement for body in bodies for statement in body]
        return [self.visit(statement) for statement in selected]

    def _body_for(self, node: ast.For, name: str, row: Any) -> list[ast.stmt]:
        """The loop's body for one row."""
        self.bound[name] = row
        body = self._visit_all(copy.deepcopy(node.body))
        del self.bound[name]
        return body

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            raise self._error(node, "a declaration without a value")
        return self.visit_Assign(ast.Assign([node.target], node.value, lineno=node.lineno))

    def visit_Call(self, node: ast.Call) -> ast.AST:
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

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        value = self._resolve(node)
        if value is _UNKNOWN:
            return ast.Attribute(self.visit(node.value), node.attr, node.ctx)
        return self._known(node, value)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        value = self._resolve(node)
        return self.generic_visit(node) if value is _UNKNOWN else self._known(node, value)

    def visit_Name(self, node: ast.Name) -> ast.AST:
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
        if value in _COMPILABLE_BUILTINS:
            return node
        raise self._error(node, f"{ast.unparse(node)} cannot be compiled")

    def _resolve(self, node: ast.expr) -> Any:
        """The object behind a global name, a module attribute or a figure; _UNKNOWN for locals."""
        if isinstance(node, ast.Name):
            return self._resolve_name(node)
        if isinstance(node, ast.Attribute):
            base = self._resolve(node.value)
            if isinstance(base, (ModuleType, tuple)):
                return getattr(base, node.attr)
        if isinstance(node, ast.Subscript):
            base, index = self._resolve(node.value), _literal_index(node.slice)
            if isinstance(base, tuple) and index is not None:
                return base[index]
        return _UNKNOWN

    def _resolve_name(self, node: ast.Name) -> Any:
        if self._is_parameters(node):
            return self.owner.parameters
        if node.id in self.bound:
            return self.bound[node.id]
        if node.id in self.locals:
            return _UNKNOWN
        return self.plain.__globals__.get(node.id, getattr(builtins, node.id, _UNKNOWN))

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
