# SPDX-License-Identifier: Apache-2.0
"""The demo's register: the whole history imported, then measures and restraints by an officer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from daicho.config.operator import command_context
from daicho.domains.addressee.public import rebuild_from_register
from daicho.domains.register.migration.actions import ImportRegister
from daicho.domains.register.migration.numbers_file import ImportNumbers
from daicho.domains.register.public import LoadTowns, RebuildDerived
from daicho.domains.support.actions.measures import ApplyForSupport, ConfirmSupport, EndSupport
from daicho.domains.support.actions.restraints import SetRestraint
from daicho.domains.support.models import EndReason, RestraintKind
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action
from daicho.rules.resident_register.restraint import Level

Perform = Callable[[Action[Any], Context], Any]
GROUNDS = ("配偶者からの暴力", "ストーカー行為等", "児童虐待")
# Days ago on which the measures began, in turns: provisional, fresh, under way, soon over, over.
BEGAN = (3, 40, 200, 350, 372)
PROVISIONAL, ENDED = 0, 2


def _context(*functions: str, purpose: str = "upkeep") -> Context:
    return command_context(functions=frozenset(functions), purpose=purpose, at=timezone.now())


def load_register(folder: Path, perform: Perform) -> None:
    """Take the whole register in (住民記録の全件取込)."""
    perform(ImportRegister(folder=folder), _context("register.export"))


def load_numbers(folder: Path, passphrase: str, perform: Perform) -> None:
    """Take everybody's 個人番号 into the vault."""
    context = _context("register.export_numbers", purpose="register")
    perform(ImportNumbers(folder=folder, passphrase=passphrase), context)


def prepare_register(perform: Perform) -> None:
    """Towns of the ward, and everything derived from the register: clerks can begin."""
    context = _context("register.bulk", purpose="register")
    perform(LoadTowns(municipality=settings.MUNICIPALITY_CODE[:5]), context)
    perform(RebuildDerived(), context)


def put_addressees_back(year: int) -> None:
    """As on January 1: the year's documents came when people lived where they did then."""
    rebuild_from_register(addressee_nos=None, at=timezone.now(), on=dt.date(year, 1, 1))


def put_addressees_forward() -> None:
    """As they are now."""
    rebuild_from_register(addressee_nos=None, at=timezone.now())


def protect(
    made: Mapping[str, Any], until: dt.date, context: Context, perform: Perform
) -> None:  # fmt: skip
    """Measures for households and restraints for persons, as the made-up ward names them."""
    for turn, members in enumerate(made["protected"]):
        first = until - dt.timedelta(days=BEGAN[turn % len(BEGAN)])
        application = perform(ApplyForSupport(data=_said(turn, members, first)), context)
        if turn % len(BEGAN) == PROVISIONAL:
            continue
        perform(ConfirmSupport(application_no=application, first=first), context)
        if turn % (2 * len(BEGAN)) == ENDED:
            reason = EndReason.OFFER.value
            ending = EndSupport(application_no=application, last=until, end_reason=reason)
            perform(ending, context)
    kinds = (RestraintKind.RETURNED_MAIL, RestraintKind.INQUIRY, RestraintKind.OWN_OFFER)
    for turn, person in enumerate(made["restrained"]):
        kind = kinds[turn % len(kinds)]
        perform(
            SetRestraint(
                addressee_no=person, kind=kind.value, issue_level=int(max(Level)),
                first=until - dt.timedelta(days=20 + turn % 100),
                reason=f"{kind.label}のため交付の前に確認する",
            ),
            context,
        )  # fmt: skip


def _said(turn: int, members: list[int], first: dt.date) -> dict[str, Any]:
    return {
        "addressee_no": members[0], "applied_on": first.strftime("%Y/%m/%d"),
        "ground": GROUNDS[turn % len(GROUNDS)], "consulted": "警察署の意見を確認した",
        "companions": [{"addressee_no": one, "relation": "同居の家族"} for one in members[1:]],
    }  # fmt: skip
