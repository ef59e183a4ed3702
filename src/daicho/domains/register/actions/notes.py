# SPDX-License-Identifier: Apache-2.0
"""Remarks (備考) and memos (メモ): written, changed and removed by adding, never by overwriting."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from daicho.domains.register.models import Memo, Remark, ResidentVersion
from daicho.domains.register.models.notes import Note
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.kernel.findings import Finding, Severity

LONGEST = 2_000


@dataclass(frozen=True, kw_only=True)
class _Write(Action[str]):
    """With `thread` a note is changed, and with an empty text removed; without, it is new."""

    model: ClassVar[type[Note]]
    addressee_no: int
    text: str
    thread: str = ""

    def subjects(self) -> tuple[int, ...]:
        return (self.addressee_no,)

    def detail(self) -> Mapping[str, object]:
        done = "新規" if not self.thread else "修正" if self.text.strip() else "削除"
        return {"操作": done}

    def change(self, context: Context) -> Outcome[str]:
        text = self.text.strip()
        held = self.model.objects.filter(addressee_no=self.addressee_no, thread=self.thread or None)
        if not ResidentVersion.objects.filter(addressee_no=self.addressee_no).exists():
            return _refused("note.nobody", "この宛名番号の住民はいません。")
        if self.thread and not held.exists():
            return _refused("note.gone", "この記入はありません。")
        if not self.thread and not text:
            return _refused("note.empty", "内容を入力してください。")
        if len(text) > LONGEST:
            return _refused("note.long", f"内容は{LONGEST:,}字までです。")
        written = self.model.objects.create(
            addressee_no=self.addressee_no, thread=self.thread or uuid.uuid4(), text=text,
            is_removed=not text, written_by=context.actor.who.login, written_at=context.at,
        )  # fmt: skip
        return Outcome(str(written.thread))


@dataclass(frozen=True, kw_only=True)
class WriteRemark(_Write):
    """Write a remark that certificates can show (備考, 1.1.14)."""

    function = "register.enter"
    audit_text = "備考の記入"
    model = Remark


@dataclass(frozen=True, kw_only=True)
class WriteMemo(_Write):
    """Write a memo for the staff (メモ, 1.1.15)."""

    function = "register.enter"
    audit_text = "メモの記入"
    model = Memo


def _refused(code: str, message: str) -> Outcome[str]:
    return Outcome(None, (Finding(code, Severity.ERROR, message),))
