# SPDX-License-Identifier: Apache-2.0
"""Addresses of the API."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from daicho.web.api import description, token

urlpatterns = [
    path("openapi.json", description.openapi, name="openapi"),
    path("token", token.token, name="token"),
    *description.OPERATIONS,
    path("<path:rest>", csrf_exempt(description.unknown), name="unknown"),
]
