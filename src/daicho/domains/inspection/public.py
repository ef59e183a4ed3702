# SPDX-License-Identifier: Apache-2.0
"""What others may use: the follower of issued certificates, and the history of printed lists."""

from daicho.domains.inspection.copies import ITEMS, list_copies
from daicho.domains.inspection.models import ListCopy
from daicho.domains.inspection.notices import correct_asker, follow_issue

__all__ = ["ITEMS", "ListCopy", "correct_asker", "follow_issue", "list_copies"]
