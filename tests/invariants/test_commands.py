# SPDX-License-Identifier: Apache-2.0
"""Every command stands on the page of commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from daicho.config.cli import build_parser, load_commands

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"


def test_every_command_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    words = [" ".join(module.NAME) for module in load_commands()]
    assert len(words) >= 10
    assert [name for name in words if f"`daicho {name}" not in page] == []


def test_wrong_usage_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        build_parser().parse_args(["tax", "no-such-command"])
    assert stopped.value.code == 2
    assert "no-such-command" in capsys.readouterr().err
