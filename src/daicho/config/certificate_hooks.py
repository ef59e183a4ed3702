# SPDX-License-Identifier: Apache-2.0
"""Who is asked before a certificate is issued and told after it; see domains/certificates/hooks.py.

Dotted paths of functions in the domains' public.py.
"""

from __future__ import annotations

CERTIFICATE_GUARDS: tuple[str, ...] = ("daicho.domains.support.public.guard_issue",)
CERTIFICATE_FOLLOWERS: tuple[str, ...] = ("daicho.domains.inspection.public.follow_issue",)
CERTIFICATE_CORRECTIONS: tuple[str, ...] = ("daicho.domains.inspection.public.correct_asker",)
# Who signs letters of other domains: (day) -> role, title, name.
LETTER_SENDER = "daicho.domains.certificates.certifying.certifier_on"
