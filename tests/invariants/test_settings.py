# SPDX-License-Identifier: Apache-2.0
"""Every setting is documented, and the document names no other."""

from __future__ import annotations

import re
from pathlib import Path

from daicho.config.environment import SECRETS, VARIABLES

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


def test_every_setting_is_documented() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(VARIABLES)
    assert set(SECRETS) <= set(VARIABLES)
