# SPDX-License-Identifier: Apache-2.0
"""A counterpart reads what it was given with the same strictness as we do."""

from __future__ import annotations

import tempfile
from pathlib import Path

from daicho.adapters.record_files.layout import RecordFileLayout
from daicho.adapters.record_files.reader import read_records
from daicho.adapters.record_files.received_file import ReceivedFile
from daicho.counterparts.file_exchange.party import Answer


def read_bytes(layout: RecordFileLayout, name: str, data: bytes) -> ReceivedFile:
    """The file that some bytes are."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "file")
        path.write_bytes(data)
        return read_records(layout, path)


def refusal_of(received: ReceivedFile) -> Answer | None:
    """A counterpart takes a file whole or not at all."""
    if received.errors:
        return Answer(422, tuple(str(problem) for problem in received.errors))
    return None
