# SPDX-License-Identifier: Apache-2.0
"""How far a run is: the batch's steps, then what people have to do."""

from __future__ import annotations

from dataclasses import dataclass

from daicho.domains.tax.inhabitants.models import AssessmentRun, RunState
from daicho.domains.tax.inhabitants.selectors import runs

MARKS = {"done": "✓", "running": "…", "stopped": "！", "waiting": "・"}
LOOKS = {"done": "done", "running": "running", "refused": "stopped", "failed": "stopped"}


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the list."""

    label: str
    look: str  # done, running, stopped, waiting
    text: str
    done: int = 0
    total: int = 0

    @property
    def mark(self) -> str:
        """One character beside the step."""
        return MARKS[self.look]


def progress_of(run: AssessmentRun) -> list[StepLine]:
    """The steps of 当初賦課 in their order."""
    steps = [
        StepLine(step.label, LOOKS.get(step.state, "waiting"), step.state_ja, step.done, step.total)
        for step in runs.progress_of(run=run)
    ]
    return [*steps, _check(run), _release(run)]


def _check(run: AssessmentRun) -> StepLine:
    label = "前年比較の確認"
    if run.state == RunState.STOPPED:
        return StepLine(label, "stopped", "別の職員の確認待ち")
    if run.accepted_by:
        return StepLine(label, "done", f"{run.accepted_by} が確認")
    if run.state in (RunState.ACCEPTED, RunState.RELEASED):
        return StepLine(label, "done", "定めた幅の中")
    return StepLine(label, "waiting", "未実行")


def _release(run: AssessmentRun) -> StepLine:
    if run.state == RunState.RELEASED:
        return StepLine("確定・調定", "done", "完了")
    if run.state == RunState.ACCEPTED:
        return StepLine("確定・調定", "running", "次の処理")
    return StepLine("確定・調定", "waiting", "未実行")
