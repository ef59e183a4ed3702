# SPDX-License-Identifier: Apache-2.0
"""The press: one reused Typst compiler over a small private folder of templates and forms.

Data go to the engine in memory (`sys.inputs.data`, as JSON), never through a file: they are
personal, and a process may be killed at any moment.

A form is the part of a page that is the same for everyone. It is set once, kept as a PDF, and laid
under every page of a batch; Typst then sets only what differs, and the file holds the form once.
The time of making is an argument, so the same data give the same bytes.
"""

from __future__ import annotations

import itertools
import json
import shutil
import tempfile
import threading
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import typst

from daicho.foundation.documents.bar_font import build_bar_font
from daicho.foundation.documents.fonts import FontSet, find_fonts

Standard = Literal["1.7", "a-2b", "a-3b"]
_BASE = Path(__file__).with_name("templates")


class Press:
    """Sets documents from templates. Threads that share one press wait for each other."""

    def __init__(self, templates: Path, *, fonts: FontSet | None = None) -> None:
        """Copy the templates beside the base ones (imported as "/base.typ") into a folder."""
        self.fonts = fonts or find_fonts()
        self._temporary = tempfile.TemporaryDirectory(prefix="daicho-press-")
        self.folder = Path(self._temporary.name)
        self._forms = itertools.count(1)
        self._one_at_a_time = threading.Lock()
        for source in (_BASE, templates):
            for file in sorted(source.iterdir()):
                if file.suffix in {".typ", ".svg"}:
                    shutil.copyfile(file, self.folder / file.name)
        bars = self.folder / "fonts"
        bars.mkdir()
        (bars / "bars.ttf").write_bytes(build_bar_font())
        self._compiler = typst.Compiler(
            root=str(self.folder),
            font_paths=typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=False,
                font_paths=[str(folder) for folder in (*self.fonts.folders, bars)],
            ),
        )

    def __enter__(self) -> Press:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder."""
        self._temporary.cleanup()

    def make_form(self, *, template: str, data: Any) -> str:
        """Set a form and keep it; the path returned is what the pages lay under themselves."""
        made = self._compile(template, data, timestamp=0, standard="1.7")
        name = f"form-{next(self._forms)}.pdf"
        (self.folder / name).write_bytes(made)
        return f"/{name}"

    def set_document(
        self, *, template: str, data: Any, made_at: datetime, standard: Standard = "1.7"
    ) -> bytes:
        """Set one document from JSON-like data; a fault in a template raises typst.TypstError."""
        if made_at.tzinfo is None:
            raise ValueError("made_at needs a time zone")
        return self._compile(template, data, timestamp=int(made_at.timestamp()), standard=standard)

    def _compile(self, template: str, data: Any, *, timestamp: int, standard: Standard) -> bytes:
        with self._one_at_a_time:
            made = self._compiler.compile(
                input=str(self.folder / template),
                timestamp=timestamp,
                pdf_standards=[standard],
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            )
        if not isinstance(made, bytes):
            raise TypeError("the engine returned no single PDF")
        return made
