# SPDX-License-Identifier: Apache-2.0
"""Files sent in wait in a closed folder, and what a killed process left there goes."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from daicho.domains.tax.documents.web.upload import sweep


def test_only_we_can_enter_the_folder() -> None:
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.parent == settings.DAICHO_HOME


def test_sweeps_what_was_left_behind_and_nothing_else(tmp_path: Path, now: datetime) -> None:
    for name, age in (("old", timedelta(days=2)), ("new", timedelta(hours=1))):
        (tmp_path / f"{name}-folder").mkdir()
        (tmp_path / f"{name}-folder" / "salary-report.csv").write_text("315")
        (tmp_path / f"{name}.upload").write_text("315")
        moment = (now - age).timestamp()
        for path in (tmp_path / f"{name}-folder", tmp_path / f"{name}.upload"):
            os.utime(path, (moment, moment))
    sweep(tmp_path, at=now)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new-folder", "new.upload"]
