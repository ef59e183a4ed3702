# SPDX-License-Identifier: Apache-2.0
"""The reference page of the files of money (docs/reference/formats/money.md), from the layouts.

Renew it with `python -m daicho.adapters.describe_money`; a test fails when page and layouts differ.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from daicho.adapters.describe import describe_layout
from daicho.adapters.money_files import RECORD_FILE_KINDS
from daicho.adapters.pension.collection_results import RESULTS as PENSION_RESULTS
from daicho.adapters.record_files.characters import CHARACTER_SETS, CharacterSet
from daicho.adapters.record_files.layout import (
    Field,
    LineEnd,
    RecordFileLayout,
    RecordLayout,
    Total,
)
from daicho.adapters.shared_payment.layouts import BREAKDOWN, PAYMENTS
from daicho.adapters.zengin.bank_list import LAYOUT as BANK_LIST
from daicho.adapters.zengin.direct_debit import RESULTS as DEBIT_RESULTS
from daicho.adapters.zengin.shared_fields import ACCOUNT_KINDS
from daicho.adapters.zengin.transfer import RETURN_REASONS

_INTRODUCTION = """# お金のファイルの形式

銀行、収納代行会社、MPN、eLTAX、指定金融機関、年金保険者とやり取りするファイル。表は
`daicho.adapters` の定義から作っている
（`python -m daicho.adapters.describe_money > docs/reference/formats/money.md`）。
確からしさの印は[取り込むファイルの形式](../file-formats.md)と同じ。**未確認**の並びは公開されて
おらず、台帳が決めた。公式の文書を手にしたら表（TOMLでもよい。`record_files/layout_file.py`）だけを
直す。

## レコードのファイルに共通すること

- 1ファイル = ヘッダ、データ、トレーラの束（複数あるものは繰り返し）と、あればエンド。
- 「数」は右詰めで前に0、「番号」は0も意味を持つ数字、「文字」は半角で左詰め、後ろは空白。
- 文字コードはJISか（約束したときだけ）カナEBCDIC。コード区分と中身が違えば断る。EBCDICの表は
  IBMコードページ290（IANAの名 EBCDIC-JP-kana）による。銀行の使う表との一致は未確認。
- 改行は、なしかCR+LF。CRだけ、LFだけ、途中で変わるものは断る。
- 並び、長さ、トレーラの件数・金額が合わないファイルは全体を断り、誤りをすべて示す。どの行を
  信じてよいか言えないため。
- データレコードの誤りは、レコード番号・バイト位置・項目・理由で示し、そのレコードだけを
  別に取り置く。
- 書くときも同じ検査をする。長すぎる氏名を黙って切ることはない（`zengin/bank_kana.py` が
  濁点を離さずに切り、切ったことを告げる）。
- 空きの項目に文字があれば注意を出し、受け入れる。

## 突き合わせ

| 何を | 何と | どこで |
|---|---|---|
| 口座振替結果 | 依頼（知らない・ない・重なる明細、金額や口座） | `zengin/result_match.py` |
| コンビニの通知 | バーコード（検査数字・金額・企業・期限） | `convenience_store/notices.py` |
| 確報・速報取消 | 速報（二重・逆順・速報のないもの・二重納付） | `convenience_store/pairing.py` |
| MPN消込情報 | ファイル名・収納機関番号・納付番号等の形 | `payment_network/clearing.py` |
| 共通納税の納付 | 納入内訳（1円・1人まで） | `shared_payment/agreement.py` |
| 領収済通知 | 本税・延滞金・督促手数料の計、OCR行、合計票 | `counter_receipts/receipts.py` |
| 年金特別徴収結果 | 依頼、徴収額と徴収不能額の計 | `pension/collection_results.py` |

eL-QR・eL番号とOCR行は、自治体の表（TOML）がなければ使わない（`payment_slip`）。桁は台帳では
決めない。ゆうちょ銀行の記号・番号から店番・口座番号への変換は未確認（`zengin/japan_post.py`）。

## 相手方の模擬

