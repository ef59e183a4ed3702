# SPDX-License-Identifier: Apache-2.0
"""廃止, 亡失, 職権抹消."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from daicho.domains.seals.keeping import Ending, doing, end
from daicho.domains.seals.models import CardStatus, SealRegistration, SealStatus
from daicho.domains.seals.slips.checking import (
    FUTURE,
    NONE_LIVE,
    agent_faults,
    seal_kind,
    standing,
)
from daicho.domains.seals.slips.forms import (
    AboutPerson,
    LossKind,
    SealAbolition,
    SealCancellation,
    SealLoss,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.entries.models import Entry
from daicho.kernel.findings import Finding


def _check_abolition(form: SealAbolition, context: Context) -> Sequence[Finding]:
    now = standing(form, context)
    found = [] if now.live is not None else [NONE_LIVE]
    if form.applied_on > now.today:
        found.append(FUTURE)
    return [*found, *agent_faults(form.agent)]


def _abolish(form: SealAbolition, context: Context, entry: Entry) -> Mapping[str, object]:
    card = CardStatus.RETURNED if form.returns_card else CardStatus.ENDED
    ending = Ending(
        status=SealStatus.ABOLISHED, reason="廃止の申請", card=card,
        detail={"代理人": form.agent.name, "本人確認": form.identity},
    )  # fmt: skip
    return _end(form, ending, context, entry)


def _check_loss(form: SealLoss, context: Context) -> Sequence[Finding]:
    now = standing(form, context)
    found = [] if now.registered is not None else [NONE_LIVE]
    if form.notified_on > now.today:
        found.append(FUTURE)
    return [*found, *agent_faults(form.agent)]


def _lose(form: SealLoss, context: Context, entry: Entry) -> Mapping[str, object]:
    card = CardStatus.LOST if form.lost is LossKind.CARD else CardStatus.ENDED
    ending = Ending(
        status=SealStatus.LOST, reason=str(form.lost), card=card,
        detail={"代理人": form.agent.name, "本人確認": form.identity},
    )  # fmt: skip
    return _end(form, ending, context, entry)


def _check_cancellation(form: SealCancellation, context: Context) -> Sequence[Finding]:
    return [] if standing(form, context).live is not None else [NONE_LIVE]


def _cancel(form: SealCancellation, context: Context, entry: Entry) -> Mapping[str, object]:
    ending = Ending(
        status=SealStatus.CANCELLED, reason=form.reason, needs_notice=form.needs_notice,
        detail={"通知": "要" if form.needs_notice else "不要"},
    )  # fmt: skip
    return _end(form, ending, context, entry)


def _end(form: AboutPerson, ending: Ending, context: Context, entry: Entry) -> Mapping[str, object]:
    live = SealRegistration.objects.select_for_update().get(
        addressee_no=form.addressee_no, ended_on__isnull=True
    )
    end(live, ending, doing(context, entry))
    return {"印鑑登録番号": live.number, "状態": str(live.get_status_display())}


KINDS = (
    seal_kind(
        code="abolish", label="印鑑登録の廃止", form=SealAbolition, check=_check_abolition,
        carry_out=_abolish, is_for_person=False,
    ),
    seal_kind(
        code="lose", label="印鑑登録証・印鑑の亡失", form=SealLoss, check=_check_loss,
        carry_out=_lose, is_for_person=False,
    ),
    seal_kind(
        code="cancel", label="印鑑登録の職権抹消", form=SealCancellation,
        check=_check_cancellation, carry_out=_cancel, is_for_person=False,
    ),
)  # fmt: skip
