# SPDX-License-Identifier: Apache-2.0
"""What later domains want of the register: asked before an event, told after it, rebuilt at will.

Dotted paths of functions in the domains' public.py; see domains/register/hooks.py for the shapes.
"""

from __future__ import annotations

GUARDS: tuple[str, ...] = ()
FOLLOWERS: tuple[str, ...] = ("daicho.domains.addressee.public.follow_register",)
REBUILDERS: tuple[str, ...] = ()
