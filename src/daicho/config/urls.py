# SPDX-License-Identifier: Apache-2.0
"""Every address of the application: each domain's and the desk's own, put together here."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
