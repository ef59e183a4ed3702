# SPDX-License-Identifier: Apache-2.0
"""The reference page of the file layouts (docs/reference/file-formats.md), made from the layouts.

Renew it with `python -m daicho.adapters.describe`; a test fails when page and layouts differ.
"""

from __future__ import annotations

import sys

from daicho.adapters.layout import Column, Layout, Need
from daicho.adapters.pension.special_collection import HEADER, TRAILER
from daicho.adapters.registry import FILE_KINDS

_INTRODUCTION = """# 取り込むファイルの形式

`daicho import <種別> ファイル…` が読む形式。列の表は `daicho.adapters` の定義から作っている
（`python -m daicho.adapters.describe > docs/reference/file-formats.md`）。

## 確からしさの印

| 印 | 意味 |
|---|---|
| 第三者の実装で確認 | 公開された第三者の検査プログラム等に書かれた並び。公式の仕様書は見ていない |
| 未確認 | 公式の並びが公開されておらず、名前だけが知られている。位置・桁は台帳の定め |
| 台帳の定め | 公式の形式がない、または公開されていないため、台帳が決めた形式 |

公式の仕様書を手にした自治体は、違いがあれば列の表（`daicho.adapters`）を直す。読み書きの
仕組みはどの表にも同じものを使う。

## どの形式にも共通すること

- 1行1件。CSVは改行CRLFまたはLF、最後の行にも改行が必要（なければ途中で切れたものとして断る）。
- 文字コードは形式ごとに決まっている。違うときはファイル全体を断る。UTF-8のBOMはあってよい。
- 金額は半角数字10桁まで、区切りなし。「金額(負数可)」だけが `-` を取る。空欄は0と読む。
- 年月日は西暦8桁。暦にない日（2月30日など）は断る。`00000000` は空欄と同じ。
- 個人番号は12桁。形や検査用数字が合わなければ注意を出し、番号なしとして受け入れる
  （他の項目で突合する）。番号の値は注意・エラー・ログのどこにも出さない。
- 文字の欄が `= + - @` とその全角で始まる行は、数式とみなして断る。
- 必須の欄が空の行は断る。原則必須の欄が空の行は注意を出して受け入れる。
- 列数が違う行、制御文字や閉じない引用符のある行は、行番号と理由を付けて断る。他の行は読む。
- ファイル全体を断るとき: 2GB超、空、途中で切れている、別の文字コード、別の年、どの行も列数が違う。
- すべての誤りを一度に、ファイル・行・列名・理由で報告する。
- 読んだ件数 = 受け入れた件数 + 断った件数。数の列ごとに合計を出す（照合用）。

性別の符号は 1 女、2 男、0 不明（台帳の定め）。
"""


def describe_layouts() -> str:
    """The whole page."""
    sections = [describe_layout(module.LAYOUT) for module in FILE_KINDS.values()]
    frame = "\n".join(
        [
            "### ヘッダレコード",
            "",
            *_table(HEADER, with_offsets=True),
            "",
            "### トレーラレコード",
            "",
            *_table(TRAILER, with_offsets=True),
            "",
        ]
    )
    return "\n".join([_INTRODUCTION, *sections, frame])


def describe_layout(layout: Layout) -> str:
    """One layout of rows."""
    fixed = not layout.header and layout.kind == "pension-collection"
    shape = (
        "500バイト固定長"
        if fixed
        else "CSV、見出し行あり"
        if layout.header
        else "CSV、見出し行なし"
    )
    encoding = {"cp932": "Shift_JIS（CP932）", "utf-8": "UTF-8"}[layout.encoding]
    lines = [
        f"## {layout.name_ja} `{layout.kind}`",
        "",
        f"{shape}、{encoding}、{len(layout.columns)}列。{layout.source_ja}。",
        "",
        *_table(layout.columns, with_offsets=fixed),
        "",
    ]
    if layout.composite_dates:
        lines.append(
            "複数の列から作る年月日（元号の列がないものは、年が12以下なら令和、超えれば平成）:"
        )
        lines += [f"- {c.name_ja} → `{c.name}`" for c in layout.composite_dates]
        lines.append("")
    if layout.derived:
        lines.append("他の列から作る数:")
        lines += [
            f"- {d.name_ja} → `{d.name}`（{'・'.join(d.parts)} から）" for d in layout.derived
        ]
        lines.append("")
    return "\n".join(lines)


def _table(columns: tuple[Column, ...], *, with_offsets: bool) -> list[str]:
    place = "位置" if with_offsets else "列"
    lines = [
        f"| {place} | 項目 | 名前 | 種類 | 桁 | 入力 | 決められた値・注 | 確からしさ |",
        "|---|---|---|---|---|---|---|---|",
    ]
    start = 1
    for column in columns:
        at = f"{start}–{start + column.length - 1}" if with_offsets else str(column.number)
        start += column.length
        lines.append(f"| {at} | {_cells(column)} |")
    return lines


def _cells(column: Column) -> str:
    need = "" if column.need is Need.OPTIONAL else column.need.value
    note = column.note or "・".join(column.allowed)
    cells = (column.name_ja, f"`{column.name}`", column.kind, str(column.length), need, note)
    return " | ".join([*cells, column.certainty])


if __name__ == "__main__":
    sys.stdout.write(describe_layouts())
