# SPDX-License-Identifier: Apache-2.0
"""A sender and days for the tests of notices."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from daicho.domains.tax.inhabitants.documents.people import Issuer
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.domains.tax.inhabitants.notices.batch import Making
from daicho.domains.tax.inhabitants.notices.cases import NoticeCase
from daicho.domains.tax.inhabitants.notices.reading import find_case

YEAR = 2026
MADE_AT = dt.datetime(2026, 6, 10, 9, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
ISSUED_ON = MADE_AT.date()
ISSUER = Issuer(
    municipality="港区",
    head_title="港区長",
    head_name="見本　太郎",
    section="税務課",
    postcode="1058511",
    address="東京都港区芝公園１丁目５番２５号",
    phone="03-0000-0000",
    biller_code="131032",
    is_sample=True,
)


def making(run: AssessmentRun) -> Making:
    """A batch in this process."""
    return Making(run, ISSUER, ISSUED_ON, MADE_AT, 1, lambda count: None)


def case_of(number: int) -> NoticeCase:
    """The case of a person who has one."""
    found = find_case(addressee_no=number, fiscal_year=YEAR)
    assert found is not None
    return found
