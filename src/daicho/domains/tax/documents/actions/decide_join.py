# SPDX-License-Identifier: Apache-2.0
"""What a person decides about a document that could not be joined by itself (名寄せ)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from daicho.domains.addressee.public import (
    Kind,
    NewNonResident,
    create_non_resident,
    find_addressee,
)
from daicho.domains.tax.documents.actions.refusing import missing_reason, refuse
from daicho.domains.tax.documents.models import (
    Basis,
    Document,
    ForwardEntry,
    ForwardState,
    JoinDecision,
    JoinState,
)
from daicho.domains.tax.documents.municipalities import find_by_code
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.numbering.series import ADDRESSEE, take_with_check_digit


@dataclass(frozen=True, kw_only=True)
class _Decision(Action[int]):
    """A decision on one live document. Returns the document's number."""

    function: ClassVar[str] = ""
    audit_text: ClassVar[str] = ""

    document_id: int
    reason: str

    def detail(self) -> Mapping[str, object]:
        return {"資料": self.document_id, "理由": self.reason}

    def change(self, context: Context) -> Outcome[int]:
        document = Document.objects.select_for_update().filter(pk=self.document_id).first()
        if document is None or document.withdrawn:
            return refuse("join.no_document", "該当する資料がありません。")
        if not self.reason.strip():
            return missing_reason()
        return self.past_decision(document) or self.decide(document, context)

    def past_decision(self, document: Document) -> Outcome[int] | None:
        """Refuse what another officer has decided meanwhile: it must be reopened first."""
        state = ForwardEntry.objects.filter(document=document).values_list("state", flat=True)
        if ForwardState.SENT in state:
            return refuse("join.already_sent", "回送済の資料です。")
        is_proposal = (
            document.join_state == JoinState.FORWARDED and ForwardState.CONFIRMED not in state
        )
        if document.join_state in _OPEN or is_proposal:
            return None
        return refuse(
            "join.decided",
            "この資料はすでに決定されています。変えるときは、先に要確認に戻してください。",
        )

    @abstractmethod
    def decide(self, document: Document, context: Context) -> Outcome[int]:
        """Change the document, or refuse."""

    def settle(
        self, document: Document, state: JoinState, addressee_no: int | None, context: Context
    ) -> Outcome[int]:
        """Write the new state, keep the decision, and flag the bases that rest on the old one."""
        JoinDecision.objects.create(
            document=document, state_before=document.join_state, state_after=state,
            addressee_no=addressee_no, reason=self.reason, decided_by=context.actor.who.login,
            decided_at=context.at,
        )  # fmt: skip
        touched = {document.addressee_no, addressee_no} - {None}
        document.join_state = state
        document.addressee_no = addressee_no
        document.join_rule = "decided" if state == JoinState.JOINED else ""
        document.join_reason = _REASON_AFTER[state]
        document.save()
        Basis.objects.filter(
            fiscal_year=document.fiscal_year, addressee_no__in=touched, stale=False
        ).update(stale=True)
        if state != JoinState.FORWARDED:
            ForwardEntry.objects.filter(document=document).exclude(state=ForwardState.SENT).update(
                state=ForwardState.CANCELLED
            )
        return Outcome(document.pk)


_OPEN = (JoinState.DOUBTFUL, JoinState.UNMATCHED)
_REASON_AFTER = {
    JoinState.JOINED: "",
    JoinState.DOUBTFUL: "reopened",
    JoinState.FORWARDED: "other_municipality",
    JoinState.REJECTED: "rejected",
}


@dataclass(frozen=True, kw_only=True)
class DecideJoin(_Decision):
    """The document belongs to this person (名寄せの決定)."""

    function = "tax.join.decide"
    audit_text = "名寄せの決定"

    addressee_no: int

    def subjects(self) -> tuple[int, ...]:
        return (self.addressee_no,)

    def decide(self, document: Document, context: Context) -> Outcome[int]:
        person = find_addressee(
            addressee_no=self.addressee_no, may_see_protected=False, on=context.at.date()
        )
        if person is None or person.kind == Kind.ORGANISATION:
            return refuse("join.no_such_person", "該当する個人の宛名がありません。")
        return self.settle(document, JoinState.JOINED, self.addressee_no, context)


