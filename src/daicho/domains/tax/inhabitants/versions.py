# SPDX-License-Identifier: Apache-2.0
"""Which rules and which figures an assessment was made with."""

from __future__ import annotations

import hashlib
import inspect
from functools import cache

from daicho.engine.statutes import load_parameters
from daicho.kernel.explain import RULES
from daicho.rules.inhabitants_tax import assess  # noqa: F401 - registers every rule of the tax

PREFIX = "daicho.rules.inhabitants_tax."


@cache
def rule_version() -> str:
    """A hash of the text of every rule of the tax: it changes when any rule does."""
    text = hashlib.sha256()
    for name in sorted(RULES):
        if name.startswith(PREFIX):
            text.update(inspect.getsource(RULES[name].plain).encode())
    return text.hexdigest()[:16]


@cache
def parameters_hash(fiscal_year: int, municipality: str) -> str:
    """A hash of every figure of the year and municipality."""
    return hashlib.sha256(repr(load_parameters(fiscal_year, municipality)).encode()).hexdigest()[
        :16
    ]
