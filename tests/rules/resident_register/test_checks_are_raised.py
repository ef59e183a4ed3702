# SPDX-License-Identifier: Apache-2.0
"""Every number of the list is given by something, or the list says where it is said (11.1)."""

from __future__ import annotations

import re
from pathlib import Path

import daicho
from daicho.rules.resident_register.checks import CHECKS, SAID_ELSEWHERE

SOURCE = Path(daicho.__file__).parent
TABLES = ("check_errors.py", "check_alerts.py", "checks.py")


def test_no_number_is_a_number_only() -> None:
    texts = [path.read_text() for path in SOURCE.rglob("*.py") if path.name not in TABLES]
    given = {number for text in texts for number in re.findall(r"\b([EA]-\d{3})\"", text)}
    assert CHECKS.keys() - given == SAID_ELSEWHERE.keys()
    for number, said in SAID_ELSEWHERE.items():
        words = f'"{said.removeprefix("certificate.")}"' if said.isascii() else said
        assert not said or any(words in text for text in texts), number
