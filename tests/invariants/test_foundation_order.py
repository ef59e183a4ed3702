# SPDX-License-Identifier: Apache-2.0
"""Inside the foundation, too, knowledge goes one way."""

from __future__ import annotations

import ast
from pathlib import Path

FOUNDATION = Path(__file__).parents[2] / "src" / "daicho" / "foundation"
# A later package may import earlier ones.
ORDER = (
    "database", "audit", "identity", "access", "actions", "vault", "entries", "temporal", "batch",
    "numbering", "documents", "ui",
)  # fmt: skip


def imports_of(package: str) -> set[str]:
    found: set[str] = set()
    for path in (FOUNDATION / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            module = getattr(node, "module", None) if isinstance(node, ast.ImportFrom) else None
            if module and module.startswith("daicho.foundation."):
                found.add(module.split(".")[2])
    return found - {package}


def test_every_package_has_its_place() -> None:
    packages = {path.parent.name for path in FOUNDATION.glob("*/__init__.py")}
    assert packages <= set(ORDER)


def test_packages_import_earlier_ones_only() -> None:
    for position, package in enumerate(ORDER):
        later = imports_of(package) - set(ORDER[:position])
        assert later == set(), f"{package} imports {sorted(later)}"
