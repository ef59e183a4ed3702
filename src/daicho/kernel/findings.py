# SPDX-License-Identifier: Apache-2.0
"""Refusals and remarks that the law or a check foresees, as values.

An exception is a defect; a Finding is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error stops, a warning asks, information only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    A stable code, how much it weighs, what it is about, what to tell the clerk, and why.
    """

    code: str
    severity: Severity
    message_ja: str
    subject: str = ""  # e.g. "宛名番号 1234567" or "給報.csv 12行 支払金額"; never a 個人番号
    citation: str = ""

    def as_dict(self) -> dict[str, str]:
        """The finding as the contract's JSON object."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "message_ja": self.message_ja,
            "subject": self.subject,
            "citation": self.citation,
        }
