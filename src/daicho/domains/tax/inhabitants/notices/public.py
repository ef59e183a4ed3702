# SPDX-License-Identifier: Apache-2.0
"""What pages, commands and later domains may use of the notices."""

from daicho.domains.tax.inhabitants.notices.actions import (
    EMPLOYEE,
    EMPLOYER,
    KINDS,
    TAX,
    BeginNotices,
    IssueCertificate,
    IssueEmployeeNotice,
    IssueNotices,
    IssueTaxNotice,
)
from daicho.domains.tax.inhabitants.notices.batch import (
    Making,
    Printed,
    notices_of_run,
    print_notices,
)
from daicho.domains.tax.inhabitants.notices.building import (
    employee_notice_of,
    employer_notice_of,
    tax_notice_of,
)
from daicho.domains.tax.inhabitants.notices.certifying import certificate_of, find_certifiable
from daicho.domains.tax.inhabitants.notices.reading import (
    employers_by_number,
    find_case,
    is_protected,
)

__all__ = [
    "EMPLOYEE",
    "EMPLOYER",
    "KINDS",
    "TAX",
    "BeginNotices",
    "IssueCertificate",
    "IssueEmployeeNotice",
    "IssueNotices",
    "IssueTaxNotice",
    "Making",
    "Printed",
    "certificate_of",
    "employee_notice_of",
    "employer_notice_of",
    "employers_by_number",
    "find_case",
    "find_certifiable",
    "is_protected",
    "notices_of_run",
    "print_notices",
    "tax_notice_of",
]
