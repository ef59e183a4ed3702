# SPDX-License-Identifier: Apache-2.0
"""Every kind of slip of the register. To add one, add it to its module's KINDS."""

from __future__ import annotations

from daicho.foundation.entries.kinds import EntryKind

EVENT_KINDS: dict[str, EntryKind] = {}
