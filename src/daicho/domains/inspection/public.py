# SPDX-License-Identifier: Apache-2.0
"""What others may use: the follower of issued certificates, and the history of printed lists."""

from daicho.domains.inspection.actions import MakeInspectionList
from daicho.domains.inspection.copies import ITEMS, PrintInspectionList, list_copies
from daicho.domains.inspection.models import Application, InspectionList, ListCopy, State
from daicho.domains.inspection.notices import correct_asker, follow_issue

__all__ = [
    "ITEMS",
    "Application",
    "InspectionList",
    "ListCopy",
    "MakeInspectionList",
    "PrintInspectionList",
    "State",
    "correct_asker",
    "follow_issue",
    "list_copies",
]