@dataclass(frozen=True, kw_only=True)
class RejectDocument(_Decision):
    """The document is not used for taxation (資料の除外)."""

    function = "tax.join.decide"
    audit_text = "課税資料の除外"

    def decide(self, document: Document, context: Context) -> Outcome[int]:
        return self.settle(document, JoinState.REJECTED, None, context)


@dataclass(frozen=True, kw_only=True)
class ReopenJoin(_Decision):
    """A join was wrong, or must be looked at again (名寄せの見直し)."""

    function = "tax.join.decide"
    audit_text = "名寄せの見直し"

    def past_decision(self, document: Document) -> Outcome[int] | None:
        entry = ForwardEntry.objects.filter(document=document, state=ForwardState.SENT)
        return refuse("join.already_sent", "回送済の資料です。") if entry.exists() else None

    def decide(self, document: Document, context: Context) -> Outcome[int]:
        return self.settle(document, JoinState.DOUBTFUL, None, context)


@dataclass(frozen=True, kw_only=True)
class ForwardDocument(_Decision):
    """The document goes to another municipality (回送の決定)."""

    function = "tax.join.decide"
    audit_text = "課税資料の回送"

    municipality_code: str
    home_code: str

    def decide(self, document: Document, context: Context) -> Outcome[int]:
        place = find_by_code(self.municipality_code)
        if place is None:
            return refuse("forward.no_municipality", "該当する市区町村がありません。")
        if place.code == self.home_code:
            return refuse("forward.to_ourselves", "自団体には回送できません。")
        outcome = self.settle(document, JoinState.FORWARDED, None, context)
        ForwardEntry.objects.update_or_create(
            document=document,
            defaults={
                "municipality_code": place.code, "municipality_name": place.name,
                "state": ForwardState.CONFIRMED, "reason": self.reason,
                "decided_by": context.actor.who.login, "decided_at": context.at,
            },
        )  # fmt: skip
        return outcome


@dataclass(frozen=True, kw_only=True)
class MarkForwarded(Action[int]):
    """Confirmed documents have left the house (回送済の記録). Returns how many."""

    function = "tax.join.decide"
    audit_text = "課税資料の回送済の記録"

    document_ids: tuple[int, ...]

    def detail(self) -> Mapping[str, object]:
        return {"資料": list(self.document_ids)}

    def change(self, context: Context) -> Outcome[int]:
        sent = ForwardEntry.objects.filter(
            document_id__in=self.document_ids, state=ForwardState.CONFIRMED
        ).update(state=ForwardState.SENT, sent_at=context.at)
        if sent != len(set(self.document_ids)):
            return refuse("forward.not_confirmed", "回送が決定していない資料が含まれています。")
        return Outcome(sent)


@dataclass(frozen=True, kw_only=True)
class CreateNonResident(_Decision):
    """The person lives here without a record: a new addressee 住登外, and the join to it."""

    function = "tax.join.decide"
    audit_text = "住登外者の登録"

    postcode: str = ""

    def decide(self, document: Document, context: Context) -> Outcome[int]:
        (number,) = take_with_check_digit(series=ADDRESSEE)
        has_number = create_non_resident(
            person=NewNonResident(
                addressee_no=number, name=document.name, kana=document.kana,
                birth_date=document.birth_date, sex=document.sex, postcode=self.postcode,
                address=document.address, number_hash=document.number_hash,
            ),
            now=context.at,
        )  # fmt: skip
        if not has_number:
            return refuse(
                "join.number_taken", "資料の個人番号の宛名がすでにあります。名寄せしてください。"
            )
        return self.settle(document, JoinState.JOINED, number, context)
