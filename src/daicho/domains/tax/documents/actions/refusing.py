# SPDX-License-Identifier: Apache-2.0
"""Refusals that several actions share."""

from __future__ import annotations

from typing import Any

from daicho.foundation.actions.action import Outcome
from daicho.kernel.findings import Finding, Severity


def refuse(code: str, message: str) -> Outcome[Any]:
    """An outcome with one refusal; nothing was changed."""
    return Outcome(None, (Finding(code, Severity.ERROR, message),))


def missing_reason() -> Outcome[Any]:
    """Nobody decides without saying why."""
    return refuse("documents.no_reason", "理由を入力してください。")
