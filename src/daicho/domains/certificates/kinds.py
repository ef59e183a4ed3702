# SPDX-License-Identifier: Apache-2.0
"""Every kind of certificate. A later domain adds its own through `add_kind` (public.py).

A kind says whom it may be about, which items can be asked for, what it costs, and turns what was
read under the locks into a content, or into a finding that refuses it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from daicho.domains.certificates.papers.content import Content
from daicho.domains.certificates.papers.person import Person
from daicho.foundation.access.actor import Context
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.fees import FeeKind
from daicho.rules.resident_register.requests import Shown


class About(StrEnum):
    """Of which state of the register a kind speaks."""

    RESIDENTS = "residents"  # 住民票: residents of today
    REMOVED = "removed"  # 除票
    LEAVING = "leaving"  # 転出: the last state, also when it begins tomorrow
    REPLACED = "replaced"  # a 除票 that was followed by a new record (改製, 帰化 …)
    LATEST = "latest"  # whoever has a record
    EVENT = "event"  # the state that one event made (受理通知)
    NOBODY = "nobody"  # 不在住


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a kind makes its paper of: persons read under the locks, items, what else was told."""

    people: tuple[Person, ...]
    shown: frozenset[Shown]
    options: Mapping[str, Any]
    context: Context
    event_no: int | None = None  # of a paper about an event


Build = Callable[[Given], Content | Finding]


@dataclass(frozen=True, kw_only=True)
class CertificateKind:
    """One kind of certificate."""

    code: str
    label: str
    about: About
    fee: FeeKind | None  # of the ordinance; None costs nothing and has no entry
    build: Build
    items: frozenset[Shown] = frozenset()  # what may be asked for
    always: frozenset[Shown] = frozenset()  # what it cannot leave out
    usual: frozenset[Shown] = frozenset()  # ticked from the beginning; can be left out
    is_household: bool = False
    is_single: bool = False  # about one person only
    is_notice: bool = False  # a letter of the office: nobody has to ask for it
    tells_everything: bool = True  # name, birth and address of each person stand on it
    keeps_content: bool = False  # its reissue shows the state of the first issue
    function: str = "certificate.issue"
    options: Mapping[str, str] = field(default_factory=dict)  # code: Japanese label


KINDS: dict[str, CertificateKind] = {}


def add_kind(kind: CertificateKind) -> CertificateKind:
    """Declare a kind; twice the same is once."""
    KINDS[kind.code] = kind
    return kind


def refuse(code: str, message: str) -> Finding:
    """A finding that stops a certificate."""
    return Finding(f"certificate.{code}", Severity.ERROR, message)
