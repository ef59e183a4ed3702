# SPDX-License-Identifier: Apache-2.0
"""What pages, commands and later domains may use of the inhabitants tax."""

from daicho.domains.tax.inhabitants.actions.leave import EnterLeaving
from daicho.domains.tax.inhabitants.actions.reassess import (
    REASON_CODES,
    Preview,
    Reassess,
    WithdrawAssessment,
    preview_reassessment,
)
from daicho.domains.tax.inhabitants.actions.runs import (
    AcceptRun,
    ReleaseRun,
    StartInitialAssessment,
    WithdrawRun,
)
from daicho.domains.tax.inhabitants.assessing import prepare_kernel
from daicho.domains.tax.inhabitants.explaining import Explained, explain_assessment
from daicho.domains.tax.inhabitants.instalments import Instalment
from daicho.domains.tax.inhabitants.models import (
    Assessment,
    AssessmentRun,
    ClaimVerdict,
    IncomeKind,
    RunState,
    Taxability,
    UndeclaredKind,
)
from daicho.domains.tax.inhabitants.register_effects import (
    Effect,
    effects_of,
    follow_register,
    open_effects,
)
from daicho.domains.tax.inhabitants.run.runner import carry_out
from daicho.domains.tax.inhabitants.selectors.current import current_assessment
from daicho.domains.tax.inhabitants.selectors.employers import EmployerTotal, employer_totals
from daicho.domains.tax.inhabitants.selectors.runs import (
    StepProgress,
    count_findings,
    find_run,
    find_running,
    list_findings,
    list_runs,
    list_undeclared,
    progress_of,
)
from daicho.domains.tax.inhabitants.selectors.taxpayer import (
    Basis,
    basis_of,
    list_claims,
    list_findings_of,
    list_history,
    list_instalments,
    list_receivables,
    list_years,
    reason_ja,
    undeclared_state,
)

__all__ = [
    "REASON_CODES",
    "AcceptRun",
    "Assessment",
    "AssessmentRun",
    "Basis",
    "ClaimVerdict",
    "Effect",
    "EmployerTotal",
    "EnterLeaving",
    "Explained",
    "IncomeKind",
    "Instalment",
    "Preview",
    "Reassess",
    "ReleaseRun",
    "RunState",
    "StartInitialAssessment",
    "StepProgress",
    "Taxability",
    "UndeclaredKind",
    "WithdrawAssessment",
    "WithdrawRun",
    "basis_of",
    "carry_out",
    "count_findings",
    "current_assessment",
    "effects_of",
    "employer_totals",
    "explain_assessment",
    "find_run",
    "find_running",
    "follow_register",
    "list_claims",
    "list_findings",
    "list_findings_of",
    "list_history",
    "list_instalments",
    "list_receivables",
    "list_runs",
    "list_undeclared",
    "list_years",
    "open_effects",
    "prepare_kernel",
    "preview_reassessment",
    "progress_of",
    "reason_ja",
    "undeclared_state",
]
