# SPDX-License-Identifier: Apache-2.0
"""What can be granted: functions, purposes of use, and roles as ready bundles of functions.

The catalogue itself is put together in config; this says what it is made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a clerk looks for (利用目的, 処理事由). `is_number_use`: 番号利用事務 (番号法9条)."""

    code: str
    label_ja: str
    is_number_use: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """One permission.

    With `needs_number_use` only a purpose of 番号利用事務 opens it; with `purposes` only those.
    Emergency access (緊急アクセス) opens nothing that does not say `may_be_opened_in_emergency`.
    """

    code: str
    label_ja: str
    needs_purpose: bool = True
    needs_number_use: bool = False
    purposes: tuple[str, ...] = ()
    may_be_opened_in_emergency: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A bundle to grant at once; rights are still held one by one, by the person, for a term."""

    code: str
    label_ja: str
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All there is to grant, by code."""

    functions: dict[str, Function]
    purposes: dict[str, Purpose]
    roles: dict[str, Role]


class CatalogueError(Exception):
    """A defect: something names a function, purpose or role that is not in the catalogue."""


@cache
def catalogue() -> Catalogue:
    """The catalogue of this installation, checked once."""
    path = settings.ACCESS_CATALOGUE
    result = Catalogue(
        functions={item.code: item for item in import_string(f"{path}.FUNCTIONS")},
        purposes={item.code: item for item in import_string(f"{path}.PURPOSES")},
        roles={item.code: item for item in import_string(f"{path}.ROLES")},
    )
    for role in result.roles.values():
        unknown = set(role.functions) - set(result.functions)
        if unknown:
            raise CatalogueError(f"role {role.code} names unknown functions {sorted(unknown)}")
    for function in result.functions.values():
        unknown = set(function.purposes) - set(result.purposes)
        if unknown:
            raise CatalogueError(f"{function.code} names unknown purposes {sorted(unknown)}")
    return result


def function_of(code: str) -> Function:
    """The function with this code."""
    try:
        return catalogue().functions[code]
    except KeyError:
        raise CatalogueError(f"function {code!r} is not in the catalogue") from None
