# SPDX-License-Identifier: Apache-2.0
"""Leave a released tax as it is although the register has changed its mind about January 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from daicho.domains.tax.inhabitants.models import RegisterEffect
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.kernel.findings import Finding, Severity


@dataclass(frozen=True, kw_only=True)
class DismissRegisterEffect(Action[int]):
    """Say why no reassessment follows (更正しない)."""

    function = "tax.assessment.reassess"
    audit_text = "住民異動の確認(更正なし)"

    effect_id: int
    reason: str

    def subjects(self) -> tuple[int, ...]:
        found = RegisterEffect.objects.filter(pk=self.effect_id)
        return tuple(found.values_list("addressee_no", flat=True))

    def detail(self) -> Mapping[str, object]:
        return {"確認": self.effect_id, "理由": self.reason}

    def change(self, context: Context) -> Outcome[int]:
        found = RegisterEffect.objects.select_for_update().filter(pk=self.effect_id).first()
        if found is None or found.dismissed_at is not None:
            return _refused("register_effect.gone", "この確認事項はないか、確認済みです。")
        if not self.reason.strip():
            return _refused("register_effect.no_reason", "更正しない理由を入力してください。")
        found.dismissed_by, found.dismissed_at = context.actor.who.login, context.at
        found.dismissed_reason = self.reason.strip()
        found.save()
        return Outcome(found.pk)


def _refused(code: str, message: str) -> Outcome[int]:
    return Outcome(None, (Finding(code, Severity.ERROR, message),))
