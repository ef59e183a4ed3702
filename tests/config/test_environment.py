# SPDX-License-Identifier: Apache-2.0
"""The environment is read strictly: every wrong value is named, a secret is made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from daicho.config.environment import (
    DatabaseAddress,
    SettingsError,
    keep_secret,
    parse_database_url,
    read_environment,
)

KEY = "ab" * 32


def test_nothing_set_is_enough(tmp_path: Path) -> None:
    environment = read_environment({"DAICHO_HOME": str(tmp_path)})
    assert (environment.home, environment.database) == (tmp_path, None)
    assert (environment.debug, environment.https) == (False, False)
    assert len(environment.vault_key) == len(environment.audit_signing_key) == 32
    assert environment.vault_key != environment.audit_signing_key
    assert environment == read_environment({"DAICHO_HOME": str(tmp_path)})


def test_every_wrong_value_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        read_environment(
            {
                "DAICHO_HOME": str(tmp_path), "DEBUG": "true", "HTTPS": "1", "VAULT_KEY": "abc",
                "SECRET_KEY": "short", "SESSION_IDLE_MINUTES": "0", "MUNICIPALITY_CODE": "13103",
                "DATABASE_URL": "mysql://x/y", "ALLOWED_HOSTS": "a,,b",
                "AUDIT_SIGNING_KEY_FILE": "/nowhere",
            }
        )  # fmt: skip
    message = str(raised.value)
    for name in (
        "DEBUG", "HTTPS", "VAULT_KEY", "SECRET_KEY", "SESSION_IDLE_MINUTES", "MUNICIPALITY_CODE",
        "DATABASE_URL", "ALLOWED_HOSTS", "AUDIT_SIGNING_KEY_FILE",
    ):  # fmt: skip
        assert f"{name}:" in message
    assert "short" not in message, "a secret is not repeated"


def test_secret_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(f"{KEY}\n")
    variables = {"DAICHO_HOME": str(tmp_path), "VAULT_KEY_FILE": str(path)}
    assert read_environment(variables).vault_key == bytes.fromhex(KEY)
    with pytest.raises(SettingsError, match="同時に"):
        read_environment({**variables, "VAULT_KEY": KEY})


def test_kept_secret_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "vault_key"
    first = keep_secret(path)
    assert (len(first), keep_secret(path)) == (64, first)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [found.name for found in path.parent.iterdir()] == ["vault_key"]


def test_database_url() -> None:
    assert parse_database_url(
        "postgresql://us%20er:p%40ss@db.example:6432/daicho?sslmode=require"
    ) == DatabaseAddress("daicho", "us er", "p@ss", "db.example", "6432", (("sslmode", "require"),))
    assert parse_database_url("postgresql:///daicho?host=/run/pg").host == "/run/pg"


@pytest.mark.parametrize(
    "text", ["", "daicho", "mysql://h/d", "postgresql://host", "postgresql://h:port/d"]
)
def test_wrong_database_url(text: str) -> None:
    with pytest.raises(ValueError, match=r"。$"):
        parse_database_url(text)
