# SPDX-License-Identifier: Apache-2.0
"""What pages, commands and later domains may use of the inhabitants tax."""

from daicho.domains.tax.inhabitants.actions.runs import (
    AcceptRun,
    ReleaseRun,
    StartInitialAssessment,
    WithdrawRun,
)
from daicho.domains.tax.inhabitants.models import RunState
from daicho.domains.tax.inhabitants.run.runner import carry_out
from daicho.domains.tax.inhabitants.selectors.current import current_assessment
from daicho.domains.tax.inhabitants.selectors.runs import (
    count_findings,
    find_run,
    find_running,
    list_findings,
    list_runs,
    list_undeclared,
    progress_of,
)

__all__ = [
    "AcceptRun",
    "ReleaseRun",
    "RunState",
    "StartInitialAssessment",
    "WithdrawRun",
    "carry_out",
    "count_findings",
    "current_assessment",
    "find_run",
    "find_running",
    "list_findings",
    "list_runs",
    "list_undeclared",
    "progress_of",
]
