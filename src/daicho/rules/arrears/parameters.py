# SPDX-License-Identifier: Apache-2.0
"""The dated figures of arrears; each class names its folder of the statute tree."""

from __future__ import annotations

from typing import NamedTuple


class TermRules(NamedTuple):
    """Days and years that the Local Tax Act counts."""

    STATUTE = "local_tax_act/terms"  # type: ignore[misc]

    demand_issue_days: int
    demand_wait_days: int
    public_notice_days: int
    prescription_years: int
    refund_claim_years: int
    stay_years: int
    assessment_years: int
    reduction_years: int
    fraud_years: int


class HoldRules(NamedTuple):
    """Months for which the Civil Code holds prescription open."""

    STATUTE = "civil_code/prescription"  # type: ignore[misc]

    reminder_months: int
    cancelled_months: int
    disaster_months: int
