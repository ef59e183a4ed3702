# SPDX-License-Identifier: Apache-2.0
"""Kinds of notices of residence (住居地届出) for the regular report to the immigration agency.

The report's own form and its notes are not at hand: which reasons make which kind is our reading
of 入管法19条の7〜9 (and of 住民基本台帳法30条の46・47, 22条, 23条), unverified.
"""

from __future__ import annotations

from enum import StrEnum

from daicho.rules.resident_register.reasons import Reason


class ResidenceNotice(StrEnum):
    """One kind of notice of residence."""

    LANDED = "新規上陸後の住居地届出"
    STATUS_CHANGED = "在留資格変更等に伴う住居地届出"
    MOVED = "住居地変更届出"


_KINDS = {
    Reason.MOVE_IN_FROM_ABROAD: ResidenceNotice.LANDED,
    Reason.RECORD_BY_AUTHORITY: ResidenceNotice.STATUS_CHANGED,
    Reason.BIRTH: ResidenceNotice.STATUS_CHANGED,
    Reason.RECORD_NATIONALITY_LOST: ResidenceNotice.STATUS_CHANGED,
    Reason.DOMESTIC_MOVE_IN: ResidenceNotice.MOVED,
    Reason.MOVE_WITHIN: ResidenceNotice.MOVED,
}


def residence_notice_of(reason: Reason) -> ResidenceNotice | None:
    """The kind of notice that an event of this reason is, of a foreign resident."""
    return _KINDS.get(reason)
