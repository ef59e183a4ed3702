# SPDX-License-Identifier: Apache-2.0
"""Every operation × every role, held by a service: it opens what is held and nothing else."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.staff_room import purpose_for
from tests.web.api.conftest import API, ServiceMaker

from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.pages import PageDeclaration
from daicho.foundation.audit.models import Entry
from daicho.web.api.description import OPERATIONS
from daicho.web.api.operations import API_USE

OPEN = {"health"}


def operations() -> list[tuple[str, str, PageDeclaration]]:
    """Method, address, declaration."""
    return [
        (method.lower(), re.sub(r"<\w+>", "1", f"/{pattern.pattern}"), declaration)
        for pattern in OPERATIONS
        for method, declaration in pattern.callback.operations.items()
    ]


def test_every_operation_declares_a_known_function() -> None:
    found = operations()
    assert len(found) >= 4
    for _, path, declaration in found:
        if path.strip("/") in OPEN:
            assert declaration.function == ""
        else:
            assert declaration.function in catalogue().functions, path
            assert not declaration.title.isascii(), path


def test_strangers_get_nothing(ward: None) -> None:
    for method, path, declaration in operations():
        response = getattr(Client(), method)(API + path)
        assert response.status_code == (401 if declaration.function else 200), path


@pytest.mark.parametrize("with_api", [True, False])
@pytest.mark.parametrize("role", sorted(catalogue().roles))
def test_service_opens_what_it_holds(service: ServiceMaker, role: str, with_api: bool) -> None:
    held = {*catalogue().roles[role].functions, *([API_USE] if with_api else [])}
    caller = service(*sorted(held))
    for method, path, declaration in operations():
        if not declaration.function:
            continue
        before = Entry.objects.count()
        response = caller.ask(method, path, purpose_for(declaration.function))
        allowed = {API_USE, declaration.function} <= held
        assert (response.status_code == 403) == (not allowed), path
        assert Entry.objects.count() == before + 1, f"{path}: each call is logged once"
