# SPDX-License-Identifier: Apache-2.0
"""Every public class of domains and rules has a glossary entry: an official can tell what it is."""

from __future__ import annotations

import ast
from pathlib import Path

import yaml

from daicho.kernel.law import cite

ROOT = Path(__file__).parents[2]
ENTRIES = yaml.safe_load((ROOT / "docs" / "glossary.yaml").read_text(encoding="utf-8"))
# Django's own plumbing, not terms of the field.
PLUMBING = ("Config", "Migration", "Form", "Meta")


def public_classes() -> dict[str, str]:
    """Class name -> file, of everything that stands at the top of a module of domains and rules."""
    found: dict[str, str] = {}
    for folder in ("domains", "rules"):
        for path in (ROOT / "src" / "daicho" / folder).rglob("*.py"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name] = str(path.relative_to(ROOT))
    return found


def test_every_public_class_has_an_entry() -> None:
    known = {name for entry in ENTRIES for name in entry["code"]}
    missing = {
        name: path
        for name, path in public_classes().items()
        if name not in known and not name.endswith(PLUMBING)
    }
    assert missing == {}, "name it in docs/glossary.yaml"


def test_every_name_in_the_glossary_exists() -> None:
    classes = public_classes()
    unknown = {name for entry in ENTRIES for name in entry["code"] if name not in classes}
    assert unknown == set()


def test_every_entry_says_where_its_english_comes_from() -> None:
    odd = [entry["ja"] for entry in ENTRIES if bool(entry.get("coined")) == ("dictionary" in entry)]
    assert odd == []


def test_every_statute_named_is_one_we_can_cite() -> None:
    for entry in ENTRIES:
        for statute in entry.get("statute", ()):
            cite(statute)
