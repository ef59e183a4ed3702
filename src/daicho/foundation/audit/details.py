# SPDX-License-Identifier: Apache-2.0
"""What the log says beyond its columns, with the items the standard names (住民記録標準 10.2).

desk.note(**PrintDetail(title="住民票の写し", …).as_detail())
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Output(StrEnum):
    """How a document came out (出力形式)."""

    PREVIEW = "プレビュー"
    PRINT = "印刷"
    FILE = "ファイル出力"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintDetail:
    """One printing (印刷ログ): who, when and from where stand in the entry's own columns."""

    title: str
    file_name: str
    printer: str  # the printer, or the terminal that printed
    copies: int
    pages: int
    official_seal: bool
    individual_number: bool
    output: Output
    issue_number: str = ""

    def as_detail(self) -> dict[str, object]:
        """For the entry of kind 印刷 or 帳票発行."""
        detail: dict[str, object] = {
            "タイトル": self.title, "ファイル名": self.file_name, "プリンタ": self.printer,
            "部数": self.copies, "枚数": self.pages, "公印": self.official_seal,
            "個人番号の出力": self.individual_number, "出力形式": str(self.output),
        }  # fmt: skip
        if self.issue_number:
            detail["発行番号"] = self.issue_number
        return detail


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDetail:
    """One extraction (データ抽出・EUC): the conditions, and what exactly left the system."""

    name: str
    conditions: Mapping[str, str]
    rows: int
    columns: Sequence[str]
    sha256: str

    def as_detail(self) -> dict[str, object]:
        """For the entry of kind EUC抽出."""
        return {
            "ファイル名": self.name, "抽出条件": dict(self.conditions), "件数": self.rows,
            "項目": list(self.columns), "SHA-256": _sha256(self.sha256),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingDetail:
    """One change of a setting (設定変更ログ); a secret is only said to have changed."""

    name: str
    before: str
    after: str
    is_secret: bool = False

    def as_detail(self) -> dict[str, object]:
        """For the entry of kind 設定変更."""
        shown = ("(秘密)", "(秘密)") if self.is_secret else (self.before, self.after)
        return {"設定": self.name, "変更前": shown[0], "変更後": shown[1]}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenCopyDetail:
    """A copy of the screen (画面ハードコピー) that the terminal reported."""

    screen: str
    printer: str

    def as_detail(self) -> dict[str, object]:
        """For the entry of kind 画面コピー."""
        return {"画面": self.screen, "出力先": self.printer}


def sha256_of(content: bytes) -> str:
    """The hash that names a file that left the system."""
    return hashlib.sha256(content).hexdigest()


def _sha256(text: str) -> str:
    """In groups of eight: a run of twelve digits in it would be taken for an 個人番号."""
    return "-".join(text[start : start + 8] for start in range(0, len(text), 8))
