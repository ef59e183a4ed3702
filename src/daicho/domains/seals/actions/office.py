# SPDX-License-Identifier: Apache-2.0
"""Work of the office: stock of cards, inquiries that nobody answered, notices sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from daicho.domains.register.public import lock_people
from daicho.domains.seals.keeping import Ending, doing, end, write_step
from daicho.domains.seals.models import (
    SealCard,
    SealRegistration,
    SealStatus,
    SealStep,
    SealStepKind,
)
from daicho.domains.seals.persons import day_of
from daicho.domains.seals.scans import refuse
from daicho.domains.seals.selectors import list_notices
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome

MOST_CARDS = 10_000
HIGHEST_CARD = 10**9  # a number of twelve digits might be an 個人番号


@dataclass(frozen=True, kw_only=True)
class ReceiveSealCards(Action[int]):
    """Take numbered cards into the stock (受入)."""

    function = "seal.register"
    audit_text = "印鑑登録証の受入"

    first: int
    count: int

    def detail(self) -> Mapping[str, object]:
        return {"最初の番号": min(self.first, HIGHEST_CARD), "枚数": min(self.count, MOST_CARDS)}

    def change(self, context: Context) -> Outcome[int]:
        last = self.first + self.count - 1
        if self.first < 1 or not 1 <= self.count <= MOST_CARDS or last >= HIGHEST_CARD:
            text = f"番号は1から9桁まで、枚数は1から{MOST_CARDS}までにしてください。"
            return Outcome(None, (refuse("cards_range", text),))
        if SealCard.objects.filter(number__range=(self.first, last)).exists():
            return Outcome(None, (refuse("cards_known", "受入済みの番号が含まれています。"),))
        SealCard.objects.bulk_create(
            SealCard(number=number, received_on=day_of(context.at))
            for number in range(self.first, last + 1)
        )
        return Outcome(self.count)


@dataclass(frozen=True, kw_only=True)
class LapseInquiries(Action[int]):
    """End every inquiry whose term for the answer is over."""

    function = "seal.register"
    audit_text = "回答期限を過ぎた照会の抹消"

    def change(self, context: Context) -> Outcome[int]:
        due = SealRegistration.objects.filter(
            status=SealStatus.INQUIRING, answer_until__lt=day_of(context.at)
        )
        lock_people(due.values_list("addressee_no", flat=True))
        by, count = doing(context), 0
        for registration in due.select_for_update().order_by("pk"):
            ending = Ending(
                status=SealStatus.CANCELLED, reason="回答期限の経過", step=SealStepKind.LAPSE
            )
            end(registration, ending, by)
            count += 1
        return Outcome(count)


@dataclass(frozen=True, kw_only=True)
class NoteSealNotice(Action[int]):
    """Note that the person was told of the end of the registration (抹消通知)."""

    function = "seal.register"
    audit_text = "印鑑登録抹消の通知"

    step_no: int

    def subjects(self) -> tuple[int, ...]:
        found = SealStep.objects.filter(pk=self.step_no).select_related("registration").first()
        return (found.registration.addressee_no,) if found else ()

    def change(self, context: Context) -> Outcome[int]:
        step = list_notices().filter(pk=self.step_no).first()
        if step is None:
            return Outcome(None, (refuse("no_notice", "通知を待つ抹消ではありません。"),))
        lock_people([step.registration.addressee_no])
        registration = SealRegistration.objects.select_for_update().get(pk=step.registration_id)
        write_step(registration, SealStepKind.NOTIFY, doing(context), reason=step.reason)
        return Outcome(step.pk)
