# SPDX-License-Identifier: Apache-2.0
"""登録申請 and the answer to an inquiry (照会書の回答)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings

from daicho.domains.register.public import ResidentVersion
from daicho.domains.seals.keeping import doing, issue_card, write_step
from daicho.domains.seals.models import (
    SealImage,
    SealRegistration,
    SealRoute,
    SealStatus,
    SealStepKind,
)
from daicho.domains.seals.ordinance import ordinance_of
from daicho.domains.seals.persons import applicant_of
from daicho.domains.seals.scans import refuse
from daicho.domains.seals.selectors import is_certifiable
from daicho.domains.seals.slips.checking import (
    FUTURE,
    NOBODY,
    Standing,
    agent_faults,
    card_faults,
    seal_kind,
    standing,
)
from daicho.domains.seals.slips.forms import InquiryAnswer, SealApplication
from daicho.foundation.access.actor import Context
from daicho.foundation.entries.models import Entry
from daicho.foundation.numbering.series import take_with_check_digit
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.seals import Seal, check_seal_registration

SERIES = "seal_registration"
NO_BIRTH = refuse("no_birth", "生年月日が不詳のため、年齢を確認できません。")
NO_IMAGE = refuse("no_image", "この人の印影として読み取られた番号ではありません。")
WARD_ALONE = Finding(
    "seal.ward_alone", NO_IMAGE.severity,
    "成年被後見人は、法定代理人が同行し本人の意思を確認できるときに限り登録できます。",
    citation="印鑑登録証明事務処理要領（未確認）",
)  # fmt: skip
NO_IDENTITY = refuse("no_identity", "本人確認書類を入力してください。")
AGENT_BY_INQUIRY = refuse("agent_by_inquiry", "代理人による申請は、照会書の郵送で行ってください。")
CARD_LATER = refuse("card_later", "印鑑登録証は、照会書の回答を受けてから交付します。")
NO_INQUIRY = refuse("no_inquiry", "回答を待っている照会書がありません。")
TOO_LATE = refuse("too_late", "回答期限を過ぎています。申請からやり直してください。")
NOT_SIGNED = refuse("not_signed", "回答書の署名と押印を確認してください。")
BEFORE_APPLICATION = refuse("before_application", "受付日が申請日より前です。")


def _check_application(form: SealApplication, context: Context) -> Sequence[Finding]:
    now = standing(form, context)
    if now.row is None:
        return [NOBODY]
    image = SealImage.objects.filter(pk=form.image_no, addressee_no=form.addressee_no).first()
    found = [FUTURE] if form.applied_on > now.today else []
    if image is None:
        return [*found, NO_IMAGE]
    seal = Seal(
        width=image.width, height=image.height, text=form.text, defects=form.look.defects,
        is_registered_by_another=form.look.is_of_another,
    )  # fmt: skip
    found += _person_faults(form, now, now.row, seal)
    return [*found, *agent_faults(form.agent), *_route_faults(form, context)]


def _person_faults(
    form: SealApplication, now: Standing, row: ResidentVersion, seal: Seal
) -> list[Finding]:
    applicant = applicant_of(
        row, has_capacity=form.has_capacity, has_registration=now.live is not None
    )
    if applicant is None:
        return [NO_BIRTH]
    ward = [WARD_ALONE] if row.under_guardianship and not form.has_guardian else []
    return [*check_seal_registration(applicant, seal, as_of=now.today), *ward]


def _route_faults(form: SealApplication, context: Context) -> list[Finding]:
    if form.route is SealRoute.INQUIRY:
        return [CARD_LATER] if form.card_no is not None else []
    found = [AGENT_BY_INQUIRY] if form.agent.name else []
    found += card_faults(form.card_no)
    if form.route is SealRoute.GUARANTOR:
        return found + _guarantor_faults(form, context)
    return found + ([] if form.identity else [NO_IDENTITY])


def _guarantor_faults(form: SealApplication, context: Context) -> list[Finding]:
    """Registered here: looked up; elsewhere: named with the place. Compared by eye in any case."""
    told = form.guarantor
    found = []
    if not told.name or (told.number is None) == (not told.municipality):
        text = "保証人の氏名と、印鑑登録番号か登録市区町村のどちらかを入力してください。"
        found.append(refuse("guarantor_incomplete", text))
    if told.number is not None:
        own = SealRegistration.objects.filter(number=told.number).first()
        if own is None or not is_certifiable(own, at=context.at):
            found.append(refuse("guarantor_none", "保証人の印鑑登録が有効ではありません。"))
        elif own.addressee_no == form.addressee_no:
            found.append(refuse("guarantor_self", "本人は保証人になれません。"))
    if not told.is_compared:
        found.append(refuse("guarantor_compare", "保証人の印影を照合してください。"))
    return found


def _apply(form: SealApplication, context: Context, entry: Entry) -> Mapping[str, object]:
    by = doing(context, entry)
    made = SealRegistration(
        number=take_with_check_digit(series=SERIES)[0], addressee_no=form.addressee_no,
        status=SealStatus.INQUIRING, route=form.route, image_id=form.image_no, text=form.text,
        applied_on=form.applied_on, has_guardian=form.has_guardian, identity=form.identity,
        agent=form.agent.name, mandate=form.agent.mandate, guarantor=_guarantor(form),
        note=form.note,
    )  # fmt: skip
    if form.route is SealRoute.INQUIRY:
        days = ordinance_of(settings.MUNICIPALITY_CODE).answer_days
        made.answer_until = by.day + timedelta(days=days)
        write_step(made, SealStepKind.INQUIRE, by)
    elif form.card_no is not None:
        made.status, made.registered_on = SealStatus.REGISTERED, by.day
        made.card_no = form.card_no
        made.save()
        issue_card(made, form.card_no, by)
        write_step(made, SealStepKind.REGISTER, by)
    return {"印鑑登録番号": made.number, "状態": str(made.get_status_display())}


def _guarantor(form: SealApplication) -> str:
    told = form.guarantor
    place = told.municipality or (f"登録番号{told.number}" if told.number else "")
    return f"{told.name}（{place}）" if told.name else ""


def _check_answer(form: InquiryAnswer, context: Context) -> Sequence[Finding]:
    now = standing(form, context)
    live = now.live
    if now.row is None or live is None or live.status != SealStatus.INQUIRING:
        return [NO_INQUIRY]
    found = [FUTURE] if form.answered_on > now.today else []
    if form.answered_on < live.applied_on:
        found.append(BEFORE_APPLICATION)
    if live.answer_until is not None and form.answered_on > live.answer_until:
        found.append(TOO_LATE)
    if not form.is_signed:
        found.append(NOT_SIGNED)
    applicant = applicant_of(now.row, has_capacity=True, has_registration=False)
    if applicant is None:
        return [*found, NO_BIRTH]
    if live.is_held or (now.row.under_guardianship and not live.has_guardian):
        found.append(WARD_ALONE)
    seal = Seal(width=live.image.width, height=live.image.height, text=live.text)
    found += check_seal_registration(applicant, seal, as_of=now.today)
    return [*found, *agent_faults(form.agent), *card_faults(form.card_no)]


def _answer(form: InquiryAnswer, context: Context, entry: Entry) -> Mapping[str, object]:
    by = doing(context, entry)
    live = SealRegistration.objects.select_for_update().get(
        addressee_no=form.addressee_no, status=SealStatus.INQUIRING
    )
    live.status, live.registered_on = SealStatus.REGISTERED, by.day
    live.identity = form.identity
    live.agent, live.mandate = form.agent.name or live.agent, form.agent.mandate or live.mandate
    issue_card(live, form.card_no, by)
    write_step(live, SealStepKind.REGISTER, by, reason="照会書の回答")
    return {"印鑑登録番号": live.number, "状態": str(live.get_status_display())}


KINDS = (
    seal_kind(
        code="register", label="印鑑登録の申請", form=SealApplication, check=_check_application,
        carry_out=_apply,
    ),
    seal_kind(
        code="answer", label="照会書の回答", form=InquiryAnswer, check=_check_answer,
        carry_out=_answer,
    ),
)  # fmt: skip
