# SPDX-License-Identifier: Apache-2.0
"""Put a wrongly chosen division of asker right after the issue (請求者区分の訂正, 標準 8.1.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from daicho.domains.certificates.hooks import tell_corrected
from daicho.domains.certificates.kinds import KINDS, refuse
from daicho.domains.certificates.models import Request, RequestCorrection, RequestState
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.requests import Bearer, Door, Relation


@dataclass(frozen=True, kw_only=True)
class CorrectAsker(Action[int]):
    """Correct who asked for what was issued; what stood there before is kept."""

    function = "certificate.issue"
    audit_text = "請求者区分の訂正"

    request_no: int
    door: str
    relation: str
    bearer: str
    reason: str
    bearer_name: str = ""

    def subjects(self) -> tuple[int, ...]:
        found = Request.objects.filter(pk=self.request_no).first()
        return tuple(found.subject_nos) if found else ()

    def detail(self) -> Mapping[str, object]:
        return {"交付請求": self.request_no, "請求区分": self.door, "関係": self.relation,
                "来庁者": self.bearer, "理由": self.reason}  # fmt: skip

    def change(self, context: Context) -> Outcome[int]:
        request = Request.objects.select_for_update().filter(pk=self.request_no).first()
        findings = self._findings(request)
        if request is None or findings:
            return Outcome(None, tuple(findings))
        RequestCorrection.objects.create(
            request=request, door=request.door, relation=request.relation, bearer=request.bearer,
            bearer_name=request.bearer_name, reason=self.reason.strip(),
            corrected_by=context.actor.who.login, corrected_at=context.at,
        )  # fmt: skip
        request.door, request.relation = self.door, self.relation
        request.bearer, request.bearer_name = self.bearer, self.bearer_name.strip()
        request.save(update_fields=["door", "relation", "bearer", "bearer_name"])
        tell_corrected(request=request)
        return Outcome(request.pk)

    def _findings(self, request: Request | None) -> list[Finding]:
        kind = KINDS.get(request.kind) if request else None
        if request is None or request.state != RequestState.ISSUED or kind is None:
            return [refuse("not_issued", "発行済みの請求ではありません。")]
        if kind.is_notice:
            return [refuse("no_asker_of_notice", "通知書には請求者がありません。")]
        found = self._faults()
        if not found and self._told() == _told(request):
            found.append(refuse("same", "訂正する前と同じです。"))
        return found

    def _faults(self) -> list[Finding]:
        """What is wrong with what was chosen, all at once."""
        found = []
        if self.door not in list(Door) or self.relation not in list(Relation):
            found.append(refuse("door", "請求区分と関係を選んでください。"))
        if self.bearer not in list(Bearer):
            found.append(refuse("bearer", "来庁者を選んでください。"))
        elif self.bearer != Bearer.ASKER and not self.bearer_name.strip():
            found.append(refuse("no_bearer", "来庁者の氏名を入力してください。"))
        if self.door == Door.SELF and self.relation == Relation.OTHER:
            found.append(refuse("not_self", "本人または同一世帯員でない人は本人等にできません。"))
        if not self.reason.strip():
            found.append(refuse("no_reason", "訂正の理由を入力してください。"))
        return found

    def _told(self) -> tuple[str, ...]:
        return (self.door, self.relation, self.bearer, self.bearer_name.strip())


def _told(request: Request) -> tuple[str, ...]:
    return (request.door, request.relation, request.bearer, request.bearer_name)
