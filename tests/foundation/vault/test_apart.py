# SPDX-License-Identifier: Apache-2.0
"""Neither the application's role nor a copy of the whole database tells a number."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from daicho.foundation.database.query import execute
from daicho.foundation.database.server import APPLICATION, PrivateServer
from daicho.foundation.vault import numbers
from daicho.foundation.vault.keys import derived_key
from daicho.kernel.numbers import individual_number_check_digit

USES = ("lookup", "individual number", "blob")


def number(serial: int) -> str:
    base = f"{serial:011d}"
    return f"{base}{individual_number_check_digit(base)}"


PEOPLE = [(n, number(61_000_000_000 + n * 7_919)) for n in range(1, 201)]


@pytest.fixture
def server() -> PrivateServer:
    return PrivateServer(Path(settings.DATABASES["default"]["OPTIONS"]["home"]))


@pytest.fixture
def stored(transactional_db: None, now: datetime) -> Iterator[None]:
    """200 numbers, and three that only a document named; gone afterwards."""
    numbers.store_many(numbers=PEOPLE, at=now)
    numbers.hash_and_keep([number(62_000_000_000 + n) for n in range(3)])
    yield
    execute("SET ROLE daicho_vault")
    execute("DELETE FROM vault.individual_number")
    execute("DELETE FROM vault.other_number")
    execute("RESET ROLE")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM vault.individual_number",
        "SELECT sealed FROM vault.other_number",
        "SELECT * FROM vault.key_in_force",
        "COPY vault.individual_number TO STDOUT",
        "DELETE FROM vault.individual_number",
        "INSERT INTO vault.individual_number (addressee_no) VALUES (1)",
        "CREATE TABLE vault.mine (x int)",
        "CREATE VIEW public.look AS SELECT * FROM vault.individual_number",
        "ALTER SCHEMA vault OWNER TO daicho_app",
        "GRANT USAGE ON SCHEMA vault TO daicho_app",
    ],
)
def test_application_role_reads_nothing(db: None, server: PrivateServer, statement: str) -> None:
    with (
        server.connect(connection.settings_dict["NAME"], user=APPLICATION) as opened,
        pytest.raises(psycopg.Error, match=r"permission denied|must be owner|no privileges"),
    ):
        opened.execute(statement.encode())


def test_dump_tells_no_number(stored: None, server: PrivateServer) -> None:
    place = server.place
    for form in ("plain", "custom"):
        done = subprocess.run(
            [
                str(place.programs / "pg_dump"), "--host", str(place.socket), "--username",
                "postgres", "--format", form, "--compress", "0",
                str(connection.settings_dict["NAME"]),
            ],
            capture_output=True, check=True,
        )  # fmt: skip
        content = done.stdout
        assert b"individual_number" in content
        assert content.count(b"\\x02") >= len(PEOPLE)  # the sealed values are in it
        for value in [number for _, number in PEOPLE] + [number(62_000_000_000)]:
            assert not [form for form in spellings(value) if form in content], "a number is told"
        for use in USES:
            key = derived_key(settings.VAULT_KEY, use)
            assert key not in content
            assert key.hex().encode() not in content


def spellings(value: str) -> list[bytes]:
    """A number as text, spaced, in UTF-16, as an integer, in hexadecimal and in base64."""
    plain = value.encode()
    raw = [
        plain, value.encode("utf-16-le"), value.encode("utf-16-be"),
        int(value).to_bytes(8, "big"), int(value).to_bytes(8, "little"),
    ]  # fmt: skip
    texts = [f"{value[:4]}-{value[4:8]}-{value[8:]}".encode(), f"{int(value):x}".encode()]
    hexes = [part.hex().encode() for part in raw]
    coded = [base64.b64encode(part).rstrip(b"=") for part in raw[:3]]
    return [*raw, *texts, *hexes, *coded]


def test_search_knows_what_it_looks_for() -> None:
    value = PEOPLE[0][1]
    for spelling in spellings(value):
        assert any(form in b"x" + spelling + b"y" for form in spellings(value))
    assert base64.b64encode(value.encode()) in spellings(value)
