# SPDX-License-Identifier: Apache-2.0
"""The dated figures of arrears; each class names its folder of the statute tree."""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.yen import Rate


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


class SeizureRules(NamedTuple):
    """What of a salary may not be seized."""

    STATUTE = "national_tax_collection_act/seizure"  # type: ignore[misc]

    person_amount: int
    relative_amount: int
    standing_share: Rate
    standing_limit: int
    retirement_months: int
    retirement_free_years: int
    retirement_share: Rate


class PostponementRules(NamedTuple):
    """Terms of postponing collection or sale; some are the ordinance's to set."""

    STATUTE = "local_tax_act/postponement"  # type: ignore[misc]

    first_months: int
    total_months: int
    application_months: int
    guarantee_above: int
    guarantee_months: int
