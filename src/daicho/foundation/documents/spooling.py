# SPDX-License-Identifier: Apache-2.0
"""Hand a finished paper to the spooler of the machine (CUPS's `lp`, or a program that is like it).

The bytes go through a pipe, never through a file; the title names a number, never a person.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

PATIENCE = 30  # seconds; a spooler that does not answer is told as a fault


def send_to_printer(
    pdf: bytes, *, command: Path, printer: str, tray: str, title: str, copies: int = 1
) -> str:
    """Empty when the spooler took it, else what it said."""
    arguments = [str(command), "-d", printer, "-n", str(copies), "-t", title]
    if tray:
        arguments += ["-o", f"media-source={tray}"]
    try:
        done = subprocess.run(  # no shell; the program is a setting of the place
            [*arguments, "-"], input=pdf, capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        return type(fault).__name__
    if done.returncode == 0:
        return ""
    return done.stderr.decode("utf-8", "replace").strip()[:200] or f"終了コード{done.returncode}"
