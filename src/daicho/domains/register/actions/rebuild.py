# SPDX-License-Identifier: Apache-2.0
"""Make everything that is derived from the register anew: search, addressees, whatever follows."""

from __future__ import annotations

from dataclasses import dataclass

from daicho.domains.register.hooks import tell_rebuild
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.audit.models import Kind


@dataclass(frozen=True, kw_only=True)
class RebuildDerived(Action[bool]):
    """Rebuild all (派生データの再作成). The register itself is only read."""

    function = "register.bulk"
    audit_text = "検索索引などの再作成"
    kind = Kind.BATCH

    def change(self, context: Context) -> Outcome[bool]:
        tell_rebuild(addressee_nos=None, at=context.at)
        return Outcome(True)
