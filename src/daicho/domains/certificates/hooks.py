# SPDX-License-Identifier: Apache-2.0
"""Who is asked before an issue and told after it: named in config/certificate_hooks.py.

Both happen in the issue's own transaction, while the persons are locked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from daicho.domains.certificates.models import CertificateIssue, Request
from daicho.foundation.access.actor import Context
from daicho.kernel.findings import Finding

# guard(addressee_nos=…, household_nos=…, context=…) -> findings; an ERROR stops the issue.
Guard = Callable[..., Sequence[Finding]]
# follow(request=…, issues=…, context=…); corrected(request=…)
Follower = Callable[..., None]


@cache
def _named(name: str) -> tuple[Callable[..., object], ...]:
    module = settings.CERTIFICATE_HOOKS
    return tuple(import_string(path) for path in import_string(f"{module}.{name}"))


def ask_guards(
    *, addressee_nos: Collection[int], household_nos: Collection[int], context: Context
) -> list[Finding]:
    """What the guards have against a certificate about these persons (抑止)."""
    found: list[Finding] = []
    for guard in _named("CERTIFICATE_GUARDS"):
        found += guard(  # type: ignore[arg-type]
            addressee_nos=addressee_nos, household_nos=household_nos, context=context
        )
    return found


def tell_followers(
    *, request: Request, issues: Sequence[CertificateIssue], context: Context
) -> None:
    """Tell every follower what was issued (本人通知)."""
    for follow in _named("CERTIFICATE_FOLLOWERS"):
        follow(request=request, issues=issues, context=context)


def tell_corrected(*, request: Request) -> None:
    """Tell whoever keeps the division of asker that it was corrected (本人通知)."""
    for follow in _named("CERTIFICATE_CORRECTIONS"):
        follow(request=request)
