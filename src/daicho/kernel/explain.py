# SPDX-License-Identifier: Apache-2.0
"""Rules that can tell how they came to a figure.

`@rule` marks one article's function with its Japanese name, its formula in words and its citation.
Called plainly it is the plain function. Inside `recording()` every call leaves a Step, nested as
the calls are: the explanation tree. The engine compiles the plain functions from `RULES`; compiled
calls leave no trace and cost nothing.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from daicho.kernel.law import Citation, cite

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class Step:
    """One evaluated rule.

    Its name, value, formula in words, inputs by argument name, article, and the steps below.
    """

    rule: str
    name_ja: str
    value: Any
    formula_ja: str
    inputs: dict[str, Any]
    citations: tuple[Citation, ...]
    children: list[Step] = field(default_factory=list)
    parameters: Any = None  # the dated figures `p` that the rule was given, if any


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What the registry knows of one rule.

    `plain` is compiled, `traced` is what other rules call.
    """

    name: str  # dotted: module.function
    name_ja: str
    formula_ja: str
    citations: tuple[Citation, ...]
    plain: Callable[..., Any]
    traced: Callable[..., Any]


RULES: dict[str, RuleInfo] = {}
_open_steps: ContextVar[list[Step] | None] = ContextVar("_open_steps", default=None)


def rule(
    name_ja: str, *, cites: str | tuple[str, ...], formula: str = ""
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a function of law.

    `cites` is read at import: a citation that cannot be read is a defect.
    """
    citations = tuple(cite(text) for text in ((cites,) if isinstance(cites, str) else cites))

    def decorate(plain: Callable[P, R]) -> Callable[P, R]:
        name = f"{plain.__module__}.{plain.__qualname__}"
        names = tuple(inspect.signature(plain).parameters)

        @functools.wraps(plain)
        def traced(*args: P.args, **kwargs: P.kwargs) -> R:
            stack = _open_steps.get()
            if stack is None:
                return plain(*args, **kwargs)
            inputs = {key: value for key, value in zip(names, args, strict=False) if key != "p"}
            step = Step(name, name_ja, None, formula, inputs, citations)
            if names[:1] == ("p",) and args:
                step.parameters = args[0]
            stack[-1].children.append(step)
            stack.append(step)
            try:
                value = plain(*args, **kwargs)
            finally:
                stack.pop()
            step.value = value
            return value

        RULES[name] = RuleInfo(name, name_ja, formula, citations, plain, traced)
        return traced

    return decorate


@contextmanager
def recording(title: str) -> Iterator[Step]:
    """Collect the steps of every rule called inside the block under one root step."""
    root = Step("", title, None, "", {}, ())
    token = _open_steps.set([root])
    try:
        yield root
    finally:
        _open_steps.reset(token)
