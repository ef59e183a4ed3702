# SPDX-License-Identifier: Apache-2.0
"""Which items take a 不詳日 or a day outside the calendar (1.1.8), and reading them from a form."""

from __future__ import annotations

from daicho.kernel.findings import Finding
from daicho.kernel.uncertain_date import UncertainDate, parse_uncertain
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.reasons import UNCERTAIN_EVENTS, Reason

# Beside these, the day of a birth, a death or a disappearance (異動日).
# 旧外登法による登録年月日 takes one only where the date was not kept.
UNCERTAIN_ITEMS = frozenset(
    {
        "生年月日",
        "住民となった年月日",
        "住所を定めた年月日",
        "外国人住民となった年月日",
        "旧外登法による登録年月日",
    }
)


def allows_uncertain(item: str, *, reason: Reason | None = None) -> bool:
    """Whether an item may hold a 不詳日; the day of event depends on the reason."""
    return item in UNCERTAIN_ITEMS or (item == "異動日" and reason in UNCERTAIN_EVENTS)


def read_date(
    text: str,
    *,
    item: str,
    reason: Reason | None = None,
    is_required: bool = False,
    subject: str = "",
) -> tuple[UncertainDate | None, tuple[Finding, ...]]:
    """A date as typed into a form: its value, and what is wrong with it."""
    if not text.strip():
        missing = (finding("E-001", subject=subject, detail=item),) if is_required else ()
        return None, missing
    value, why = parse_uncertain(text)
    if value is None:
        return None, (finding("E-002", subject=subject, detail=f"{item}: {why}"),)
    if value.is_ordinary or allows_uncertain(item, reason=reason):
        return value, ()
    return None, (finding("E-003", subject=subject, detail=f"{item} {value}"),)
