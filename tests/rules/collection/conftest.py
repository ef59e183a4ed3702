# SPDX-License-Identifier: Apache-2.0
"""The dated figures as the rules of collection get them."""

import pytest

from daicho.engine.fields.parameters import load_delinquency, load_refund_interest
from daicho.rules.collection.parameters import DelinquencyRules, RefundInterestRules


@pytest.fixture(scope="session")
def charge_rules() -> DelinquencyRules:
    return load_delinquency(2026)


@pytest.fixture(scope="session")
def refund_rules() -> RefundInterestRules:
    return load_refund_interest(2026)
