# SPDX-License-Identifier: Apache-2.0
"""Where to go after a sign-in: the page of ours that was asked for first."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

HOME = "/"


def next_page(request: HttpRequest) -> str:
    """The page of ours that was asked for first; never one elsewhere."""
    target = request.POST.get("next") or request.GET.get("next") or HOME
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/"):
        return target
    return HOME
