# SPDX-License-Identifier: Apache-2.0
"""Schemathesis against the running API: examples, edges and wrong data, over a real socket.

No fault of the server, no status or body that the description does not name, no operation that
opens without its token, and the address of a protected person in no answer.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PhasesConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
    StatefulPhaseConfig,
)
from schemathesis.engine import from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished
from tests import ward_fixture
from tests.ward_fixture import HIDDEN, LONG, SILENT, TARO, ward_database
from tests.web.api.conftest import API, ask_token, hire_service

from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.verify import verify

__all__ = ["ward_database"]
SECONDS = 25
EXAMPLES = 15
LEAST = 100  # calls, or the test did not test
PEOPLE = (TARO, HIDDEN, LONG, SILENT)


@pytest.fixture(scope="module")
def server(ward_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[str, str]]:
    """The API on a copy of the ward, and the token of a service that may not see protection."""
    name = f"{ward_database}_api"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        ward_fixture.stop_clocks(patch)
        patch.setattr("django.conf.settings.API_CALLS_PER_MINUTE", 1_000_000)
        ward_fixture.create_database(name, template=ward_database)
        with ward_fixture.database(name):
            secret = hire_service("svc-fuzz", "api.use", "tax.taxpayer.view")
            token = ask_token("svc-fuzz", secret).json()["access_token"]
            live = LiveServer("localhost")
            yield live.url, token
            live.stop()
        ward_fixture.drop_database(name)


def described(url: str, token: str) -> dict[str, Any]:
    """The description as a service fetches it, with people of the ward as examples."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{url}{API}/openapi.json", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request) as response:  # noqa: S310
        document: dict[str, Any] = json.load(response)
    numbers = {one.name: {"value": one.number} for one in PEOPLE}
    one = document["paths"][f"{API}/addressees/{{addressee_no}}"]["get"]
    one["parameters"][0]["examples"] = numbers
    search = document["paths"][f"{API}/addressees"]["get"]["parameters"]
    born = date.isoformat(HIDDEN.birth)
    for parameter in search:
        if parameter["name"] in ("kana", "birth_date"):
            parameter["example"] = {"kana": "サトウ", "birth_date": born}[parameter["name"]]
    return document


def configured(url: str, token: str) -> SchemathesisConfig:
    """The same cases every time, in bounded time; links between operations there are none."""
    project = ProjectConfig(
        base_url=url,
        headers={"Authorization": f"Bearer {token}"},
        generation=GenerationConfig(max_examples=EXAMPLES, deterministic=True),
        # "Kana or birth date, one of them" is more than a description can say of parameters.
        checks=ChecksConfig(positive_data_acceptance=PositiveDataAcceptanceConfig(enabled=False)),
        phases=PhasesConfig(stateful=StatefulPhaseConfig(enabled=False)),
    )
    return SchemathesisConfig(seed=1, max_time=SECONDS, projects=ProjectsConfig(default=project))


def test_api_is_as_described(
    server: tuple[str, str], django_db_blocker: DjangoDbBlocker, ward_database: str
) -> None:
    url, token = server
    schema = schemathesis.openapi.from_dict(described(url, token), config=configured(url, token))
    failures: list[str] = []
    statuses: dict[int, int] = {}
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError):
            failures.append(f"{event.label}: {event.info}")
        if not isinstance(event, ScenarioFinished):
            continue
        for checks in event.recorder.checks.values():
            failures += [
                f"{event.label} {check.name}: {check.failure_info.failure.message}"
                for check in checks if check.failure_info
            ]  # fmt: skip
        for interaction in event.recorder.interactions.values():
            if interaction.response is None:
                continue
            status = interaction.response.status_code
            statuses[status] = statuses.get(status, 0) + 1
            text = (interaction.response.content or b"").decode()
            assert "六本木" not in text, "the address of a protected person"
            assert str(HIDDEN.household) not in text
    assert sorted(set(failures)) == []
    assert sum(statuses.values()) >= LEAST, statuses
    assert set(statuses) == {200, 403, 404, 405, 422}, statuses
    with django_db_blocker.unblock():
        looks = Entry.objects.filter(login="svc-fuzz", screen__startswith="API")
        assert looks.filter(result="done").count() > 50
        assert not any("六本木" in str(entry.detail) for entry in looks)
        assert verify().findings == ()