`daicho.counterparts` の `bank`・`convenience_store`・`payment_network`・`eltax_payment`・
`pension_office` は、HTTP（この計算機の中だけ）でファイルを受け渡す小さなサーバー。
`PUT /inbox/名前`、`GET /outbox`、`GET /outbox/名前`、`DELETE /outbox/名前`、`POST /day/年-月-日`。
不能などの割合は1万分率で、どれが当たるかは種（seed）で決まる。わざと起こせる誤り:
同じファイルを2度、遅れ、途中切れ、余分な1バイト、合計の違い、EBCDIC、2つの連結、知らない明細、
抜けた明細、金額の違い、遅い応答、受付拒否。
"""
_LINE_ENDS = {LineEnd.NONE: "なし", LineEnd.CRLF: "CR+LF", LineEnd.LF: "LF", LineEnd.CR: "CR"}


def describe_money_files() -> str:
    """The whole page."""
    sections = [_describe(layout) for layout in RECORD_FILE_KINDS.values()]
    rows = [describe_layout(layout) for layout in (PAYMENTS, BREAKDOWN, BANK_LIST)]
    codes = [
        _codes("預金種目", ACCOUNT_KINDS),
        _codes("振替結果コード", DEBIT_RESULTS),
        _codes("総合振込の不能理由（未確認）", RETURN_REASONS),
        _codes("年金特別徴収の処理結果（未確認）", PENSION_RESULTS),
        _codes("文字の種類", {s.name_ja: f"`{s.characters.strip()}`" for s in _sets()}),
    ]
    return "\n".join([_INTRODUCTION, *sections, *rows, *codes])


def _sets() -> list[CharacterSet]:
    return [chosen for chosen in CHARACTER_SETS.values() if "`" not in chosen.characters]


def _codes(title: str, codes: Mapping[str, str]) -> str:
    lines = [f"## {title}", "", "| 符号 | 意味 |", "|---|---|"]
    return "\n".join([*lines, *(f"| {code} | {word} |" for code, word in codes.items()), ""])


def _describe(layout: RecordFileLayout) -> str:
    batches = "束は複数" if layout.has_many_batches else "束は1つ"
    ends = "・".join(_LINE_ENDS[choice] for choice in layout.line_ends)
    lines = [
        f"## {layout.name_ja} `{layout.kind}`",
        "",
        f"{layout.record_bytes}バイト固定長、{batches}、改行は{ends}。{layout.source_ja}。",
        "",
    ]
    for record in layout.records:
        lines += [f"### {layout.name_ja}: {record.name_ja}", "", *_table(record), ""]
    if layout.totals:
        lines += ["トレーラの計:", *(f"- {_total(layout, total)}" for total in layout.totals), ""]
    return "\n".join(lines)


def _table(record: RecordLayout) -> list[str]:
    lines = [
        "| 位置 | 項目 | 名前 | 種類 | 桁 | 入力 | 決められた値・注 | 確からしさ |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for field, first, end in record.places():
        cells = (
            f"{first + 1}–{end}", field.name_ja, f"`{field.name}`", field.kind, str(field.length),
            "必須" if field.required else "", _note(field), field.certainty,
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _note(field: Field) -> str:
    fixed = f"常に{field.fixed}" if field.fixed else ""
    allowed = "・".join(choice.strip() or "空白" for choice in field.allowed)
    characters = field.characters.name_ja if field.characters else ""
    return "、".join(part for part in (fixed, field.note or allowed, characters) if part)


def _total(layout: RecordFileLayout, total: Total) -> str:
    what = layout.data.field(total.of).name_ja + "の計" if total.of else "データの件数"
    where = ""
    if total.where:
        values = "・".join(total.where.values)
        word = "以外" if total.where.negated else ""
        where = f"（{layout.data.field(total.where.field).name_ja}が{values}{word}のもの）"
    return f"{layout.trailer.field(total.field).name_ja} = {what}{where}"


if __name__ == "__main__":
    sys.stdout.write(describe_money_files())
