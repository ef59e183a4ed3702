# SPDX-License-Identifier: Apache-2.0
"""What one check of the resident register is made of."""

from __future__ import annotations

from dataclasses import dataclass

from daicho.kernel.findings import Severity


@dataclass(frozen=True, slots=True)
class Check:
    """One error or alert: number, weight, where it comes from, what it says, what to do."""

    number: str
    severity: Severity
    item: str  # number of the standard's item, or the article
    title: str
    reason: str
    remedy: str

    @property
    def citation(self) -> str:
        """Where the check comes from, as a reader looks it up."""
        return f"標準仕様書 {self.item}" if self.item[:1].isdigit() else self.item


def error(number: str, item: str, title: str, reason: str, remedy: str) -> Check:
    """An error: the final registration stops."""
    return Check(number, Severity.ERROR, item, title, reason, remedy)


def alert(number: str, item: str, title: str, reason: str, remedy: str) -> Check:
    """An alert: the clerk is warned and may go on."""
    return Check(number, Severity.WARNING, item, title, reason, remedy)
