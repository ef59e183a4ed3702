# SPDX-License-Identifier: Apache-2.0
"""What later domains want of the register: asked before an event, told after it, rebuilt at will.

Dotted paths of functions; see domains/register/hooks.py for their shapes.
"""

from __future__ import annotations

GUARDS: tuple[str, ...] = ("daicho.domains.support.public.guard_event",)
FOLLOWERS: tuple[str, ...] = (
    "daicho.domains.register.search.index.follow",
    "daicho.domains.addressee.public.follow_register",
    "daicho.domains.support.public.follow_register",
    "daicho.domains.seals.public.follow_register",
    "daicho.domains.tax.inhabitants.public.follow_register",
)
REBUILDERS: tuple[str, ...] = (
    "daicho.domains.register.search.index.rebuild",
    "daicho.domains.addressee.public.rebuild_from_register",
    "daicho.domains.seals.public.rebuild_from_register",
)
# warner(row=…, context=…) -> warnings shown on every page of a person.
WARNERS: tuple[str, ...] = (
    "daicho.domains.support.public.warn_of",
    "daicho.domains.seals.public.warn_of",
)
# marker(rows=…, context=…) -> 宛名番号 of those for whom something is restrained (抑止あり).
MARKERS: tuple[str, ...] = ("daicho.domains.support.public.restrained_among",)
