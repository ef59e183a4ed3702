# SPDX-License-Identifier: Apache-2.0
"""Every kind of slip of seal registration. To add one, add it to its module's KINDS."""

from __future__ import annotations

from daicho.domains.seals.slips import caring, ending, registering
from daicho.foundation.entries.kinds import EntryKind

SEAL_KINDS: dict[str, EntryKind] = {
    kind.code: kind for module in (registering, ending, caring) for kind in module.KINDS
}
