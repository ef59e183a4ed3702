# SPDX-License-Identifier: Apache-2.0
"""The list of contents (目録) that goes with the files: counts and SHA-256, nothing of the day."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE_NAME = "manifest.json"
FORMAT = 1


class ManifestError(Exception):
    """The list of contents cannot be read; the text says why, in Japanese."""


@dataclass(frozen=True, slots=True)
class FileFigures:
    """What one file holds."""

    file: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the folder holds; `series` are the next numbers to give out (採番)."""

    files: tuple[FileFigures, ...]
    series: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """The rows of all files."""
        return sum(one.rows for one in self.files)

    @property
    def sha256(self) -> str:
        """One checksum of the whole content."""
        lines = [f"{one.file} {one.rows} {one.sha256}\n" for one in self.files]
        lines += [f"{name} {number}\n" for name, number in sorted(self.series.items())]
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def write(self, folder: Path) -> None:
        """Put the list beside the files; it comes last, so a folder without it is not whole."""
        content = asdict(self) | {"rows": self.rows, "sha256": self.sha256}
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (folder / FILE_NAME).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The list of a folder, its own checksum compared."""
    try:
        content = json.loads((folder / FILE_NAME).read_text("utf-8"))
        manifest = Manifest(
            files=tuple(
                FileFigures(str(one["file"]), int(one["rows"]), str(one["sha256"]))
                for one in content["files"]
            ),
            series={str(name): int(number) for name, number in content["series"].items()},
            format=int(content["format"]),
        )
        said = str(content["sha256"])
    except FileNotFoundError:
        raise ManifestError("目録(manifest.json)がありません。") from None
    except (ValueError, KeyError, TypeError, AttributeError, UnicodeDecodeError):
        raise ManifestError("目録(manifest.json)の書き方が正しくありません。") from None
    if manifest.format != FORMAT:
        raise ManifestError(f"目録の形式{manifest.format}には対応していません。")
    if said != manifest.sha256:
        raise ManifestError("目録の照合値が目録の内容と一致しません。")
    return manifest
