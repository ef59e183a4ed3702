# SPDX-License-Identifier: Apache-2.0
"""The remark of a special adoption (特別養子縁組の留意事項, 標準仕様書 1.1.14)."""

from __future__ import annotations

from collections.abc import Sequence

from daicho.domains.register.events.base import Plan
from daicho.rules.resident_register.reasons import SpecialAdoption

ADOPTIONS = {one.value: one.value or "（該当しない）" for one in SpecialAdoption}


def remark_adoption(plan: Plan, adoption: SpecialAdoption, *, items: Sequence[str] = ()) -> None:
    """The words of the standard, tied to the items whose place the adoption hides."""
    if adoption is SpecialAdoption.NONE:
        return
    plan.is_special = True
    plan.note = "\n".join(note for note in (plan.note, adoption.value) if note)
    if items:
        plan.detail["留意事項の項目"] = list(items)
