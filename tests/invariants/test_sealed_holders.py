# SPDX-License-Identifier: Apache-2.0
"""Whatever the vault's cipher seals lies in a declared place, or a change of the key loses it.

The source (ours and allauth's) is walked for every call of the cipher. A function that returns what
it sealed passes the question on to its callers; where it is kept, `config/sealed_holders.py` names
the function and the place.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import allauth.mfa
from django.apps import apps
from django.db import models

import daicho
from daicho.config.sealed_holders import HOLDERS, IN_TRANSIT

CIPHER = "daicho.foundation.vault.keys.encrypt"
# The vault's own tables and files, followed by `rotation`, `blobs` and `resealing`.
OWN = {
    "daicho.foundation.vault.blobs._reseal",
    "daicho.foundation.vault.blobs._seal_pieces",
    "daicho.foundation.vault.numbers._store",
    "daicho.foundation.vault.numbers.hash_and_keep",
    "daicho.foundation.vault.resealing._reseal_all",
    "daicho.foundation.vault.rotation._reseal_batch",
    "daicho.foundation.vault.transfer.store_every_number",
    "daicho.config.sealed_holders._renew_session",
}
# Other ciphers with a method of the same name, under other keys.
OTHER_CIPHERS = {
    "daicho.domains.register.migration.sealed_file.write_sealed",  # a passphrase of its own
}
# Bytes that are not sealed: hashes of numbers, the picture of the office's own seal.
PLAIN_BYTES = {
    "addressee_addressee.number_hash",
    "certificates_officialseal.data",
    "tax_documents_document.number_hash",
}


@dataclass
class Function:
    """A function of the source: what it calls, and what it calls to return."""

    calls: set[str] = field(default_factory=set)
    returned: set[str] = field(default_factory=set)
    is_method: bool = False


def test_every_product_of_the_cipher_is_declared() -> None:
    declared = {name for holder in HOLDERS for name in holder.sealed_by}
    assert keepers(source()) == declared | set(IN_TRANSIT) | OWN


def test_every_column_of_bytes_is_sealed_or_known() -> None:
    columns = {
        f"{model._meta.db_table}.{one.column}"
        for model in apps.get_models()
        for one in model._meta.concrete_fields
        if isinstance(one, models.BinaryField)
        and model._meta.app_label not in ("audit", "identity")  # digests and signatures
    }
    sealed = {holder.place for holder in HOLDERS if holder.place in columns}
    assert columns == sealed | PLAIN_BYTES
    assert len(sealed) == 6


def test_declared_places_exist() -> None:
    columns = {
        f"{model._meta.db_table}.{one.column}"
        for model in apps.get_models()
        for one in model._meta.concrete_fields
    }
    assert {".".join(holder.place.split(".")[:2]) for holder in HOLDERS} <= columns
    assert len({holder.place for holder in HOLDERS}) == len(HOLDERS)


def test_the_walk_sees_each_way_of_calling() -> None:
    code = (
        "from daicho.foundation.vault import keys\n"
        "from daicho.foundation.vault.keys import encrypt as hide\n"
        "def inner(data):\n    return hide(data, use='a')\n"
        "def by_module(row):\n    row.x = keys.encrypt(row.y, use='a')\n"
        "def by_wrapper(row):\n    row.x = inner(row.y)\n"
        "def by_adapter(row):\n    row.x = get_adapter().encrypt(row.y)\n"
        "def passed_on(rows):\n    return list(map(hide, rows))\n"
        "def keeps(rows):\n    rows.x = passed_on(rows)\n"
        "class Keeper:\n    def keep(self):\n        self.x = inner(b'')\n"
        "    def _made(self):\n        return inner(b'')\n"
        "    def by_method(self):\n        self.x = self._made()\n"
        "def outer(row):\n    def nested():\n        return inner(b'')\n    row.x = nested()\n"
        "AT_ONCE = hide(b'', use='a')\n"
    )
    found = keepers(dict(functions_of(ast.parse(code), "m")))
    assert found == {
        "m.by_module", "m.by_wrapper", "m.by_adapter", "m.keeps", "m.Keeper.keep", "m.",
        "m.Keeper.by_method", "m.outer",
    }  # fmt: skip


def keepers(functions: dict[str, Function]) -> set[str]:
    """The functions that have something sealed and do not hand it back."""
    sealers = {CIPHER, "*.encrypt"}
    while True:
        more = {
            name
            for name, one in functions.items()
            if one.returned & sealers and name not in OTHER_CIPHERS and name != CIPHER
        }
        more |= {f"*.{name.rpartition('.')[2]}" for name in more if functions[name].is_method}
        if more <= sealers:
            break
        sealers |= more
    return {
        name
        for name, one in functions.items()
        if one.calls & sealers and name not in sealers | OTHER_CIPHERS
    }


def source() -> dict[str, Function]:
    """Every function of ours and of allauth's second factors."""
    found: dict[str, Function] = {}
    for package in (daicho, allauth.mfa):
        root = Path(package.__path__[0])
        for path in sorted(root.rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            if "tests" in parts or "migrations" in parts:
                continue
            module = ".".join((package.__name__, *parts)).removesuffix(".__init__")
            found.update(functions_of(ast.parse(path.read_text("utf-8")), module))
    return found


def functions_of(tree: ast.Module, module: str) -> Iterator[tuple[str, Function]]:
    """Each function by its full name; what stands outside of all under the module's."""
    names = imported(tree, module)
    outside = Function()
    yield from _within(tree, module, names, outside)
    yield f"{module}.", outside


def _within(
    node: ast.AST, place: str, names: dict[str, str], into: Function
) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from _within(child, f"{place}.{child.name}", names, into)
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            made = Function(is_method=isinstance(node, ast.ClassDef))
            yield from _within(child, f"{place}.{child.name}", names, made)
            into.calls |= made.calls if not isinstance(node, ast.Module | ast.ClassDef) else set()
            yield f"{place}.{child.name}", made
        else:
            used = set(_used(child, names))
            into.calls |= used
            if isinstance(child, ast.Return | ast.Yield):
                into.returned |= {one for part in ast.walk(child) for one in _used(part, names)}
            yield from _within(child, place, names, into)


def _used(node: ast.AST, names: dict[str, str]) -> Iterator[str]:
    """What a name stands for here, called or handed to a caller; a method of unknown origin too."""
    if isinstance(node, ast.Name) and node.id in names:
        yield names[node.id]
    elif isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Name) and node.value.id in names:
            yield f"{names[node.value.id]}.{node.attr}"
        else:
            yield f"*.{node.attr}"


def imported(tree: ast.Module, module: str) -> dict[str, str]:
    """What the module's names stand for: its imports, wherever they are, and its own functions."""
    names = {
        one.name: f"{module}.{one.name}" for one in tree.body if isinstance(one, ast.FunctionDef)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
        elif isinstance(node, ast.Import):
            names |= {one.asname: one.name for one in node.names if one.asname}
    return names
