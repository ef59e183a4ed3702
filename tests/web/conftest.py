# SPDX-License-Identifier: Apache-2.0
"""Pages are tested against the small ward; what a test changes is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests import ward_fixture
from tests.ward_fixture import ward_database

__all__ = ["ward_database"]
SignIn = Callable[[str], Client]


@pytest.fixture
def ward(
    ward_database: str, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """One test in the ward, at its moment."""
    ward_fixture.stop_clocks(monkeypatch)
    with (
        django_db_blocker.unblock(),
        ward_fixture.database(ward_database),
        transaction.atomic(),
    ):
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sign_in(ward: None) -> SignIn:
    """A browser of the person of a role, with a purpose of use chosen."""

    def enter(role: str) -> Client:
        client = Client()
        client.post("/sign-in/", {"login": role, "password": ward_fixture.PASSWORD})
        client.post("/purpose/", {"purpose": "assessment"})
        return client

    return enter
