# SPDX-License-Identifier: Apache-2.0
"""Numbered paper: received, spoilt, counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from daicho.domains.certificates.kinds import refuse
from daicho.domains.certificates.models import PaperCount, PaperLot, PaperSheet
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome


@dataclass(frozen=True, kw_only=True)
class ReceivePaper(Action[int]):
    """A box of numbered sheets comes to a counter (受入)."""

    function = "certificate.stock"
    audit_text = "証明書用紙の受入"

    counter: str
    prefix: str
    first_no: int
    last_no: int

    def detail(self) -> Mapping[str, object]:
        return {"窓口": self.counter, "番号": f"{self.prefix}{self.first_no}〜{self.last_no}"}

    def change(self, context: Context) -> Outcome[int]:
        if not self.counter or not 0 <= self.first_no <= self.last_no:
            return Outcome(None, (refuse("paper_range", "用紙の番号の範囲が正しくありません。"),))
        overlaps = PaperLot.objects.filter(
            prefix=self.prefix, first_no__lte=self.last_no, last_no__gte=self.first_no
        )
        if overlaps.exists():
            return Outcome(None, (refuse("paper_known", "受入済みの番号と重なっています。"),))
        lot = PaperLot.objects.create(
            counter=self.counter, prefix=self.prefix, first_no=self.first_no,
            last_no=self.last_no, next_no=self.first_no, received_by=context.actor.who.login,
            received_at=context.at,
        )  # fmt: skip
        return Outcome(lot.pk)


@dataclass(frozen=True, kw_only=True)
class SpoilSheets(Action[int]):
    """Sheets on top of the box are spoilt (損紙): jammed, torn, misprinted."""

    function = "certificate.stock"
    audit_text = "証明書用紙の損紙"

    lot_no: int
    sheets: int
    reason: str

    def detail(self) -> Mapping[str, object]:
        return {"用紙": self.lot_no, "枚数": self.sheets, "理由": self.reason}

    def change(self, context: Context) -> Outcome[int]:
        lot = PaperLot.objects.select_for_update().filter(pk=self.lot_no).first()
        if lot is None or not 1 <= self.sheets <= lot.left:
            return Outcome(None, (refuse("paper_left", "枚数が残りの枚数と合いません。"),))
        if not self.reason.strip():
            return Outcome(None, (refuse("no_reason", "損紙の理由を入力してください。"),))
        PaperSheet.objects.bulk_create(
            PaperSheet(lot=lot, number=lot.next_no + place, spoilt=self.reason.strip(),
                       at=context.at, by=context.actor.who.login)
            for place in range(self.sheets)
        )  # fmt: skip
        lot.next_no += self.sheets
        lot.save(update_fields=["next_no"])
        return Outcome(lot.left)


@dataclass(frozen=True, kw_only=True)
class CountPaper(Action[int]):
    """Count the sheets of a box (棚卸); a difference needs its reason."""

    function = "certificate.stock"
    audit_text = "証明書用紙の棚卸"

    lot_no: int
    counted: int
    reason: str = ""

    def detail(self) -> Mapping[str, object]:
        return {"用紙": self.lot_no, "実枚数": self.counted, "理由": self.reason}

    def change(self, context: Context) -> Outcome[int]:
        lot = PaperLot.objects.select_for_update().filter(pk=self.lot_no).first()
        if lot is None or self.counted < 0:
            return Outcome(None, (refuse("paper_left", "枚数が正しくありません。"),))
        if self.counted != lot.left and not self.reason.strip():
            text = f"帳簿の{lot.left}枚と違います。理由を入力してください。"
            return Outcome(None, (refuse("paper_difference", text),))
        PaperCount.objects.create(
            lot=lot, expected=lot.left, counted=self.counted, reason=self.reason.strip(),
            at=context.at, by=context.actor.who.login,
        )  # fmt: skip
        return Outcome(self.counted - lot.left)
