# SPDX-License-Identifier: Apache-2.0
"""The list of what is still to do, to take along: large type, furigana, another language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from daicho.foundation.documents.press import Press
from daicho.kernel.dates import format_japanese
from daicho.web.counter.guidance.data import Guidance, Heading, Procedure
from daicho.web.counter.guidance.texts import Text
from daicho.web.counter.lines import Group, Line
from daicho.web.counter.models import TaskState, Visit

TEMPLATE = "visit.typ"
TITLE = Text("{今日|きょう}、この{後|あと}にすること")
# Words of the form itself, by language.
WORDS: dict[str, dict[str, str]] = {
    "en": {"title": "What to do next today", "bring": "Bring", "until": "By", "for": "For"},
    "zh": {"title": "今天接下来要办的手续", "bring": "需要携带", "until": "期限", "for": "对象"},
    "ko": {"title": "오늘 이후에 할 일", "bring": "준비물", "until": "기한", "for": "대상"},
}
FORM = {
    "bring": Text("{持|も}ってくるもの"), "until": Text("{期限|きげん}"),
    "for": Text("だれの"), "queue": Text("{受付番号|うけつけばんごう}"),
    "nothing": Text("この{後|あと}にすることはありません。"),
}  # fmt: skip


@cache
def press_for() -> Press:
    """The press of this process."""
    return Press(Path(__file__).parent / "papers")


def print_list(
    *, visit: Visit, groups: Sequence[Group], guidance: Guidance, has_furigana: bool,
    language: str, made_at: datetime,
) -> bytes:  # fmt: skip
    """The PDF; what is done or not needed any more is left out."""
    words = WORDS.get(language, {})
    data: dict[str, Any] = {
        "title": _text(TITLE), "other_title": words.get("title", ""),
        "event": _heading(guidance.events[visit.event], language),
        "words": {name: _text(text) for name, text in FORM.items()}, "other": words,
        "furigana": has_furigana, "queue": visit.queue_no, "day": format_japanese(visit.visit_on),
        "groups": [
            {
                "section": _heading(group.section, language),
                "place": _text(group.section.place),
                "lines": [_line(line, language) for line in lines],
            }
            for group in groups
            if (lines := [line for line in group.lines if _is_open(line)])
        ],
    }  # fmt: skip
    return press_for().set_document(template=TEMPLATE, data=data, made_at=made_at)


def _is_open(line: Line) -> bool:
    return line.task.state in (TaskState.OPEN, TaskState.LATER)


def _heading(heading: Heading, language: str) -> dict[str, Any]:
    return {"ja": _text(heading.label), "other": heading.other.get(language, "")}


def _line(line: Line, language: str) -> dict[str, Any]:
    procedure: Procedure = line.procedure
    return {
        "label": _text(procedure.label), "other": procedure.other.get(language, ""),
        "names": "、".join(line.names), "papers": [_text(one) for one in procedure.papers],
        "due": format_japanese(line.task.due_on) if line.task.due_on else "",
        "note": _text(procedure.note),
    }  # fmt: skip


def _text(text: Text) -> list[list[str]]:
    return [[piece.text, piece.reading] for piece in text.pieces]
