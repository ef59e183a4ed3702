# SPDX-License-Identifier: Apache-2.0
"""What others may use: the follower of issued certificates."""

from daicho.domains.inspection.notices import follow_issue

__all__ = ["follow_issue"]
