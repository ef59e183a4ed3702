# SPDX-License-Identifier: Apache-2.0
"""修正, 引替交付, 保留の解除, 抹消の回復."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from daicho.domains.seals.keeping import close_card, doing, issue_card, write_step
from daicho.domains.seals.models import (
    CardStatus,
    SealCard,
    SealRegistration,
    SealStatus,
    SealStepKind,
)
from daicho.domains.seals.persons import applicant_of, end_of
from daicho.domains.seals.scans import refuse
from daicho.domains.seals.slips.checking import (
    FUTURE,
    NOBODY,
    NONE_LIVE,
    agent_faults,
    card_faults,
    seal_kind,
    standing,
)
from daicho.domains.seals.slips.forms import (
    AboutPerson,
    CardExchange,
    HoldRelease,
    RestoreChoice,
    SealCorrection,
    SealRestoration,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.entries.models import Entry
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.seals import Seal, check_seal_registration

NOT_HELD = refuse("not_held", "証明が保留されている登録ではありません。")
STILL_WARD = refuse("still_ward", "成年被後見人です。法定代理人の同行と意思を確認してください。")
OLD_CARD = refuse("old_card", "今の登録証を回収してください。亡失のときは亡失の届出によります。")
NOT_REVOKED = refuse("not_revoked", "抹消の原因となった異動が取り消された登録ではありません。")


def _live(form: AboutPerson) -> SealRegistration:
    return SealRegistration.objects.select_for_update().get(
        addressee_no=form.addressee_no, ended_on__isnull=True
    )


def _told(registration: SealRegistration) -> Mapping[str, object]:
    status = str(registration.get_status_display())
    return {"印鑑登録番号": registration.number, "状態": status}


def _check_correction(form: SealCorrection, context: Context) -> Sequence[Finding]:
    now = standing(form, context)
    if now.live is None:
        return [NONE_LIVE]
    if end_of(now.row, text=form.text) is not None:
        return [finding("E-092", subject="印鑑の文字", detail=f"「{form.text}」")]
    return []


def _correct(form: SealCorrection, context: Context, entry: Entry) -> Mapping[str, object]:
    live = _live(form)
    before, live.text = live.text, form.text
    by = doing(context, entry)
    write_step(live, SealStepKind.CORRECT, by, reason=form.reason, detail={"修正前": before})
    return _told(live)


def _check_exchange(form: CardExchange, context: Context) -> Sequence[Finding]:
    now = standing(form, context)
    found = [] if now.registered is not None else [NONE_LIVE]
    if form.applied_on > now.today:
        found.append(FUTURE)
    if not form.has_old_card:
        found.append(OLD_CARD)
    return [*found, *agent_faults(form.agent), *card_faults(form.card_no)]


def _exchange(form: CardExchange, context: Context, entry: Entry) -> Mapping[str, object]:
    live, by = _live(form), doing(context, entry)
    before = live.card_no
    close_card(live, CardStatus.RETURNED, by)
    issue_card(live, form.card_no, by)
    write_step(
        live, SealStepKind.EXCHANGE, by,
        detail={"前の登録証": before, "代理人": form.agent.name, "本人確認": form.identity},
    )  # fmt: skip
    return _told(live)


def _check_release(form: HoldRelease, context: Context) -> Sequence[Finding]:
    now = standing(form, context)
    if now.live is None or not now.live.is_held:
        return [NOT_HELD]
    is_ward = now.row is not None and now.row.under_guardianship
    return [STILL_WARD] if is_ward and not form.has_guardian else []


def _release(form: HoldRelease, context: Context, entry: Entry) -> Mapping[str, object]:
    live = _live(form)
    live.is_held, live.has_guardian = False, form.has_guardian
    write_step(live, SealStepKind.RELEASE, doing(context, entry), reason=form.reason)
    return _told(live)


def _check_restoration(form: SealRestoration, context: Context) -> Sequence[Finding]:
    ended = _revoked(form)
    if ended is None:
        return [NOT_REVOKED]
    if form.decision is RestoreChoice.LEAVE:
        return []
    now = standing(form, context)
    if now.row is None:
        return [NOBODY]
    applicant = applicant_of(now.row, has_capacity=True, has_registration=now.live is not None)
    if applicant is None or ended.card_no is None:
        return [NOT_REVOKED]
    seal = Seal(width=ended.image.width, height=ended.image.height, text=ended.text)
    found = list(check_seal_registration(applicant, seal, as_of=now.today))
    if now.row.under_guardianship and not ended.has_guardian:
        found.append(STILL_WARD)
    return found


def _revoked(form: SealRestoration) -> SealRegistration | None:
    return SealRegistration.objects.filter(
        number=form.number, addressee_no=form.addressee_no, is_revoked=True,
        status=SealStatus.CANCELLED,
    ).first()  # fmt: skip


def _restore(form: SealRestoration, context: Context, entry: Entry) -> Mapping[str, object]:
    by = doing(context, entry)
    ended = SealRegistration.objects.select_for_update().get(number=form.number)
    ended.is_revoked = False
    if form.decision is RestoreChoice.RESTORE:
        ended.status, ended.ended_on, ended.end_reason = SealStatus.REGISTERED, None, ""
        ended.ended_by_event = None
        SealCard.objects.filter(registration=ended, status=CardStatus.ENDED).update(
            status=CardStatus.ISSUED, closed_on=None
        )
    reason = f"{form.decision}: {form.reason}"
    write_step(ended, SealStepKind.RESTORE, by, reason=reason)
    return _told(ended)


KINDS = (
    seal_kind(
        code="correct", label="印鑑登録の修正", form=SealCorrection, check=_check_correction,
        carry_out=_correct,
    ),
    seal_kind(
        code="exchange", label="印鑑登録証の引替交付", form=CardExchange, check=_check_exchange,
        carry_out=_exchange,
    ),
    seal_kind(
        code="release", label="証明の保留の解除", form=HoldRelease, check=_check_release,
        carry_out=_release,
    ),
    seal_kind(
        code="restore", label="抹消された印鑑登録の回復", form=SealRestoration,
        check=_check_restoration, carry_out=_restore,
    ),
)  # fmt: skip
