# SPDX-License-Identifier: Apache-2.0
"""What the slips share: the person and the registration as they stand, and common refusals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daicho.domains.register.public import ResidentVersion, lock_people
from daicho.domains.seals.models import CardStatus, SealCard, SealRegistration, SealStatus
from daicho.domains.seals.persons import day_of, read_people
from daicho.domains.seals.scans import refuse
from daicho.domains.seals.selectors import find_live
from daicho.domains.seals.slips.forms import AboutPerson, SealAgent
from daicho.domains.support.public import Process, restraints_on
from daicho.foundation.access.actor import Context
from daicho.foundation.entries.kinds import EntryKind
from daicho.foundation.entries.models import Entry
from daicho.kernel.findings import Finding

NOBODY = refuse("nobody", "住民記録に登録のない人です。")
NONE_LIVE = refuse("none_live", "登録中の印鑑がありません。")
FUTURE = refuse("future", "日付が今日より後です。")
NO_MANDATE = refuse("no_mandate", "代理人の委任の確認方法を入力してください。")
CARD_NOT_IN_STOCK = refuse("card_not_in_stock", "この番号の印鑑登録証は在庫にありません。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The person and the live registration as they stand."""

    row: ResidentVersion | None
    live: SealRegistration | None
    today: dt.date

    @property
    def registered(self) -> SealRegistration | None:
        """The live registration when it is more than an inquiry."""
        is_registered = self.live is not None and self.live.status == SealStatus.REGISTERED
        return self.live if is_registered else None


def standing(form: AboutPerson, context: Context) -> Standing:
    """Read both; under the lock this is the truth."""
    today = day_of(context.at)
    rows = read_people(addressee_nos=[form.addressee_no], on=today)
    return Standing(
        row=rows.get(form.addressee_no), live=find_live(addressee_no=form.addressee_no),
        today=today,
    )  # fmt: skip


def agent_faults(agent: SealAgent) -> list[Finding]:
    """An agent needs a mandate that was looked at."""
    return [NO_MANDATE] if agent.name and not agent.mandate else []


def card_faults(card_no: int | None) -> list[Finding]:
    """Only a card of the stock is handed out."""
    if card_no is None:
        return [CARD_NOT_IN_STOCK]
    found = SealCard.objects.filter(number=card_no, status=CardStatus.STOCK)
    return [] if found.exists() else [CARD_NOT_IN_STOCK]


def seal_kind(
    *,
    code: str,
    label: str,
    form: type[AboutPerson],
    check: Callable[[Any, Context], Sequence[Finding]],
    carry_out: Callable[[Any, Context, Entry], Mapping[str, object]],
    is_for_person: bool = True,
) -> EntryKind:
    """A kind of slip about one person's seal; what the person does is subject to 抑止."""

    def asked(typed: Any, context: Context) -> Sequence[Finding]:
        found = list(check(typed, context))
        if is_for_person:
            found += restraints_on(
                addressee_nos=[typed.addressee_no], process=Process.CHANGE, at=context.at
            )
        return found

    def lock(typed: Any, context: Context) -> None:
        lock_people([typed.addressee_no])
        card_no = getattr(typed, "card_no", None)
        if card_no is not None:  # two persons must not be handed the same card
            list(SealCard.objects.select_for_update().filter(number=card_no))

    return EntryKind(
        code=f"seals.{code}", label=label, form=form, check=asked, carry_out=carry_out, lock=lock,
        subjects=lambda typed: (typed.addressee_no,),
    )  # fmt: skip
