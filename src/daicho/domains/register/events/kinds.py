# SPDX-License-Identifier: Apache-2.0
"""Every kind of slip of the register. To add one, add it to its module's KINDS."""

from __future__ import annotations

from daicho.domains.register.events import birth, death
from daicho.foundation.entries.kinds import EntryKind

_MODULES = (birth, death)
EVENT_KINDS: dict[str, EntryKind] = {
    kind.code: kind for module in _MODULES for kind in module.KINDS
}
