# SPDX-License-Identifier: Apache-2.0
"""Other systems that call the small ward: a service with the rights a test names."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.ward_fixture import NOW, ward_database
from tests.web.conftest import ward

from daicho.foundation.access import granting
from daicho.foundation.identity.models import Service, Staff
from daicho.foundation.identity.services import add_secret

__all__ = ["Caller", "hire_service", "service", "ward", "ward_database"]
API = "/api/v1"


@dataclass(frozen=True)
class Caller:
    """Another system with a token."""

    login: str
    token: str

    def get(self, path: str, purpose: str = "counter", **query: Any) -> HttpResponse:
        return self.ask("get", path, purpose, **query)

    def ask(self, method: str, path: str, purpose: str = "counter", **query: Any) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.token}", "X-Purpose": purpose}
        client = Client(raise_request_exception=False)
        return getattr(client, method)(API + path, query, headers=headers)


ServiceMaker = Callable[..., Caller]


def hire_service(login: str, *functions: str, networks: tuple[str, ...] = ("127.0.0.0/8",)) -> str:
    """An account of another system with these functions; its secret."""
    staff = Staff.objects.create(
        login=login, name="国保システム", kana="コクホ", section="情報政策課", is_service=True,
        active_from=date(2026, 4, 1), password="!",
    )  # fmt: skip
    made = Service.objects.create(staff=staff, networks=list(networks))
    granting.grant(
        staff=staff, functions=functions, first=date(2026, 4, 1), last=date(2027, 3, 31),
        by="setup", at=NOW,
    )  # fmt: skip
    secret = add_secret(made, expires_at=NOW + timedelta(days=30), at=NOW)
    assert secret is not None
    return secret


def ask_token(login: str, secret: str, **more: Any) -> HttpResponse:
    pair = base64.b64encode(f"{login}:{secret}".encode()).decode()
    return Client().post(
        f"{API}/token", {"grant_type": "client_credentials", **more},
        headers={"Authorization": f"Basic {pair}"},
    )  # fmt: skip


@pytest.fixture
def service(ward: None) -> ServiceMaker:
    """Makes a service with just these functions, and fetches its token as it would."""

    def make(*functions: str, login: str = "svc-kokuho") -> Caller:
        secret = hire_service(login, *functions)
        return Caller(login, ask_token(login, secret).json()["access_token"])

    return make
