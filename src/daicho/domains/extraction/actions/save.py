# SPDX-License-Identifier: Apache-2.0
"""Keeping a definition to repeat it, and dropping it."""

from __future__ import annotations

from dataclasses import dataclass

from daicho.domains.extraction.definition import Definition
from daicho.domains.extraction.models import SavedExtraction
from daicho.domains.extraction.preparing import check
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind
from daicho.kernel.findings import Finding, Severity

NO_NAME = Finding("extraction.no_name", Severity.ERROR, "抽出条件の名称を入力してください。")
GONE = Finding("extraction.gone", Severity.ERROR, "この抽出条件はありません。")


@dataclass(frozen=True, kw_only=True)
class SaveExtraction(Action[int]):
    """Keep a definition under a name (抽出条件の保存)."""

    function = "register.extract"
    audit_text = "抽出条件の保存"
    kind = Kind.SETTINGS

    definition: Definition
    name: str

    def change(self, context: Context) -> Outcome[int]:
        findings = check(self.definition, context.actor)
        if not self.name.strip():
            findings.append(NO_NAME)
        if findings:
            return Outcome(None, tuple(findings))
        kept = SavedExtraction.objects.create(
            name=self.name.strip(), source=self.definition.source,
            definition=self.definition.as_json(), saved_by=context.actor.who.login,
            saved_at=context.at,
        )  # fmt: skip
        return Outcome(kept.pk)


@dataclass(frozen=True, kw_only=True)
class RemoveExtraction(Action[int]):
    """Take a kept definition off the list (抽出条件の削除)."""

    function = "register.extract"
    audit_text = "抽出条件の削除"
    kind = Kind.SETTINGS

    extraction_no: int

    def change(self, context: Context) -> Outcome[int]:
        held = SavedExtraction.objects.filter(pk=self.extraction_no, is_removed=False)
        return (
            Outcome(self.extraction_no) if held.update(is_removed=True) else Outcome(None, (GONE,))
        )
