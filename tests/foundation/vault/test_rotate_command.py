# SPDX-License-Identifier: Apache-2.0
"""The three steps of `daicho vault rotate`: a new key, the renewing, the former key goes."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from daicho.config.commands import vault_rotate
from daicho.config.environment import read_environment
from daicho.foundation.database import roles
from daicho.foundation.vault import numbers
from daicho.kernel.numbers import individual_number_check_digit

NUMBER = f"12345678901{individual_number_check_digit('12345678901')}"


def step(**words: bool) -> int:
    return vault_rotate.run(argparse.Namespace(**{"new_key": False, "forget": False, **words}))


@pytest.fixture
def home(
    db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> Path:
    """A home whose secrets we keep, with one number stored."""
    monkeypatch.setattr(roles, "work_as_owner", lambda: None)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "vault_key").write_text(settings.VAULT_KEY.hex(), "ascii")
    settings.DAICHO_HOME = tmp_path
    numbers.store_many(numbers=[(1, NUMBER)], at=now)
    return tmp_path


def restart(home: Path, settings: Settings) -> None:
    """Read the secrets anew, as the next process does."""
    environment = read_environment({"DAICHO_HOME": str(home)})
    settings.VAULT_KEY = environment.vault_key
    settings.VAULT_FORMER_KEYS = environment.vault_former_keys


def test_three_steps(home: Path, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    former = settings.VAULT_KEY
    assert step(new_key=True) == 0
    restart(home, settings)
    assert former != settings.VAULT_KEY
    assert (former,) == settings.VAULT_FORMER_KEYS
    assert (home / "secrets" / "vault_former_keys").stat().st_mode & 0o777 == 0o600
    assert step(forget=True) == 1
    assert step(new_key=True) == 1
    assert step() == 0
    assert "旧い鍵は不要です。" in capsys.readouterr().out
    assert step(forget=True) == 0
    restart(home, settings)
    assert settings.VAULT_FORMER_KEYS == ()
    assert numbers.open_number(addressee_no=1) == NUMBER
    assert step() == 0
    assert "すべて今の鍵になっています。" in capsys.readouterr().out


def test_key_kept_elsewhere_is_made_there(
    home: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "secrets" / "vault_key").unlink()
    assert step(new_key=True) == 1
    assert "管理元" in capsys.readouterr().err
